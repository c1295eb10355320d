"""Tidy a table that a spreadsheet has saved in its own way. A row that needs nothing keeps every byte."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

from sourcebook.data.schema import Table
from sourcebook.desk.tidying.result import Tidied
from sourcebook.text.wording import listing

_MARKS = {";": "semicolons", "\t": "tabs"}
_SPACES = " \u00a0\u202f\u2007"
_GROUPED = re.compile(r"([-−]?\d{1,3})((?:[,'’ \u00a0\u202f\u2009]\d{3})+)(\.\d+)?")
_POINTS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"([-−]?\d+),(\d+)")
_POINT = re.compile(r"[-−]?\d+\.(?:\d{1,2}|\d{4,})")
_NO_GROUPS = str.maketrans("", "", "'’ \u00a0\u202f\u2009")
_TWO_NUMBERS = re.compile(r"[-−]?\d{1,3}\.\d{3}|[-−]?\d+,\d+")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_NAMED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y")
#: How many rows a note names before it counts the others.
_SHOWN = 5


def tidy(result: Tidied, table: Table | None) -> None:
    """Mend the text of a CSV file; without its entry in the data dictionary only what needs
    no knowledge of its columns.
    """
    records, fault = _taken_apart(result.text, ",")
    mark = _other_mark(result.text, records[0][1] if records else [], table)
    if mark:
        records, fault = _taken_apart(result.text, mark)
    if fault:
        result.left.append(f"the file cannot be taken apart into cells ({fault}). Look for a lone double quote.")
        return
    if not records:
        return
    rows = [_Row(raw, cells, changed=bool(mark)) for raw, cells in records]
    if mark:
        result.mended.append(f"{_MARKS[mark]} between columns made commas")
    _note(result, "blank rows taken out", _drop_blank_rows(rows))
    _note(result, "blank columns taken out", _drop_blank_columns(rows))
    _note(result, "spaces around cells taken away", _strip(rows))
    if table:
        _tidy_cells(result, rows, table)
    if any(row.changed for row in rows) or len(rows) < len(records):
        result.text = "".join(row.text() for row in rows)


class _Row:
    def __init__(self, raw: str, cells: list[str], changed: bool) -> None:
        self.raw, self.cells, self.changed = raw, cells, changed

    def put(self, cells: list[str]) -> bool:
        """Take over these cells; whether they differ."""
        differ = cells != self.cells
        self.changed |= differ
        self.cells = cells
        return differ

    def text(self) -> str:
        if not self.changed:
            return self.raw if self.raw.endswith("\n") else f"{self.raw}\n"
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(self.cells)
        return out.getvalue()


def _records(text: str, mark: str) -> Iterator[tuple[str, list[str]]]:
    """Each row as it stands in the file, and its cells. A cell in quotes may go over several lines."""
    # Not splitlines(), which knows more line ends than a table does.
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    for cells in csv.reader(feed(), delimiter=mark, strict=True):
        yield "".join(taken), cells
        taken.clear()


def _taken_apart(text: str, mark: str) -> tuple[list[tuple[str, list[str]]], str]:
    """Every row, and what stands in the way of the next one."""
    rows: list[tuple[str, list[str]]] = []
    try:
        rows.extend(_records(text, mark))
    except csv.Error as error:
        return rows, str(error)
    return rows, ""


def _other_mark(text: str, header: list[str], table: Table | None) -> str:
    """The mark between columns where it is no comma, and every row says so."""
    names = {column.name for column in table.columns} if table else set()
    if len(header) > 1 or (names and names <= set(header)):
        return ""
    for mark in _MARKS:
        found, fault = _taken_apart(text, mark)
        rows = [cells for _, cells in found if any(cell.strip() for cell in cells)]
        if fault or not rows:
            continue
        as_described = names <= {name.strip() for name in rows[0]}
        same_length = len({len(cells) for cells in rows}) == 1 and len(rows[0]) > 1
        if as_described if names else same_length:
            return mark
    return ""


def _note(result: Tidied, what: str, count: int) -> None:
    if count:
        result.mended.append(f"{what} ({count})")


def _drop_blank_rows(rows: list[_Row]) -> int:
    kept = [row for row in rows if any(cell.strip(_SPACES) for cell in row.cells)]
    dropped = len(rows) - len(kept)
    rows[:] = kept
    return dropped


def _drop_blank_columns(rows: list[_Row]) -> int:
    """Columns without a name and without a value; and cells beyond the last column, where all of them are empty."""
    if not rows:
        return 0
    width = len(rows[0].cells)
    widest = max(len(row.cells) for row in rows)
    blank = {
        n
        for n in range(widest)
        if not (n < width and rows[0].cells[n].strip(_SPACES))
        and not any(row.cells[n].strip(_SPACES) for row in rows if n < len(row.cells))
    }
    for row in rows:
        row.put([cell for n, cell in enumerate(row.cells) if n not in blank])
    return len(blank)


def _strip(rows: list[_Row]) -> int:
    return sum(row.put([cell.strip(_SPACES) for cell in row.cells]) for row in rows)


def _tidy_cells(result: Tidied, rows: list[_Row], table: Table) -> None:
    header = rows[0].cells if rows else []
    for column in table.columns:
        if column.name not in header or column.type == "string":
            continue
        place = header.index(column.name)
        cells = [row.cells[place] if place < len(row.cells) else "" for row in rows[1:]]
        converted, doubtful = _dates(cells) if column.type == "date" else _numbers(cells, column.type == "integer")
        count = 0
        for row, new in zip(rows[1:], converted, strict=True):
            if place < len(row.cells):
                count += row.put([*row.cells[:place], new, *row.cells[place + 1 :]])
        kind = "dates written as YYYY-MM-DD" if column.type == "date" else "numbers written in digits with a point"
        _note(result, f"column {column.name}: {kind}", count)
        if doubtful:
            shown = listing([repr(cell) for cell in dict.fromkeys(doubtful)][:_SHOWN])
            what = "could be two days" if column.type == "date" else "could be two numbers"
            result.left.append(f"column {column.name}: {shown} {what}. Write what is meant.")


# --- dates ------------------------------------------------------------------------------------------------------------


def _dates(cells: list[str]) -> tuple[list[str], list[str]]:
    """The cells with every date that can only mean one day as YYYY-MM-DD, and those that could mean two."""
    first = _day_first(cells)
    converted, doubtful = [], []
    for cell in cells:
        new = _date(cell, first)
        converted.append(cell if new is None else new)
        if new is None and _two_days(cell):
            doubtful.append(cell)
    return converted, doubtful


def _day_first(cells: list[str]) -> bool | None:
    """What the column's own dates say of their order: ``None`` where they say nothing, or different things."""
    orders = set()
    for found in filter(None, map(_YEAR_LAST.fullmatch, cells)):
        one, other = _valid(found[4], found[3], found[1]), _valid(found[4], found[1], found[3])
        if (one is None) != (other is None):
            orders.add(one is not None)
    return orders.pop() if len(orders) == 1 else None


def _valid(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _two_days(cell: str) -> bool:
    found = _YEAR_LAST.fullmatch(cell)
    return bool(found and _valid(found[4], found[3], found[1]) and _valid(found[4], found[1], found[3]))


def _date(cell: str, day_first: bool | None) -> str | None:
    """The date as YYYY-MM-DD; ``None`` where the cell is no date, or one of two."""
    if found := _YEAR_FIRST.fullmatch(cell):
        day = _valid(found[1], found[3], found[4])
        return day.isoformat() if day else None
    if found := _YEAR_LAST.fullmatch(cell):
        one, other = _valid(found[4], found[3], found[1]), _valid(found[4], found[1], found[3])
        if one and other and one != other:
            return None if day_first is None else (one if day_first else other).isoformat()
        day = one or other
        return day.isoformat() if day else None
    for form in _NAMED:
        try:
            return dt.datetime.strptime(cell, form).date().isoformat()
        except ValueError:
            continue
    return None


# --- numbers ----------------------------------------------------------------------------------------------------------


def _numbers(cells: list[str], whole: bool) -> tuple[list[str], list[str]]:
    """The cells with every number that can only mean one in digits with a point, and those that could mean two."""
    comma = _comma(cells, whole)
    converted, doubtful = [], []
    for cell in cells:
        new = _number(cell, comma)
        converted.append(cell if new is None else new)
        if new is None and _TWO_NUMBERS.fullmatch(cell) and (whole or "," in cell):
            doubtful.append(cell)
    return converted, doubtful


def _comma(cells: list[str], whole: bool) -> str:
    """What a comma of this column means, by its own cells: ``"."`` a decimal point, ``""``
    nothing, ``"?"`` one or the other.
    """
    decimal = any(_is_decimal_comma(cell) for cell in cells)
    thousands = whole or any(_POINT.fullmatch(cell) or _is_grouped(cell) for cell in cells)
    if decimal:
        return "?" if thousands else "."
    return "" if thousands else "?"


def _is_decimal_comma(cell: str) -> bool:
    """``0,5`` and ``0,125``, but not ``1,840``, which could part thousands."""
    found = _DECIMAL_COMMA.fullmatch(cell)
    return bool(
        found and (len(found[2]) != 3 or len(found[1].lstrip("-−")) > 3 or found[1].lstrip("-−").startswith("0"))
    )


def _is_grouped(cell: str) -> bool:
    """``1,234,567`` and ``1,840.5``: here a comma parts thousands."""
    found = _GROUPED.fullmatch(cell)
    return bool(found and set(re.findall(r"\D", found[2])) == {","} and (len(found[2]) > 4 or found[3]))


def _number(cell: str, comma: str) -> str | None:
    """The number in digits with a point; ``None`` where the cell is none, or could be two."""
    plain = cell.replace("−", "-")
    if found := _GROUPED.fullmatch(plain):
        marks = set(re.findall(r"\D", found[2]))
        if marks != {","}:
            return plain.translate(_NO_GROUPS) if len(marks) == 1 else None
        if comma == "" and not found[1].lstrip("-").startswith("0"):
            return plain.replace(",", "")
    if _POINTS.fullmatch(plain):
        return plain.replace(".", "")
    if comma == "." and _DECIMAL_COMMA.fullmatch(plain):
        return plain.replace(",", ".")
    return plain if plain != cell and re.fullmatch(r"-\d+(\.\d+)?", plain) else None
