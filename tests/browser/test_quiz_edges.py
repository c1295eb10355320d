"""The question form where it counts by halves, and where it must keep still: shares of a
point, Enter and shown answers during a check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sourcebook.site.webserver import BookServer
from tests.browser import quiz_page
from tests.browser.answering import give
from tests.browser.quiz_page import right
from tests.sourcebook.quiz import example


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served page of questions to practise (``index.html``), and the same as a check (``check.html``)."""
    folder: Path = tmp_path_factory.mktemp("edges")
    quiz_page.write(folder, quiz_page.form())
    quiz_page.write(folder, quiz_page.form(mode="check"), name="check.html")
    server = BookServer(folder).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(address: str, watch: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    opened = []

    def go(name: str = "") -> Page:
        opened.append(watch(address + name))
        return opened[-1].page

    yield go
    assert [fault for watched in opened for fault in watched.faults] == []


def box(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-q="{example.BY_TYPE[kind].id}"]')


def progress(page: Page) -> Locator:
    return page.locator(".mm-q-progress")


def half(kind: str) -> Any:
    """An answer that is half right."""
    answer = right(example.BY_TYPE[kind])
    return answer[:1] if kind == "multiple" else [*answer[:-2], answer[-1], answer[-2]]


def test_a_share_of_a_point_is_shown_to_a_tenth(visit: Callable[..., Page]) -> None:
    page = visit()
    question = example.BY_TYPE["multiple"]
    assert len(right(question)) == 2, "half of the right options is half a point"
    give(page, box(page, "multiple"), "multiple", half("multiple"))
    box(page, "multiple").get_by_role("button", name="Check").click()
    expect(box(page, "multiple").get_by_role("status")).to_contain_text("Partly right. 1 more would fit.")
    expect(progress(page)).to_have_text("1 of 7 answered; score 0.5")
    give(page, box(page, "single"), "single", right(example.BY_TYPE["single"]))
    box(page, "single").get_by_role("button", name="Check").click()
    expect(progress(page)).to_have_text("2 of 7 answered; score 1.5")
    page.reload()
    expect(progress(page)).to_have_text("2 of 7 answered; score 1.5")


def test_enter_answers_in_practice_and_grades_nothing_in_a_check(visit: Callable[..., Page]) -> None:
    page = visit()
    field = box(page, "number").locator("input")
    field.fill(str(right(example.BY_TYPE["number"])))
    field.press("Enter")
    expect(box(page, "number").get_by_role("status")).to_contain_text("Right.")

    page = visit("check.html")
    for kind in ("number", "text"):
        field = box(page, kind).locator("input")
        field.fill(str(right(example.BY_TYPE[kind])))
        field.press("Enter")
        # What was typed counts as answered: the form has seen the key by then.
        expect(progress(page)).to_have_text(f"{('number', 'text').index(kind) + 1} of 7 answered")
        expect(box(page, kind).get_by_role("status")).to_be_empty()
        expect(field).to_be_enabled()
        assert box(page, kind).get_attribute("data-state") is None
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()


@pytest.mark.parametrize("kind", ["single", "number", "order"])
def test_an_answer_that_was_shown_is_hidden_while_a_check_runs(visit: Callable[..., Page], kind: str) -> None:
    page = visit()
    box(page, kind).get_by_role("button", name="Show answer").click()
    expect(box(page, kind).locator("details")).to_have_attribute("open", "")
    page.goto(page.url + "check.html")
    expect(progress(page)).to_have_text("0 of 7 answered")
    answer = box(page, kind).locator("details")
    expect(answer).to_be_hidden()
    assert not answer.evaluate("details => details.open")
    for name in ("Check", "Show answer", "Try again"):
        expect(box(page, kind).get_by_role("button", name=name)).to_have_count(0)
    # Handed in, everybody may read it again.
    give(page, box(page, kind), kind, right(example.BY_TYPE[kind]))
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in").click()
    expect(progress(page)).to_have_text("1 of 7 answered; score 1")
    stored = page.evaluate("Object.entries(SourcebookQuiz.kept.all()).find(([id]) => SourcebookQuiz.isCheck(id))[1]")
    assert stored["score"] == pytest.approx(1 / 7), "the score of a check is of all its questions"
    expect(answer).to_be_visible()
    expect(box(page, kind).get_by_role("status")).to_contain_text("Right.")


def test_a_stored_score_is_never_believed(visit: Callable[..., Page]) -> None:
    page = visit()
    wrong = quiz_page.wrong(example.BY_TYPE["single"])
    give(page, box(page, "single"), "single", wrong)
    box(page, "single").get_by_role("button", name="Check").click()
    expect(progress(page)).to_have_text("1 of 7 answered; score 0")
    for claimed, bounded in ((1, 1), (7, 1), (-7, 0)):
        page.evaluate(
            """([key, score]) => {
              const stored = JSON.parse(localStorage.getItem(key));
              for (const entry of Object.values(stored.answers)) entry.score = score;
              localStorage.setItem(key, JSON.stringify(stored));
            }""",
            [quiz_page.KEY, claimed],
        )
        page.reload()
        expect(progress(page)).to_have_text("1 of 7 answered; score 0")
        assert page.evaluate("Object.values(SourcebookQuiz.kept.all())[0].score") == bounded


def test_the_first_item_moves_only_down_and_the_last_only_up(visit: Callable[..., Page]) -> None:
    page = visit()
    rows = box(page, "order").locator("ol > li")
    for _ in range(2):
        for name, closed in (("Up", 0), ("Down", rows.count() - 1)):
            buttons = [rows.nth(n).get_by_role("button", name=f"{name}: ") for n in range(rows.count())]
            assert [n for n, one in enumerate(buttons) if one.is_disabled()] == [closed]
        rows.first.get_by_role("button", name="Down: ").click()
