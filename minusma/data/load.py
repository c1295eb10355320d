"""Tables as typed pandas data frames that know their title, sources and licence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from minusma import sources
from minusma.data.read import rows
from minusma.data.schema import Column, DataError, Table, table, tables

_CACHE: dict[tuple[str, str], tuple[int, pd.DataFrame]] = {}


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


def _check_sources(spec: Table, frame: pd.DataFrame) -> None:
    if "source" not in frame:
        return
    known = sources.keys(spec.path.parent.parent / "references.bib")
    for position, text in enumerate(frame["source"]):
        for key in text.split("; "):
            if key not in known:
                near = sources.near(key, known)
                raise DataError(
                    f"{spec.file}, row {frame['id'].iloc[position]!r}, column source: {key!r} is not in "
                    f"book/references.bib.{near} Add the source there, or mend the key."
                )


def load(name: str, folder: Path | None = None) -> pd.DataFrame:
    """One table of the book as a typed data frame.

    Dates are ``datetime64[s]``, counts nullable ``Int64``, columns with a fixed list of values ordered categories, text
    ``string``. ``.attrs`` holds ``name``, ``title``, ``description``, ``licence``, ``sources`` (keys of
    ``references.bib``) and ``units`` (by column). Every call gives a fresh copy.

    Raises ``DataError`` for an unknown name (the message lists the known ones) and for a broken row (file, line, column,
    reason).
    """
    spec = table(name, folder)
    stamp = spec.path.stat().st_mtime_ns if spec.path.is_file() else 0
    key = (name, str(spec.path))
    held = _CACHE.get(key)
    if held is None or held[0] != stamp:
        read = rows(spec)
        frame = pd.DataFrame({c.name: _series(c, [r[c.name] for r in read]) for c in spec.columns})
        _check_sources(spec, frame)
        frame.attrs = {
            "name": spec.name,
            "title": spec.title,
            "description": spec.description,
            "licence": spec.licence,
            "sources": sorted({k for text in frame.get("source", []) for k in text.split("; ")}),
            "units": {c.name: c.unit for c in spec.columns if c.unit},
        }
        held = _CACHE[key] = (stamp, frame)
    fresh = held[1].copy()
    fresh.attrs = dict(held[1].attrs)
    return fresh


def pick(name: str, **wanted: object) -> pd.DataFrame:
    """The rows of a table whose columns have the wanted values: ``pick("events", theme="politics")``.

    A column or value that the table does not have raises ``DataError`` and says which there are.
    """
    frame = load(name)
    for column, value in wanted.items():
        if column not in frame:
            raise DataError(f"the table {name} has no column {column!r}. It has: {', '.join(frame.columns)}.")
        found = frame[column] == value
        if not found.any():
            there = list(dict.fromkeys(str(v) for v in frame[column].dropna()))
            more = f" and {len(there) - 12} more" if len(there) > 12 else ""
            raise DataError(f"the table {name} has no {column} {value!r}. There is: {', '.join(there[:12])}{more}.")
        frame = frame[found.fillna(False)]
    return frame


def names(folder: Path | None = None) -> list[str]:
    """The names that ``load`` knows, in the order of the data dictionary."""
    return list(tables(folder))
