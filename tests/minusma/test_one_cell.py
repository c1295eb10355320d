"""One cell of a table changes, and with it the prose, the chart, its description, the key
of a question and the printed table, together.
"""

from __future__ import annotations

import csv
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

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("fact_role", "glossary", "data_pages", "view_directive", "quiz_directive", "task_directive", "front_page")
MORE = 5  # deaths by hostile acts in 2017


@dataclass
class Seen:
    """What a reader meets on the mandate page and on the table's page."""

    prose: str
    bars: list[str]
    title: str
    described: str
    rows: str
    answer: float
    table: str
    download: str


def build(home: Path) -> Seen:
    """Build the two real pages with the book's own parts, in a process that knows only this copy."""
    out = home / "html"
    extensions = ",".join(
        ["myst_parser", "sphinxcontrib.bibtex", *(f"sourcebook.site.sphinxext.{part}" for part in PARTS)]
    )
    settings = {
        "extensions": extensions,
        "root_doc": "book/mandate",
        "bibtex_bibfiles": "book/references.bib",
        "exclude_patterns": "html,trees,book/[!mt]*.md,book/my-progress.md,book/quizzes/*,book/teachers/*,"
        "book/tables/[!f]*",
        "myst_enable_extensions": "attrs_block",
    }
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-Q",
        "-C",
        "-E",
        "-b",
        "html",
        "-d",
        str(home / "trees"),
        str(home),
        str(out),
    ]
    command += [f"-D{name}={value}" for name, value in settings.items()]
    env = {**os.environ, "PYTHONPATH": str(home)}
    done = subprocess.run(command, check=False, env=env, cwd=home, timeout=300, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((out / "book" / "mandate.html").read_text(encoding="utf-8"), "html.parser")
    view = page.select_one('figure.mm-view[data-view="deaths-by-year"]')
    keys = [key for form in page.select("form.mm-quiz script") for key in json.loads(form.string)]
    table = BeautifulSoup((out / "book" / "tables" / "fatalities.html").read_text(encoding="utf-8"), "html.parser")
    for source in page.select("[popover]"):
        source.decompose()
    return Seen(
        prose=re.sub(r"\s+", " ", page.get_text(" ")),
        bars=[path["d"] for path in view.select(".mm-wide svg .v-bars path")],
        title=view.select_one("figcaption").get_text(),
        described=view.select_one("#view-deaths-by-year-alt").get_text(),
        rows=view.select_one("details table").get_text(" "),
        answer=next(key["a"] for key in keys if key["id"] == "mand-deaths-hostile"),
        table=table.select_one("main table, table").get_text(" "),
        download=(out / "_static" / "data" / "fatalities.csv").read_text(encoding="utf-8"),
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the book and of the package; the mandate page asks all questions of its chapter."""
    for name in ("minusma", "sourcebook", "book", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    page = tmp_path / "book" / "mandate.md"
    text = re.sub(r"```\{quiz\} .*\n:mode: practice\n", "```{quiz} mandate\n", page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")
    return tmp_path


def test_one_cell_changes_all_that_is_made_of_it(home: Path) -> None:
    before = build(home)
    path = home / "book" / "data" / "fatalities.csv"
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
    after = build(home)

    for seen, more in ((before, 0), (after, MORE)):
        assert f"{total + more} of the mission's people died: {hostile + more} by hostile acts" in seen.prose.replace(
            "’", "'"
        )
        assert str(hostile + more) in seen.title + seen.described
        assert re.search(rf"\b{year + more}\b", seen.rows)
        assert seen.answer == hostile + more
        assert re.search(rf"\b2017\b\D+\b{year + more}\b", seen.table)
        assert f"2017,hostile act,{year + more}," in seen.download
    assert len(before.bars) == len(after.bars) > 20
    assert before.bars != after.bars
    assert before.described != after.described
