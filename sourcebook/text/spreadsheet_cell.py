"""Texts that a spreadsheet might run: a table from this book shows them and runs none.

``harmless`` in ``views/static/dom.js`` is the same rule for tables that a page saves; both
pass ``spreadsheet_cell.json``.
"""

from __future__ import annotations

import re

# What begins a formula in one spreadsheet or another, also behind blanks and in the wide letters of East Asia.
_BEGINS = re.compile(r"[\s\ufeff]*[=+\-@|＝＋－＠\t\r]")


def looks_like(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return _BEGINS.match(text) is not None


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it: with an apostrophe before what looks like a formula."""
    return f"'{text}" if looks_like(text) else text
