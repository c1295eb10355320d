"""What a book prints for a class besides worksheets: cards, slips, sheets.

A book with Python lists them in ``PRINTABLES`` of its module ``printables``, by the name of the file::

    PRINTABLES = {"flood-slips": Printable("Slips: the floods in order", "ten slips for a pair, to cut", html)}

``html(book)`` gives what stands below the heading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from sourcebook.book import Book
from sourcebook.quiz.paper import page


@dataclass(frozen=True)
class Printable:
    """One page to print: its heading, a word on it for the teacher, and what makes the HTML below the heading."""

    title: str
    says: str
    body: Callable[[Book], str]

    def html(self, book: Book) -> str:
        """The whole page."""
        return page(self.title, self.body(book), book.identity.language)


def of_the_book(book: Book) -> dict[str, Printable]:
    """What the book's own package adds, by the name of the file."""
    package = book.identity.package
    if not package or find_spec(package) is None or find_spec(f"{package}.printables") is None:
        return {}
    found: dict[str, Printable] = import_module(f"{package}.printables").PRINTABLES
    return found
