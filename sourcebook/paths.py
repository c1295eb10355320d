"""Where the book's files are: in a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from sourcebook.errors import CommandError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent / "book"


def book_dir() -> Path:
    """Folder that holds ``data/``, ``quizzes/`` and ``references.bib``.

    In a checkout this is ``book/``, so that an author's change is seen at once. A wheel carries a copy in ``minusma/_book``,
    so that the package works in any folder.
    """
    packed = _PACKAGE / "_book"
    for folder in (_CHECKOUT, packed):
        if (folder / "data" / "datapackage.json").is_file():
            return folder
    raise FileNotFoundError(
        f"no book data: looked for data/datapackage.json in {_CHECKOUT} and {packed}. "
        "Install the package again (pip install .) or run from a checkout of the book."
    )


def checkout() -> Path:
    """The folder with ``_config.yml``: here, or the nearest above; raises ``CommandError`` outside a checkout."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "_config.yml").is_file() and (folder / "book").is_dir():
            return folder
    raise CommandError("this folder is not the book. Go to the folder that holds _config.yml and try again.")


def built() -> Path:
    """The folder of the built book in this checkout; raises ``CommandError`` where there is none yet."""
    html = checkout() / "_build" / "html"
    if not (html / "index.html").is_file():
        raise CommandError("there is no built book yet. Run `make book` (or `minusma build`) first.")
    return html


def data_dir() -> Path:
    """Folder with the CSV tables, ``datapackage.json`` and ``facts.yml``."""
    return book_dir() / "data"


def quiz_dir() -> Path:
    """Folder with the question bank."""
    return book_dir() / "quizzes"


def bibliography() -> Path:
    """The file with every source."""
    return book_dir() / "references.bib"
