"""Prompts and feedback are Markdown. HTML in them is shown as text: nothing from a question file ever runs."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).disable("image")


@lru_cache(maxsize=8192)
def inline(text: str) -> str:
    """One line of Markdown as HTML without a paragraph around it."""
    return _PARSER.renderInline(text)


def plain(text: str) -> str:
    """The same text without marks, for attributes, tables and files of other systems."""
    parts = []
    for token in _PARSER.parseInline(text)[0].children or []:
        parts.append("\n" if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(parts)
