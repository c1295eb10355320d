"""Which book Sphinx builds: the one in its source folder. Every part asks here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook import book
from sourcebook.book import Book

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def book_of(app: Sphinx) -> Book:
    """The book whose pages are built."""
    return book.at(Path(app.srcdir))


def root_of(page: str) -> str:
    """The way from a page, such as ``book/history``, to the root of the book, without a slash at its end."""
    return "/".join([".."] * page.count("/")) or "."
