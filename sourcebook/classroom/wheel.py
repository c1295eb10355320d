"""The wheel that a class kit installs: the book's own package, or, where a book has no
Python, the engine with the book inside.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sourcebook.book import PACKED, Book
from sourcebook.errors import ReaderError
from sourcebook.text import litter
from sourcebook.text.digest import ENGINE

#: Folder of an installed engine with its ``pyproject.toml`` and ``requirements.txt``; in a checkout they lie beside it.
PROJECT = "_project"
# What notebooks read of a book.
_OF_THE_BOOK = ("book.yml", "data", "quizzes", "tasks", "views", "references.bib", "icon.svg")


def project(book: Book) -> Path:
    """The folder whose ``pyproject.toml`` and ``requirements.txt`` say what the kit
    installs: the book's, or the engine's.

    Raises ``ReaderError`` where the two files are missing.
    """
    package = book.identity.package
    places = (book.root,) if package else (ENGINE / PROJECT, ENGINE.parent)
    for place in places:
        if all((place / name).is_file() for name in ("pyproject.toml", "requirements.txt")):
            return place
    if package:
        raise ReaderError(
            f"book.yml names the package {package}, and a class kit needs pyproject.toml and requirements.txt beside "
            "it. Restore them with git, or take `package` out of book.yml if the book has no Python of its own."
        )
    raise ReaderError("this copy of sourcebook lacks its pyproject.toml or requirements.txt. Install it again.")


def build(book: Book, folder: Path) -> Path:
    """Build the wheel into ``folder``; the same sources give the same bytes."""
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ModuleNotFoundError:
        raise ReaderError(
            "the package hatchling is missing. Run: pip install -r requirements.txt, or: pip install hatchling"
        ) from None
    place = project(book)
    config = None if book.identity.package else _with_the_book(book, place)
    builder = WheelBuilder(str(place if config is None else ENGINE), config=config)
    return Path(next(builder.build(directory=str(folder), versions=["standard"])))


def _with_the_book(book: Book, place: Path) -> dict[str, Any]:
    """What hatchling is told of a package that holds the engine and this book, under the name of the book."""
    engine = tomllib.loads((place / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = ((path, path.relative_to(ENGINE)) for path in litter.files(ENGINE, "**/*"))
    files = {path: below.as_posix() for path, below in own if below.parts[0] not in (PROJECT, PACKED)}
    for name in _OF_THE_BOOK:
        part = book.folder / name
        for path in [part] if part.is_file() else litter.files(part, "**/*"):
            files[path] = f"{PACKED}/{path.relative_to(book.folder).as_posix()}"
    wheel = {
        "bypass-selection": True,
        "force-include": {str(path): f"{ENGINE.name}/{name}" for path, name in files.items()},
    }
    return {
        "project": {
            # Not the slug alone: pip would take a book called pandas for pandas.
            "name": book.identity.kit_name,
            "description": f"What the notebooks of {' '.join(book.identity.title.split())} need.",
            **{key: engine[key] for key in ("version", "requires-python", "license", "dependencies")},
            "license-files": ["LICENSE"],
            "scripts": {"sourcebook": "sourcebook.cli:main"},
        },
        "tool": {"hatch": {"build": {"targets": {"wheel": wheel}}}},
    }
