"""Tables as a workbook for a spreadsheet: a sheet a table, and sheets that say what they are, what their columns mean
and where their rows come from.

XlsxWriter, which writes it, comes with the extra ``book``. The same tables give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd

from sourcebook import sources
from sourcebook.book import Book
from sourcebook.data.load import load
from sourcebook.data.schema import Column, table
from sourcebook.data.show import is_name
from sourcebook.text import spreadsheet_cell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Names with a blank in them: no table has one.
ABOUT, MEANING, ORIGIN = "About the tables", "What the columns mean", "Where rows come from"
#: What a spreadsheet holds in a cell, in the name of a sheet, and in a number without losing digits.
LONGEST_TEXT, LONGEST_NAME, GREATEST = 32_767, 31, 10**15
#: A spreadsheet knows no day before 1900, and its first two months are a day off.
FIRST_DAY = pd.Timestamp("1900-03-01")
_WIDEST = 60  # letters
#: The same for every workbook: when a file was made is not of the tables.
_MADE = dt.datetime(2000, 1, 1)


def available() -> bool:
    """Whether what writes workbooks is installed."""
    return find_spec("xlsxwriter") is not None


def sheet_names(names: Iterable[str]) -> dict[str, str]:
    """The sheet of each table: its name, shortened where a spreadsheet would refuse it."""
    found: dict[str, str] = {}
    for name in names:
        # Some spreadsheets keep the name “history” for themselves.
        short = f"{name}_" if name.lower() == "history" else name[:LONGEST_NAME]
        number = 2
        while short in found.values():
            short = f"{name[: LONGEST_NAME - 3]}~{number}"
            number += 1
        found[name] = short
    return found


def write(book: Book, title: str, names: Sequence[str]) -> bytes:
    """The tables with these names as one workbook, called ``title``."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as file:
        identity = book.identity
        file.set_properties({"title": _called(title), "author": identity.authors, "created": _MADE})
        pen = _Pen(file)
        sheets = sheet_names(names)
        pages = {sheet: file.add_worksheet(sheet) for sheet in (ABOUT, *sheets.values(), MEANING, ORIGIN)}
        _about(book, title, sheets, pages[ABOUT], pen)
        for name, sheet in sheets.items():
            _rows(book, name, pages[sheet], pen)
        meaning = [
            [sheet, column.name, column.type, column.unit, column.description, ", ".join(column.allowed)]
            for name, sheet in sheets.items()
            for column in table(book, name).columns
        ]
        pen.grid(pages[MEANING], ["sheet", "column", "type", "unit", "meaning", "one of"], meaning)
        keys = sorted({key for name in names for key in load(book, name).attrs["sources"]})
        origin = [[key, sources.cite(book, key), sources.link(book, key)] for key in keys]
        pen.grid(pages[ORIGIN], ["source", "what it is", "address"], origin)
    return content.getvalue()


def _called(title: str) -> str:
    return f"The tables of “{title}”"


def _about(book: Book, title: str, sheets: dict[str, str], page: Worksheet, pen: _Pen) -> None:
    identity = book.identity
    lines = [
        _called(title),
        f"From “{identity.title}”, version {identity.installed_version}. {identity.licence.text}: "
        f"{identity.licence.address}",
        f"A row is one fact. Its source is a key of the sheet “{ORIGIN}”, its confidence says how sure it is.",
    ]
    for number, line in enumerate(lines):
        page.write_string(number, 0, line, pen.head if number == 0 else None)
    rows = []
    for name, sheet in sheets.items():
        of = table(book, name)
        said = [of.title, of.description, of.origin, of.method, of.gaps, f"{of.licence}: {of.licence_url}"]
        rows.append([sheet, *said])
    head = ["sheet", "title", "what it says", "origin", "how it was made", "gaps", "licence"]
    pen.grid(page, head, rows, len(lines) + 1)


def _rows(book: Book, name: str, page: Worksheet, pen: _Pen) -> None:
    frame = load(book, name)
    columns = table(book, name).columns
    cells = [_cells(column, frame[column.name]) for column in columns]
    kinds = [pen.name if is_name(column.name, column.unit) else pen.number for column in columns]
    pen.grid(page, [column.name for column in columns], list(zip(*cells, strict=True)), numbers=kinds)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(frame), len(columns) - 1)


def _cells(column: Column, values: pd.Series) -> list[Any]:
    """A column as numbers, days and texts. A column of days is texts where one is older than a spreadsheet's first:
    one that is half of each would be sorted wrongly.
    """
    days = column.type == "date" and bool((values.dropna() >= FIRST_DAY).all())

    def cell(value: Any) -> Any:
        if pd.isna(value):
            return ""
        if column.type == "date":
            return value.to_pydatetime() if days else value.date().isoformat()
        return value if column.type in ("integer", "number") and abs(value) < GREATEST else str(value)

    return [cell(value) for value in values]


class _Pen:
    """Writes cells, each as what it is."""

    def __init__(self, file: Any) -> None:
        above: dict[str, Any] = {"valign": "top"}
        self.head: Format = file.add_format({**above, "bold": True})
        self.text: Format = file.add_format({**above, "text_wrap": True})
        # Stays a text when somebody edits the cell, too.
        self.quoted: Format = file.add_format({**above, "text_wrap": True, "quote_prefix": True})
        self.day: Format = file.add_format({**above, "num_format": "yyyy-mm-dd", "align": "left"})
        self.number: Format = file.add_format({**above, "num_format": "#,##0"})
        self.part: Format = file.add_format(above)
        self.name: Format = file.add_format({**above, "num_format": "0"})

    def grid(
        self,
        page: Worksheet,
        head: Sequence[str],
        rows: Sequence[Sequence[Any]],
        top: int = 0,
        numbers: Sequence[Format] = (),
    ) -> None:
        """A table whose heads stand in the row ``top``; ``numbers``: how those of each column look."""
        for place, name in enumerate(head):
            page.write_string(top, place, name, self.head)
            texts = [row[place] if isinstance(row[place], str) else "0" * 10 for row in rows]
            page.set_column(place, place, min(_WIDEST, max(map(len, [name, *texts])) + 3))
        for number, row in enumerate(rows, top + 1):
            for place, value in enumerate(row):
                self._cell(page, number, place, value, numbers[place] if numbers else self.number)

    def _cell(self, page: Worksheet, row: int, place: int, value: Any, number: Format) -> None:
        if isinstance(value, dt.datetime):
            page.write_datetime(row, place, value, self.day)
        elif not isinstance(value, str):
            page.write_number(row, place, value, number if value == int(value) else self.part)
        elif value:
            text = value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
            page.write_string(row, place, text, self.quoted if spreadsheet_cell.looks_like(text) else self.text)
