"""How pages name their sources: a link, and the line under a picture or an answer."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from sourcebook.book import Book
from sourcebook.sources.bibliography import cite, link
from sourcebook.text.numbers import small


def source_link(book: Book, key: str, root: str | None = "..") -> str:
    """The short citation of a source as an HTML link: to its entry in the book, or, without
    ``root``, to where it lives.
    """
    where = link(book, key) if root is None else f"{root}/{book.identity.pages.references}.html#cite-{key}"
    name = escape(cite(book, key), quote=False)
    return f'<a href="{escape(where)}">{name}</a>' if where else name


def source_line(book: Book, keys: Iterable[str], root: str | None = "..", most: int | None = 2) -> str:
    """``Source: …`` or ``Sources: …; …`` as HTML; with more than ``most``, the first ones and how many more there are.

    ``most=None``: all of them.
    """
    keys = list(keys)
    shown = "; ".join(source_link(book, key, root) for key in keys[:most])
    left = len(keys[most:]) if most else 0
    rest = f"; and {small(left)} more, named row by row in the data" if left else ""
    return f"{'Source' if len(keys) == 1 else 'Sources'}: {shown}{rest}."
