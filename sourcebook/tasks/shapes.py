"""What a live value is, in the few kinds that a task can ask for, and whether two of them are the same."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.typing import DataFrameGroupBy, SeriesGroupBy

from sourcebook.quiz.reading import parse_number, plain_text
from sourcebook.tasks import plotting
from sourcebook.tasks.plotting import Drawing

#: Further digits are those of the machine, and none of the tables.
_NEAR = 1e-9
_MANY = 100_000


@dataclass(frozen=True)
class Shape:
    """A value as a task sees it. ``kind``: ``gap``, ``nothing``, ``missing``, ``number``, ``text``, ``truth``,
    ``values``, ``table``, ``chart``, ``error``, ``method``, ``groups`` or ``thing``; ``value`` is plain.
    """

    kind: str
    value: Any = None


def plain_value(value: Any) -> Any:
    """A number, text or day as plain Python, also from an array of no dimension; anything else as it is."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        value = value.item()
    if isinstance(value, pd.Timestamp | dt.datetime | dt.date) and not pd.isna(value):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < 2**53:
        return int(value)
    return value


def shape(value: Any) -> Shape:
    """What a value is."""
    if value is Ellipsis:
        return Shape("gap")
    if value is None:
        return Shape("nothing")
    if isinstance(value, BaseException):
        return Shape("error", value)
    if (chart := plotting.drawn(value)) is not None:
        return Shape("chart", chart)
    if isinstance(value, pd.DataFrame):
        return Shape("table", value)
    if isinstance(value, pd.Series):
        return Shape("values", value)
    if isinstance(value, DataFrameGroupBy | SeriesGroupBy):
        return Shape("groups")
    value = plain_value(value)
    if isinstance(value, pd.Index | np.ndarray | list | tuple | set | frozenset | range | dict):
        return _several(value)
    if isinstance(value, bool):
        return Shape("truth", value)
    if isinstance(value, int | float):
        return Shape("number", value) if -1e300 < value < 1e300 else Shape("missing")
    if isinstance(value, str):
        return Shape("text", value)
    if value is pd.NA or value is pd.NaT:
        return Shape("missing")
    if isinstance(value, Callable):  # type: ignore[arg-type]
        return Shape("method", getattr(value, "__name__", ""))
    return Shape("thing", type(value).__name__)


def _several(value: Any) -> Shape:
    if isinstance(value, np.ndarray) and value.ndim > 1:
        return Shape("table", pd.DataFrame(value.reshape(value.shape[0], -1)))
    if isinstance(value, dict):
        return Shape("values", pd.Series(list(value.values()), index=pd.Index(list(value), dtype=object), dtype=object))
    return Shape("values", pd.Series(list(value), dtype=object))


def only_one(found: Shape) -> Shape:
    """A table or list of one value is that value: who answers ``[312]`` means 312."""
    value = found.value
    if found.kind == "values" and len(value) == 1:
        return shape(value.iloc[0])
    if found.kind == "table" and value.shape == (1, 1):
        return shape(value.iloc[0, 0])
    return found


def same(value: Shape, wanted: Shape, tolerance: float = 0) -> bool:
    """Whether the value is the wanted one: rows in any order, columns by their names, more columns than asked for."""
    if wanted.kind == "number":
        number = _number(only_one(value))
        return number is not None and _close(number, wanted.value, tolerance)
    if wanted.kind == "text":
        one = only_one(value)
        return one.kind == "text" and plain_text(one.value) == plain_text(wanted.value)
    if wanted.kind == "chart":
        return value.kind == "chart" and _same_chart(value.value, wanted.value)
    if wanted.kind == "values":
        return _same_values(value, wanted.value, tolerance)
    if wanted.kind == "table":
        return value.kind == "table" and _same_table(value.value, wanted.value)
    return value == wanted


def _number(found: Shape) -> float | None:
    if found.kind == "text":
        return parse_number(found.value)
    return found.value if found.kind == "number" else None


def _close(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance + _NEAR * max(1.0, abs(other))


def _same_chart(one: Drawing, other: Drawing) -> bool:
    def kind(drawing: Drawing) -> str:
        return "bar" if drawing.kind == "barh" else drawing.kind

    ours, theirs = (sorted(map(float, drawing.points["y"])) for drawing in (one, other))
    if kind(one) != kind(other) or len(ours) != len(theirs):
        return False
    return all(_close(a, b, 0) for a, b in zip(ours, theirs, strict=True)) and _in_order(one, other)


def _in_order(one: Drawing, other: Drawing) -> bool:
    """A line runs from left to right: its values stand in the order of what is across."""
    if one.kind != "line":
        return True
    return all(_close(a, b, 0) for a, b in zip(one.points["y"], other.points["y"], strict=True))


def _same_values(value: Shape, wanted: pd.Series, tolerance: float) -> bool:
    given = value.value
    if value.kind == "table":
        given = _as_values(given)
    if not isinstance(given, pd.Series) or len(given) != len(wanted):
        return False
    labelled = not isinstance(given.index, pd.RangeIndex) and not isinstance(wanted.index, pd.RangeIndex)
    if not labelled:
        return _alike(list(given), list(wanted), tolerance)
    ours, theirs = ({_cell(k): v for k, v in zip(s.index, s, strict=True)} for s in (given, wanted))
    if len(ours) != len(given) or ours.keys() != theirs.keys():
        return False
    return all(_alike([ours[key]], [theirs[key]], tolerance) for key in ours)


def _as_values(frame: pd.DataFrame) -> pd.Series | None:
    """A table of one column, or of names and one column, as values."""
    if frame.shape[1] == 1:
        return frame.iloc[:, 0]
    return pd.Series(list(frame.iloc[:, 1]), index=frame.iloc[:, 0]) if frame.shape[1] == 2 else None


def _alike(ours: list[Any], theirs: list[Any], tolerance: float) -> bool:
    def key(value: Any) -> tuple[bool, float, str]:
        cell = _cell(value)
        return (isinstance(cell, str), 0.0 if isinstance(cell, str) else float(cell), str(cell))

    for one, other in zip(sorted(ours, key=key), sorted(theirs, key=key), strict=True):
        a, b = _cell(one), _cell(other)
        if isinstance(a, str) or isinstance(b, str):
            if a != b:
                return False
        elif not _close(a, b, tolerance):
            return False
    return True


def _same_table(given: pd.DataFrame, wanted: pd.DataFrame) -> bool:
    if given.columns.nlevels > 1 or len(given) != len(wanted) or len(given) > _MANY:
        return False
    if missing_columns(given, wanted):
        given = given.reset_index()
    if missing_columns(given, wanted):
        return False
    names = list(wanted.columns)
    return _rows(given[names]) == _rows(wanted)


def missing_columns(given: pd.DataFrame, wanted: pd.DataFrame) -> list[str]:
    """The columns that were asked for and are not there."""
    return [str(name) for name in wanted.columns if name not in given.columns]


def _rows(frame: pd.DataFrame) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(map(_cell, row)) for row in frame.itertuples(index=False, name=None))


def _cell(value: Any) -> Any:
    """What of a cell counts when two are compared: a rounded number, or a text."""
    value = plain_value(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return round(float(value), 6)
    try:
        missing = value is None or pd.isna(value)
    except (TypeError, ValueError):
        missing = False
    return "" if missing is True else str(value)
