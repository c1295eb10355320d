"""The class report in a notebook: what its front end gets, and whom a teacher joins there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sourcebook import classroom
from sourcebook.book import Book
from sourcebook.classroom.joined_file import FILE
from sourcebook.classroom.report_panel import Report, ReportWidget


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook's own folder, in which a kernel runs."""
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    folder = tmp_path_factory.mktemp("notebook")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def two_foxes(river_book: Book, hand_in: Callable[..., Path], tmp_path: Path) -> Report:
    hand_in("fox", {"riv-town": 1}, "a.json", id="aaaa1", created="2026-05-01")
    hand_in("fox", {"riv-dry": 1}, "b.json", id="bbbb2", created="2026-05-02")
    return classroom.report(river_book, tmp_path)


def press(tool: ReportWidget, *codes: object) -> None:
    """What the page does when a teacher joins or parts."""
    tool.kept = tool.kept | {"joined": list(codes)}
    tool.sent += 1


def test_the_front_end_gets_words_and_numbers_of_the_tables(two_foxes: Report) -> None:
    shown = two_foxes.widget().kept["shown"]
    assert shown["summary"] == two_foxes.summary()
    assert shown["advice"] == two_foxes.advice().sentences
    heads, *rows = shown["tables"]["students"]
    assert (heads, rows) == (["student", "answered", "mean"], [["fox", "1", "0%"], ["fox (2)", "1", "100%"]])
    assert shown["tables"]["gain"] == []
    assert two_foxes.students()["answered"].to_dict() == {"fox": 1, "fox (2)": 1}
    assert shown["asked"] == [["fox", "a.json", "b.json"]]
    assert json.loads(json.dumps(shown)) == shown


def test_a_press_joins_in_report_tables_and_file_and_another_parts(
    two_foxes: Report, river_book: Book, tmp_path: Path, beside: Path
) -> None:
    tool = two_foxes.widget()
    assert tool is two_foxes.widget()
    assert two_foxes.questions()["answered"].sum() == 2
    press(tool, "fox")
    assert (tool.heard, tool.notice) == (1, "")
    assert tool.kept["shown"]["tables"]["students"][1:] == [["fox", "2", "50%"]]
    assert two_foxes.students()["answered"].to_dict() == {"fox": 2}
    assert two_foxes.questions()["unanswered"].to_dict() == {"riv-dry": 0, "riv-town": 0}
    # The cell run again knows it; another folder does not.
    assert classroom.report(river_book, tmp_path).responses == 1
    assert json.loads((beside / FILE).read_text())["joined"] == {str(tmp_path): ["fox"]}
    press(tool)
    assert [row[0] for row in tool.kept["shown"]["tables"]["students"][1:]] == ["fox", "fox (2)"]
    assert json.loads((beside / FILE).read_text())["joined"] == {}


def test_what_a_page_sends_is_not_believed(two_foxes: Report) -> None:
    tool = two_foxes.widget()
    tool.kept = {"shown": {"summary": "all is well"}, "joined": [{"fox": 1}]}
    tool.sent += 1
    assert tool.kept == two_foxes.kept()
    assert two_foxes.joined == []


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "other/1", "joined": {}}'])
def test_a_file_that_cannot_be_read_is_set_aside_and_that_is_said(
    river_book: Book, two_foxes: Report, beside: Path, tmp_path: Path, text: str
) -> None:
    (beside / FILE).write_text(text)
    found = classroom.report(river_book, tmp_path)
    assert found.widget().notice.startswith(f"{FILE} could not be read (")
    assert (beside / "class-report.damaged-1.json").read_text() == text
    press(found.widget(), "fox")
    assert classroom.report(river_book, tmp_path).responses == 1


def test_a_full_disk_is_said(two_foxes: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sourcebook.text.kept_file.atomic.write_text", full)
    press(two_foxes.widget(), "fox")
    assert two_foxes.widget().notice == (
        "Who was joined could not be saved (No space left on device). It counts until the cell runs again."
    )
    assert two_foxes.responses == 1


def test_without_a_front_end_the_report_is_text_and_pictures(
    two_foxes: Report, river_book: Book, beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = two_foxes._repr_mimebundle_()
    assert "2 response files read" in bundle["text/html"]
    assert "<svg" in bundle["text/html"]
    assert "mm-report" not in bundle["text/html"]
    assert bundle["text/plain"].startswith("<class report: ")
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    made_up = classroom.report(river_book, "example")
    assert 'class="mm-report"' in made_up._repr_mimebundle_()["text/html"]
    assert "application/vnd.jupyter.widget-view+json" not in made_up._repr_mimebundle_()
    # Pasted lines and the made-up class have no folder to be known by.
    monkeypatch.delenv("SOURCEBOOK_STATIC")
    press(made_up.widget(), "fox")
    assert list(beside.iterdir()) == []
