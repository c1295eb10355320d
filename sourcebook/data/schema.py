"""The data dictionary: what ``datapackage.json`` says of every table and column."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text import reads
from sourcebook.text.textfile import read_text
from sourcebook.text.wording import did_you_mean

PACKAGE_FILE = "datapackage.json"
TYPES = ("string", "integer", "number", "date")
#: Units of columns whose numbers name a thing and count nothing: the year 2012, part 7 of a series.
NAMING_UNITS = ("year", "number")
_OF_TABLE = (
    *("name", "path", "title", "description", "licenses", "origin", "method", "gaps", "schema", "profile"),
    *("mediatype", "encoding", "format", "sources", "bytes", "hash", "own"),
)
_OF_COLUMN = ("name", "title", "type", "description", "unit", "constraints", "format", "form", "separates", "example")
_OF_RULES = ("required", "unique", "pattern", "minimum", "maximum", "enum", "minLength", "maxLength")
_CALLED = {
    dict: "an object, in {braces}",
    list: "a list, in [brackets]",
    str: "text",
    (int, float): "a number",
    bool: "true or false",
}


class DataError(ReaderError):
    """A table, a row or the dictionary is not as it must be; the message says where and what to do."""


@dataclass(frozen=True)
class Column:
    """One column: its meaning, its type and what its values may be."""

    name: str
    type: str
    description: str
    unit: str = ""
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> list[str]:
        """The allowed values in their order, or an empty list."""
        return list(self.constraints.get("enum", []))


@dataclass(frozen=True)
class Table:
    """One table: where its file is and what is known of it."""

    name: str
    path: Path
    title: str
    description: str
    origin: str
    method: str
    gaps: str
    licence: str
    licence_url: str
    columns: tuple[Column, ...]
    #: Whether the book itself makes its rows, as it does those that say how its numbers were checked.
    own: bool = False

    @property
    def file(self) -> str:
        """File name as an author knows it, for messages."""
        return f"book/data/{self.path.name}"


def _wrong(where: str, reason: str) -> DataError:
    return DataError(f"book/data/{PACKAGE_FILE}{where}: {reason}")


def _has(entry: Any, key: str, kind: Any, where: str, default: Any = None) -> Any:
    """``entry[key]``, which must be of this kind; without a default it must be there, and not be empty."""
    if not isinstance(entry, dict):
        raise _wrong(where, f"must be {_CALLED[dict]}.")
    value = entry.get(key, default)
    if value is None or (default is None and value in ("", [], {})):
        raise _wrong(where, f"`{key}` is missing or empty. Add it.")
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _wrong(where, f"`{key}` must be {_CALLED[kind]}.")
    return value


def _no_slip(entry: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    """Raise ``DataError`` for a key that looks like a known one; any other is right in a data package."""
    for key in entry:
        if key not in known and (near := did_you_mean(key, [name for name in known if name not in entry], 1)):
            raise _wrong(where, f"unknown key `{key}`.{near} Mend its name.")


def not_json(error: json.JSONDecodeError) -> str:
    """What is wrong with a JSON file, in an author's words."""
    words = {
        "Expecting ',' delimiter": "a comma is missing before this place, or a bracket is not closed",
        "Expecting property name enclosed in double "
        "quotes": "a comma too many before a brace, or a name without double quotes",
        "Expecting value": "a value is missing here, or a comma stands before the closing bracket",
        "Expecting ':' delimiter": "a colon is missing behind the name",
        "Unterminated string starting at": "a text is not closed with a double quote",
        "Extra data": "something stands behind the end of the file",
        "Illegal trailing comma before end of object": "a comma too many before a brace",
        "Illegal trailing comma before end of array": "a comma too many before a bracket",
    }
    lines = error.doc.splitlines()
    here = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
    if printed := re.search("[“”„‟]", re.sub(r'"(?:[^"\\]|\\.)*"', "", here)):
        return f'not valid JSON: {printed[0]} is a quote of print. Write straight ones: ".'
    return f"not valid JSON: {words.get(error.msg, error.msg)}. Mend the line, or the one before it."


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> dict[str, Any]:
    try:
        descriptor = json.loads(read_text(path, f"book/data/{PACKAGE_FILE}", DataError))
    except json.JSONDecodeError as error:
        raise _wrong(f", line {error.lineno}", not_json(error)) from None
    _has(descriptor, "resources", list, "")
    return descriptor


def _file(book: Book) -> tuple[Path, int]:
    """The dictionary and when it was written."""
    path = book.data_dir / PACKAGE_FILE
    if not path.is_file():
        raise DataError(f"{path} is missing. It holds the data dictionary; restore it with git.")
    return path, reads.stamp(path)


def package(book: Book) -> dict[str, Any]:
    """The whole of ``datapackage.json`` as plain values."""
    return _read(*_file(book))


@lru_cache(maxsize=4)
def _tables(path: Path, stamp: int) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for number, resource in enumerate(_read(path, stamp)["resources"], 1):
        file = path.parent / _has(resource, "path", str, f", resource {number}")
        if file.suffix == ".csv":
            _is_there(file)
            found[file.stem] = _table(resource, file)
    return found


def _is_there(file: Path) -> None:
    """Raise ``DataError`` where the file of a table is missing and another one is called nearly so.

    One that is missing altogether leaves the others as they are.
    """
    if file.is_file() or not file.parent.is_dir():
        return
    near = get_close_matches(file.stem, [path.stem for path in file.parent.glob("*.csv")], n=1, cutoff=0.8)
    if near:
        where, reason = f", table {file.stem}", f"the file {file.name!r} is not there. Did you mean {near[0]}.csv?"
        raise _wrong(where, f"{reason} Mend `path`, or the file's name.")


def tables(book: Book) -> dict[str, Table]:
    """Every table of the dictionary by name, in its order. A table is named as its file, without ``.csv``."""
    return dict(_tables(*_file(book)))


def _table(resource: dict[str, Any], path: Path) -> Table:
    where = f", table {path.stem}"
    _no_slip(resource, _OF_TABLE, where)
    licence = _has(resource, "licenses", list, where)[0]
    fields = _has(_has(resource, "schema", dict, where), "fields", list, where)
    return Table(
        name=path.stem,
        path=path,
        title=_has(resource, "title", str, where),
        description=_has(resource, "description", str, where, ""),
        origin=_has(resource, "origin", str, where, ""),
        method=_has(resource, "method", str, where, ""),
        gaps=_has(resource, "gaps", str, where, ""),
        licence=_has(licence, "title", str, f"{where}, licence"),
        licence_url=_has(licence, "path", str, f"{where}, licence"),
        columns=tuple(_column(descriptor, f"{where}, column {number}") for number, descriptor in enumerate(fields, 1)),
        own=_has(resource, "own", bool, where, False),
    )


def _column(descriptor: Any, where: str) -> Column:
    name = _has(descriptor, "name", str, where)
    where = f"{where} ({name})"
    kind = _has(descriptor, "type", str, where)
    if kind not in TYPES:
        raise _wrong(where, f"the type {kind!r} is unknown. It is one of: {', '.join(TYPES)}.")
    _no_slip(descriptor, _OF_COLUMN, where)
    rules = _has(descriptor, "constraints", dict, where, {})
    _no_slip(rules, _OF_RULES, f"{where}, constraints")
    for rule, of in (
        ("enum", list),
        ("pattern", str),
        ("minimum", (int, float)),
        ("maximum", (int, float)),
        ("required", bool),
        ("unique", bool),
    ):
        if rule in rules:
            _has(rules, rule, of, f"{where}, constraints")
    if {"minimum", "maximum"} & set(rules) and kind not in ("integer", "number"):
        raise _wrong(f"{where}, constraints", f"`minimum` and `maximum` are for numbers, and the type is {kind}.")
    if not all(isinstance(value, str) for value in rules.get("enum", [])):
        raise _wrong(f"{where}, constraints", "`enum` must be a list of texts.")
    try:
        re.compile(rules.get("pattern", ""))
    except re.error as error:
        raise _wrong(f"{where}, constraints", f"`pattern` is no regular expression ({error}).") from None
    return Column(
        name, kind, _has(descriptor, "description", str, where), _has(descriptor, "unit", str, where, ""), rules
    )


def table(book: Book, name: str) -> Table:
    """The table called ``name``; an unknown name raises ``DataError`` and lists the known ones."""
    known = tables(book)
    if not isinstance(name, str):
        raise DataError("the name of one table is asked for, in quotation marks. data.names() lists them.")
    if name not in known:
        near = did_you_mean(name, known, 1)
        raise DataError(f"no table called {name!r}.{near} The tables are: {', '.join(known)}.")
    return known[name]
