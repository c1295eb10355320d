"""Sphinx extension of the book: each part registers itself; none imports another."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS: tuple[str, ...] = (
    "execution",
    "freshness",
    "citations",
    "fact_role",
    "glossary",
    "section_sources",
    "voice",
    "code_folds",
    "data_pages",
    "readings",
    "view_directive",
    "quiz_directive",
    "front_page",
    "task_directive",
    "address",
    "theme",
    "class_kit",
    "downloads",
    "lesson_plan",
    "search_index",
    "finish",
)


def setup(app: Sphinx) -> dict[str, object]:
    """Load every part, in order."""
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
