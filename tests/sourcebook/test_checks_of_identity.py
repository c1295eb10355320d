"""What book.yml names is there: tables and columns, icon, question files and their prefixes, shelves, curricula."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourcebook.book import Book
from sourcebook.checks.identity import identity
from sourcebook.checks.material import Material
from tests.sourcebook.made_up_book import IDENTITY, QUESTIONS


def found(book: Book) -> list[str]:
    return [str(finding) for finding in identity(Material(book))]


def test_a_book_that_names_what_there_is_has_nothing_to_mend(made_up_book: Callable[..., Book]) -> None:
    more = 'evidence:\n  gauge: {link: "{year}", says: "{level} cm"}\nprefixes: {river: river}\ncurricula: [Rivers]\n'
    asked = QUESTIONS.replace("text: read a gauge", "text: read a gauge\n    relates: [Rivers 1]")
    assert found(made_up_book(IDENTITY=IDENTITY + more, QUESTIONS=asked)) == []
    assert found(made_up_book()) == []


@pytest.mark.parametrize(
    ("more", "line", "reason"),
    [
        ("titel: x", 6, "unknown key `titel`"),
        ("icon: none.svg", 6, "there is no file book/none.svg"),
        ('evidence:\n  gaug: {link: "{year}", says: x}', 7, "no table called 'gaug'. Did you mean gauge?"),
        ('evidence:\n  gauge: {link: "{yaer}", says: x}', 7, "the table gauge has no column 'yaer'. Did you mean year"),
        ('evidence:\n  gauge:\n    link: x\n    says: "{depth}"', 9, "the table gauge has no column 'depth'."),
        ("prefixes:\n  rivers: riv", 7, "no question file rivers.yml. Did you mean river?"),
        ("shelves:\n  first: {level: easy}", 7, "no table called 'readings'"),
    ],
)
def test_what_is_not_there_is_named_with_its_line(
    made_up_book: Callable[..., Book], more: str, line: int, reason: str
) -> None:
    (one,) = found(made_up_book(IDENTITY=f"{IDENTITY}{more}\n"))
    assert one.startswith(f"book/book.yml, line {line}: ")
    assert reason in one


def test_an_objective_that_relates_to_no_curriculum_of_the_book_is_named(made_up_book: Callable[..., Book]) -> None:
    asked = QUESTIONS.replace("text: read a gauge", "text: read a gauge\n    relates: [Rivers 1, Lakes 2]")
    (one,) = found(made_up_book(IDENTITY=IDENTITY + "curricula: [Rivers]\n", QUESTIONS=asked))
    assert one.startswith("book/book.yml, line 6: river-o1 relates to 'Lakes 2'")
