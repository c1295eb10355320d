"""One book: where its files are, and what it says of itself. Whoever needs either is handed a ``Book``.

A function of the engine that reads anything of a book takes the book as its first argument:
``data.load(book, "rainfall")``, ``facts.get(book, "rain.total")``, ``bank.load(book, "rivers")``. No module remembers a
book, and none looks for one by itself. Only three places call ``find``: the commands, the notebooks
(``sourcebook.notebook``) and the Sphinx extension, which asks for the folder that Sphinx builds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sourcebook.errors import BookError, CommandError

if TYPE_CHECKING:
    from sourcebook.identity import Identity

IDENTITY_FILE = "book.yml"
#: Folder of an installed package that holds a copy of its book.
PACKED = "_book"
_STATIC = "SOURCEBOOK_STATIC"


@dataclass(frozen=True)
class Book:
    """The folders of one book.

    In a checkout ``folder`` is ``root/book``; an installed package holds one folder that is both.
    """

    root: Path
    folder: Path

    @property
    def identity(self) -> Identity:
        """What ``book.yml`` says; read again when the file changes. Raises ``BookError`` for a mistake in it."""
        from sourcebook.identity import read  # the schema checker takes a moment, and reading a table needs none of it

        return read(self.folder / IDENTITY_FILE)

    @property
    def is_checkout(self) -> bool:
        """Whether pages and notebooks are here too, and not only what an installed package carries."""
        return self.root != self.folder

    @property
    def data_dir(self) -> Path:
        """Folder with the CSV tables, ``datapackage.json`` and ``facts.yml``."""
        return self.folder / "data"

    @property
    def quiz_dir(self) -> Path:
        """Folder with the question bank."""
        return self.folder / "quizzes"

    @property
    def views_dir(self) -> Path:
        """Folder with the views that are declared in YAML."""
        return self.folder / "views"

    @property
    def tasks_dir(self) -> Path:
        """Folder with the exercises."""
        return self.folder / "tasks"

    @property
    def lessons_dir(self) -> Path:
        """Folder with the plans of lessons."""
        return self.folder / "lessons"

    @property
    def sheets_dir(self) -> Path:
        """Folder with the sheets, slips and cards to print."""
        return self.folder / "sheets"

    @property
    def bibliography(self) -> Path:
        """The file with every source."""
        return self.folder / "references.bib"

    @property
    def notebooks(self) -> Path:
        """Folder with the notebooks; not there in an installed package."""
        return self.root / "notebooks"

    @property
    def built(self) -> Path:
        """Folder of the built pages."""
        return self.root / "_build" / "html"


def at(root: Path) -> Book:
    """The book of the checkout ``root``."""
    return Book(root, root / "book")


def checkout(start: Path | None = None) -> Book:
    """The checkout at ``start`` (the current folder), or the nearest above; raises
    ``CommandError`` where there is none.
    """
    if found := next(_checkouts(start), None):
        return found
    raise CommandError("this folder is not the book. Go to the folder that holds _config.yml and try again.")


def find(start: Path | None = None, package: str = "") -> Book:
    """The checkout at ``start`` (the current folder) or the nearest above it, else the data
    of the installed ``package`` or engine.

    Where a package is named, a checkout of another book is passed over: a notebook of one book that lies in the folder
    of another reads its own. Raises ``BookError`` where neither is there.
    """
    for found in _checkouts(start):
        if not package or _package_of(found) == package:
            return found
    if packed := _installed(package):
        return packed
    remedy = f"Install the package {package} again, or go" if package else "Go"
    raise BookError(f"there is no book here. {remedy} to the folder that holds _config.yml and book/{IDENTITY_FILE}.")


def of_package(book: Book, module: str, name: str) -> dict[str, Any]:
    """What the book's own package lists under ``name`` in its ``module``; nothing where there is no such package or
    module. Raises ``BookError`` where the module lists nothing.
    """
    package = book.identity.package
    whole = f"{package}.{module}"
    if not package or find_spec(package) is None or find_spec(whole) is None:
        return {}
    listed = getattr(import_module(whole), name, None)
    if not isinstance(listed, dict):
        raise BookError(f"the module {whole} has no dictionary {name}. Write it, or give the module another name.")
    return listed


def static_build() -> bool:
    """Whether this process draws for the built book, whose pages have no kernel: then
    everything shows as plain HTML.
    """
    return os.environ.get(_STATIC, "") not in ("", "0")


def set_static_build() -> None:
    """Have this process and the kernels that it starts draw for the built book."""
    os.environ[_STATIC] = "1"


def _checkouts(start: Path | None) -> Iterator[Book]:
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_config.yml").is_file() and (folder / "book").is_dir():
            yield at(folder)


def _package_of(book: Book) -> str:
    """The name of the book's own package, without the cost of checking the whole file."""
    from sourcebook.text.yamlfile import Unreadable, YamlFile

    try:
        values = YamlFile((book.folder / IDENTITY_FILE).read_text(encoding="utf-8")).values
    except (OSError, UnicodeDecodeError, Unreadable):
        return ""
    return str(values.get("package", "")) if isinstance(values, dict) else ""


def _installed(package: str) -> Book | None:
    """The book that an installed package carries; that of an editable install is the
    checkout in which the package lies.

    Without a package it is the one that the engine itself carries, as a class kit of a book without Python installs it.
    """
    spec = find_spec(package or __package__)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place)
        if (folder / PACKED / IDENTITY_FILE).is_file():
            return Book(folder / PACKED, folder / PACKED)
        beside = at(folder.parent)
        if package and (beside.folder / IDENTITY_FILE).is_file():
            return beside
    return None
