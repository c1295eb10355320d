"""One short fingerprint of everything that the built book depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sourcebook.book import Book

_ENGINE = Path(__file__).resolve().parent.parent
# What a notebook's outputs depend on besides its own cells, the engine and the book's own package.
_SHARED = (
    "book/book.yml",
    "book/data",
    "book/quizzes",
    "book/tasks",
    "book/views",
    "book/references.bib",
    "requirements.txt",
)
# What the pages depend on besides that.
_PAGES = (
    "book",
    "notebooks",
    "_config.yml",
    "_toc.yml",
    "README.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "LICENSE-content",
    "pyproject.toml",
)
_SKIP = {"__pycache__", ".ipynb_checkpoints"}


def _files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        path = root / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (p for p in path.rglob("*") if p.is_file() and not _SKIP & set(p.parts))


def of(root: Path, names: Iterable[str]) -> str:
    """Sixteen hex digits over the paths and contents of the named files and folders below ``root``."""
    total = hashlib.sha256()
    for path in sorted(set(_files(root, names))):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def notebooks(book: Book) -> str:
    """The fingerprint of what every notebook of the book depends on."""
    package = book.identity.package
    return of(book.root, (*_SHARED, *([package] if package else []))) + of(_ENGINE.parent, (_ENGINE.name,))


def pages(book: Book) -> str:
    """The fingerprint of what the pages of the book depend on."""
    return notebooks(book) + of(book.root, _PAGES)
