"""The table under a picture: how each of its columns is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

import pandas as pd

from sourcebook.book import Book
from sourcebook.data import UNSURE
from sourcebook.sources import source_link
from sourcebook.text import html_table
from sourcebook.text.html_table import Cell, Row
from sourcebook.views import words

_LONG = 60  # letters; a text that is longer needs width
#: As many columns stand side by side on a phone.
NARROW = 3


@dataclass(frozen=True)
class Column:
    """How a column of the table under a picture is shown.

    ``kind``: ``text``, ``number`` (right aligned, thousands parted), ``date``, ``source`` (keys become links),
    ``confidence`` (a word, marked where the value is not sure) or ``note`` (an empty cell for the reader's own words,
    kept by ``notes.js`` under the value, which must be unique in the book) or ``row`` (a text that leads to the row of
    ``table`` whose id stands in the column ``key``: there are its sources). ``digits``: digits after the point of a
    number. ``precision``: for a date, the column that says how exactly it is known. ``after``: for a text, a column
    whose words follow it, small, where there are any.
    """

    label: str
    kind: str = "text"
    digits: int = 0
    precision: str = ""
    after: str = ""
    table: str = ""
    key: str = "id"


def table_html(
    book: Book,
    uid: str,
    caption: str,
    frame: pd.DataFrame,
    columns: dict[str, Column],
    root: str | None = "..",
    row_keys: str = "",
    row_groups: str = "",
) -> str:
    """A data frame as an HTML table in its own scrolling, focusable region; ``uid`` becomes the id of its caption.

    ``columns``, ``root``, ``row_keys`` and ``row_groups`` as in ``View`` and ``View.html`` (``root=None``: links lead
    to the sources themselves). Where the columns do not fit on a phone, each row becomes a card there.
    """
    classes = {name: _class(column, frame[name]) for name, column in columns.items()}
    stacked = len(columns) > NARROW or "w" in classes.values()
    head = [html_table.text(column.label, "col", classes[name]) for name, column in columns.items()]
    body = []
    for _, row in frame.iterrows():
        cells = []
        for number, (name, column) in enumerate(columns.items()):
            attributes = {"class": classes[name]} if classes[name] else {}
            if stacked and number:
                # A card on a phone has no head above it: the cell carries its own.
                attributes["data-label"] = column.label
            if column.kind == "note":
                attributes["data-note"] = str(row[name])
            cells.append(Cell(_content(book, row, name, column, root), "" if number else "row", attributes))
        marked = {"data-k": row_keys, "data-g": row_groups}
        body.append(Row(cells, {name: str(row[column]) for name, column in marked.items() if column}))
    table = html_table.table(head, body, caption, uid)
    return html_table.region(table, f"mm-scroll{' mm-stack' if stacked else ''}", labelled_by=uid)


def plain_cells(
    book: Book, frame: pd.DataFrame, columns: dict[str, Column]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The same table as plain texts: its head, and its rows; without sources and without room for notes."""
    kept = {name: column for name, column in columns.items() if column.kind not in ("source", "note")}
    rows = (
        tuple(
            unescape(re.sub(r"<[^>]+>", "", _content(book, row, name, column, ".."))) for name, column in kept.items()
        )
        for _, row in frame.iterrows()
    )
    return tuple(column.label for column in kept.values()), tuple(rows)


def _class(column: Column, values: pd.Series) -> str:
    """``n`` for numbers, ``w`` for sources and for texts long enough to need width, ``mm-mine`` for notes."""
    if column.kind in ("text", "row"):
        return "w" if values.astype("string").str.len().max() > _LONG else ""
    return {"number": "n", "note": "mm-mine", "source": "w"}.get(column.kind, "")


def _content(book: Book, row: pd.Series, name: str, column: Column, root: str | None) -> str:
    value = row[name]
    if pd.isna(value) or column.kind == "note":
        return ""
    if column.kind == "source":
        return "; ".join(source_link(book, key, root) for key in str(value).split("; "))
    if column.kind == "number":
        return words.num(value, column.digits)
    if column.kind == "date":
        exact = str(row[column.precision]) if column.precision else "day"
        stamp = {"day": "%Y-%m-%d", "month": "%Y-%m"}.get(exact, "%Y")
        return f'<time datetime="{value.strftime(stamp):0>4}">{words.day(value, exact)}</time>'
    text = escape(str(value), quote=False)
    if column.kind == "row":
        if root is None:  # a live notebook has no pages of tables
            return f"{text} ({'; '.join(source_link(book, key, root) for key in str(row['source']).split('; '))})"
        text = f'<a href="{root}/{book.identity.pages.table(column.table)}.html#{row[column.key]}">{text}</a>'
    if column.after and pd.notna(row[column.after]):
        text += f" <small>({escape(str(row[column.after]).rstrip('.'), quote=False)}.)</small>"
    return f'<em class="mm-unsure">{text}</em>' if column.kind == "confidence" and value in UNSURE else text
