"""How a data frame looks in a notebook and in the book: one row of headings, thousands
parted, no decimals that nobody counted.
"""

from __future__ import annotations

import math
import re
import sys
from html import escape
from typing import Any, cast

import pandas as pd

from sourcebook.data.schema import NAMING_UNITS
from sourcebook.text import html_table
from sourcebook.text.html_table import Cell, Row

# JupyterLab sets every cell to the right, words too, by a rule of two classes: the class said three times goes before
# it. The book has these rules in its own style sheet and drops the element.
_STYLE = (
    "<style scoped>.dataframe.dataframe.dataframe :is(td, th) { text-align: left; } .dataframe.dataframe.dataframe .n "
    "{ text-align: right; } .dataframe .day { white-space: nowrap; } .dataframe .sentence { min-width: 14em; }</style>"
)
# Columns whose numbers name a thing and count nothing, also where a notebook has made the column: the year 2012.
_NAMES = re.compile(r"year|order|number", re.IGNORECASE)
_LONG = 28  # letters; a column that holds more is of sentences and keeps room for them on a phone


def _text(value: Any, name: bool) -> str:
    """One value as a reader wants it: 227,930 people, but the year 2012; nothing where nothing is known.

    ``name``: it counts nothing.
    """
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else str(value)
    if isinstance(value, bool) or not pd.api.types.is_number(value):
        return str(value)
    if name:
        return f"{value:g}"
    value = cast("float", value)
    if not math.isfinite(value):
        return str(value)
    short = f"{value:,.2f}".rstrip("0").rstrip(".")
    # What is not zero does not look like it.
    return f"{value:.1g}" if value and short in ("0", "-0") else short


def breakable(text: str) -> str:
    """The text as HTML. A name that a program uses may break where a reader would pause, and stays what is typed."""
    return escape(text).replace("_", "_<wbr>")


def _column(values: pd.Series | pd.Index, unit: str = "") -> tuple[list[str], dict[str, str]]:
    """The texts of a column as HTML and the attributes of its cells: counts stand to the right,
    names and words to the left, days in one line.
    """
    name = is_name(str(values.name or ""), unit)
    texts = [_text(value, name) for value in values]
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        kind = "" if name else "n"
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        kind = "day"
    else:
        kind = "sentence" if max(map(len, texts), default=0) > _LONG else ""
    return [breakable(text) for text in texts], {"class": kind} if kind else {}


def columns(frame: pd.DataFrame) -> list[tuple[list[str], dict[str, str]]]:
    """Of each column the texts of its cells as HTML, and the attributes of each of them."""
    units = frame.attrs.get("units", {})
    return [_column(values, units.get(name, "")) for name, values in frame.items()]


def cell_text(value: Any, column: str, unit: str = "") -> str:
    """One value as a table shows it; numbers of a column that names things, such as a year, are not parted.

    ``unit``: of the column, as the dictionary of its table says.
    """
    return _text(value, is_name(column, unit))


def is_name(column: str, unit: str = "") -> bool:
    """Whether the numbers of a column name things and count nothing, as years do."""
    return unit in NAMING_UNITS or bool(_NAMES.search(column))


def html(frame: pd.DataFrame) -> str:
    """The table of ``frame`` as HTML.

    The row numbers of a table of the book say nothing and are left out. What this cannot show well (several levels of
    headings, more rows than pandas would show) is left to pandas.
    """
    if frame.columns.nlevels > 1 or frame.index.nlevels > 1 or len(frame) > pd.get_option("display.max_rows"):
        return str(frame._repr_html_())  # type: ignore[operator]
    numbered = frame.index.name is None and pd.api.types.is_integer_dtype(frame.index.dtype) and "name" in frame.attrs
    shown = columns(frame)
    heads = [Cell(escape(str(name)), "col", kind) for name, (_, kind) in zip(frame.columns, shown, strict=True)]
    rows = [[Cell(texts[row], "", kind) for texts, kind in shown] for row in range(len(frame))]
    if not numbered:
        name = frame.index.name or frame.columns.name
        heads.insert(0, Cell(escape(str(name)), "col") if name else Cell(""))
        unit = frame.attrs.get("units", {}).get(frame.index.name, "")
        for cells, text in zip(rows, _column(frame.index, unit)[0], strict=True):
            cells.insert(0, Cell(text, "row"))
    table = html_table.table(heads, map(Row, rows), attributes={"border": "1", "class": "dataframe"})
    return f"<div>{_STYLE}\n{table}\n</div>"


def install() -> None:
    """Show data frames this way in the notebook that runs, if one does."""
    if "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, html)
