"""Where in the book things stand: sections that a question may name, and the pages that draw a view."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sourcebook import paths

_LABEL = re.compile(r"^\(([a-z0-9-]+)\)=$", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def _notebooks() -> Path:
    return paths.book_dir().parent / "notebooks"


def _cells(kind: str) -> Iterator[tuple[str, str]]:
    """Page and text of every cell of a kind in every notebook."""
    for path in sorted(_notebooks().glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == kind:
                yield f"notebooks/{path.stem}", "".join(cell["source"])


def _pages() -> Iterator[tuple[str, str]]:
    """Page and text of every Markdown page."""
    for path in sorted(paths.book_dir().glob("*.md")):
        yield f"book/{path.stem}", path.read_text(encoding="utf-8")


def sections() -> frozenset[str]:
    """Every section as ``page#label``: labels of pages, headings of notebooks. Empty in a wheel, which carries no pages."""
    if not _notebooks().is_dir():
        return frozenset()
    found = {f"{page}#{label}" for page, text in _pages() for label in _LABEL.findall(text)}
    for page, text in _cells("markdown"):
        found |= {f"{page}#{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}" for title in _HEADING.findall(text)}
    return frozenset(found)


@cache
def _drawn() -> dict[str, list[str]]:
    """The pages that draw each view; notebooks, where it stands beside the questions, first."""
    found: dict[str, list[str]] = {}
    for page, text in _cells("code"):
        for name in re.findall(r"\bviews\.([a-z_]+)\(", text):
            found.setdefault(name.replace("_", "-"), []).append(page)
    for page, text in _pages():
        for name in re.findall(r"^`{3,}\{view\} ([a-z0-9-]+)$", text, re.MULTILINE):
            found.setdefault(name, []).append(page)
    return found


def shows(view: str, teaches: str) -> str | None:
    """A page that draws the view, best the one that teaches the question; ``None`` where no page does."""
    pages = _drawn().get(view, []) if _notebooks().is_dir() else []
    taught = teaches.partition("#")[0]
    same = [page for page in pages if page == taught]
    same_chapter = [page for page in pages if page.rpartition("/")[2] == taught.rpartition("/")[2]]
    return next(iter([*same, *same_chapter, *pages]), None)
