"""The made-up book of rivers, for tests of the engine: correcting a cell of this book's tables breaks none of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from sourcebook import book
from sourcebook.book import Book
from sourcebook.quiz.values import lookup

RIVERS = book.at(Path(__file__).resolve().parent / "books" / "rivers")
FACTS = lookup(RIVERS)


def copy(root: Path) -> Book:
    """A copy of the whole book in the folder ``root``, which a test may change."""
    shutil.copytree(RIVERS.root, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("_build", "dist"))
    return book.at(root)
