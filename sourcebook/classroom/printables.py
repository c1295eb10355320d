"""What a book prints for a class besides worksheets: cards, slips, sheets.

Most stand in ``book/sheets`` (``plans.Sheet``). What is made of tables a book with Python lists in ``PRINTABLES`` of
its module ``printables``, by the name of the file::

    PRINTABLES = {"flood-slips": Printable("Slips: the floods in order", "ten slips for a pair, to cut", html)}

``html(book)`` gives what stands below the heading; ``laid_out`` makes cards or sheets of its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from markdown_it import MarkdownIt

from sourcebook.book import Book, of_package
from sourcebook.classroom import plans
from sourcebook.quiz.paper import page

# Nothing that an author writes becomes a tag.
_PARSER = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
_PARSER.disable("image")
_PARTS = {"page": ("", "section"), "sheets": (' class="sheets"', "section"), "cards": (' class="cards"', "div")}


@dataclass(frozen=True)
class Printable:
    """One page to print: its heading, a word on it for the teacher, and what makes the HTML below the heading."""

    title: str
    says: str
    body: Callable[[Book], str]

    def html(self, book: Book) -> str:
        """The whole page."""
        return page(self.title, self.body(book), book.identity.language)


def _in_python(book: Book) -> dict[str, Printable]:
    return of_package(book, "printables", "PRINTABLES")


def laid_out(layout: str, parts: Iterable[str]) -> str:
    """Parts in HTML on paper: ``page`` one below another, ``sheets`` each on a page of its own, ``cards`` to cut."""
    look, tag = _PARTS[layout]
    return f"<div{look}>{''.join(f'<{tag}>{part}</{tag}>' for part in parts)}</div>"


def _body(sheet: plans.Sheet, _: Book) -> str:
    return laid_out(sheet.layout, map(_PARSER.render, sheet.parts * sheet.copies))


def names(book: Book) -> list[str]:
    """The names of all of them; none of their files is read."""
    return [*_in_python(book), *plans.sheet_files(book)]


def of_the_book(book: Book) -> dict[str, Printable]:
    """Those of the book's own package, then the sheets that are written in YAML; ``ReaderError`` for a mistake in one
    of these.
    """
    found = dict(_in_python(book))
    for name in plans.sheet_files(book):
        one = plans.sheet(book, name)
        found[name] = Printable(one.title, one.says, partial(_body, one))
    return found
