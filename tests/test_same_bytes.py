"""The same sources give the same book, file by file, wherever it is built, and whether its notebooks run in kernels of
their own or not; and one cell of a table that changes there changes the prose, the chart, its description, the key of a
question and the printed table, together.

`make test` compares the book of `make publish`, whose notebooks ran in real kernels, with
one whose notebooks ran in forked processes.
"""

from __future__ import annotations

import csv
import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
NO_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "_build", "dist", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
)
MORE = 5  # deaths by hostile acts in 2017


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


#: Jupyter Book by itself, which does not check first: one changed cell does not agree with the tables beside it.
UNCHECKED = "import sys; from sourcebook.commands import build; sys.exit(build.jupyter_book('.', '.', 'log'))"


def run(place: Path, *words: str) -> None:
    """Run Python in a process that knows only the copy of the book that stands there, and nothing of what was drawn
    elsewhere.
    """
    env = {name: value for name, value in os.environ.items() if name != "SOURCEBOOK_DRAWINGS"}
    env["PYTHONPATH"] = str(place)
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False, timeout=400)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.fixture(scope="module")
def place(html: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources in a folder of another name, built from nothing."""
    if html != ROOT / "_build" / "html":
        pytest.skip("the book of this checkout is compared")
    other = tmp_path_factory.mktemp("another place") / "book of the class"
    shutil.copytree(ROOT, other, ignore=NO_SOURCE)
    run(other, "-m", "minusma", "build", "--publish")
    return other


def test_two_builds_in_different_folders_are_identical(html: Path, place: Path) -> None:
    again = place / "_build" / "html"
    assert files(again) == files(html)
    _, different, unreadable = filecmp.cmpfiles(html, again, files(html), shallow=False)
    assert (different, unreadable) == ([], [])


@dataclass
class Seen:
    """What a reader meets of the deaths by hostile acts: in the story, in its picture, in a question, in the table."""

    prose: str
    bars: list[str]
    title: str
    described: str
    rows: str
    answer: float
    table: str
    download: str


def page(html: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((html / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def seen(html: Path) -> Seen:
    story, table = page(html, "book/mandate"), page(html, "book/tables/fatalities")
    view = story.select_one('figure.mm-view[data-view="deaths-by-year"]')
    asked = page(html, "notebooks/mandate").select("form.mm-quiz script")
    assert view
    for source in story.select("[popover]"):
        source.decompose()
    return Seen(
        prose=re.sub(r"\s+", " ", story.get_text(" ")),
        bars=[str(path["d"]) for path in view.select(".mm-wide svg .v-bars path")],
        title=view.select_one("figcaption").get_text(),  # type: ignore[union-attr]
        described=view.select_one("#view-deaths-by-year-alt").get_text(),  # type: ignore[union-attr]
        rows=view.select_one("details table").get_text(" "),  # type: ignore[union-attr]
        answer=next(
            key["a"] for form in asked for key in json.loads(form.string or "") if key["id"] == "mand-deaths-hostile"
        ),
        table=table.select_one("main table").get_text(" "),  # type: ignore[union-attr]
        download=(html / "_static" / "data" / "fatalities.csv").read_text(encoding="utf-8"),
    )


def test_one_cell_changes_all_that_is_made_of_it(html: Path, place: Path) -> None:  # the last one: it changes the copy
    path = place / "book" / "data" / "fatalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cell = next(row for row in rows if row["id"] == "2017-hostile-act")
    year, total = int(cell["deaths"]), sum(int(row["deaths"]) for row in rows)
    hostile = sum(int(row["deaths"]) for row in rows if row["cause"] == "hostile act")
    cell["deaths"] = str(year + MORE)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    run(place, "-c", UNCHECKED)
    before, after = seen(html), seen(place / "_build" / "html")

    for found, more in ((before, 0), (after, MORE)):
        told = f"{total + more} of the mission's people died: {hostile + more} by hostile acts"
        assert told in found.prose.replace("’", "'")
        assert str(hostile + more) in found.title + found.described
        assert re.search(rf"\b{year + more}\b", found.rows)
        assert found.answer == hostile + more
        assert re.search(rf"\b2017\b\D+\b{year + more}\b", found.table)
        assert f"2017,hostile act,{year + more}," in found.download
    assert len(before.bars) == len(after.bars) > 20
    assert before.bars != after.bars
    assert before.described != after.described
