"""The commands, one module each: ``arguments(parser)`` and ``run(namespace) -> int``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook import book
from sourcebook.book import Book
from sourcebook.errors import CommandError, ReaderError

if TYPE_CHECKING:
    from sourcebook.identity import Identity


def book_here(package: str) -> Book:
    """The checkout around the current folder, else the book that the package or the engine
    carries whose command was called.
    """
    try:
        return book.checkout()
    except CommandError:
        return book.find(package=package)


def default_name(parser: argparse.ArgumentParser, name: Callable[[Identity], str]) -> str:
    """The name of a file that the book around the current folder gives, for the help;
    without a book, what such a name is made of.
    """
    try:
        return name(book_here(parser.get_default("package")).identity)
    except ReaderError:
        return "NAME-OF-THE-BOOK"


def built(of: Book) -> Path:
    """The folder of the built pages; raises ``CommandError`` where there are none yet."""
    if not (of.built / "index.html").is_file():
        raise CommandError("there is no built book yet. Run `make book` (or `sourcebook build`) first.")
    return of.built
