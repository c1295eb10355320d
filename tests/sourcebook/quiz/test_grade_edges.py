"""Both sides of every boundary of the grading."""

from __future__ import annotations

from typing import Any

import pytest

from sourcebook.quiz.grade import grade, parse_number, readable


@pytest.mark.parametrize(("length", "read"), [(1, True), (59, True), (60, True), (61, False)])
def test_a_number_is_read_up_to_sixty_letters(length: int, read: bool) -> None:
    assert parse_number("7".rjust(length, "0")) == (7 if read else None)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0, 0.0),
        (-5, -5.0),
        (9.99e299, 9.99e299),
        (1e300, None),
        (-1e300, None),
        (True, None),
        (False, None),
        (None, None),
        ([7], None),
    ],
)
def test_a_number_that_is_one_already(value: Any, read: float | None) -> None:
    assert parse_number(value) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,000", 1000),
        ("0,000", 0),
        ("0,125", 0.125),
        ("999,999", 999999),
        ("1000,000", 1000),
        ("1,00", 1),
        ("1,0000", 1),
        ("1,000,000", 1e6),
        ("1,000,00", None),
        ("1.000.000", 1e6),
        ("1.000.00", None),
        ("1.000,5", 1000.5),
        ("1,000.5", 1000.5),
        ("1.000,5,5", None),
        ("1,000.5.5", None),
        (",5", 0.5),
        (".5", 0.5),
        (".", None),
        (",", None),
        ("", None),
        ("-5", -5),
        ("+5", 5),
        ("- 5", -5),
        ("--5", None),
        ("\u22125", -5),
        ("5 thousand", 5e3),
        ("5 million", 5e6),
        ("5 billion", 5e9),
        ("5 trillion", 5e12),
        ("million", 1e6),
        ("$5", 5),
        ("us$5", 5),
        ("5 €", 5),
        ("5%", 5),
        ("5 %", 5),
        ("5 cm", 5),
        ("5 cm2", None),
        ("5 5", 55),
        ("1'000", 1000),
    ],
)
def test_what_people_write(text: str, read: float | None) -> None:
    assert parse_number(text) == read


def slipped(word: str, slips: int) -> str:
    return "z" * slips + word[slips:]


@pytest.mark.parametrize(("letters", "forgiven"), [(1, 0), (4, 0), (5, 1), (6, 1), (9, 1), (10, 2), (11, 2), (20, 2)])
def test_slips_are_forgiven_by_the_length_of_the_word(letters: int, forgiven: int) -> None:
    word = "abcdefghijklmnopqrst"[:letters]
    key = {"t": "text", "a": [word]}
    assert [grade(key, slipped(word, n)) for n in range(4) if n <= letters] == [
        1.0 if n <= forgiven else 0.0 for n in range(4) if n <= letters
    ]
    if letters > forgiven:
        assert grade(key, word[: letters - forgiven]) == 1, "letters left out"
        assert grade(key, word[: letters - forgiven - 1]) == 0
    assert grade(key, word + "z" * forgiven) == 1, "letters too many"
    assert grade(key, word + "z" * (forgiven + 1)) == 0


@pytest.mark.parametrize(("blanks", "score"), [(200, 1), (201, 0)])
def test_a_text_is_read_up_to_two_hundred_letters(blanks: int, score: float) -> None:
    assert grade({"t": "text", "a": ["river"]}, "river".rjust(blanks)) == score


def test_an_empty_text_is_never_right() -> None:
    for answer in ("", " ", "-", None, 5, ["a"]):
        assert grade({"t": "text", "a": ["a", "ab"]}, answer) == 0


@pytest.mark.parametrize("given", ["the river", "The River!", "  river ", "a river", "ríver", "l'river", "RIVER"])
def test_what_does_not_matter_in_a_text(given: str) -> None:
    assert grade({"t": "text", "a": ["River"]}, given) == 1


@pytest.mark.parametrize(
    ("answer", "score"),
    [("8", 1), ("12", 1), ("10", 1), ("7.99", 0), ("12.01", 0), ("", 0), (None, 0), (12, 1), (True, 0)],
)
def test_a_tolerance_ends_where_it_says(answer: Any, score: float) -> None:
    assert grade({"t": "number", "a": 10, "tol": 2}, answer) == score


def test_a_tolerance_of_nothing_still_forgives_how_machines_count() -> None:
    assert grade({"t": "number", "a": 0.3, "tol": 0}, 0.1 + 0.2) == 1
    assert grade({"t": "number", "a": 0.3, "tol": 0}, 0.3001) == 0


@pytest.mark.parametrize(
    ("answer", "score"), [(1, 1), (0, 0), (True, 0), (1.0, 0), ("1", 0), ([1], 0), (None, 0), (-1, 0)]
)
@pytest.mark.parametrize("kind", ["single", "claim"])
def test_one_choice(kind: str, answer: Any, score: float) -> None:
    assert grade({"t": kind, "a": 1}, answer) == score


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ([0, 1], 1),
        ([1, 0], 1),
        ([0], 0.5),
        ([0, 2], 0),
        ([0, 1, 2], 0.5),
        ([0, 1, 2, 3], 0),
        ([2], 0),
        ([2, 3], 0),
        ([], 0),
        ([0, 0], 0),
        ([0, 1, 1], 0),
        ([0, 1, 4], 0),
        ([0, 1, -1], 0),
        ([0, True], 0),
        ([0, 1.0], 0),
        (0, 0),
        ("01", 0),
    ],
)
def test_several_choices(answer: Any, score: float) -> None:
    assert grade({"t": "multiple", "a": [0, 1], "n": 4}, answer) == score


@pytest.mark.parametrize(
    ("kind", "answer", "score"),
    [
        ("order", [0, 1, 2, 3], 1),
        ("order", [1, 0, 2, 3], 0.5),
        ("order", [3, 0, 1, 2], 0),
        ("order", [0, 0, 2, 3], 0),
        ("order", [0, 1, 2], 0),
        ("order", [0, 1, 2, 3, 4], 0),
        ("order", [0, 1, 2, 4], 0),
        ("order", None, 0),
        ("match", [0, 1, 2, 3], 1),
        ("match", [0, 0, 0, 0], 0.25),
        ("match", [-1, -1, -1, 3], 0.25),
        ("match", [0, 1], 0),
        ("match", [0, 1, 2, "3"], 0),
        ("match", [0, 1, 2, True], 0),
    ],
)
def test_places_and_pairs(kind: str, answer: Any, score: float) -> None:
    assert grade({"t": kind, "a": [0, 1, 2, 3]}, answer) == score


@pytest.mark.parametrize(
    ("kind", "answer", "is_one"),
    [
        ("number", 7, True),
        ("number", "seven", True),
        ("number", "Seine", False),
        ("number", [7], False),
        ("number", None, False),
        ("text", "Seine", True),
        ("text", "  ", False),
        ("text", "-", False),
        ("text", 7, False),
        ("text", None, False),
        *((kind, [0, 1], True) for kind in ("multiple", "order", "match")),
        *((kind, None, False) for kind in ("single", "multiple", "claim", "order", "match")),
        ("single", 0, True),
        ("claim", 2, True),
    ],
)
def test_what_is_an_answer_at_all(kind: str, answer: Any, is_one: bool) -> None:
    assert readable({"t": kind, "a": 7, "tol": 0, "n": 3}, answer) is is_one
