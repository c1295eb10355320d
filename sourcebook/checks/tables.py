"""Checks of the tables: each by its dictionary, and what tables say together (``rules``, ``ties`` and ``controls``).

The three lists stand beside ``resources`` in ``datapackage.json``; a book without them has nothing to keep.

- ``rules``: ``{"table", "where", "must", "says"}``. For every row for which ``where`` holds (leave it out for all),
  ``must`` holds. With ``"words"`` and ``"column"`` in place of ``where`` and ``must``: every row, of any table, whose
  texts hold one of the words has something in that column; ``"except"`` maps a table that needs none to the reason.
- ``ties``: ``{"left", "right", "is", "by", "says"}``. Each side is ``{"table", "where", "value"}``; ``is`` is ``==``
  (left out), ``<=`` or ``>=``; with ``by``, a column of both tables, they are compared for each of its values that
  both have.
- ``controls``: ``{"table", "where", "year", "control", "group", "value", "most", "says"}``, and ``control_year`` where
  its column has another name; ``year`` may be a column of dates. A year of the table's rows
  is used only where no group of constant size in the control table jumps by more than ``most`` per cent in that year.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from sourcebook import data, sources
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material, row_lines
from sourcebook.data import read
from sourcebook.data.schema import PACKAGE_FILE, Table, package
from sourcebook.errors import ReaderError
from sourcebook.facts.expressions import ExpressionError, rows_where, value_of
from sourcebook.text import contents, litter
from sourcebook.text.wording import did_you_mean, listing, said

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {"==": operator.eq, "<=": operator.le, ">=": operator.ge}
# Columns that hold names and origins, not statements.
_NO_STATEMENT = {"id", "source", "confidence", "note"}
# A column whose values are a short list of labels is no statement either, and an exact number is what a tie compares.
_NEAR = 1e-9


def dictionary(material: Material) -> Iterator[Finding]:
    """Every table keeps to the data dictionary, and the dictionary lists every table."""
    book = material.book
    try:
        known = None if sources.faults(book) else sources.keys(book)
        for table in data.tables(book).values():
            cited = any(column.name == "source" for column in table.columns)
            yield from map(of_error, read.read(table, known if cited else None)[1])
    finally:
        yield from _unlisted(material)
    yield from _without_page(material)


def _unlisted(material: Material) -> Iterator[Finding]:
    """Tables that lie in the folder and that the dictionary does not know."""
    try:
        listed = {resource.get("path") for resource in package(material.book)["resources"]}
    except ReaderError:
        return  # what is wrong with the dictionary is said already
    for path in litter.files(material.book.data_dir, "*.csv"):
        if path.name not in listed:
            reason = (
                f"{PACKAGE_FILE} does not list this table, so that nothing can use it. Describe it there, "
                "or take the file away."
            )
            yield Finding(material.name(path), 1, reason)


def _without_page(material: Material) -> Iterator[Finding]:
    """Tables whose page is missing, where the page of all tables would lead to it."""
    try:
        pages = material.book.identity.pages
    except ReaderError:
        return  # what is wrong with book.yml is said already
    if not material.is_file(material.book.root / f"{pages.data}.md"):
        return
    for name, table in data.tables(material.book).items():
        page = f"{pages.table(name)}.md"
        if not material.is_file(material.book.root / page):
            reason = (
                f"has no page of its own, to which {pages.data} leads. "
                f"Write {page} with ```{{data-table}} {name}``` in it, and list it in {contents.FILE}."
            )
            yield Finding(material.name(table.path), 1, reason)


def together(material: Material) -> Iterator[Finding]:
    """Tables that speak of the same thing agree, and every row says what its kind must say."""
    held = package(material.book)
    for kind, check in (("rules", _rule), ("ties", _tie), ("controls", _control)):
        entries = held.get(kind, [])
        if not isinstance(entries, list):
            yield Finding(f"book/data/{PACKAGE_FILE}", 0, f"`{kind}` must be a list, in [brackets].")
            continue
        for number, entry in enumerate(entries, 1):
            place = f"book/data/{PACKAGE_FILE}, {kind}, entry {number}"
            try:
                yield from check(material, entry, place)
            except (ExpressionError, _Wrong) as error:
                yield Finding(place, 0, str(error))
            except ReaderError:
                continue  # the table cannot be read, and its own check says so


class _Wrong(ValueError):
    """An entry of the dictionary that cannot be used; the message says why and what to do."""


def _get(entry: Any, *keys: str) -> list[Any]:
    missing = [key for key in keys if not (isinstance(entry, dict) and entry.get(key))]
    if missing:
        raise _Wrong(f"{listing(missing)} is missing. Add it.")
    return [entry[key] for key in keys]


def _load(material: Material, name: str) -> pd.DataFrame:
    known = data.names(material.book)
    if name not in known:
        raise _Wrong(f"no table called {name!r}.{did_you_mean(name, known)}")
    return data.load(material.book, name)


def _rows(material: Material, name: str, where: str = "") -> pd.DataFrame:
    frame = _load(material, name)
    if not where:
        return frame
    try:
        return rows_where(where, frame)
    except ExpressionError as error:
        raise _Wrong(f"`{where}` {error}") from None


def _at(material: Material, table: str, row: str, reason: str) -> Finding:
    path = material.book.data_dir / f"{table}.csv"
    return Finding(material.name(path), row_lines(path).get(row, 0), f"row {row}: {reason}")


def _rule(material: Material, entry: Any, place: str) -> Iterator[Finding]:
    if isinstance(entry, dict) and "words" in entry:
        yield from _word_rule(material, entry)
        return
    table, must, says = _get(entry, "table", "must", "says")
    rows = _rows(material, table, entry.get("where", ""))
    try:
        good = set(rows_where(must, rows)["id"])
    except ExpressionError as error:
        raise _Wrong(f"`{must}` {error}") from None
    for row in rows["id"]:
        if row not in good:
            yield _at(material, table, row, says)


def _word_rule(material: Material, entry: Any) -> Iterator[Finding]:
    words, column, says = _get(entry, "words", "column", "says")
    speaks = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)
    for name, table in data.tables(material.book).items():
        if name in entry.get("except", {}):
            continue
        try:
            frame = _load(material, name)
        except ReaderError:
            continue
        texts = [part.name for part in table.columns if _is_statement(part, column)]
        for row in frame.to_dict("records"):
            word = next((found[0] for text in texts if (found := speaks.search(str(row[text] or "")))), "")
            if not word:
                continue
            if column not in frame:
                reason = f"speaks of {word!r}, and the table has no column `{column}`. {says}"
                yield _at(material, name, row["id"], reason)
            elif pd.isna(row[column]) or not str(row[column]).strip():
                yield _at(material, name, row["id"], f"speaks of {word!r}, and `{column}` is empty. {says}")


def _is_statement(part: Any, column: str) -> bool:
    return part.type == "string" and part.name not in {*_NO_STATEMENT, column} and not part.allowed


def _side(material: Material, side: Any, by: str) -> dict[Any, Any]:
    table, value = _get(side, "table", "value")
    rows = _rows(material, table, side.get("where", ""))
    if by and by not in rows:
        raise _Wrong(f"the table {table} has no column {by!r}.{did_you_mean(by, rows.columns)}")
    groups = rows.groupby(by, observed=True) if by else [("", rows)]
    try:
        return {key: value_of(value, group) for key, group in groups if len(group)}
    except ExpressionError as error:
        raise _Wrong(f"`{value}` {error}") from None


def _tie(material: Material, entry: Any, place: str) -> Iterator[Finding]:
    left_side, right_side, says = _get(entry, "left", "right", "says")
    by, sign = entry.get("by", ""), entry.get("is", "==")
    if sign not in _SIGNS:
        raise _Wrong(f"`is` must be one of {listing(_SIGNS, 'or')}.")
    left, right = _side(material, left_side, by), _side(material, right_side, by)
    both = [key for key in left if key in right]
    if not both:
        raise _Wrong(
            f"compares nothing: no {f'{by} that both tables have' if by else 'row'}. Mend `where`, or take the tie out."
        )
    for key in both:
        same = abs(left[key] - right[key]) <= _NEAR * max(1, abs(left[key]))
        if not (_SIGNS[sign](left[key], right[key]) or (same and sign == "==")):
            which = f" for {by} {said(key)}" if by else ""
            reason = (
                f"{left_side['table']} says {left[key]:,}{which}, {right_side['table']} says {right[key]:,}. "
                f"{says} Mend the table that is wrong."
            )
            yield Finding(f"book/data/{left_side['table']}.csv", _first_line(material, left_side, by, key), reason)


def _first_line(material: Material, side: Any, by: str, key: Any) -> int:
    """The line of the first row that this side of the tie counts."""
    rows = _rows(material, side["table"], side.get("where", ""))
    if by:
        rows = rows[rows[by] == key]
    return row_lines(material.book.data_dir / f"{side['table']}.csv").get(rows["id"].iloc[0], 0)


def _control(material: Material, entry: Any, place: str) -> Iterator[Finding]:
    table, year, control, group, value, says = _get(entry, "table", "year", "control", "group", "value", "says")
    most = float(entry.get("most", 15))
    sizes = _rows(material, control)
    jumps: dict[int, str] = {}
    when_column = entry.get("control_year", year)
    for name, series in sizes.sort_values(when_column).groupby(group, observed=True):
        people = series.set_index(when_column)[value]
        typical = people.median()
        for when, count in people.items():
            if 100 * abs(count - typical) > most * typical:
                jumps.setdefault(int(when), f"{name} has {count:,} there and {typical:,.0f} in the middle of its years")
    for row in _rows(material, table, entry.get("where", "")).to_dict("records"):
        when = getattr(row[year], "year", row[year])
        if not pd.isna(when) and int(when) in jumps:
            reason = f"the year {int(when)} of its file is not whole: {jumps[int(when)]}. {says}"
            yield _at(material, table, row["id"], reason)


def statements(table: Table, column: str = "") -> list[str]:
    """The columns of a table that hold sentences."""
    return [part.name for part in table.columns if _is_statement(part, column)]
