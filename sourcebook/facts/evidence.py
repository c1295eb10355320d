"""What a section of the book rests on: the lines of its ``{sources}`` block, read and looked up.

A line is either a table and the ids of its rows, or a statement and the keys of its sources::

    floods: bridge-2021 mill-2021
    The mill stood empty: town-2021-letters county-2022-report
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sourcebook import data, sources
from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text.wording import day, did_you_mean, upper

_CELL = re.compile(r"\{([a-z_]+)\}")


class EvidenceError(ReaderError):
    """A line cannot be read, or names a row or source that there is not; the message says which and what to do."""


class TemplateError(EvidenceError):
    """The sentence of ``book.yml`` that tells a row names a column that the table does not have."""


@dataclass(frozen=True)
class Entry:
    """One thing that a section tells: a ``statement`` and the ``keys`` of its sources.

    What a ``row`` of a ``table`` tells has words that lead to it, too: ``link``.
    """

    statement: str
    keys: tuple[str, ...]
    table: str = ""
    row: pd.Series | None = None
    link: str = ""


def _row(book: Book, table: str, name: str) -> pd.Series:
    frame = data.load(book, table)
    names = frame["id"].tolist()
    if name not in names:
        raise EvidenceError(f"no row {name!r} in book/data/{table}.csv.{did_you_mean(name, names)}")
    return frame.iloc[names.index(name)]


def _filled(template: str, row: pd.Series, table: str) -> str:
    """The template with the row's cells for ``{column}``; a date as it is read, as exactly
    as ``precision`` says, where there is one.

    A word of the table at the beginning gets a capital.
    """

    def cell(match: re.Match[str]) -> str:
        name = match[1]
        if name not in row.index:
            raise TemplateError(
                f"book.yml, evidence, {table}: the table has no column {name!r}.{did_you_mean(name, row.index)} Mend "
                "the sentence."
            )
        value = row[name]
        if isinstance(value, pd.Timestamp):
            return day(value, str(row.get("precision", "day")))
        text = "" if pd.isna(value) else str(value)
        return text if match.start() else upper(text)

    return _CELL.sub(cell, template)


def entries(book: Book, line: str) -> Iterator[Entry]:
    """The entries of one line; ``book.yml`` says which tables can be named. Raises ``EvidenceError``."""
    left, _, right = line.strip().rpartition(": ")
    names = right.split()
    if not left.strip() or not names:
        raise EvidenceError("write a table or a statement, a colon, and ids of rows or keys of sources.")
    tables = book.identity.evidence
    if left in tables:
        for name in names:
            row = _row(book, left, name)
            sentence = tables[left]
            link, says = (_filled(template, row, left) for template in (sentence.link, sentence.says))
            yield Entry(says, tuple(row["source"].split("; ")), left, row, link)
        return
    if left in data.names(book):
        raise EvidenceError(
            f"book.yml does not say how a row of {left} is told; name a statement, or one of {', '.join(tables)}."
        )
    known = sources.keys(book)
    for key in names:
        if key not in known and " " not in left and (near := did_you_mean(left, tables, 1)):
            raise EvidenceError(f"no table {left!r} under `evidence:` in book.yml.{near} Mend the name.")
        if key not in known:
            raise EvidenceError(sources.no_source(key, known))
    yield Entry(left, tuple(names))
