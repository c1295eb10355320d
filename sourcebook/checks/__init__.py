"""What ``check`` looks for: whatever in the sources does not hold, each with its file, line and remedy.

One broken file does not hide what is wrong in another: each check goes on as far as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from sourcebook.book import Book
from sourcebook.checks import absolutes, against_sources, identity, pages, questions, tables
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import BookError, ReaderError

__all__ = ["CHECKS", "Finding", "Material", "run"]

Check = Callable[[Material], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "book.yml names what there is": identity.identity,
    "every page and notebook can be read": pages.readable,
    "every table keeps to the data dictionary": tables.dictionary,
    "tables that speak of the same thing agree": tables.together,
    "no number is surer than its check": against_sources.numbers_checked,
    "every fact has a value and a source": pages.fact_values,
    "every citation has its source": pages.citations,
    "every term has its definition": pages.terms,
    "no number is typed by hand": pages.numbers,
    "words that allow no exception are proved": absolutes.absolute_words,
    "every question keeps to the rules": questions.questions,
}


def of_the_book(book: Book) -> dict[str, Check]:
    """The checks that the book's own package adds: ``CHECKS`` in its module ``checks``, where there is one."""
    try:
        package = book.identity.package
    except BookError:  # the check of book.yml says what is wrong
        return {}
    if not package or find_spec(f"{package}.checks") is None:
        return {}
    own: dict[str, Check] = import_module(f"{package}.checks").CHECKS
    return own


def run(book: Book) -> Iterator[tuple[str, list[Finding]]]:
    """Each check by name with what it found, as it ends."""
    material = Material(book)
    for name, check in {**CHECKS, **of_the_book(book)}.items():
        found: list[Finding] = []
        try:
            for finding in check(material):
                found.append(finding)
        except ReaderError as error:
            found.append(of_error(error))
        yield name, list(dict.fromkeys(found))
