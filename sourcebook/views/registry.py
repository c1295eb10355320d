"""Which views a book has: those that its own package draws. The ``{view}`` directive, the questions and the notebooks ask here.

A package lists its views in ``VIEWS`` of its module ``views``: the id of each, and the module below it that draws it. The function is
named as the id, with underscores, and takes the book first: ``def money(book: Book, year: str | None = None) -> View``.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text.near import near
from sourcebook.views.view import View


def _drawn_in_python(book: Book) -> dict[str, str]:
    """Id of each view of the book's own package, and the module that draws it."""
    package = book.identity.package
    return import_module(f"{package}.views").VIEWS if package else {}


def ids(book: Book) -> list[str]:
    """Every view's id, in the order of the book."""
    return list(_drawn_in_python(book))


def maker(book: Book, view_id: str) -> partial[View]:
    """The function that makes the view of this book; an unknown id raises ``ReaderError`` and lists the known ones."""
    known = _drawn_in_python(book)
    if view_id not in known:
        raise ReaderError(
            f"no view called {view_id!r}.{did_you_mean(view_id, known, 1)} The views are: {', '.join(known)}."
        )
    module = import_module(f"{book.identity.package}.views.{known[view_id]}")
    return partial(getattr(module, view_id.replace("-", "_")), book)


def get(book: Book, view_id: str) -> View:
    """The view as the book shows it."""
    return maker(book, view_id)()
