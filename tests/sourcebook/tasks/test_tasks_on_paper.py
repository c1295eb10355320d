"""Tasks on paper: the sheet asks and gives nothing away, the key has what was worked out and what slips give."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from sourcebook.quiz import markdown
from sourcebook.tasks import files, paper
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
        assert section.strong.get_text() == paper._shown(worked.right.asked)
        assert section.pre.get_text().strip() == task.code(task.solution)
        said = [li.get_text() for li in section("li")]
        assert len(said) == len(worked.named)
        for slip, line in zip(worked.named, said, strict=True):
            assert line.startswith(f"{paper._shown(worked.slips[slip.name].asked)}: ")
            assert markdown.plain(slip.says, curly=True) in line


def test_a_number_is_shown_as_a_person_writes_it() -> None:
    assert [paper._shown(value) for value in (2, 1840, 0.25, 1234567.0, "a", None, float("nan"))] == [
        "2", "1840", "0.25", "1,234,567", "a", "", "",
    ]  # fmt: skip
