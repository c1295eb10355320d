"""Read one CSV table strictly: a broken row is refused with file, line, column and reason."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from sourcebook.data.schema import Column, DataError, Table
from sourcebook.text.wording import did_you_mean


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d+", text):
        raise ValueError("is not a whole number (write digits only, without separators)")
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise ValueError("is not a number (write digits, with a point for decimals)")
    return float(text)


def _date(text: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("is not a date in the form YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


_PARSERS: dict[str, Callable[[str], Any]] = {"string": str, "integer": _integer, "number": _number, "date": _date}


def _check(column: Column, value: Any, text: str) -> None:
    rules = column.constraints
    if column.allowed and value not in column.allowed:
        raise ValueError(f"is not one of: {', '.join(column.allowed)}")
    if "minimum" in rules and value < rules["minimum"]:
        raise ValueError(f"is below the smallest allowed value, {rules['minimum']}")
    if "maximum" in rules and value > rules["maximum"]:
        raise ValueError(f"is above the largest allowed value, {rules['maximum']}")
    if "pattern" in rules and not re.fullmatch(rules["pattern"], text):
        raise ValueError(f"does not have the form {rules['pattern']}")


def _check_sources(text: str, known: set[str]) -> None:
    for key in text.split("; "):
        if key not in known:
            raise ValueError(
                f"names {key!r}, which is not in book/references.bib.{did_you_mean(key, known)} Add the source there, or mend the key"
            )


def _cell(column: Column, text: str) -> Any:
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
    missing, extra = [n for n in names if n not in header], [n for n in header if n not in names]
    parts = [
        f"{said}: {', '.join(found)}"
        for said, found in (("missing", missing), ("not in the dictionary", extra))
        if found
    ]
    raise DataError(f"{wrong} ({'; '.join(parts) or 'the order differs'}).")


def rows(table: Table, known_sources: set[str] | None = None) -> list[dict[str, Any]]:
    """Every row of the table as a dict of typed values (``None`` for an empty cell).

    Raises ``DataError`` for a missing file, a wrong header, or the first cell that breaks a rule of the data dictionary or, in the column
    ``source``, names what is not among the known sources.
    """
    if not table.path.is_file():
        raise DataError(
            f"{table.file} is missing, but datapackage.json lists it. Restore it, or take the resource out."
        )
    names = [c.name for c in table.columns]
    seen: dict[str, dict[str, int]] = {c.name: {} for c in table.columns if c.constraints.get("unique")}
    found: list[dict[str, Any]] = []
    # With or without the mark that some spreadsheets put at the beginning.
    with table.path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.reader(handle, strict=True)
        try:
            _header(table, next(reader, []))
            for cells in reader:
                line = reader.line_num
                if not any(cells):
                    raise DataError(f"{table.file}, line {line}: the line is blank. Take it out.")
                if len(cells) != len(names):
                    raise DataError(
                        f"{table.file}, line {line}: {len(cells)} cells, but the table has {len(names)} columns. "
                        "A text with a comma in it needs double quotes around it."
                    )
                row: dict[str, Any] = {}
                for column, text in zip(table.columns, cells, strict=True):
                    try:
                        row[column.name] = value = _cell(column, text)
                        if column.name == "source" and value is not None and known_sources is not None:
                            _check_sources(value, known_sources)
                        if column.name in seen and value is not None:
                            first = seen[column.name].setdefault(str(value), line)
                            if first != line:
                                raise ValueError(f"stands already in line {first}; it must be unique")
                    except ValueError as reason:
                        raise DataError(
                            f"{table.file}, line {line}, column {column.name}: {text!r} {reason}."
                        ) from None
                found.append(row)
        except csv.Error as error:
            raise DataError(
                f"{table.file}, line {reader.line_num}: the row cannot be read ({error}). Look for a lone double quote."
            ) from None
        except UnicodeDecodeError:
            raise DataError(f"{table.file}: not UTF-8. Save the file again with the encoding UTF-8.") from None
    if not found:
        raise DataError(f"{table.file}: no rows below the header. A table without rows cannot be drawn or counted.")
    return found
