"""Tables as a teacher reads them: words to the left, numbers to the right, shares in per cent."""

from __future__ import annotations

from html import escape

import pandas as pd

from sourcebook.book import static_build
from sourcebook.text import html_table
from sourcebook.text.html_table import Cell, Row

SHARES = ("difficulty", "mean", "before", "after")
LONG = 40  # letters; more is a sentence


def cell(value: object, column: str) -> str:
    """A value as a teacher reads it."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column == "gain" and isinstance(value, float):
        return f"{100 * value:+.0f} points"
    if column in SHARES and isinstance(value, float):  # a count stays one
        return f"{value:.0%}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """With its index as the first column."""
    return table if table.index.name is None else table.reset_index()


def texts(table: pd.DataFrame) -> list[list[str]]:
    """A data frame in words: its heads, then its rows; nothing where it has none."""
    flat = _flat(table)
    rows = [[cell(row[c], c) for c in flat.columns] for row in flat.to_dict("records")]
    return [list(flat.columns), *rows] if rows else []


def _look(number: bool, long: bool) -> dict[str, str]:
    """Attributes of a column's cells: numbers to the right, and room for sentences."""
    name = {"class": "n"} if number else {"class": "sentence"} if long else {}
    # JupyterLab sets every cell to the right; the book's pages allow no style of their own and need none.
    if static_build():
        return name
    return name | {"style": f"text-align:{'right' if number else 'left'}{';min-width:16rem' if long else ''}"}


def html(table: pd.DataFrame, caption: str) -> str:
    """A data frame as an HTML table with its index as the first column; cells of numbers
    have the class ``n``, of sentences ``sentence``.
    """
    flat = _flat(table)
    if flat.empty:
        return "<p>None.</p>"
    wide = {c: flat[c].dtype.kind not in "if" and flat[c].astype(str).str.len().max() > LONG for c in flat.columns}
    look = {c: _look(flat[c].dtype.kind in "if", wide[c]) for c in flat.columns}
    head = [Cell(escape(c), "col", look[c]) for c in flat.columns]
    body = [Row([Cell(escape(cell(row[c], c)), "", look[c]) for c in flat.columns]) for row in flat.to_dict("records")]
    shown = html_table.table(head, body, attributes={"aria-label": caption})
    return html_table.region(shown, "mm-table" if static_build() else "scroll", caption)


class Shown:
    """A table that a notebook shows so, with a note below it; ``frame`` is the data frame."""

    def __init__(self, frame: pd.DataFrame, caption: str, note: str = "") -> None:
        self.frame = frame
        self.caption = caption
        self.note = note

    def _repr_html_(self) -> str:
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return html(self.frame, self.caption) + note

    def __repr__(self) -> str:
        return repr(self.frame)
