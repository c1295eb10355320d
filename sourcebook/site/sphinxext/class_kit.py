"""The class kit beside the built book, for its link on the page for teachers.

Without the answer key: students see the same pages.
"""

from __future__ import annotations

import filecmp
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.classroom import kit
from sourcebook.classroom.downloads import FOLDER
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import atomic, digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.book import Book

# What a kit is made of besides the code: all of the book but its pages.
_PACKED = (
    *(f"book/{name}" for name in ("data", "quizzes", "tasks", "views", "references.bib", "icon.svg")),
    *("notebooks", "README.md", "LICENSE", "LICENSE-content", "CITATION.cff"),
)


def _wanted(book: Book) -> bool:
    """A book that says where its page for teachers is; not a copy of it without the project of its package."""
    identity = book.identity
    return bool(identity.pages.teachers) and (not identity.package or (book.root / "pyproject.toml").is_file())


def _pack(app: Sphinx, error: Exception | None) -> None:
    book = book_of(app)
    if error or app.builder.name != "html" or not _wanted(book):
        return
    place = Path(app.outdir) / FOLDER / f"{book.identity.kit_name}.zip"
    noted, state = Path(app.doctreedir) / "class_kit", digest.code(book) + digest.of(book.root, _PACKED)
    if place.is_file() and noted.is_file() and noted.read_text() == state:
        return
    with tempfile.TemporaryDirectory() as work:
        archive = kit.make(book, Path(work) / place.name, None)
        # A file that did not change keeps its time: servers and browsers keep it too.
        if not place.is_file() or not filecmp.cmp(archive, place, shallow=False):
            atomic.copy(archive, place)
    atomic.write_text(noted, state)


def setup(app: Sphinx) -> None:
    """Register the step, before the one that lists and compresses what was built."""
    app.connect("build-finished", _pack, priority=800)
