"""Grading: Python passes the vectors; tests/browser/test_quiz.py runs the same ones in the script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.quiz import grade

VECTORS = json.loads((Path(grade.__file__).parent / "vectors.json").read_text(encoding="utf-8"))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def test_there_are_enough_vectors_for_every_type() -> None:
    assert len(VECTORS) >= 150
    assert {v["key"]["t"] for v in VECTORS} == {"single", "multiple", "claim", "number", "text", "order", "match"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['key']['t']}-{v['answer']!r}"[:60])
def test_vectors(vector: dict) -> None:
    assert grade.grade(vector["key"], vector["answer"]) == pytest.approx(vector["score"])
    if "readable" in vector:
        assert grade.readable(vector["key"], vector["answer"]) is vector["readable"]
    assert grade.slips(vector["key"], vector["answer"]) == vector.get("slips", [])


@given(st.sampled_from([v["key"] for v in VECTORS]), JSON)
def test_any_answer_gets_a_share_between_nothing_and_all(key: dict, answer: object) -> None:
    assert 0 <= grade.grade(key, answer) <= 1


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def spelled(number: int) -> str:
    """A whole number below a thousand million in English words."""
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {spelled(number % size)}" if number % size else ""
            return f"{spelled(number // size)} {word}{rest}"
    if number < 20:
        return ONES.split()[number]
    return TENS.split()[number // 10 - 2] + (f"-{ONES.split()[number % 10]}" if number % 10 else "")


@given(st.integers(0, 10**9 - 1))
def test_a_number_in_words_is_read(number: int) -> None:
    for text in (spelled(number), spelled(number).upper() + " people"):
        assert grade.parse_number(text) == (number if len(text) <= 60 else None)


@given(st.integers(-(10**12), 10**12))
def test_a_number_written_in_any_usual_way_is_read(number: int) -> None:
    for text in (
        str(number),
        f"{number:,}",
        f"{number:,}".replace(",", " "),
        f"{number:,}".replace(",", "'"),
        f"{number} %",
    ):
        assert grade.parse_number(text) == number
