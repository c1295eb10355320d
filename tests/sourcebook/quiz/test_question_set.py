"""The code of a set of questions: what goes in comes out, and a damaged one is refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from sourcebook.quiz import question_set
from sourcebook.quiz.question_set import QuestionSet, read, write

VECTORS = json.loads(Path(question_set.__file__).with_suffix(".json").read_text(encoding="utf-8"))
SLUG, KNOWN = VECTORS["slug"], VECTORS["known"]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["set"]["title"][:12] or "plain")
def test_a_code_holds_its_set(case: dict[str, Any]) -> None:
    chosen = QuestionSet(**{**case["set"], "ids": tuple(case["set"]["ids"])})
    assert write(SLUG, chosen) == case["code"]
    for code in (case["code"], f" {case['code'][:20]}\n{case['code'][20:]} "):
        held = asdict(read(SLUG, code, KNOWN))
        assert held | {"ids": list(held["ids"])} == case["read"]


@pytest.mark.parametrize(("code", "says"), VECTORS["refused"])
def test_a_damaged_code_is_refused_with_a_sentence(code: str, says: str) -> None:
    with pytest.raises(ValueError, match="code") as refused:
        read(SLUG, code, KNOWN)
    assert str(refused.value) == says


def test_no_letter_can_be_changed_without_a_word() -> None:
    whole = VECTORS["cases"][1]["code"]
    for n in range(len(whole)):
        for text in (whole[:n] + ("0" if whole[n] != "0" else "1") + whole[n + 1 :], whole[:n] + whole[n + 1 :]):
            with pytest.raises(ValueError, match="is not whole"):
                read(SLUG, text, KNOWN)


def test_a_title_and_a_word_are_cut_to_what_a_reader_may_meet() -> None:
    held = read(SLUG, write(SLUG, QuestionSet(("riv-town",), "t" * 200, seed="s" * 200)), KNOWN)
    assert (held.title, held.seed) == ("t" * 80, "s" * 12)
    assert read(SLUG, write(SLUG, QuestionSet(("riv-town",), "🦉" * 80)), KNOWN).title == "🦉" * 63
