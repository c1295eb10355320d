"""Tables as typed pandas data frames that know their title, sources and licence."""

from __future__ import annotations

import pandas as pd

from sourcebook import sources
from sourcebook.book import Book
from sourcebook.data.read import rows
from sourcebook.data.schema import PACKAGE_FILE, Column, DataError, table, tables
from sourcebook.text import reads
from sourcebook.text.wording import did_you_mean, said

# By table and file: when the table, its dictionary and the sources were written, and what they gave.
_CACHE: dict[tuple[str, str], tuple[tuple[int, ...], pd.DataFrame]] = {}


class _Keys(list[str]):
    """A list that pandas copies as a whole, not name by name, whenever it makes one frame of another."""

    def __deepcopy__(self, _: object) -> _Keys:
        return _Keys(self)


class _Units(dict[str, str]):
    """The same of a dictionary."""

    def __deepcopy__(self, _: object) -> _Units:
        return _Units(self)


def _series(column: Column, values: list[object]) -> pd.Series:
    if column.type == "integer":
        return pd.Series(values, dtype="Int64")
    if column.type == "number":
        return pd.Series(values, dtype="Float64")
    if column.type == "date":
        # Seconds, not nanoseconds: the oldest event is of about 1235.
        return pd.Series(pd.array([pd.NaT if v is None else str(v) for v in values], dtype="datetime64[s]"))
    if column.allowed:
        return pd.Series(pd.Categorical(values, categories=column.allowed, ordered=True))
    return pd.Series(values, dtype="string")


def load(book: Book, name: str) -> pd.DataFrame:
    """One table of the book as a typed data frame.

    Dates are ``datetime64[s]``, counts nullable ``Int64``, columns with a fixed list of values ordered categories, text
    ``string``. ``.attrs`` holds ``name``, ``title``, ``description``, ``licence``, ``sources`` (keys of
    ``references.bib``) and ``units`` (by column). Every call gives a fresh copy.

    Raises ``DataError`` for an unknown name (the message lists the known ones) and for a
    broken row (file, line, column, reason).
    """
    spec = table(book, name)
    # Against the sources the rows are only checked: a new source changes nothing that shows the table.
    with reads.unrecorded():
        of_sources = reads.stamp(book.bibliography)
    stamp = (reads.stamp(spec.path), reads.stamp(spec.path.with_name(PACKAGE_FILE)), of_sources)
    key = (name, str(spec.path))
    cached = _CACHE.get(key)
    if cached is None or cached[0] != stamp:
        with reads.unrecorded():
            known = sources.keys(book) if any(c.name == "source" for c in spec.columns) else None
        read = rows(spec, known)
        frame = pd.DataFrame({c.name: _series(c, [r[c.name] for r in read]) for c in spec.columns})
        frame.attrs = {
            "name": spec.name,
            "title": spec.title,
            "description": spec.description,
            "licence": spec.licence,
            "sources": _Keys(sorted({k for row in read for k in (row.get("source") or "").split("; ") if k})),
            "units": _Units({c.name: c.unit for c in spec.columns if c.unit}),
        }
        cached = _CACHE[key] = (stamp, frame)
    # pandas copies the attributes too, whole.
    return cached[1].copy()


def pick(book: Book, name: str, **wanted: object) -> pd.DataFrame:
    """The rows of a table whose columns have the wanted values: ``pick(book, "events", theme="politics")``.

    A column or value that the table does not have raises ``DataError`` and says which there
    are; so do values that no row has together.
    """
    frame = load(book, name)
    if not wanted:
        raise DataError(f'say which rows: pick("{name}", {frame.columns[1]}=…). data.load("{name}") gives them all.')
    chosen = pd.Series(True, index=frame.index)
    for column, value in wanted.items():
        if column not in frame:
            near = did_you_mean(column, frame.columns, 1)
            raise DataError(f"the table {name} has no column {column!r}.{near} It has: {', '.join(frame.columns)}.")
        if not pd.api.types.is_scalar(value) or value is Ellipsis:
            what = "three dots" if value is Ellipsis else "several values"
            raise DataError(f"one {column} is asked for at a time, and here are {what}. Write {column}= and one value.")
        found = (frame[column] == value).fillna(False)
        if not found.any():
            there = list(dict.fromkeys(map(said, frame[column].dropna())))
            more = f" and {len(there) - 12} more" if len(there) > 12 else ""
            near = did_you_mean(value, there, 1)
            raise DataError(
                f"the table {name} has no {column} {value!r}.{near} There is: {', '.join(there[:12])}{more}."
            )
        chosen &= found
    if not chosen.any():
        asked = " and ".join(f"{column} {value!r}" for column, value in wanted.items())
        raise DataError(f"the table {name} has no row with {asked} together. Ask for fewer at once.")
    return frame[chosen]


def names(book: Book) -> list[str]:
    """The names that ``load`` knows, in the order of the data dictionary."""
    return list(tables(book))
