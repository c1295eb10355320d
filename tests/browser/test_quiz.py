"""Questions in the built book: every type by keyboard and pointer, reload, hand in, export, delete, damaged storage, print."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from minusma.quiz import bank, grade, render

PAGE = "notebooks/history.html"
KEY = "minusma:answers"
VECTORS = json.loads((Path(grade.__file__).parent / "vectors.json").read_text(encoding="utf-8"))
ONE_OF_EACH = {
    "single": "hist-capitals-order",
    "multiple": "hist-causes",
    "claim": "hist-overrun-claim",
    "number": "hist-coup-count",
    "order": "hist-three-steps",
    "match": "hist-start-dates",
}


@pytest.fixture
def page(book: str, watch: Callable[..., Any]) -> Page:
    """The page with the questions on history, with nothing kept yet."""
    watched = watch(book + PAGE)
    yield watched.page
    # The tests block service workers; after a reload the browser says so.
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def box(page: Page, question: str) -> Any:
    return page.locator(f'[data-q="{question}"]')


def kept(page: Page) -> dict[str, Any]:
    return json.loads(page.evaluate(f"localStorage.getItem({KEY!r})") or '{"answers": {}}')["answers"]


def test_script_and_python_grade_alike(page: Page) -> None:
    got = page.evaluate("vectors => vectors.map(v => MinusmaQuiz.grade(v.key, v.answer))", VECTORS)
    wrong = [(v, g) for v, g in zip(VECTORS, got, strict=True) if abs(g - v["score"]) > 1e-9]
    assert wrong == []


def answer(page: Page, question: str, how: str) -> None:
    """Give the right answer by ``pointer`` or by ``keyboard`` alone."""
    q = bank.find(question)
    key, field = render.key(q), box(page, question)
    if key["t"] in ("single", "claim"):
        radio = field.locator(f'input[value="{key["a"]}"]')
        if how == "pointer":
            radio.check()
        else:
            field.locator("input").first.focus()
            for _ in range(field.locator("input").count()):
                if radio.is_checked():
                    break
                page.keyboard.press("ArrowDown")
    elif key["t"] == "multiple":
        for n in key["a"]:
            option = field.locator(f'input[value="{n}"]')
            if how == "pointer":
                option.check()
            else:
                option.focus()
                page.keyboard.press("Space")
    elif key["t"] == "number":
        field.locator("input").focus()
        page.keyboard.type(str(key["a"]))
    elif key["t"] == "order":
        for place in key["a"]:
            while True:
                items = field.locator(".mm-q-order > li").evaluate_all("list => list.map(li => Number(li.dataset.i))")
                if items[place] == place:
                    break
                item = field.locator(f'.mm-q-order > li[data-i="{place}"]')
                if how == "pointer":
                    item.get_by_role("button", name="Up").click()
                else:
                    item.locator("select").focus()
                    page.keyboard.type(str(place + 1))
                    break
    else:
        for n, choice in enumerate(key["a"]):
            select = field.locator("select").nth(n)
            if how == "pointer":
                select.select_option(str(choice))
            else:
                select.focus()
                wanted = select.locator(f'option[value="{choice}"]').inner_text()
                page.keyboard.type(wanted)


@pytest.mark.parametrize("how", ["pointer", "keyboard"])
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_type_is_answered_checked_kept_and_tried_again(page: Page, kind: str, how: str) -> None:
    question = ONE_OF_EACH[kind]
    field = box(page, question)
    answer(page, question, how)
    check = field.get_by_role("button", name="Check")
    if how == "pointer":
        check.click()
    else:
        check.focus()
        page.keyboard.press("Enter")
    said = field.locator(".mm-q-said")
    expect(said).to_contain_text("Right.")
    assert said.get_attribute("role") == "status"
    entry = kept(page)[question]
    assert entry["score"] == 1
    assert entry["tries"] == 1
    assert entry["hash"] == bank.content_hash(bank.find(question))
    assert grade.grade(render.key(bank.find(question)), entry["answer"]) == 1
    page.reload(wait_until="networkidle")
    expect(box(page, question).locator(".mm-q-said")).to_contain_text("your answer from before")
    box(page, question).get_by_role("button", name="Try again").click()
    expect(box(page, question).get_by_role("button", name="Check")).to_be_visible()


def test_arrow_keys_never_submit_and_feedback_comes_for_each_option(page: Page) -> None:
    field = box(page, "hist-capitals-order")
    field.locator("input").first.focus()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(field.locator(".mm-q-said")).to_be_empty()
    assert kept(page) == {}
    wrong = next(i for i, o in enumerate(bank.find("hist-capitals-order").options) if not o.right)
    field.locator(f'input[value="{wrong}"]').check()
    field.get_by_role("button", name="Check").click()
    expect(field.locator(".mm-q-mark")).to_contain_text("Not right.")


def test_hints_come_in_order_and_the_answer_opens(page: Page) -> None:
    field = box(page, "hist-three-steps")
    hints = bank.find("hist-three-steps").hints
    for hint in [*hints, hints[0]]:
        field.get_by_role("button", name="Hint").click()
        expect(field.locator(".mm-q-said")).to_contain_text(hint[:30])
    field.get_by_role("button", name="Show answer").click()
    expect(field.locator("details.mm-q-answer")).to_have_attribute("open", "")


def test_check_without_an_answer_asks_for_one(page: Page) -> None:
    field = box(page, "hist-coup-count")
    field.get_by_role("button", name="Check").click()
    expect(field.locator(".mm-q-said")).to_contain_text("Choose or write an answer first")
    assert kept(page) == {}


def test_check_yourself_gives_no_feedback_before_it_is_handed_in(book: str, watch: Callable[..., Any]) -> None:
    watched = watch(book + "book/final-check.html")
    page = watched.page
    expect(page.get_by_role("button", name="Check", exact=True).first).to_be_hidden()
    page.locator('[data-q="mand-veto"] input').first.check()
    expect(page.locator('[data-q="mand-veto"] .mm-q-said')).to_be_empty()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_contain_text("without an answer")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_contain_text("answered; score")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    assert watched.faults == []


@pytest.mark.parametrize(
    "stored",
    [
        "not json", "[]", "null", '"x"', "{}", '{"schema": "other"}', '{"schema": "minusma-answers/1", "answers": 7}',
        '{"schema": "minusma-answers/1", "answers": {"hist-coup-count": 5, "hist-causes": {"hash": 1}, "__proto__": {"hash": "x", "answer": 1}}}',
        '{"schema": "minusma-answers/1", "answers": {"hist-coup-count": {"hash": "HASH", "answer": "<img src=x onerror=a()>", "tries": "many"}}}',
        '{"schema": "minusma-answers/1", "answers": {"hist-three-steps": {"hash": "HASH", "answer": [9, {}, "x"], "tries": 1, "score": 77}}}',
        '{"schema": "minusma-answers/1", "answers": {"hist-start-dates": {"hash": "HASH", "answer": {"length": 3}, "tries": 1}}}',
    ],
)  # fmt: skip
def test_damaged_storage_breaks_nothing(book: str, watch: Callable[..., Any], stored: str) -> None:
    watched = watch(book + "book/about.html")
    for question in ("hist-coup-count", "hist-three-steps", "hist-start-dates"):
        if question in stored:
            stored = stored.replace("HASH", bank.content_hash(bank.find(question)))
    watched.page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, stored])
    for name in (PAGE, "book/my-progress.html"):
        watched.page.goto(book + name, wait_until="networkidle")
    watched.page.goto(book + PAGE, wait_until="networkidle")
    answer_box = box(watched.page, "hist-capitals-order")
    answer_box.locator("input").first.check()
    answer_box.get_by_role("button", name="Check").click()
    expect(answer_box.locator(".mm-q-said")).to_contain_text("ight.")
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def test_full_or_forbidden_storage_breaks_nothing(page: Page) -> None:
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    field = box(page, "hist-capitals-order")
    field.locator("input").first.check()
    field.get_by_role("button", name="Check").click()
    expect(field.locator(".mm-q-said")).to_contain_text("This browser keeps nothing")


def test_a_changed_question_asks_again_and_says_so(page: Page) -> None:
    entry = {"hash": "00000000", "answer": "2", "tries": 1, "score": 1, "time": "2026-01-01T00:00:00Z"}
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, json.dumps({"schema": "minusma-answers/1", "answers": {"hist-coup-count": entry}})])
    page.reload(wait_until="networkidle")
    expect(box(page, "hist-coup-count").locator(".mm-q-said")).to_contain_text("has changed since")
    expect(box(page, "hist-coup-count").get_by_role("button", name="Check")).to_be_visible()


def test_progress_shows_exports_repeats_and_deletes(page: Page, book: str, tmp_path: Path) -> None:
    field = box(page, "hist-capitals-order")
    wrong = next(i for i, o in enumerate(bank.find("hist-capitals-order").options) if not o.right)
    field.locator(f'input[value="{wrong}"]').check()
    field.get_by_role("button", name="Check").click()
    answer(page, "hist-coup-count", "pointer")
    box(page, "hist-coup-count").get_by_role("button", name="Check").click()
    page.goto(book + "book/my-progress.html", wait_until="networkidle")
    expect(page.locator(".mm-progress table").first).to_contain_text("2 of")

    page.get_by_role("button", name="Response file").click()
    expect(page.locator('.mm-progress p[role="status"]').last).to_contain_text("Choose a code name first")
    page.get_by_label("Code name").fill("Blue Heron <b>")
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file").click()
    download.value.save_as(tmp_path / "r.json")
    held = json.loads((tmp_path / "r.json").read_text())
    assert held["schema"] == "minusma-responses/1"
    assert held["code"] == "Blue Heron <b>"
    assert set(held["answers"]) == {"hist-capitals-order", "hist-coup-count"}

    with page.expect_download() as download:
        page.get_by_role("button", name="(CSV)").click()
    download.value.save_as(tmp_path / "r.csv")
    rows = list(csv.DictReader((tmp_path / "r.csv").open()))
    assert {r["question"]: float(r["score"]) for r in rows} == {"hist-capitals-order": 0, "hist-coup-count": 1}

    page.get_by_role("button", name="Repeat up to ten").click()
    again = page.locator('.mm-progress-review [data-q="hist-capitals-order"]')
    expect(again).to_be_visible()
    right = next(i for i, o in enumerate(bank.find("hist-capitals-order").options) if o.right)
    again.locator(f'input[value="{right}"]').check()
    again.get_by_role("button", name="Check").click()
    assert kept(page)["hist-capitals-order"]["score"] == 1

    page.get_by_role("button", name="Delete all").click()
    assert kept(page) != {}
    page.get_by_role("button", name="Really delete").click()
    expect(page.locator(".mm-progress-here")).to_contain_text("Nothing is kept yet")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('minusma:') && k !== 'minusma:theme').length") == 0


def test_without_script_the_questions_read_well_and_the_answer_opens(book: str, watch: Callable[..., Any]) -> None:
    watched = watch(book + PAGE, java_script_enabled=False)
    field = box(watched.page, "hist-capitals-order")
    expect(field.locator("legend")).to_contain_text("What happened in the days")
    expect(field.locator("li").first).to_be_visible()
    field.locator("summary").click()
    expect(field.locator("details")).to_contain_text("A coup in Bamako")


def test_paper_shows_a_worksheet_without_answers(page: Page) -> None:
    page.emulate_media(media="print")
    field = box(page, "hist-capitals-order")
    expect(field.locator("legend")).to_be_visible()
    for part in (".mm-q-answer", ".mm-q-buttons", ".mm-q-said"):
        expect(field.locator(part)).to_be_hidden()


def test_focus_is_visible_and_targets_are_large_enough(page: Page) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll('.mm-quiz :is(button, select, input[type=text], label, summary)')]
             .filter(e => e.offsetParent).map(e => [e.textContent.slice(0, 20), e.getBoundingClientRect()])
             .filter(([, r]) => r.height < 24 || r.width < 24).map(([t]) => t)"""
    )
    assert small == []
    field = box(page, "hist-coup-count").locator("input")
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
