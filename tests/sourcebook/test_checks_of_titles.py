"""Titles and labels of views written in Python, which are read and not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.checks import titles
from sourcebook.checks.material import Material
from tests.sourcebook import made_up_book

RULES = "package: river\nviews:\n  about_itself: [marks]\n  jargon: [gauging]\n"
VIEW = """
from sourcebook.views.columns import Column
from sourcebook.views.view import View

HEADS = {"day": Column("Day", "date"), "level": Column("Level", "number")}


def levels(book, rows):
    title = f"The river rose by {rows['level_of_rows'].max()} centimetres"
    if len(rows) > 3:
        title += " and fell again"
    return View(book=book, id="levels", title=title, columns=HEADS)
"""


def found(root: Path, old: str = "", new: str = "") -> list[str]:
    book = made_up_book.make(root, IDENTITY=made_up_book.IDENTITY + RULES)
    path = root / "river" / "views" / "levels.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    assert old in VIEW
    path.write_text(VIEW.replace(old, new), encoding="utf-8")
    return [str(finding) for finding in titles.titles(Material(book))]


def test_a_finding_about_the_world_and_words_for_readers_are_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("The river rose", "In this book the river rose", "line 9: the title speaks of 'this book'"),
        ("and fell again", "in four rows", "line 11: the title speaks of 'rows'"),
        ("and fell again", "by its Marks", "line 11: the title speaks of 'Marks'"),
        ("title=title", 'title="What the chapter tells"', "line 12: the title speaks of 'the chapter'"),
        ('"Level"', '"level_cm"', "line 5: the label 'level_cm' is no word"),
        ('"Level"', '"Gauging"', "line 5: readers do not know 'Gauging'"),
        ('"Level"', '""', "line 5: a column has no label"),
        ('"Day", "date"', '"Day", kind="source"', "line 5: the first column is a source"),
        ('"Day", "date"', '"Day", "number"', "line 5: the first column is a number"),
    ],
)
def test_each_slip_is_named_where_it_stands(tmp_path: Path, old: str, new: str, says: str) -> None:
    (finding,) = found(tmp_path, old, new)
    assert finding.startswith(f"river/views/levels.py, {says}")


def test_what_python_cannot_read_is_said_by_what_runs_it(tmp_path: Path) -> None:
    assert found(tmp_path, "def levels(", "def levels((") == []
