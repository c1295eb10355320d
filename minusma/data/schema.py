"""The data dictionary: what ``datapackage.json`` says of every table and column."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from minusma import paths
from minusma.errors import ReaderError

PACKAGE_FILE = "datapackage.json"


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

    @property
    def file(self) -> str:
        """File name as an author knows it, for messages."""
        return f"book/data/{self.path.name}"


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise DataError(
            f"book/data/{PACKAGE_FILE}, line {error.lineno}: not valid JSON ({error.msg}). Mend the line and try again."
        ) from None


def package(folder: Path | None = None) -> dict[str, Any]:
    """The whole of ``datapackage.json`` as plain values."""
    path = (folder or paths.data_dir()) / PACKAGE_FILE
    if not path.is_file():
        raise DataError(f"{path} is missing. It holds the data dictionary; restore it with git.")
    return _read(path, path.stat().st_mtime_ns)


def tables(folder: Path | None = None) -> dict[str, Table]:
    """Every table of the dictionary by name, in its order. A table is named as its file, without ``.csv``."""
    folder = folder or paths.data_dir()
    found: dict[str, Table] = {}
    for resource in package(folder)["resources"]:
        path = folder / resource["path"]
        if path.suffix != ".csv":
            continue
        licence = resource["licenses"][0]
        found[path.stem] = Table(
            name=path.stem,
            path=path,
            title=resource["title"],
            description=resource.get("description", ""),
            origin=resource.get("origin", ""),
            method=resource.get("method", ""),
            gaps=resource.get("gaps", ""),
            licence=licence["title"],
            licence_url=licence["path"],
            columns=tuple(
                Column(f["name"], f["type"], f["description"], f.get("unit", ""), f.get("constraints", {}))
                for f in resource["schema"]["fields"]
            ),
        )
    return found


def table(name: str, folder: Path | None = None) -> Table:
    """The table called ``name``; an unknown name raises ``DataError`` and lists the known ones."""
    known = tables(folder)
    if name not in known:
        raise DataError(f"no table called {name!r}. The tables are: {', '.join(known)}.")
    return known[name]
