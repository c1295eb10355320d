"""The commands, one module each: ``arguments(parser)`` and ``run(namespace) -> int``."""

from __future__ import annotations

import argparse
import atexit
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
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


@contextmanager
def one_long_breath() -> Iterator[None]:
    """For work that makes much which lives as long as the process does: to look every seven hundredth thing whether
    something can be thrown away costs a tenth of it, and to take all apart at the end a second.
    """
    _end_at_once()
    gc.freeze()
    often = gc.get_threshold()
    gc.set_threshold(50_000, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


@cache
def _end_at_once() -> None:
    """Have Python end without a last look through everything: the system takes the memory back anyway."""
    atexit.register(gc.freeze)
    atexit.register(gc.disable)
