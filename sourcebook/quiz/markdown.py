"""Prompts and feedback are Markdown. HTML in them is shown as text: nothing from a question file ever runs."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).disable("image")
# The same with the quotes and apostrophes of print, as on every page of the book; code stays as it was typed.
_CURLY = (
    MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": True})
    .disable("image")
    .enable("smartquotes")
)


@lru_cache(maxsize=8192)
def inline(text: str, curly: bool = True) -> str:
    """One line of Markdown as HTML without a paragraph around it; ``curly`` sets its quotes as in print."""
    return (_CURLY if curly else _PARSER).renderInline(text)


def plain(text: str, curly: bool = False) -> str:
    """The same text without marks, for attributes, tables and files of other systems."""
    parts = []
    for token in (_CURLY if curly else _PARSER).parseInline(text)[0].children or []:
        parts.append("\n" if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(parts)
