"""One short fingerprint of everything that the built book depends on."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.text import reads
from sourcebook.text.litter import is_litter

if TYPE_CHECKING:
    from sourcebook.book import Book

#: The engine's folder.
ENGINE = Path(__file__).resolve().parent.parent
#: What ``code_held`` holds, by the root of the book.
_held: dict[Path, str] = {}
#: Where packages are installed, as ``sysconfig`` calls it.
_SITE = ("purelib", "platlib")
# What a build reads besides the code.
_FILES = (
    "book",
    "notebooks",
    "_config.yml",
    "_toc.yml",
    "README.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "LICENSE-content",
)


def _files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        path = root / name
        if path.is_file():
            yield path
        for folder, below, files in os.walk(path):
            below[:] = [part for part in below if not is_litter(part)]
            yield from (Path(folder, file) for file in files if not is_litter(file))


def of(root: Path, names: Iterable[str]) -> str:
    """Sixteen hex digits over the paths and contents of the named files and folders below ``root``."""
    total = hashlib.sha256()
    for path in sorted(set(_files(root, names))):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(reads.checksum(str(path)).encode())
    return total.hexdigest()[:16]


def code(book: Book) -> str:
    """The fingerprint of what every page depends on: the engine, the book's own package, its ``book.yml``,
    ``requirements.txt`` and ``pyproject.toml``, the version of Python, and which versions of packages are installed
    beside it. A package elsewhere on Python's path is not seen: after a change there, ``build --all``.
    """
    if book.root in _held:
        return _held[book.root]
    mine = of(book.root, ("book/book.yml", "requirements.txt", "pyproject.toml", *_packages(book)))
    return f"{sys.version_info[0]}.{sys.version_info[1]}-{mine}{of(ENGINE.parent, (ENGINE.name,))}{_installed()}"


@contextmanager
def code_held(book: Book) -> Iterator[None]:
    """While this lasts, ``code`` is what it was at the beginning: many ask for it in one build,
    and all are to be told the same.
    """
    _held[book.root] = code(book)
    try:
        yield
    finally:
        del _held[book.root]


def book_files(book: Book) -> str:
    """The fingerprint of all files of the book that a notebook or a page may read, and of the code."""
    return code(book) + of(book.root, _FILES)


def _installed() -> str:
    """Sums of the names in the folders that pip installs into; each package has a folder there with its version."""
    return "".join(reads.checksum(folder) for folder in sorted({sysconfig.get_path(name) for name in _SITE}))


def _packages(book: Book) -> list[str]:
    """The book's own packages: folders of Python beside the engine.

    That book.yml names one is not asked: reading it takes longer.
    """
    found = (path.parent for path in book.root.glob("*/__init__.py"))
    return sorted(path.name for path in found if path != ENGINE and path.name not in ("tests", "benchmarks"))


def static_files(book: Book) -> list[Path]:
    """Files of the engine and of the book's package, beside their modules, that a notebook
    may show: scripts, styles and the like.
    """
    folders = [ENGINE, *(book.root / name for name in _packages(book))]
    found = (path for folder in folders for path in _files(folder, ["."]))
    return sorted(path for path in found if path.suffix != ".py" and (ENGINE / "site") not in path.parents)
