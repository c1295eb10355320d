"""This book, for tests of its content."""

from __future__ import annotations

import shutil
from pathlib import Path

from sourcebook import book
from sourcebook.book import Book
from sourcebook.quiz.values import lookup

OURS = book.at(Path(__file__).resolve().parents[1])
FACTS = lookup(OURS)


def copy(root: Path) -> Book:
    """A copy below ``root`` that a test may change: tables, questions, bibliography and
    book.yml, without pages and notebooks.
    """
    shutil.copytree(OURS.folder, root / "book", ignore=shutil.ignore_patterns("*.md", "images"))
    (root / "_config.yml").touch()
    (root / "notebooks").mkdir()
    return book.at(root)
