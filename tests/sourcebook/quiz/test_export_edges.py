"""What an exported file says that a system acts on: marks, penalties, places in a question bank."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from sourcebook.identity import Identity
from sourcebook.quiz.export import moodle, text
from sourcebook.quiz.export.item import Choice, Item
from sourcebook.text import numbers, wording

WHO = Identity(title="Rivers/Lakes", slug="rivers")


def item(**changed: object) -> Item:
    given = {
        "id": "lake-one",
        "type": "single",
        "objective": "lake-o1",
        "difficulty": 2,
        "prompt": "Which?",
        "explanation": "So.",
        "hints": ("Look.",),
        "sources": ("Town.",),
        "teaches": "book/lake#a",
        "view": "",
        "computed": False,
    }
    return Item(**given | changed)  # type: ignore[arg-type]


def choices(*right: bool) -> tuple[Choice, ...]:
    return tuple(Choice(n, f"option {n}", f"feedback {n}", one) for n, one in enumerate(right))


def written(*items: Item) -> ET.Element:
    return ET.fromstring(moodle.write(WHO, "lake", "Now/Then", items))


def test_a_second_try_costs_nothing_in_moodle() -> None:
    root = written(
        item(choices=choices(True, False)), item(type="number", answer=3.0), item(type="text", accept=("a",))
    )
    assert [float(node.text or "nan") for node in root.iter("penalty")] == [0, 0, 0]
    assert [node.text for node in root.iter("defaultgrade")] == ["1", "1", "1"]
    assert [node.text for node in root.iter("hidden")] == ["0", "0", "0"]


def test_a_slash_in_a_name_makes_no_category() -> None:
    assert moodle.category("Rivers", "Lakes") == "$course$/top/Rivers/Lakes"
    assert moodle.category("Rivers/Lakes", "Now/Then") == "$course$/top/Rivers//Lakes/Now//Then"
    (category,) = written().iter("category")
    assert category.findtext("text") == "$course$/top/Rivers//Lakes/Now//Then"


@pytest.mark.parametrize(
    ("right", "fractions"),
    [
        ((True, False, False), ["100", "-100", "-100"]),
        ((True, True, False), ["50", "50", "-50"]),
        ((True, True, True, False), ["33.33333", "33.33333", "33.33333", "-33.33333"]),
        ((True,) * 6 + (False,), ["16.66667"] * 6 + ["-16.66667"]),
    ],
)
def test_a_wrong_choice_takes_what_a_right_one_gives(right: tuple[bool, ...], fractions: list[str]) -> None:
    (question,) = (q for q in written(item(type="multiple", choices=choices(*right))) if q.get("type") != "category")
    assert [answer.get("fraction") for answer in question.iter("answer")] == fractions
    assert question.findtext("single") == "false"


def test_of_one_choice_a_wrong_one_takes_nothing() -> None:
    (question,) = (q for q in written(item(choices=choices(True, False))) if q.get("type") != "category")
    assert [answer.get("fraction") for answer in question.iter("answer")] == ["100", "0"]
    assert question.findtext("single") == "true"


@pytest.mark.parametrize(("kind", "shuffled"), [("single", "true"), ("multiple", "true"), ("claim", "false")])
def test_the_answers_of_a_claim_keep_their_order(kind: str, shuffled: str) -> None:
    (question,) = (q for q in written(item(type=kind, choices=choices(True, False))) if q.get("type") != "category")
    assert question.findtext("shuffleanswers") == shuffled


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1.5e6, "1500000"),
        (1e-5, "0.00001"),
        (-0.5, "-0.5"),
        (100, "100"),
        (10.0, "10"),
        (1e21, "1000000000000000000000"),
    ],
)
def test_a_number_has_no_exponent(value: float, shown: str) -> None:
    assert text.digits(value) == shown


@pytest.mark.parametrize(("letters", "shown"), [(59, 59), (60, 60), (61, 60), (200, 60)])
def test_a_name_of_a_question_has_sixty_letters(letters: int, shown: int) -> None:
    line = text.short("x" * letters)
    assert len(line) == shown
    assert line.endswith("…") == (letters > 60)
    assert text.short(f"{'x' * 58} {'y' * 9}") == "x" * 58 + "…", "no blank before the sign"


@pytest.mark.parametrize(
    ("number", "words"), [(-1, "-1"), (0, "zero"), (1, "one"), (12, "twelve"), (13, "13"), (1000, "1,000")]
)
def test_numbers_in_words_end_at_twelve(number: int, words: str) -> None:
    assert numbers.small(number) == words
    assert numbers.small(0, "no") == "no"


@pytest.mark.parametrize(
    ("words", "text_"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_of_any_length(words: list[str], text_: str) -> None:
    assert wording.listing(words) == text_


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", "3 August 2023"), ("month", "August 2023"), ("year", "2023"), ("about", "about 2023"), ("", "about 2023")],
)
def test_a_day_is_as_exact_as_it_is_known(precision: str, shown: str) -> None:
    import datetime as dt

    assert wording.day(dt.date(2023, 8, 3), precision) == shown
