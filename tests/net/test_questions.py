"""A question of version 1.1 that asks the same keeps its hash, whatever fields it gains: answers are kept by it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sourcebook.quiz import bank
from sourcebook.quiz.values import filled
from tests.net import kept
from tests.ours import FACTS, OURS

QUESTIONS = kept.read("questions.json")
CHANGED = kept.listed("changed.yml")
AS_THEY_STAND = ("type", "prompt", "answer", "tolerance", "unit", "accept", "items", "distractors")


def asked(question: Any) -> dict[str, Any]:
    """What a reader is asked and what is right, with today's facts in it."""
    found = {name: getattr(question, name) for name in AS_THEY_STAND if hasattr(question, name)}
    if question.type == "number":
        found["answer"] = float(bank.number_answer(question, FACTS))
    if hasattr(question, "options"):
        found["options"] = [[o.text, o.right] for o in question.options]
    if hasattr(question, "pairs"):
        found["pairs"] = [[p.left, p.right] for p in question.pairs]
    return json.loads(filled(json.dumps(found, ensure_ascii=False), FACTS))


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_a_question_that_asks_the_same_keeps_its_hash(name: str) -> None:
    was = QUESTIONS[name]
    today = bank.every(OURS).get(name)
    if today is None or asked(today) != was["asked"]:
        now = asked(today) if today else "no longer asked"
        assert CHANGED.get(name), (
            f"{name} asks something else than in version 1.1: {now}. If meant, say why in tests/net/changed.yml."
        )
        assert today is None or bank.content_hash(today, FACTS) != was["hash"], (
            f"{name} asks something else, so old answers must not count: its hash"
        )
    else:
        assert bank.content_hash(today, FACTS) == was["hash"], (
            f"{name} asks the same as in version 1.1: its hash must not change"
        )
        assert name not in CHANGED, f"{name} asks the same as in version 1.1. Take it out of tests/net/changed.yml."


def test_the_list_of_changed_questions_names_only_questions_of_version_1_1() -> None:
    assert len(QUESTIONS) == 69
    assert set(CHANGED) <= set(QUESTIONS)
