"""Which views a book has: those that its own package draws, and those declared in ``book/views``.

Pages, questions and notebooks ask here.

A package lists its views in ``VIEWS`` of its module ``views``: the id of each, and the module below it that draws it.
The function is named as the id, with underscores, and takes the book first:
``def money(book: Book, year: str | None = None) -> View``.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module

from sourcebook.book import Book, of_package
from sourcebook.errors import ReaderError
from sourcebook.text.wording import did_you_mean
from sourcebook.views.view import View


def _drawn_in_python(book: Book) -> dict[str, str]:
    """Id of each view of the book's own package, and the module that draws it."""
    return of_package(book, "views", "VIEWS")


def _declared(book: Book) -> list[str]:
    """Ids of the declared views."""
    if not book.views_dir.is_dir():
        return []
    from sourcebook.views import (
        declared,  # the schema checker takes a moment, which a book without such views need not wait for
    )

    found = declared.ids(book)
    if twice := set(found) & set(_drawn_in_python(book)):
        name = min(twice)
        raise declared.ViewError(
            f"book/views/{name}.yml: the package has a view {name!r} too. Give this file another name."
        )
    return found


def ids(book: Book) -> list[str]:
    """Every view's id: those written in Python in the order of the book, then the declared ones."""
    return [*_drawn_in_python(book), *_declared(book)]


def maker(book: Book, view_id: str) -> partial[View]:
    """The function that makes the view of this book; an unknown id raises ``ReaderError`` and lists the known ones."""
    in_python = _drawn_in_python(book)
    if view_id in in_python:
        module = import_module(f"{book.identity.package}.views.{in_python[view_id]}")
        return partial(getattr(module, view_id.replace("-", "_")), book)
    if view_id in (there := _declared(book)):
        from sourcebook.views import declared

        return partial(declared.maker(book, view_id), book)
    known = [*in_python, *there]
    raise ReaderError(
        f"no view called {view_id!r}.{did_you_mean(view_id, known, 1)} The views are: {', '.join(known)}."
    )


def get(book: Book, view_id: str) -> View:
    """The view as the book shows it."""
    return maker(book, view_id)()
