"""``{quiz}`` and ``{objectives}`` in a page: the same form as in a notebook, and mistakes that name the page's line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from sourcebook.quiz import bank
from sourcebook.tasks import files
from tests import rivers
from tests.rivers import RIVERS


def test_one_question_and_a_chapter_are_shown_with_ids_of_their_own(build: Callable[..., Any]) -> None:
    page = (
        "# A\n\n```{quiz} high-meadow\n```\n\n```{quiz} high-water\n:objective: 2\n:mode: check\n```\n\n```{quiz} "
        "high-meadow\n```\n"
    )
    built = build({"book/a": page}, ["quiz_directive"], of=RIVERS)
    assert built.warnings == ""
    soup = BeautifulSoup(built.page("book/a"), "html.parser")
    forms = soup.select("form.mm-quiz")
    assert [form["data-mode"] for form in forms] == ["practice", "check", "practice"]
    assert len(forms[1].select(".mm-q")) == sum(
        q.objective == "high-o2" for q in bank.load(RIVERS, "high-water").questions
    )
    ids = [tag["id"] for tag in soup.select("form.mm-quiz [id], form.mm-quiz[id]")]
    assert len(ids) == len(set(ids))


def test_the_box_of_a_chapter_says_goals_and_minutes(build: Callable[..., Any]) -> None:
    built = build({"book/a": "# A\n\n```{objectives} rain\n:minutes: 40\n```\n"}, ["quiz_directive"], of=RIVERS)
    text = BeautifulSoup(built.page("book/a"), "html.parser").get_text(" ").replace("’", "'")
    assert "(40 minutes)" in text
    for objective in bank.load(RIVERS, "rain").objectives:
        assert objective.text in text


def test_the_table_for_teachers_has_every_objective_with_questions_tasks_and_strands(build: Callable[..., Any]) -> None:
    built = build({"book/a": "# A\n\n```{objectives-table}\n```\n"}, ["quiz_directive"], of=RIVERS)
    rows = {row.th.get_text(): row for row in BeautifulSoup(built.page("book/a"), "html.parser").select("tr")[1:]}
    for held in (bank.load(RIVERS, name) for name in bank.names(RIVERS)):
        for objective in held.objectives:
            _, relates, asked, to_do = (cell.get_text() for cell in rows.pop(objective.id).select("td"))
            assert relates == "; ".join(objective.relates)
            assert asked.split(", ") == [q.id for q in held.questions if q.objective == objective.id]
            assert to_do == ", ".join(t.id for t in files.every(RIVERS).values() if t.objective == objective.id)
    assert rows == {}


def test_a_check_before_and_after_shows_one_form_and_holds_the_other(build: Callable[..., Any]) -> None:
    page = "# A\n\n```{before-after} before\n```\n\n# B\n\n```{before-after} after\n```\n"
    built = build({"book/a": page}, ["quiz_directive"], of=RIVERS)
    assert built.warnings == ""
    shown = [
        re.findall('(<template>)?<form [^>]*data-mode="check" data-form="([AB])"', part)
        for part in built.page("book/a").split('<div class="mm-forms"')[1:]
    ]
    assert shown == [[("", "A"), ("<template>", "B")], [("", "B"), ("<template>", "A")]]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("high-meadwo", "no question 'high-meadwo' in book/quizzes. Did you mean high-meadow"),
        ("high-water\n:objective: 9", "no objective '9' in high-water. There is: high-o1"),
    ],
)
def test_an_unknown_question_is_an_error_with_its_line(build: Callable[..., Any], asked: str, message: str) -> None:
    built = build({"book/a": f"# A\n\nText.\n\n```{{quiz}} {asked}\n```\n"}, ["quiz_directive"], of=RIVERS)
    assert "book/a.md:5" in built.warnings
    assert message in built.warnings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            None,
            r"book/quizzes/added.yml, line \d+, question rain-[a-z-]+: the beginning rain- is that of rain",
        ),
        (
            "chapter: added\ntitle: A\nfrom:\n  - rain-place\n",
            r"book/quizzes/added.yml, line 4: no question 'rain-place' .* Did you mean rain-place-of-gauge",
        ),
    ],
)
def test_a_build_stops_where_two_question_files_do_not_agree(
    build: Callable[..., Any], tmp_path: Path, text: str | None, message: str
) -> None:
    source = tmp_path / "source"
    folder = rivers.copy(source).quiz_dir
    (folder / "added.yml").write_text(text or (folder / "rain.yml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ExtensionError, match=message):
        build({"book/a": "# A\n"}, ["quiz_directive"], of=RIVERS)
