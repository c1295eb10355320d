"""This book's questions: enough of them, everything that they name exists, and each can be answered."""

from __future__ import annotations

from collections import Counter

import pytest

from sourcebook.checks import chapters
from sourcebook.quiz import bank, render
from sourcebook.quiz.grade import grade
from sourcebook.views import registry
from tests.ours import FACTS, OURS

CHAPTERS = chapters.names(OURS)
FORMS = ("check-a", "check-b")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_enough_questions_of_every_objective(chapter: str) -> None:
    chapter_bank = bank.load(OURS, chapter)
    assert len(chapter_bank.questions) >= 20
    asked = Counter(q.objective for q in chapter_bank.questions)
    for objective in chapter_bank.objectives:
        assert asked[objective.id] >= 2, objective.id


def test_all_that_the_questions_of_the_book_name_exists() -> None:
    bank.check_all(OURS, bank.known_to_the_book(OURS, registry.ids(OURS)))


def test_the_book_uses_every_type() -> None:
    assert {q.type for c in CHAPTERS for q in bank.load(OURS, c).questions} == set(bank.TYPES)


def test_each_question_of_a_form_has_its_twin_in_the_other() -> None:
    """One of each objective, each type at least twice, and none that stands in a chapter."""
    one, two = ([(q.objective, q.type, q.difficulty) for q in bank.load(OURS, name).questions] for name in FORMS)
    assert one == two
    assert min(Counter(kind for _, kind, _ in one).values()) == 2
    assert set(Counter(kind for _, kind, _ in one)) == set(bank.TYPES)
    chapters = {q.prompt for c in CHAPTERS for q in bank.load(OURS, c).questions}
    forms = [q.prompt for name in FORMS for q in bank.load(OURS, name).questions if q.type != "order"]
    assert not chapters & set(forms)


@pytest.mark.parametrize("chapter", [*CHAPTERS, *FORMS])
def test_the_right_answer_earns_everything_and_no_answer_nothing(chapter: str) -> None:
    for q in bank.load(OURS, chapter).questions:
        key = render.key(q, FACTS)
        right = {"number": lambda a: str(a), "text": lambda a: a[0]}.get(key["t"], lambda a: a)(key["a"])
        assert grade(key, right) == 1, q.id
        assert grade(key, None) == 0, q.id


def test_the_right_option_is_not_always_shown_first() -> None:
    singles = [q for c in CHAPTERS for q in bank.load(OURS, c).questions if q.type == "single"]
    first = sum(q.options[render.mixed(q)[0]].right for q in singles)
    assert first < len(singles) / 2
