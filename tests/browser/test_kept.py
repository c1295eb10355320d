"""What a browser keeps: keys by the book's short name, folders of one web site, and what an
earlier version of the book kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sourcebook.quiz import bank
from sourcebook.site.webserver import BookServer
from tests.browser import quiz_page
from tests.browser.answering import give
from tests.browser.quiz_page import FORMER, KEY, right, wrong
from tests.sourcebook.quiz import example

OLD = f"{FORMER}:answers"
FOLDERS = ("first", "second", "course-1.1", "course-2.0", "course-v3", "course")
Q = {kind: question.id for kind, question in example.BY_TYPE.items()}

#: What keeps the order of options while an attempt lasts.
MIX = "sourcebook:example:mix"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """One web site: the example in several folders, each with a page in a sub-folder."""
    top = tmp_path_factory.mktemp("site")
    for name in FOLDERS:
        (top / name / "pages").mkdir(parents=True)
        quiz_page.write(top / name / "pages", quiz_page.form(), root=' data-content_root="../"')
    (top / "favicon.ico").write_bytes(b"")
    server = BookServer(top).start()
    yield server.address, top
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(site: tuple[str, Path], watch: Callable[..., Any]) -> Iterator[Callable[[str], Page]]:
    """``visit("first")`` opens the book of that folder; another visit is a tab of the same browser."""
    opened: list[Any] = []

    def go(folder: str) -> Page:
        address = f"{site[0]}{folder}/pages/index.html"
        if not opened:
            opened.append(watch(address))
            return opened[0].page
        page = opened[0].page.context.new_page()
        page.goto(address)
        return page

    yield go
    assert opened[0].faults == []


def box(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-q="{Q[kind]}"]')


def answer(page: Page, kind: str, value: Any) -> None:
    if (again := box(page, kind).get_by_role("button", name="Try again")).is_visible():
        again.click()
    give(page, box(page, kind), kind, value)
    box(page, kind).get_by_role("button", name="Check").click()


def entry(kind: str, value: Any, time: str = "2026-01-01T00:00:00.000Z", **more: Any) -> dict[str, Any]:
    hash = bank.content_hash(example.BY_TYPE[kind], example.fact)
    return {"hash": hash, "answer": value, "tries": 1, "score": 1, "time": time, "shown": False} | more


def store(page: Page, key: str, answers: dict[str, Any], schema: str = f"{FORMER}-answers/1") -> str:
    text = json.dumps({"schema": schema, "answers": answers})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
    return text


def read(page: Page, key: str) -> Any:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "null")


def answers(page: Page, key: str = KEY) -> dict[str, Any]:
    return {name: e["answer"] for name, e in (read(page, key) or {"answers": {}})["answers"].items()}


def keys(page: Page) -> set[str]:
    return set(page.evaluate("Object.keys(localStorage)"))


# --- earlier versions -------------------------------------------------------------------------------------------------


def test_answers_of_an_earlier_version_are_copied_and_stay(visit: Callable[[str], Page]) -> None:
    page = visit("first")
    before = store(page, OLD, {Q["claim"]: entry("claim", 1), "check-example": entry("claim", {Q["claim"]: ["x", 1]})})
    page.reload()
    expect(box(page, "claim").locator(".mm-q-said")).to_contain_text("Your answer from before.")
    assert answers(page)[Q["claim"]] == 1
    assert "check-example" in answers(page)
    answer(page, "single", right(example.BY_TYPE["single"]))
    assert page.evaluate("key => localStorage.getItem(key)", OLD) == before


def test_only_answers_to_questions_of_this_book_are_copied(visit: Callable[[str], Page]) -> None:
    page = visit("first")
    foreign = {"other-question": entry("claim", 1), "check-other": entry("claim", {"other-question": ["x", 1]})}
    store(page, OLD, {Q["claim"]: entry("claim", 1)} | foreign)
    page.reload()
    answer(page, "single", 0)
    assert set(answers(page)) == {Q["claim"], Q["single"]}


def test_a_tab_of_the_earlier_version_loses_nothing(visit: Callable[[str], Page]) -> None:
    """It writes into its own store after the first copy: what is new there is copied again, what is older is not."""
    page = visit("first")
    store(page, OLD, {Q["claim"]: entry("claim", 1)})
    page.reload()
    answer(page, "single", 0)
    newer = entry("single", 1, "2099-01-01T00:00:00.000Z")
    older = entry("claim", 2, "2025-01-01T00:00:00.000Z")
    store(page, OLD, {Q["claim"]: older, Q["single"]: newer, Q["number"]: entry("number", "7")})
    page.reload()
    assert answers(page) == {Q["claim"]: 1, Q["single"]: 1, Q["number"]: "7"}
    assert box(page, "number").locator("input").input_value() == "7"


def test_what_the_reader_deleted_does_not_come_back(visit: Callable[[str], Page]) -> None:
    page = visit("first")
    store(page, OLD, {Q["claim"]: entry("claim", 1), Q["single"]: entry("single", 0)})
    page.reload()
    for _ in range(2):
        page.get_by_role("button", name="Start again").click()
    for _ in range(2):
        page.reload()
        assert answers(page) == {}
        expect(box(page, "claim").get_by_role("button", name="Check")).to_be_visible()
    # A later answer in a tab of the earlier version is one.
    store(page, OLD, {Q["claim"]: entry("claim", 2), Q["single"]: entry("single", 0)})
    page.reload()
    assert answers(page) == {Q["claim"]: 2}


@pytest.mark.parametrize(
    "damaged", ["not json", "null", '{"schema": "oldbook-answers/2", "answers": {"ex-claim": {}}}']
)
def test_a_damaged_store_of_an_earlier_version_is_left_alone(visit: Callable[[str], Page], damaged: str) -> None:
    page = visit("first")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [OLD, damaged])
    page.reload()
    answer(page, "claim", 1)
    assert answers(page) == {Q["claim"]: 1}
    assert page.evaluate("key => localStorage.getItem(key)", OLD) == damaged


# --- folders ----------------------------------------------------------------------------------------------------------


def test_two_folders_of_one_site_keep_apart(visit: Callable[[str], Page]) -> None:
    first, second = visit("first"), visit("second")
    answer(first, "claim", 1)
    answer(second, "claim", 2)
    answer(second, "single", wrong(example.BY_TYPE["single"]))
    for page in (first, second):
        page.reload()
    assert answers(first) == {Q["claim"]: 1}
    assert answers(second, "sourcebook:example@/second/:answers").keys() == {Q["claim"], Q["single"]}
    assert box(first, "claim").locator("input:checked").input_value() == "1"
    assert box(second, "claim").locator("input:checked").input_value() == "2"
    assert read_word(first, "sourcebook:example:home") == "/first/"


def test_a_folder_keeps_its_own_when_the_first_is_gone(visit: Callable[[str], Page]) -> None:
    first, second = visit("first"), visit("second")
    answer(first, "claim", 1)
    answer(second, "claim", 2)
    first.evaluate("Object.keys(localStorage).filter(k => !k.includes('@')).forEach(k => localStorage.removeItem(k))")
    second.reload()
    assert box(second, "claim").locator("input:checked").input_value() == "2"
    answer(first, "claim", 1)
    second.reload()
    assert box(second, "claim").locator("input:checked").input_value() == "2"


@pytest.mark.parametrize("folder", ["course-2.0", "course-v3", "course"])
def test_a_version_number_is_no_part_of_a_folder(visit: Callable[[str], Page], folder: str) -> None:
    old, new = visit("course-1.1"), visit(folder)
    answer(old, "claim", 1)
    new.reload()
    assert box(new, "claim").locator("input:checked").input_value() == "1"
    answer(new, "single", 0)
    assert set(answers(old)) == {Q["claim"], Q["single"]}
    assert keys(old) == {KEY, MIX, "sourcebook:example:home"}


def test_a_folder_of_files_is_known_by_its_name_alone(site: tuple[str, Path], watch: Callable[..., Any]) -> None:
    """A new version unzipped beside the old one, or a renamed folder: nothing is lost."""
    first, second = ((site[1] / name / "pages" / "index.html").as_uri() for name in ("first", "second"))
    page = watch(first).page
    answer(page, "claim", 1)
    page.goto(second)
    assert box(page, "claim").locator("input:checked").input_value() == "1"
    assert keys(page) == {KEY, MIX}


def read_word(page: Page, key: str) -> str | None:
    return page.evaluate("key => localStorage.getItem(key)", key)
