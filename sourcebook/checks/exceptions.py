"""Lists of what may stand although a check would name it: a page, a text, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.text.reads import noted_property


@dataclass
class Entry:
    """One entry: ``page`` is a file pattern, ``text`` a regular expression; ``row`` names
    the row that proves it, if one does.

    ``number`` is its place in the list.
    """

    page: str
    text: re.Pattern[str]
    row: str
    line: int
    number: int


class Exceptions:
    """The entries of ``book/data/<file>``; a book without the file has none."""

    def __init__(self, material: Material, file: str, *, rows: bool = False) -> None:
        self.file = f"book/data/{file}"
        self.book = material.book
        self._material, self._rows = material, rows
        self._on: dict[str, list[Entry]] = {}

    @noted_property
    def entries(self) -> list[Entry]:
        """All of them. Raises ``ReaderError`` for an entry that says nothing."""
        return list(_entries(self._material, self._material.book.root / self.file, self._rows))

    def on(self, page: str) -> list[Entry]:
        """The entries for this page."""
        entries = self.entries
        if page not in self._on:
            self._on[page] = [entry for entry in entries if fnmatch(page, entry.page)]
        return self._on[page]

    def of(self, page: str) -> list[re.Pattern[str]]:
        """What may stand on this page."""
        return [entry.text for entry in self.on(page)]

    def unused(self, used: set[int]) -> list[Entry]:
        """The entries that are not among those that something needs."""
        return [entry for entry in self.entries if entry.number not in used]


def _entries(material: Material, path: Path, rows: bool) -> Iterator[Entry]:
    if not material.is_file(path):
        return
    file = material.yaml(path)
    shape = "`- {page: …, text: …, reason: …}`" + (", or `row: table/id` for the reason" if rows else "")
    if not isinstance(file.values or [], list):
        raise ReaderError(f"{material.name(path)}, line 1: must be a list, each entry {shape}.")
    for number, entry in enumerate(file.values or []):
        place = f"{material.name(path)}, line {file.line(number)}"
        has = entry if isinstance(entry, dict) else {}
        wanted = ["page", "text", *([] if rows and has.get("row") else ["reason"])]
        missing = [key for key in wanted if not has.get(key)]
        if missing:
            raise ReaderError(f"{place}: {', '.join(missing)} is missing. Each entry is {shape}.")
        try:
            pattern = re.compile(str(has["text"]), re.MULTILINE)
        except re.error as error:
            raise ReaderError(f"{place}: `text` is no regular expression ({error}).") from None
        yield Entry(str(has["page"]), pattern, str(has.get("row") or ""), file.line(number), number)
