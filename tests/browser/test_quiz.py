"""Questions in the built book: on a chapter's page, before and after reading, and on My progress.

Each type is driven in ``test_quiz_form.py``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sourcebook.classroom import class_report, responses
from sourcebook.quiz import bank, render
from tests.browser.answering import give
from tests.ours import FACTS, OURS

#: What *My progress* says of a file.
SAID = '.mm-progress-files p[role="status"]:not(.mm-status)'
PAGE = "notebooks/history.html"
HERE = "sourcebook:mali-minusma:"
KEY = f"{HERE}answers"


@pytest.fixture
def page(book: str, watch: Callable[..., Any]) -> Iterator[Page]:
    """The page with the questions on history, with nothing kept yet."""
    watched = watch(book + PAGE)
    yield watched.page
    # The tests block service workers; after a reload the browser says so.
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def box(page: Page, question: str) -> Locator:
    return page.locator(f'[data-q="{question}"]')


def kept(page: Page) -> dict[str, Any]:
    return json.loads(page.evaluate(f"localStorage.getItem({KEY!r})") or '{"answers": {}}')["answers"]


def answer(page: Page, question: str, field: Locator | None = None) -> None:
    """Give the right answer."""
    q = bank.find(OURS, question)
    key = render.key(q, FACTS)
    right = {"number": lambda a: str(a), "text": lambda a: a[0]}.get(key["t"], lambda a: a)(key["a"])
    give(page, field or box(page, question), q.type, right)


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a saved table by question."""
    with path.open(encoding="utf-8-sig") as file:
        return {row["question"]: row for row in csv.DictReader(file)}


def miss(page: Page, question: str) -> None:
    """Choose a wrong option and check it."""
    wrong = next(i for i, o in enumerate(bank.find(OURS, question).options) if not o.right)
    give(page, box(page, question), "single", wrong)
    box(page, question).get_by_role("button", name="Check").click()


def test_every_question_of_the_chapter_can_be_answered(page: Page) -> None:
    """In the story, in the notebook, and in the page of those that stand in neither."""
    questions = {q.id: q for q in bank.load(OURS, "history").questions}
    answered, root = 0, page.url.removesuffix(PAGE)
    for path in ("book/history.html", "notebooks/history.html", "book/more-history.html"):
        page.goto(root + path)
        here = page.locator("form.mm-quiz [data-q]").evaluate_all("boxes => boxes.map(box => box.dataset.q)")
        for name in here:
            answer(page, name)
            box(page, name).get_by_role("button", name="Check").click()
            expect(box(page, name).locator(".mm-q-said")).to_contain_text("Right.")
        assert len(here) == len(set(here))
        assert len(here) <= 16 or "more-" in path
        answered += len(here)
        for form in page.locator("form.mm-quiz:not([data-way]):has(.mm-q ~ .mm-q ~ .mm-q)").all():
            asked = form.locator("fieldset.mm-q").count()
            expect(form.locator(".mm-q-progress")).to_have_text(f"{asked} of {asked} answered; score {asked}")
            expect(form.locator(".mm-q-end")).to_contain_text(f"{asked} of {asked} right. Strong: ")
    assert answered == len(questions)
    assert {i: e["hash"] for i, e in kept(page).items()} == {
        name: bank.content_hash(q, FACTS) for name, q in questions.items()
    }


def test_a_question_about_a_picture_shows_it_in_place(page: Page) -> None:
    field = box(page, "hist-refugees-2012")
    field.get_by_text("Show the picture or table").click()
    expect(field.locator("figure.mm-view svg:visible")).to_have_count(1)
    expect(page.locator("#view-displacement")).to_have_count(1)


ORDERS = """lists => lists.map(list => [...list.querySelectorAll('input')].map(input => input.value).join())"""


def test_who_begins_with_one_form_ends_with_the_other_and_sees_a_gain(
    book: str, watch: Callable[..., Any], tmp_path: Path
) -> None:
    """A fresh reader starts, reads and ends; another browser has the options in another order."""
    watched, other = (watch(book + "book/where-do-you-start.html#form=B") for _ in range(2))
    page = watched.page
    forms = {letter: bank.load(OURS, f"check-{letter}").questions for letter in "ab"}
    expect(page.locator("form.mm-quiz")).to_have_attribute("data-quiz", "check-b")
    assert page.locator("form.mm-quiz legend", has_text="How do you want to work?").count() == 0
    expect(page.get_by_role("button", name="Check", exact=True)).to_have_count(0)
    # Two of history are right, one of the mandate is wrong.
    for q in forms["b"][:2]:
        answer(page, q.id)
    give(page, box(page, forms["b"][5].id), "single", 2)
    for _ in range(2):
        expect(box(page, forms["b"][5].id).get_by_role("status")).to_be_empty()
        page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_have_text("3 of 15 answered; score 2")

    orders = []
    for tab in (page, other.page):
        tab.goto(book + PAGE)
        orders.append(tab.locator(".mm-q-options").evaluate_all(ORDERS))
    claims = sum(q.type == "claim" for q in bank.load(OURS, "history").questions)
    differ = sum(one != two for one, two in zip(*orders, strict=True))
    assert differ >= (len(orders[0]) - claims) / 2

    page.goto(book + "book/final-check.html")
    expect(page.locator("form.mm-quiz")).to_have_attribute("data-quiz", "check-a")
    expect(page.locator("[data-earlier]")).to_be_hidden()
    for q in forms["a"]:
        answer(page, q.id)
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_have_text("15 of 15 answered; score 15")
    # Handing in says that nothing was sent, and leads to where it can be saved, with what is in the file.
    link = page.get_by_role("link", name="Save for your teacher")
    expect(link.locator("xpath=..")).to_have_text("Nothing was sent to your teacher. Save for your teacher")
    link.click()
    inside = page.get_by_role("region", name="What goes to your teacher")
    expect(inside.get_by_role("row", name="form A: a check")).to_contain_text("15 answers, handed in")
    gained = page.get_by_role("region", name="What you had right").locator("tbody tr")
    chapters = [bank.load(OURS, name).title for name in ("history", "mandate", "us-interests")]
    assert [row.locator("th, td").all_text_contents() for row in gained.all()] == [
        ["in all", "2 of 15", "15 of 15", "+13"],
        [chapters[0], "2 of 5", "5 of 5", "+3"],
        [chapters[1], "0 of 5", "5 of 5", "+5"],
        [chapters[2], "0 of 5", "5 of 5", "+5"],
    ]
    page.get_by_text("By objective").first.click()
    each = page.get_by_role("region", name="By objective").locator("tbody tr").all()
    assert [row.locator("td").all_text_contents() for row in each[:3]] == [["right"] * 2] * 2 + [["not right", "right"]]
    assert len(each) == 15
    page.get_by_label("Code name").fill("heron")
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file").click()
    download.value.save_as(tmp_path / "heron.json")
    found = class_report.report(OURS, tmp_path).gain()
    assert found.loc[["in all", *chapters], "gain"].tolist() == [round(n, 2) for n in (13 / 15, 3 / 5, 1, 1)]
    assert found.loc["began with form B", "students"] == 1
    page.goto(book + "book/final-check.html")
    expect(link).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(link).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(link).to_be_hidden()
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    faults = [*watched.faults, *other.faults]
    assert [f for f in faults if "Service Worker registration blocked" not in f] == []


def test_a_set_that_was_handed_in_is_called_one(book: str, watch: Callable[..., Any]) -> None:
    """Whatever its first question is from."""
    page = watch(book + "book/my-progress.html").page
    held = {q.id: bank.content_hash(q, FACTS) for q in bank.load(OURS, "check-a").questions[:2]}
    kept = {name: {"hash": hash, "answer": 0, "tries": 1, "score": 0} for name, hash in held.items()}
    done = {"hash": "check", "answer": {name: [hash, 0] for name, hash in held.items()}, "tries": 1, "score": 0}
    answers = {"check-set-0a1b2c3d": done | {"time": "2026-05-04T08:00:00.000Z"}} | kept
    store = json.dumps({"schema": "sourcebook-answers/1", "answers": answers})
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, store])
    page.reload()
    inside = page.get_by_role("region", name="What goes to your teacher")
    expect(inside.get_by_role("row", name="A set from your teacher")).to_contain_text(
        "2 answers, handed in, 2026-05-04"
    )
    expect(inside.get_by_role("row", name="a check")).to_have_count(0)


def test_my_progress_reads_any_store(book: str, watch: Callable[..., Any]) -> None:
    watched = watch(book + "book/my-progress.html")
    page = watched.page
    hashes = {
        name: bank.content_hash(bank.find(OURS, name), FACTS)
        for name in ("hist-coup-count", "hist-three-steps", "hist-start-dates")
    }
    broken = {
        "hist-coup-count": {"answer": "<img src=x onerror=a()>", "tries": "2"},
        "hist-three-steps": {"answer": [9, {}, "x"], "tries": 1, "score": 77},
        "hist-start-dates": {"answer": {"length": 3}, "tries": 1, "time": 5},
    }
    answers = {"hist-causes": {"hash": 1}, "__proto__": {"hash": "x", "answer": 1}} | {
        i: e | {"hash": hashes[i]} for i, e in broken.items()
    }
    for stored in (
        "not json",
        "[]",
        "null",
        '"x"',
        '{"schema": "other"}',
        '{"schema": "sourcebook-answers/1", "answers": 7}',
    ):
        page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, stored])
        page.reload()
        expect(page.locator(".mm-progress-here")).to_contain_text("Nothing is kept yet")
    page.evaluate(
        "([k, v]) => localStorage.setItem(k, v)",
        [KEY, json.dumps({"schema": "sourcebook-answers/1", "answers": answers})],
    )
    page.reload()
    page.get_by_text("3 kept answers").click()
    expect(page.get_by_role("region", name="Every answer that is kept")).to_contain_text("<img src=x")
    page.get_by_role("button", name="Repeat up to ten").click()
    expect(page.locator(".mm-progress-review fieldset.mm-q")).to_have_count(3)
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def test_progress_shows_exports_repeats_and_deletes(page: Page, book: str, tmp_path: Path) -> None:
    miss(page, "hist-exit-and-deaths")
    answer(page, "hist-idps-lowest")
    box(page, "hist-idps-lowest").get_by_role("button", name="Check").click()
    page.evaluate(
        f"""() => {{
          localStorage.setItem('{HERE}lab', '{{"kept": 1}}');
          localStorage.setItem('{HERE}theme', 'light');
        }}"""
    )
    page.goto(book + "book/my-progress.html")
    expect(page.locator(".mm-progress table").first).to_contain_text("2 of")
    # What to read again is the section that the missed question names, and one is counted as one.
    advice = page.locator(".mm-next p", has_text="Read again:")
    taught = bank.find(OURS, "hist-exit-and-deaths").teaches.replace("#", ".html#")
    expect(advice.locator("a")).to_have_attribute("href", re.compile(f"/{taught}$"))
    expect(advice).to_contain_text("You missed 1 of 1 question on this: ")
    page.get_by_text("2 kept answers").click()
    expect(
        page.get_by_role("region", name="Every answer that is kept").get_by_role(
            "row", name="A student argues: “The French left"
        )
    ).to_contain_text(bank.find(OURS, "hist-exit-and-deaths").options[1].text)
    page.get_by_text("What else is kept").first.click()
    expect(page.get_by_role("region", name="What else is kept")).to_contain_text('{"kept": 1}')

    page.get_by_role("button", name="Response file").click()
    expect(page.locator(SAID)).to_contain_text("Choose a code name first")
    page.get_by_label("Code name").fill("\u200b \u3164")
    page.get_by_role("button", name="Response file").click()
    expect(page.locator(SAID)).to_contain_text("This code name shows nothing")
    page.get_by_label("Code name").fill("Blue Heron <b>")
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file").click()
    download.value.save_as(tmp_path / "r.json")
    held = json.loads((tmp_path / "r.json").read_text())
    assert held["schema"] == "minusma-responses/2"
    assert held["code"] == "Blue Heron <b>"
    assert set(held["answers"]) == {"hist-exit-and-deaths", "hist-idps-lowest"}

    page.get_by_text("Save, move or delete").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="(CSV)").click()
    download.value.save_as(tmp_path / "r.csv")
    assert {i: float(r["score"]) for i, r in rows_of(tmp_path / "r.csv").items()} == {
        "hist-exit-and-deaths": 0,
        "hist-idps-lowest": 1,
    }
    with page.expect_download() as download:
        page.get_by_role("button", name="(JSON)").click()
    download.value.save_as(tmp_path / "a.json")
    held = json.loads((tmp_path / "a.json").read_text())
    assert held["schema"] == "minusma-answers/1"
    assert held["answers"] == kept(page)
    assert held["besides"][f"{HERE}lab"] == '{"kept": 1}'

    # What was repeated stands at once in the summary and in every file.
    answered = page.get_by_role("region", name="What you have answered")
    overview = answered.get_by_role("row", name=bank.load(OURS, "history").title).get_by_role("cell")
    expect(overview).to_have_text([f"2 of {len(bank.load(OURS, 'history').questions)}", "1", "1"])
    page.get_by_role("button", name="Repeat up to ten").click()
    again = page.locator('.mm-progress-review [data-q="hist-exit-and-deaths"]')
    again.get_by_role("button", name="Show answer").click()
    assert kept(page)["hist-exit-and-deaths"] == held["answers"]["hist-exit-and-deaths"]
    answer(page, "hist-exit-and-deaths", again)
    again.get_by_role("button", name="Check").click()
    entry = kept(page)["hist-exit-and-deaths"]
    assert (entry["score"], entry["tries"]) == (1, 2)
    expect(overview).to_have_text([f"2 of {len(bank.load(OURS, 'history').questions)}", "2", "0"])
    expect(again.get_by_role("button", name="Try again")).to_be_focused()
    expect(page.get_by_role("region", name="Every answer that is kept")).to_be_visible()  # still unfolded
    for name, read in (("Response file", lambda path: json.loads(path.read_text())["answers"]), ("(CSV)", rows_of)):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(tmp_path / "again")
        saved = read(tmp_path / "again")["hist-exit-and-deaths"]
        assert (float(saved["score"]), int(saved["tries"])) == (1, 2), name

    status = page.locator(SAID)
    status.evaluate("node => { node.dataset.same = 'yes'; }")
    page.get_by_role("button", name="Delete all").click()
    page.get_by_label("Code name").focus()
    page.get_by_role("button", name="Delete all").click()
    assert kept(page) != {}
    page.get_by_role("button", name="Really delete").click()
    expect(page.locator(".mm-progress-here")).to_contain_text("Nothing is kept yet")
    assert page.evaluate("Object.keys(localStorage)") == []
    # A reader who cannot see hears it, and is where they were.
    expect(status).to_have_text("All that was kept is deleted.")
    expect(status).to_have_attribute("data-same", "yes")
    expect(page.get_by_role("button", name="Delete all that is kept")).to_be_focused()
    expect(page.get_by_label("Code name")).to_have_value("")


def test_a_review_mixes_what_was_missed_with_what_is_old_and_goes_on(book: str, watch: Callable[..., Any]) -> None:
    """Twelve missed and six old ones: both come, the longest ago first, from all chapters; the next ten are others."""
    watched = watch(book + "book/my-progress.html")
    page = watched.page
    asked = [
        q for n in range(6) for q in (bank.load(OURS, c).questions[n] for c in ("history", "mandate", "us-interests"))
    ]
    missed, old = asked[:12], asked[12:]

    def entry(q: Any, score: float, day: int) -> dict[str, Any]:
        time = f"2026-01-{day:02}T08:00:00.000Z" if day else "no time"
        return {
            "hash": bank.content_hash(q, FACTS),
            "answer": 0,
            "tries": 1,
            "score": score,
            "time": time,
            "shown": False,
        }

    entries = {q.id: entry(q, 0.5, 20 - n) for n, q in enumerate(missed)} | {
        q.id: entry(q, 1, n) for n, q in enumerate(old)
    }
    page.evaluate(
        "([k, v]) => localStorage.setItem(k, v)",
        [KEY, json.dumps({"schema": "sourcebook-answers/1", "answers": entries})],
    )
    page.reload()
    expect(page.locator(".mm-progress-here")).to_contain_text("Not fully right: 12 answers; older than 14 days: 6.")

    def review() -> list[str]:
        page.get_by_role("button", name="Repeat up to ten").click()
        expect(page.locator(".mm-progress-review .mm-q").first).to_be_visible()
        return page.locator(".mm-progress-review .mm-q").evaluate_all("list => list.map(q => q.dataset.q)")

    first = review()
    assert set(first) == {q.id for q in [*missed[-5:], *old[:5]]}
    assert review() == first
    chapters = [name.partition("-")[0] for name in first]
    assert sum(a != b for a, b in zip(chapters, chapters[1:], strict=False)) > 2
    for name in first:
        field = page.locator(f'.mm-progress-review [data-q="{name}"]')
        answer(page, name, field)
        field.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".mm-progress-here")).to_contain_text("Not fully right: 7 answers; older than 14 days: 1.")
    assert set(review()) == {q.id for q in [*missed[:7], old[5]]}
    # Another tab deletes all: what is asked here can still be answered, and all files can be saved.
    other = page.context.new_page()
    other.goto(book + "404.html")
    other.evaluate("localStorage.clear()")
    expect(page.locator(".mm-progress-here")).to_contain_text("Nothing is kept yet")
    answer(page, old[5].id, page.locator(f'.mm-progress-review [data-q="{old[5].id}"]'))
    page.locator(f'.mm-progress-review [data-q="{old[5].id}"]').get_by_role("button", name="Check", exact=True).click()
    assert set(kept(page)) == {old[5].id}
    page.get_by_text("Save, move or delete").click()
    with page.expect_download():
        page.get_by_role("button", name="(CSV)").click()
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def test_old_answers_come_back_for_review_and_the_class_report_reads_the_file(
    page: Page, book: str, tmp_path: Path
) -> None:
    old = {
        "hash": bank.content_hash(bank.find(OURS, "hist-coup-count"), FACTS),
        "answer": "2",
        "tries": 1,
        "score": 1,
        "time": "2020-01-01T00:00:00Z",
    }
    gone = {"hash": "00000000", "answer": "=1+1", "tries": 1, "score": 1, "time": "=1+1"}
    check = {"hash": "check", "answer": {}, "tries": 1, "score": 0, "time": ""}
    state = {
        "schema": "sourcebook-answers/1",
        "answers": {"hist-coup-count": old, "hist-causes": gone, "check-final": check},
    }
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, json.dumps(state)])
    page.goto(book + "book/my-progress.html")
    here = page.locator(".mm-progress-here")
    expect(here).to_contain_text("Not fully right: 0 answers; older than 14 days: 1.")
    expect(here).to_contain_text("To questions that have changed since, or are no longer asked: 1 answer.")
    page.get_by_label("Code name").fill("Heron")
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file").click()
    download.value.save_as(tmp_path / "responses" / "heron.json")
    found, problems = responses.read(OURS, tmp_path / "responses")
    assert [(r.code, set(r.answers)) for r in found] == [("Heron", {"hist-coup-count", "hist-causes"})]
    assert problems == []
    page.get_by_text("Save, move or delete").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="(CSV)").click()
    download.value.save_as(tmp_path / "r.csv")
    # A spreadsheet must not take anything for a formula.
    assert not [
        cell
        for row in csv.reader((tmp_path / "r.csv").open(encoding="utf-8-sig"))
        for cell in row
        if cell.startswith(("=", "+", "-", "@"))
    ]


def test_without_script_the_questions_read_well_and_the_answer_opens(book: str, watch: Callable[..., Any]) -> None:
    watched = watch(book + PAGE, java_script_enabled=False)
    field = box(watched.page, "hist-exit-and-deaths")
    expect(field.locator("legend")).to_contain_text("A student argues")
    expect(field.locator("li").first).to_be_visible()
    field.locator("summary").click()
    expect(field.locator("details")).to_contain_text("In which months of 2022")
