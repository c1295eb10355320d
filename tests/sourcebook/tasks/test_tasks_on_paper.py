"""Tasks on paper: the sheet asks and gives nothing away, the key has what was worked out and what slips give."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from sourcebook.quiz import bank, markdown
from sourcebook.tasks import files, paper, render, solutions
from sourcebook.tasks.models import Asks
from sourcebook.tasks.running import compute
from tests.rivers import RIVERS

CHAPTERS = files.chapters(RIVERS)
PAGES = paper.pages(RIVERS)


def sections(name: str) -> list[Tag]:
    return list(BeautifulSoup(PAGES[name], "html.parser").select("section"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sheet_asks_each_task_with_its_rows_and_gives_nothing_away(chapter: str) -> None:
    tasks = files.load(RIVERS, chapter).tasks
    for task, section in zip(tasks, sections(f"{chapter}-tasks"), strict=True):
        text = section.get_text(" ")
        assert markdown.plain(task.prompt, curly=True) in text
        told = [task.explanation, *task.hints, *(slip.says for slip in task.slips), *(one.text for one in task.samples)]
        assert not [words for words in told if words in text]
        assert not task.solution or task.solution not in text
        rows = compute(RIVERS, task).rows
        assert len(section.select("tbody tr")) == (0 if rows is None else len(rows))
        if task.asks:
            assert task.asks.label in text
            assert [li.get_text() for li in section.select("li")] == task.asks.options
        else:
            assert len(section.select(".room")) > 3


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_key_has_what_was_worked_out_and_what_each_slip_gives(chapter: str) -> None:
    tasks = files.load(RIVERS, chapter).tasks
    for task, section in zip(tasks, sections(f"{chapter}-tasks-key"), strict=True):
        text = section.get_text(" ")
        assert task.id in text
        assert markdown.plain(task.explanation, curly=True) in text
        if task.thinking:
            assert [sample.lacks in li.get_text() for sample, li in zip(task.samples, section("li"), strict=True)] == [
                True
            ] * len(task.samples)
            continue
        worked = compute(RIVERS, task)
        assert section.strong.get_text() == render.value_words(task.asks, worked.right.asked)
        assert section.pre.get_text().strip() == task.code(task.solution)
        said = [li.get_text() for li in section("li")]
        assert len(said) == len(worked.named)
        for slip, line in zip(worked.named, said, strict=True):
            assert line.startswith(f"{render.value_words(task.asks, worked.slips[slip.name].asked)}: ")
            assert markdown.plain(slip.says, curly=True) in line


@pytest.mark.parametrize(
    ("label", "unit", "value", "words"),
    [
        ("How many?", "", 1840, "1,840"),
        ("Which year?", "", 2021, "2021"),
        ("What share?", "percent", 12.345, "12.35 percent"),
        ("How much?", "", 0.0004, "0.0004"),
        ("Which gauge?", "", "mill hill", "mill hill"),
    ],
)
def test_a_value_is_said_as_a_person_writes_it(label: str, unit: str, value: float | str, words: str) -> None:
    asks = Asks(type="text" if isinstance(value, str) else "number", label=label, unit=unit)
    assert render.value_words(asks, value) == words


def test_rows_on_paper_are_those_of_the_page_and_a_page_says_its_language() -> None:
    years = [section.select_one("tbody tr td").get_text() for section in sections("rain-tasks")[:1]]
    assert years == ["2017"]
    language = RIVERS.identity.language
    assert all(html.startswith(f'<!doctype html><html lang="{language}">') for html in PAGES.values())
    assert '<html lang="fr">' in paper.worksheet("Pluie", [], "fr")


def test_a_chapter_that_asks_no_questions_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.title(RIVERS, "rain") == bank.load(RIVERS, "rain").title
    monkeypatch.setattr(bank, "names", lambda _: [])
    assert files.title(RIVERS, "low-water") == "Low water"
    assert "<h1>Rain: tasks</h1>" in paper.pages(RIVERS)["rain-tasks"]
    (path,) = solutions.write(RIVERS, tmp_path)
    assert "# Rain: solutions of the tasks" in path.read_text(encoding="utf-8")


def test_the_key_has_questions_and_tasks_on_paper_and_the_notebooks(tmp_path: Path) -> None:
    written = {path.name for path in solutions.write_key(RIVERS, tmp_path)}
    assert {"rain-worksheet.html", "rain-key.html", "rain-tasks.html", "rain-tasks-key.html"} < written
    assert "rain-solutions.ipynb" in written
    assert written == {path.name for path in tmp_path.iterdir()}
