"""Whether each number was checked against its source, and whether its confidence claims more than that.

The table ``checks`` says of the rows of the other tables: opened, compared by script or not
opened. A book without it has nothing to keep. A row of it names rows by their ids (``*`` stands
for any letters), says how many numbers they hold, and keeps a fingerprint of the numbers that
were seen, so that nobody can change a checked number and leave the check as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from sourcebook import data, sources
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material, row_lines
from sourcebook.data.read import rows
from sourcebook.data.schema import NAMING_UNITS, DataError, Table
from sourcebook.text.wording import did_you_mean, listing

TABLE = "checks"
NOT_OPENED = "not opened"
# What a check of this kind must say. Where nothing was opened, there is nothing to say of a copy.
_REQUIRED: dict[str, tuple[str, ...]] = {
    "opened": ("copy", "read_on", "place", "fingerprint"),
    "compared by script": ("copy", "read_on", "sha256", "fingerprint"),
    NOT_OPENED: (),
}
_OF_A_COPY = ("copy", "read_on", "place", "sha256", "fingerprint")
# How many rows a finding names before it counts the others.
_SHOWN = 3


@dataclass(frozen=True)
class Row:
    """One row of a table: where it stands, all its cells, and those of its numbers that a source must contain."""

    id: str
    line: int
    cells: dict[str, Any]
    numbers: dict[str, Any]


def read(table: Table, material: Material) -> list[Row]:
    """The rows of a table; ``DataError`` where it cannot be read."""
    cited = any(column.name == "source" for column in table.columns)
    counting = [c.name for c in table.columns if c.type in ("integer", "number") and c.unit not in NAMING_UNITS]
    lines = row_lines(table.path)
    return [
        Row(cells["id"], lines.get(cells["id"], 0), cells, {n: cells[n] for n in counting if cells[n] is not None})
        for cells in rows(table, sources.keys(material.book) if cited else None)
    ]


def covered(check: Row, table: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Each pattern of a check with the rows that it adds to those of the patterns before it."""
    seen: set[str] = set()
    for pattern in check.cells["rows"].split():
        found = [row for row in table if row.id not in seen and fnmatchcase(row.id, pattern)]
        seen.update(row.id for row in found)
        yield pattern, found


def fingerprint(found: list[Row]) -> str:
    """Twelve digits and letters that change when a number of these rows does, or when a row comes or goes."""
    ordered = sorted(found, key=lambda row: row.id)
    text = "\n".join(f"{row.id} {name} {value}" for row in ordered for name, value in row.numbers.items())
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def numbers_checked(material: Material) -> Iterator[Finding]:
    """No number is surer than its check."""
    known = data.tables(material.book)
    if TABLE not in known:
        return
    own = known.pop(TABLE)
    readable: dict[str, list[Row]] = {}
    for name, table in known.items():
        with suppress(DataError):  # what is wrong with a table, its own check says
            readable[name] = read(table, material)
    checks = read(own, material)
    best: dict[tuple[str, str], Row] = {}
    for check in checks:
        name = check.cells["table"]
        if name not in known:
            text = f"no table called {name!r}.{did_you_mean(name, known)} Mend the name in the column table."
            yield Finding(own.file, check.line, text)
        if name not in readable:
            continue
        yield from _form(own.file, check)
        matched: list[Row] = []
        for pattern, found in covered(check, readable[name]):
            if not found:
                text = f"{pattern!r} matches no further row of {name}. Mend it, or take it out of the column rows."
                yield Finding(own.file, check.line, text)
            matched += found
        yield from _twice(own.file, check, matched, best)
        yield from _changed(own.file, check, matched)
    for name, found in readable.items():
        counted = [(row, best.get((name, row.id))) for row in found if row.numbers]
        yield from _unchecked(known[name].file, [row for row, best_check in counted if best_check is None], own.file)
        for row, best_check in counted:
            if best_check and best_check.cells["how"] == NOT_OPENED and row.cells.get("confidence") == "high":
                yield _too_sure(known[name].file, row, best_check, own.file)


def _form(file: str, check: Row) -> Iterator[Finding]:
    """Where a check says too little of the copy that was read, or speaks of a copy that was not."""
    how = check.cells["how"]
    missing = [name for name in _REQUIRED[how] if check.cells[name] is None]
    if missing:
        text = f"{how!r} needs {listing(missing)}. Write what was seen, or write {NOT_OPENED!r} in the column how."
        yield Finding(file, check.line, text)
    extra = [name for name in _OF_A_COPY if check.cells[name] is not None] if how == NOT_OPENED else []
    if extra:
        text = f"{NOT_OPENED!r}, but it has {listing(extra)}. Leave empty what nobody looked at."
        yield Finding(file, check.line, text)


def _twice(file: str, check: Row, matched: list[Row], best: dict[tuple[str, str], Row]) -> Iterator[Finding]:
    """Where a row is also in an earlier check; the checks of all rows are gathered in ``best``."""
    for row in matched:
        other = best.setdefault((check.cells["table"], row.id), check)
        if other is not check:
            text = f"the row {row.id} is also in {other.id}. Keep the better check, and take the row out of the other."
            yield Finding(file, check.line, text)


def _changed(file: str, check: Row, matched: list[Row]) -> Iterator[Finding]:
    """Where rows were added or numbers changed since the check was made."""
    amount, table = sum(len(row.numbers) for row in matched), check.cells["table"]
    if amount != check.cells["numbers"]:
        text = (
            f"its rows of {table} hold {amount} numbers; {check.cells['numbers']} were checked. Look up what is new, "
        )
        yield Finding(file, check.line, f"{text}then write {amount} in the column numbers.")
    mark = fingerprint(matched)
    if check.cells["fingerprint"] not in (None, mark):
        text = f"a number in its rows of {table} is not the one that was checked. Look it up again, "
        yield Finding(file, check.line, f"{text}then write {mark} in the column fingerprint.")


def _unchecked(file: str, found: list[Row], checks_file: str) -> Iterator[Finding]:
    """The rows of a table whose numbers are in no check: one finding for all, since a new table has many."""
    if found:
        shown = [row.id for row in found[:_SHOWN]]
        more = [f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        text = f"{checks_file} does not say how the numbers of {listing([*shown, *more])} were checked. Add it there."
        yield Finding(file, found[0].line, text)


def _too_sure(file: str, row: Row, check: Row, checks_file: str) -> Finding:
    """A row that claims more confidence than a source that nobody opened can give."""
    text = (
        f"row {row.id}: the confidence is high, but its source was not opened ({checks_file}, {check.id}). Open it and "
        "write down the place, or set the confidence to medium."
    )
    return Finding(file, row.line, text)
