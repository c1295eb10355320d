"""What a section of the book rests on: the lines of its ``{sources}`` block, read and looked up.

A line is either a table and the ids of its rows, or a statement and the keys of its sources::

    events: menaka-2012 aguelhok-2012
    Librarians carried manuscripts away: wapo-2013-manuscripts mg-2014-scroll-smugglers
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sourcebook import data, paths, sources
from sourcebook.errors import ReaderError

# The tables whose rows can be named, because they say something in words.
TABLES = ("events", "withdrawal", "mandates", "council_positions", "us_interests")


class EvidenceError(ReaderError):
    """A line cannot be read, or names a row or source that there is not; the message says which and what to do."""


@dataclass(frozen=True)
class Entry:
    """One thing that a section tells. Either ``row`` of ``table``, or a ``statement``; and the ``keys`` of its sources."""

    table: str
    row: pd.Series | None
    statement: str
    keys: tuple[str, ...]


def _row(table: str, name: str, folder: Path | None) -> pd.Series:
    frame = data.load(table, folder).set_index("id", drop=False)
    if name not in frame.index:
        close = difflib.get_close_matches(name, frame.index, n=3)
        near = f" Did you mean {' or '.join(close)}?" if close else ""
        raise EvidenceError(f"no row {name!r} in book/data/{table}.csv.{near}")
    return frame.loc[name]


def entries(line: str, folder: Path | None = None) -> Iterator[Entry]:
    """The entries of one line; ``folder`` is that of the tables. Raises ``EvidenceError``."""
    left, colon, right = line.strip().rpartition(": ")
    names = right.split()
    if not colon or not names:
        raise EvidenceError("write a table or a statement, a colon, and ids of rows or keys of sources.")
    if left in TABLES:
        for name in names:
            row = _row(left, name, folder)
            yield Entry(left, row, "", tuple(row["source"].split("; ")))
        return
    if left in data.names(folder):
        raise EvidenceError(f"rows of {left} say nothing in words; name a statement, or one of {', '.join(TABLES)}.")
    known = sources.keys(folder.parent / "references.bib" if folder else paths.bibliography())
    for key in names:
        if key not in known:
            raise EvidenceError(f"no source {key!r} in book/references.bib.{sources.near(key, known)}")
    yield Entry("", None, left, tuple(names))
