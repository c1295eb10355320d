"""A plan of a lesson as a table whose minutes add up, and a part of a sheet in a page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sourcebook import book
from sourcebook.classroom import plans, printables
from sourcebook.errors import ReaderError
from sourcebook.site.sphinxext import lesson_plan
from tests.rivers import RIVERS
from tests.sourcebook.site.sphinxext.conftest import Built

PLAN = """
minutes: 12
steps:
  - {minutes: 5, does: "Read the | board.", who: pairs, uses: [the board, "{sheet}`slips`"], words: 301}
  - {minutes: 7, does: Vote *twice*., who: all, uses: [hands], without: No., counts: 13, words: 10,
     board: "Hands *up*: <b>"}
"""
SHEET = """
title: "Slips & <b>cards</b>"
says: to cut
layout: cards
copies: 2
parts: ["**One** <script>", "Two\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |"]
"""


@pytest.fixture
def with_plans(tmp_path: Path) -> book.Book:
    """A copy of the made-up book with a plan and a sheet."""
    of = book.at(Path(shutil.copytree(RIVERS.root, tmp_path / "rivers")))
    for folder, name, text in ((of.lessons_dir, "floods", PLAN), (of.sheets_dir, "slips", SHEET)):
        folder.mkdir()
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return of


def test_minutes_words_and_hands_are_added_up(with_plans: book.Book) -> None:
    plan = plans.plan(with_plans, "floods")
    assert plan.begins == [0, 5]
    assert [(step.reading, step.counting) for step in plan.steps] == [(121, 0), (4, 65)]
    assert lesson_plan.table(plan)[2:] == [
        r"| 0 to 5 | **Pairs.** Read the \| board. | the board; {sheet}`slips` | 301 words: 2 min 1 s |",
        "| 5 to 12 | **All.** Vote *twice*. | hands. *Without a device:* No. | "
        "10 words: 4 s; 13 counts of hands: 1 min 5 s |",
        "| **12** | **together** |  | 311 words: 2 min 5 s; 13 counts of hands: 1 min 5 s |",
    ]


def test_a_sheet_prints_each_part_so_often_and_runs_nothing(with_plans: book.Book) -> None:
    assert printables.names(with_plans) == ["slips"]
    page = BeautifulSoup(printables.of_the_book(with_plans)["slips"].html(with_plans), "html.parser")
    assert page.h1.get_text() == "Slips & <b>cards</b>"
    cards = page.select(".cards > div")
    assert [card.get_text().split()[0] for card in cards] == ["One", "Two", "One", "Two"]
    assert cards[1].td.get_text() == "1"
    assert not page.find("script")


def test_a_page_shows_the_table_and_the_text(build: Callable[..., Built], with_plans: book.Book) -> None:
    parts = ["lesson_plan", "downloads"]
    pages = {"book/rain": "# Rain\n\n```{lesson-plan} floods\n```\n\n```{sheet-text} slips 2\n```\n"}
    made = build(pages, parts, of=with_plans)
    page = BeautifulSoup(made.page("book/rain"), "html.parser")
    cells = [[cell.get_text(" ", strip=True) for cell in row("td")] for row in page.select("table")[0]("tr")][1:]
    assert cells[0][:3] == ["0 to 5", "Pairs. Read the | board.", "the board; Slips & <b>cards</b>"]
    assert cells[2][0] == "12"
    (on_the_wall,) = page.select(".mm-plan > ol.mm-board[hidden] > li")  # of the step that has such words
    assert (on_the_wall["data-when"], on_the_wall.em.get_text()) == ("5 to 12", "up")
    assert on_the_wall.get_text() == "Hands up: <b>"
    assert page.select("table")[1].td.get_text(strip=True) == "1"


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("```{lesson-plan} flood\n```", "there is no plan of a lesson 'flood'. There are: floods. Did you mean"),
        ("```{sheet-text} slips 3\n```", "the sheet 'slips' has no part 3: its parts are 1 to 2"),
        ("```{sheet-text} slip 1\n```", "there is no sheet 'slip'"),
    ],
)
def test_what_is_not_there_is_named(build: Callable[..., Built], with_plans: book.Book, markup: str, says: str) -> None:
    assert says in build({"book/rain": f"# Rain\n\n{markup}\n"}, ["lesson_plan"], of=with_plans).warnings


def test_a_plan_that_does_not_add_up_is_not_shown(with_plans: book.Book) -> None:
    (with_plans.lessons_dir / "floods.yml").write_text(PLAN.replace("minutes: 12", "minutes: 15"), encoding="utf-8")
    with pytest.raises(ReaderError, match=r"floods\.yml, line 2: the steps take 12 minutes together, not 15"):
        plans.plan(with_plans, "floods")
