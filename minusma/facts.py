"""Facts: numbers with a name, looked up in the tables, that know their source.

``book/data/facts.yml`` defines each fact in a few words (see CONTRIBUTING.md, "Facts"). Prose, questions and the texts of charts
all ask here, so one changed cell changes them together.
"""

from __future__ import annotations

import ast
import datetime as dt
import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from minusma import data, paths
from minusma.errors import ReaderError

FACTS_FILE = "facts.yml"
_KEYS = {"table", "where", "value", "unit", "round", "format", "says", "from"}
_FORMATS = ("number", "unit", "dollars", "percent", "date", "year", "words", "text")
_WORST = ("high", "medium", "low", "unverified")
_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


class FactError(ReaderError):
    """A fact is unknown, empty or wrongly defined; the message names the file, the fact and the remedy."""


@dataclass(frozen=True)
class Fact:
    """One fact: its value, how it is shown, and where it comes from.

    ``value`` is an ``int``, ``float``, ``str`` or ``datetime.date``; ``text`` is what the reader sees; ``sources`` are keys of
    ``references.bib``; ``confidence`` is that of the weakest row used; ``tables`` are the tables it
    reads and ``rows`` the (table, row id) pairs.
    """

    id: str
    value: int | float | str | dt.date
    text: str
    unit: str
    says: str
    sources: tuple[str, ...]
    confidence: str
    tables: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return self.text


def _where(folder: Path) -> str:
    return f"book/{folder.name}/{FACTS_FILE}"


@lru_cache(maxsize=4)
def _definitions(path: Path, stamp: int) -> dict[str, dict[str, Any]]:
    name = _where(path.parent)
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise FactError(f"{name}{line}: not valid YAML ({getattr(error, 'problem', error)}). Look at the indentation.") from None
    if not isinstance(read, dict):
        raise FactError(f"{name}: must be a list of facts, each `topic.name:` with its keys below it.")
    for fact, spec in read.items():
        if not isinstance(spec, dict):
            raise FactError(f"{name}, fact {fact}: needs at least `table`, `value` and `says` below it.")
        unknown = set(spec) - _KEYS
        if unknown:
            raise FactError(
                f"{name}, fact {fact}: unknown key {', '.join(sorted(unknown))}. Known keys: {', '.join(sorted(_KEYS))}."
            )
        if ("table" in spec) == ("from" in spec):
            raise FactError(f"{name}, fact {fact}: give either `table` (rows of a table) or `from` (other facts).")
        for needed in ("value", "says"):
            if needed not in spec:
                raise FactError(f"{name}, fact {fact}: `{needed}` is missing.")
        if spec.get("format", "number") not in _FORMATS:
            raise FactError(f"{name}, fact {fact}: format must be one of {', '.join(_FORMATS)}.")
    return read


def definitions(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Every fact's definition by id, as ``facts.yml`` gives it."""
    path = (folder or paths.data_dir()) / FACTS_FILE
    if not path.is_file():
        raise FactError(f"{path} is missing. It defines every number of the prose; restore it with git.")
    return _definitions(path, path.stat().st_mtime_ns)


def names(folder: Path | None = None) -> list[str]:
    """The ids of all facts."""
    return list(definitions(folder))


def _evaluate(expression: str, scope: dict[str, Any]) -> Any:
    """The value of one pandas expression. Only names of ``scope`` are known; private attributes are refused."""
    tree = ast.parse(str(expression).strip(), mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            raise ValueError(f"may not use the private name {node.attr}")
    allowed = {"len": len, "abs": abs, "min": min, "max": max, "round": round, "int": int, "float": float, "sum": sum}
    return eval(compile(tree, "<fact>", "eval"), {"__builtins__": {}}, {**allowed, **scope})


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        return value.item()
    return value


def _rounded(value: Any, places: int | None) -> Any:
    if places is None or not isinstance(value, int | float):
        return value
    value = round(value, places)
    return int(value) if places <= 0 else value


def _number(value: int | float, places: int | None) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.{places if places and places > 0 else 1}f}"
    if isinstance(value, float) and places and places > 0:
        return f"{value:,.{places}f}"
    return f"{int(value):,}"


def _dollars(value: float) -> str:
    """Dollars with the word million or billion and at most two digits after the point."""
    for size, word in ((1_000_000_000, "billion"), (1_000_000, "million")):
        if abs(value) >= size:
            return f"${value / size:,.2f}".rstrip("0").rstrip(".") + f" {word}"
    return f"${value:,.0f}"


def show(value: Any, style: str = "number", unit: str = "", places: int | None = None) -> str:
    """``value`` as the reader sees it.

    ``style``: ``number`` (thousands separators), ``unit`` (number and unit), ``dollars`` (with million or billion), ``percent``,
    ``date`` (25 April 2013), ``year``, ``words`` (small whole numbers spelled), ``text`` (as it is).
    """
    if style == "date":
        return f"{value.day} {value:%B} {value.year}"
    if style == "year":
        return str(value.year if isinstance(value, dt.date) else int(value))
    if style == "text" or isinstance(value, str):
        return str(value)
    if style == "dollars":
        return _dollars(value)
    number = _number(value, places)
    if style == "percent":
        return f"{number} per cent"
    if style == "words" and isinstance(value, int) and 0 <= value < len(_SMALL):
        return _SMALL[value]
    return f"{number} {unit}" if style == "unit" and unit else number


def get(name: str, folder: Path | None = None) -> Fact:
    """The fact called ``name``.

    Raises ``FactError`` where there is no such fact (the message lists near ones), where no row matches, or where the
    expression fails or gives nothing.
    """
    folder = folder or paths.data_dir()
    known = definitions(folder)
    place = _where(folder)
    if name not in known:
        close = difflib.get_close_matches(name, known, n=3)
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        raise FactError(f"{place}: no fact {name!r}.{hint} Define it there, or mend the name.")
    spec = known[name]
    if "from" in spec:
        parts = {alias: get(other, folder) for alias, other in spec["from"].items()}
        scope: dict[str, Any] = {alias: part.value for alias, part in parts.items()}
        found_sources = tuple(dict.fromkeys(k for part in parts.values() for k in part.sources))
        confidence = max((part.confidence for part in parts.values()), key=_WORST.index)
        used = tuple(dict.fromkeys(t for part in parts.values() for t in part.tables))
        rows = tuple(dict.fromkeys(r for part in parts.values() for r in part.rows))
    else:
        frame = data.load(spec["table"], folder)
        if "where" in spec:
            try:
                frame = frame.query(spec["where"])
            except Exception as error:
                raise FactError(f"{place}, fact {name}: `where: {spec['where']}` cannot be read ({error}).") from None
        if frame.empty:
            raise FactError(f"{place}, fact {name}: no row of {spec['table']}.csv matches `where: {spec.get('where')}`.")
        scope = {column: frame[column] for column in frame.columns} | {"rows": frame}
        found_sources = tuple(dict.fromkeys(k for text in frame["source"] for k in text.split("; ")))
        confidence = max(frame["confidence"].astype(str), key=_WORST.index)
        used = (spec["table"],)
        rows = tuple((spec["table"], row) for row in frame["id"])
    try:
        value = _plain(_evaluate(spec["value"], scope))
    except Exception as error:
        raise FactError(f"{place}, fact {name}: `value: {spec['value']}` fails ({error}).") from None
    if value is not None and value is not pd.NA and value is not pd.NaT and not isinstance(value, int | float | str | dt.date):
        raise FactError(
            f"{place}, fact {name}: `value: {spec['value']}` gives a {type(value).__name__}, not one value. "
            "End it with sum(), max(), iloc[0] or the like."
        )
    if value is None or value is pd.NA or value is pd.NaT or value != value or value == "":
        raise FactError(f"{place}, fact {name}: the value is empty. Fill the cell in the table, or take the fact out.")
    places = spec.get("round")
    value = _rounded(value, places)
    unit = str(spec.get("unit", ""))
    style = spec.get("format") or {"percent": "percent", "US dollars": "dollars"}.get(unit, "number")
    return Fact(name, value, show(value, style, unit, places), unit, spec["says"], found_sources, confidence, used, rows)
