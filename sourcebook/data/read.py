"""Read one CSV table strictly: a broken row is refused with file, line, column and reason."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from sourcebook.data.schema import Column, DataError, Table
from sourcebook.text.damaged import damage
from sourcebook.text.parsed import once
from sourcebook.text.textfile import read_text
from sourcebook.text.wording import counted, did_you_mean

_GREATEST = 2**63 - 1
#: More required cells than these do not stay empty by mistake: the row is something else.
_MANY = 2
# Forms that data dictionaries ask for, in words. Another one is explained by `form` in the
# dictionary, or by a cell that has it.
_FORMS = {
    "[a-z0-9]+(-[a-z0-9]+)*": "must be lower-case words or digits joined by dashes, like flood-2001",
    "[a-z0-9-]+": "must be lower-case letters, digits and dashes, like flood-2001",
    "[a-z0-9_]+": "must be lower-case letters, digits and underscores, like floods_by_town",
    "[a-z0-9-]+(; [a-z0-9-]+)*": "must be keys of sources in lower case, parted by a semicolon and a blank, "
    "like a-2001; b-2002",
}
# What a cell may hold of the characters that nobody sees: a line break within quotes.
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_PAIRS = (("", "_end"), ("_from", "_to"), ("_start", "_end"), ("_first", "_last"))
_WHOLE = {"from": "to", "start": "end", "first": "last"}


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]+", text):
        raise ValueError(f"is not a whole number (write digits only, without separators{_foreign(text)})")
    value = int(text)
    if abs(value) > _GREATEST:
        raise ValueError(f"is too large: a whole number has at most {len(str(_GREATEST)) - 1} digits here")
    return value


def _number(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise ValueError(f"is not a number (write digits, with a point for decimals{_foreign(text)})")
    value = float(text)
    if abs(value) > 1e300:
        raise ValueError("is too large to count with")
    return value


def _date(text: str) -> dt.date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"is not a date in the form YYYY-MM-DD{_foreign(text)}")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


def _foreign(text: str) -> str:
    odd = next((c for c in text if not c.isascii() and c.isnumeric()), "")
    return f"; {odd} is a digit of another script, write 0 to 9" if odd else ""


_PARSERS: dict[str, Callable[[str], Any]] = {"string": str, "integer": _integer, "number": _number, "date": _date}


def _check(column: Column, value: Any, text: str) -> None:
    rules = column.constraints
    if column.allowed and value not in column.allowed:
        near = did_you_mean(text, column.allowed, 1)
        raise ValueError(f"is not one of: {', '.join(column.allowed)}{near and '.'}{near.rstrip('?')}")
    if "minimum" in rules and value < rules["minimum"]:
        raise ValueError(f"is below the smallest allowed value, {rules['minimum']}")
    if "maximum" in rules and value > rules["maximum"]:
        raise ValueError(f"is above the largest allowed value, {rules['maximum']}")
    if "pattern" in rules and not re.fullmatch(rules["pattern"], text):
        raise _WrongForm(_form(column))


class _WrongForm(ValueError):
    """The cell does not have the form of its column; what that is may be shown by another cell."""


def _form(column: Column) -> str:
    """What the cells of the column must look like, in words; empty where only an example can say it."""
    if column.constraints.get("form"):
        return f"must be {column.constraints['form']}"
    return _FORMS.get(column.constraints["pattern"], "")


def _check_sources(text: str, known: set[str]) -> None:
    for key in text.split("; "):
        if key not in known:
            raise ValueError(
                f"names {key!r}, which is not in book/references.bib.{did_you_mean(key, known)} Add the source there, "
                "or mend the key"
            )


def _seen_only(text: str) -> None:
    """Raise where the text holds a character that nobody sees, or a mark that stands for a letter that was lost."""
    if text.isprintable() and "\ufffd" not in text:
        return  # as nearly all do, and this is looked up at once
    for character in text:
        kind = unicodedata.category(character)
        if (kind in _UNSEEN and character not in "\n\r\t") or character == "\ufffd":
            name = unicodedata.name(character, "a control character").lower()
            raise ValueError(
                f"holds {'the sign of a lost letter' if kind not in _UNSEEN else 'an invisible character'} "
                f"(U+{ord(character):04X}, {name}). Write the cell again by hand"
            )


def _cell(column: Column, text: str) -> Any:
    _seen_only(text)
    for _, reason in damage(text):
        raise ValueError(f"is damaged: {reason.rstrip('.')}")
    if text != text.strip():
        raise ValueError("begins or ends with a space; take it away")
    if text == "":
        if column.constraints.get("required"):
            raise ValueError("is empty, but the column must have a value in every row")
        return None
    value = _PARSERS[column.type](text)
    _check(column, value, text)
    return value


def _header(table: Table, header: list[str]) -> None:
    """Raise ``DataError`` where the first line of the file is not the names of the columns."""
    names = [c.name for c in table.columns]
    if header == names:
        return
    wrong = f"{table.file}, line 1: the header must be {','.join(names)}"
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if mark in "".join(header) and len(names) > 1:
            raise DataError(
                f"{wrong}, but its columns are parted by {called}. Save the file again with commas between columns."
            )
    if header[: len(names)] == names and not any(map(str.strip, header[len(names) :])):
        raise DataError(
            f"{wrong}, but {len(header) - len(names)} empty columns follow. Delete the empty columns to the right, "
            "and save again."
        )
    missing, extra = [n for n in names if n not in header], [n for n in header if n not in names]
    parts = [
        f"{problem}: {', '.join(name or 'a column without a name' for name in found)}"
        for problem, found in (("missing", missing), ("not in the dictionary", extra))
        if found
    ]
    twice = sorted({n for n in header if header.count(n) > 1 and n in names})
    if twice and not parts:
        parts = [f"stands twice: {', '.join(twice)}"]
    raise DataError(
        f"{wrong} ({'; '.join(parts) or 'the order differs'}). Mend the header, or datapackage.json where the table "
        "has changed."
    )


def read(table: Table, known_sources: set[str] | None = None) -> tuple[list[dict[str, Any]], list[DataError]]:
    """Every row of the table as a dict of typed values (``None`` for an empty cell), and
    everything that is wrong with the table.

    A broken row is left out. What is wrong: a missing file, a wrong header, cells that break a rule of the data
    dictionary or, in the column ``source``, name what is not among the known sources, dates against each other.
    """
    if not table.path.is_file():
        missing = f"{table.file} is missing, but datapackage.json lists it. Restore it, or take the resource out."
        return [], [DataError(missing)]
    try:
        text = read_text(table.path, table.file, DataError, cells=True)
    except DataError as error:
        return [], [error]
    kind = f"rows {table!r} {sorted(known_sources or ())} {known_sources is None}"
    return once(kind, text, lambda: _read(table, text, known_sources))


def _read(table: Table, text: str, known_sources: set[str] | None) -> tuple[list[dict[str, Any]], list[DataError]]:
    found: list[dict[str, Any]] = []
    faults: list[DataError] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        # A row may have several lines; where it begins is where an author looks.
        begins = 1
        try:
            _header(table, next(reader, []))
            begins = reader.line_num + 1
            seen: dict[str, dict[str, int]] = {c.name: {} for c in table.columns if c.constraints.get("unique")}
            for cells in reader:
                row, wrong = _row(table, cells, begins, known_sources, seen)
                faults += wrong
                found += [row] if not wrong else []
                begins = reader.line_num + 1
        except csv.Error as error:
            reason = f"the row that begins here cannot be read ({error}). Look for a lone double quote."
            raise DataError(f"{table.file}, line {begins}: {reason}") from None
    except DataError as error:
        faults.append(error)
    if not found and not faults:
        reason = "no rows below the header. A table without rows cannot be drawn or counted. Add one."
        faults.append(DataError(f"{table.file}: {reason}"))
    return found, faults


def _row(
    table: Table, cells: list[str], line: int, known_sources: set[str] | None, seen: dict[str, dict[str, int]]
) -> tuple[dict[str, Any], list[DataError]]:
    """One row, and what is wrong with it."""
    place = f"{table.file}, line {line}"
    if not any(cells):
        return {}, [DataError(f"{place}: the line is blank. Take it out.")]
    if len(cells) != len(table.columns):
        for mark, called in ((";", "semicolons"), ("\t", "tabs")):
            if len(cells) == 1 and cells[0].count(mark) >= len(table.columns) - 1:
                return {}, [DataError(f"{place}: the cells are parted by {called}. Write commas between them.")]
        reason = f"{counted(len(cells), 'cell')}, but the table has {counted(len(table.columns), 'column')}. "
        return {}, [DataError(f"{place}: {reason}A text with a comma in it needs double quotes around it.")]
    row: dict[str, Any] = {}
    faults: list[DataError] = []
    empty = [
        column.name
        for column, text in zip(table.columns, cells, strict=True)
        if not text and column.constraints.get("required")
    ]
    if len(empty) > _MANY:
        reason = (
            f"{', '.join(empty)} are empty. A row is one fact: fill them, or take it out, if it is a total or a remark."
        )
        return {}, [DataError(f"{place}: {reason}")]
    for column, text in zip(table.columns, cells, strict=True):
        try:
            row[column.name] = value = _cell(column, text)
            if column.name == "source" and value is not None and known_sources is not None:
                _check_sources(value, known_sources)
            if column.name in seen and value is not None:
                first = seen[column.name].setdefault(str(value), line)
                if first != line:
                    raise ValueError(f"stands already in line {first}; it must be unique. Write another")
        except _WrongForm as form:
            reason = str(form) or _by_example(table, column)
            faults.append(DataError(f"{place}, column {column.name}: {text!r} does not have the form: it {reason}."))
        except ValueError as reason:
            faults.append(DataError(f"{place}, column {column.name}: {text!r} {reason}."))
    if not faults:
        faults = [DataError(f"{place}, column {name}: {reason}") for name, reason in _dates(row)]
    return row, faults


def _by_example(table: Table, column: Column) -> str:
    """What a cell must look like, by one of the same column that does."""
    text = read_text(table.path, table.file, DataError, cells=True)
    for cells in csv.DictReader(io.StringIO(text, newline="")):
        good = cells.get(column.name)
        if good and re.fullmatch(column.constraints["pattern"], good):
            return f"must look like {good!r}"
    return "must be as datapackage.json says under `pattern`"


def _dates(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Column and reason where a row's dates cannot be right together."""
    for name, value in row.items():
        if not isinstance(value, dt.date):
            continue
        others = [name.removesuffix(a) + b for a, b in _PAIRS if name.endswith(a)] + [_WHOLE.get(name, "")]
        for other in others:
            end = row.get(other) if other != name else None
            if isinstance(end, dt.date) and end < value:
                yield other, f"{end} lies before {name}, {value}. Mend one of the two."
    precision, date = row.get("precision"), row.get("date")
    if not isinstance(date, dt.date):
        return
    if precision in ("month", "year", "about") and date.day != 1:
        reason = (
            f"{date} names a day, but precision says {precision!r}. Write {date:%Y-%m}-01, or set precision to day."
        )
        yield "date", reason
    elif precision == "year" and date.month not in (1, 7):
        yield (
            "date",
            f"{date} names a month, but precision says 'year'. Write {date:%Y}-01-01 (or -07-01 for the mean of a "
            "year), or set precision to month.",
        )


def rows(table: Table, known_sources: set[str] | None = None) -> list[dict[str, Any]]:
    """Every row of the table; raises ``DataError`` for the first thing that is wrong."""
    found, faults = read(table, known_sources)
    if faults:
        raise faults[0]
    return found
