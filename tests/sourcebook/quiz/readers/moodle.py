"""Moodle XML, marked as Moodle marks: https://docs.moodle.org/en/Moodle_XML_format."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from tests.sourcebook.quiz.readers.common import Asked, seen, table, words

# The only parts of a mark that Moodle takes on import, in per cent.
PARTS = (
    100,
    90,
    83.33333,
    80,
    75,
    70,
    66.66667,
    60,
    50,
    40,
    33.33333,
    30,
    25,
    20,
    16.66667,
    14.28571,
    12.5,
    11.11111,
    10,
    5,
    0,
)


def like(pattern: str, typed: str) -> bool:
    """Moodle's short answer: ``*`` stands for anything, ``\\*`` for an asterisk; case does not matter."""
    bits = [re.escape(bit.replace("\\*", "*")) for bit in re.split(r"(?<!\\)\*", pattern)]
    return re.fullmatch(".*".join(bits), typed, re.IGNORECASE | re.DOTALL) is not None


def first(answers: list[tuple[Any, float]], fits: Any) -> float:
    """The share of the first answer that fits."""
    return next((share for answer, share in answers if fits(answer)), 0.0)


def _text(parent: ET.Element, path: str) -> str:
    found = parent.find(f"{path}/text")
    return (found.text or "") if found is not None else ""


def _share(answer: ET.Element) -> float:
    part = float(answer.get("fraction"))
    assert any(abs(abs(part) - known) < 1e-5 for known in PARTS), part
    return part / 100


def _read(question: ET.Element) -> Asked:
    kind = question.get("type")
    asked = Asked(
        prompt=seen(_text(question, "questiontext")),
        numbers=table(_text(question, "questiontext")),
        explanation=seen(_text(question, "generalfeedback")),
        hints=[seen(_text(h, ".")) for h in question.findall("hint")],
        tags=[_text(t, ".") for t in question.findall("tags/tag")],
    )
    assert question.findtext("defaultgrade") == "1"
    answers = question.findall("answer")
    if kind == "multichoice":
        shares = {seen(_text(a, ".")): _share(a) for a in answers}
        total = sum(share for share in shares.values() if share > 0)
        assert abs(total - 1) < 0.001
        asked.options = list(shares)
        asked.feedback = {seen(_text(a, ".")): seen(_text(a, "feedback")) for a in answers}
        single = question.findtext("single") == "true"

        def choice(chosen: set[str]) -> float:
            assert len(chosen) < 2 or not single
            return min(1.0, max(0.0, sum(shares[text] for text in chosen)))

        asked.mark = choice
    elif kind in ("numerical", "shortanswer"):
        assert _text(answers[-1], ".") == "*"
        asked.wrong = seen(_text(answers[-1], "feedback"))
        if kind == "numerical":
            marks = [((float(_text(a, ".")), float(a.findtext("tolerance"))), _share(a)) for a in answers[:-1]]
            asked.mark = lambda typed: first(marks, lambda a: abs(float(typed) - a[0]) <= a[1] + 1e-9)
        else:
            assert question.findtext("usecase") == "0"
            forms = [(_text(a, "."), _share(a)) for a in answers]
            asked.mark = lambda typed: first(forms, lambda a: like(a, typed))
    else:
        assert kind == "matching"
        pairs = [(seen(_text(s, ".")), words(_text(s, "answer"))) for s in question.findall("subquestion")]
        right = {left: side for left, side in pairs if left}
        asked.lefts, asked.rights = list(right), sorted({side for _, side in pairs})
        asked.mark = lambda given: sum(given[left] == right[left] for left in right) / len(right)
    return asked


def read(content: bytes) -> tuple[str, dict[str, Asked]]:
    """Category and questions by their id."""
    root = ET.fromstring(content)
    assert root.tag == "quiz"
    head, *questions = root.findall("question")
    assert head.get("type") == "category"
    for question in questions:
        assert _text(question, "name").startswith(question.findtext("idnumber"))
    return _text(head, "category"), {q.findtext("idnumber"): _read(q) for q in questions}
