"""Facts: numbers with a name, looked up in the tables, that know their source.

``book/data/facts.yml`` defines each fact in a few words (see CONTRIBUTING.md, "Facts"). Prose, questions and the texts
of charts all ask here, so one changed cell changes them together.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.facts.definitions import FACTS_FILE, OWN_ROWS, Definition, FactError, definitions
from sourcebook.facts.expressions import ExpressionError, nearest, rows_where, value_of
from sourcebook.text import numbers, reads
from sourcebook.text.wording import did_you_mean

__all__ = ["FACTS_FILE", "Fact", "FactError", "get", "names", "show"]

# What a format can show, where that is not any number or text.
_SHOWN_AS: dict[str, Any] = {"date": dt.date, "year": (dt.date, int, float), "text": object}


@dataclass(frozen=True)
class Fact:
    """One fact: its value, how it is shown, and where it comes from.

    ``value`` is an ``int``, ``float``, ``str`` or ``datetime.date``; ``text`` is what the
    reader sees; ``sources`` are keys of ``references.bib``; ``confidence`` is that of the
    weakest row used, but the highest where the book counts rows of its own; ``tables`` are
    the tables it reads and ``rows`` the (table, row id) pairs.
    """

    id: str
    value: int | float | str | dt.date
    text: str
    unit: str
    says: str
    sources: tuple[str, ...]
    confidence: str
    tables: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.text


def names(book: Book) -> list[str]:
    """The ids of all facts."""
    return list(definitions(book))


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        return value.item()
    return value


def _rounded(value: Any, places: int | None) -> Any:
    if places is None or not isinstance(value, int | float):
        return value
    value = round(value, places)
    return int(value) if places <= 0 else value


def _number(value: int | float, places: int | None) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.{places if places and places > 0 else 1}f}"
    if isinstance(value, float) and places and places > 0:
        return f"{value:,.{places}f}"
    return f"{int(value):,}"


def show(value: Any, style: str = "number", unit: str = "", places: int | None = None) -> str:
    """``value`` as the reader sees it.

    ``style``: ``number`` (thousands separators), ``unit`` (number and unit), ``dollars`` (with million or billion),
    ``percent``, ``date`` (25 April 2013), ``year``, ``words`` (small whole numbers spelled), ``text`` (as it is).
    """
    if style == "date":
        return f"{value.day} {value:%B} {value.year}"
    if style == "year":
        return str(value.year if isinstance(value, dt.date) else int(value))
    if style == "text" or isinstance(value, str):
        return str(value)
    if style == "dollars":
        return numbers.dollars(value)
    number = _number(value, places)
    if style == "percent":
        return f"{number} per cent"
    if style == "words" and isinstance(value, int) and 0 <= value < len(numbers.SMALL):
        return numbers.small(value)
    return f"{number} {unit}" if style == "unit" and unit else number


@reads.derived
def get(book: Book, name: str) -> Fact:
    """The fact called ``name``.

    Raises ``FactError`` where there is no such fact (the message lists near ones), where no row matches, or where the
    expression fails or gives nothing that can be shown.
    """
    known = definitions(book)
    if name not in known:
        raise FactError(
            f"book/data/{FACTS_FILE}: no fact {name!r}.{did_you_mean(name, known)} Define it there, or mend the name."
        )
    spec = known[name]
    frame: pd.DataFrame | None
    names: dict[str, Any] | None
    if spec.parts:
        parts = {alias: get(book, other) for alias, other in spec.parts.items()}
        frame = None
        names = {alias: part.value for alias, part in parts.items()}
        found_sources = tuple(dict.fromkeys(k for part in parts.values() for k in part.sources))
        confidence = data.weakest(part.confidence for part in parts.values())
        used = tuple(dict.fromkeys(t for part in parts.values() for t in part.tables))
        rows = tuple(dict.fromkeys(r for part in parts.values() for r in part.rows))
    else:
        frame = _rows(book, spec)
        names = None
        found_sources = tuple(dict.fromkeys(k for text in frame["source"] for k in text.split("; ")))
        # A book knows for sure what its own rows add up to, whatever each of them says of a source.
        confidence = data.LEVELS[0] if spec.own_rows else data.weakest(frame["confidence"].astype(str))
        used = (spec.table,)
        rows = tuple((spec.table, row) for row in frame["id"])
    value = _rounded(_value(spec, frame, names), spec.round)
    style = (
        spec.format
        or {"percent": "percent", "US dollars": "dollars"}.get(spec.unit)
        or ("date" if isinstance(value, dt.date) else "number")
    )
    if not isinstance(value, _SHOWN_AS.get(style, (int, float, str))):
        kind = "a date" if isinstance(value, dt.date) else "text" if isinstance(value, str) else "a number"
        raise spec.error(f"`format: {style}` cannot show {value}, which is {kind}. Choose another format.", "format")
    text = show(value, style, spec.unit, spec.round)
    return Fact(name, value, text, spec.unit, spec.says, found_sources, confidence, used, rows)


def _rows(book: Book, spec: Definition) -> pd.DataFrame:
    """The rows of the table that the fact is made of."""
    tables = data.names(book)
    if spec.table not in tables:
        raise spec.error(
            f"no table called {spec.table!r}.{did_you_mean(spec.table, tables)} The tables are: {', '.join(tables)}.",
            "table",
        )
    if spec.own_rows and not data.table(book, spec.table).own:
        raise spec.error(
            f"`counts: {OWN_ROWS}` is for tables that the book itself makes, and {spec.table} is none: its numbers are "
            f'those of sources. Take `counts` out; or, where it is one, write "own": true at it in datapackage.json.',
            "counts",
        )
    frame = data.load(book, spec.table)
    if spec.where:
        try:
            frame = rows_where(spec.where, frame)
        except ExpressionError as error:
            raise spec.error(f"`where: {spec.where}` {error}", "where") from None
    if frame.empty:
        near = nearest(spec.where, data.load(book, spec.table))
        raise spec.error(f"no row of {spec.table}.csv matches `where: {spec.where}`.{near}", "where")
    return frame


def _value(spec: Definition, frame: pd.DataFrame | None, names: dict[str, Any] | None) -> int | float | str | dt.date:
    """What the expression gives for these columns or facts."""
    try:
        value = _plain(value_of(spec.value, frame, names))
    except ExpressionError as error:
        raise spec.error(f"`value: {spec.value}` {error}", "value") from None
    empty = value is None or value is pd.NA or value is pd.NaT
    if not empty and (not isinstance(value, int | float | str | dt.date) or isinstance(value, bool)):
        raise spec.error(
            f"`value: {spec.value}` gives a {type(value).__name__}, not one value. End it with sum(), max(), iloc[0] "
            "or the like.",
            "value",
        )
    if empty or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        raise spec.error("the value is empty. Fill the cell in the table, or take the fact out.", "value")
    return value
