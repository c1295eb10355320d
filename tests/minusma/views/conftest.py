"""A copy of the book's tables that a test may change."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests import ours


class Book:
    """The copied folder; ``set`` changes one cell as an author would, ``find`` gives the id of a row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def set(self, table: str, row: str, column: str, value: str) -> None:
        path = self.folder / "data" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle))
        index = rows[0].index(column)
        found = [r for r in rows if r[0] == row]
        assert found, f"{table}.csv has no row {row!r}"
        assert found[0][index] != value, "the test must change the cell"
        found[0][index] = value
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows)

    def find(self, table: str, **cells: str) -> str:
        """Id of the first row with these cells."""
        with (self.folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if all(row[name] == value for name, value in cells.items()):
                    return row["id"]
        raise AssertionError(f"{table}.csv has no row with {cells}")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The book's data in a folder of the test's own, which is the current folder: what is drawn reads from there."""
    monkeypatch.chdir(tmp_path)
    return Book(ours.copy(tmp_path).folder)
