"""A set in the built book, from its folder, with no network: ticked by a teacher, pasted by a student, answered,
printed, and refused where its code is damaged; and by a link, where a web server gives the book.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from sourcebook.quiz import question_set, response_file
from sourcebook.tasks import show
from tests.browser import axe
from tests.ours import OURS

VECTORS = json.loads(Path(question_set.__file__).with_suffix(".json").read_text(encoding="utf-8"))
ASKED = ["us-advocacy", "hist-coup-count", "mand-veto"]
#: As they are ticked: each kind stands where its first one is.
TICKED = ["c33", "us-advocacy", "hist-t5", "hist-coup-count", "mand-veto", "c02"]
SAID = """({ slug, known, cases, refused }) => [
  cases.map(({ set, code }) => [SourcebookSet.write(slug, set), SourcebookSet.read(slug, code, known)]),
  refused.map(([code]) => { try { SourcebookSet.read(slug, code, known); } catch (reason) { return reason.message; } }),
]"""


def sound(watched: Any) -> None:
    """No fault so far, and none that axe finds."""
    axe.load(watched.page)
    assert axe.found(watched.page, "main") == []
    assert watched.faults == []


def the_set_stands(page: Page) -> Locator:
    """Exactly what was ticked, in its order, and no more; gives the questions."""
    expect(page.get_by_role("heading", name="Monday <img src=x> & more")).to_be_visible()
    assert page.locator(".mm-set h3:visible").all_inner_texts() == ["Claims", "Questions", "Tasks"]
    claims = page.locator(".mm-claim:visible")
    assert claims.evaluate_all("all => all.map((one) => one.dataset.id)") == ["c33", "c02"]
    form = page.locator("form.mm-quiz")
    assert form.locator("fieldset.mm-q").evaluate_all("all => all.map((one) => one.dataset.q)") == ASKED
    assert form.get_by_role("button", name="Hand in").count() == 1
    assert page.locator("form.mm-task").evaluate_all("all => all.map((one) => one.dataset.task)") == ["hist-t5"]
    return form


def the_task_and_the_claim_work(page: Page) -> None:
    """Their scripts came with them."""
    task = page.locator("form.mm-task")
    task.get_by_role("button", name="Check").wait_for()
    task.locator("input[type=text]").fill(str(show.task(OURS, "hist-t5")._known.right.asked))
    task.get_by_role("button", name="Check").press("Enter")
    expect(task.get_by_role("status")).to_contain_text("Right.")
    claim = page.locator(".mm-claim").first
    page.get_by_role("button", name="Save my table").wait_for()
    claim.get_by_label("Your first verdict").select_option("contested")
    claim.locator("summary").press("Enter")
    claim.get_by_label("Your second verdict").select_option("supported")
    expect(page.locator(".mm-lab .mm-status")).to_contain_text("1 of 2 judged twice")
    expect(claim.locator(".mm-ours")).to_be_visible()
    # Nothing here takes back a verdict on a claim that is not shown.
    assert page.get_by_role("button", name="Delete my verdicts").count() == 0


def test_a_class_gets_what_its_teacher_ticked(html: Path, book: str, watch: Callable[..., Any]) -> None:
    watched = watch((html / "book" / "teachers" / "make-a-set.html").as_uri(), offline=True)
    page = watched.page
    said, refused = page.evaluate(SAID, VECTORS)
    assert said == [[case["code"], case["read"]] for case in VECTORS["cases"]]
    assert refused == [says for _, says in VECTORS["refused"]]

    # The teacher ticks some, in an order of their own, and writes what could be taken for markup.
    tool = page.locator(".mm-set")
    expect(tool.get_by_role("status")).to_have_text("Nothing is ticked yet.")
    for group in tool.locator("summary").all():
        group.press("Enter")
    for name in TICKED:
        tool.locator("label", has_text=f" {name}").get_by_role("checkbox").press("Space")
    tool.get_by_role("textbox", name="Title").fill("Monday <img src=x> & more")
    tool.get_by_role("combobox", name="Kind").select_option("check")
    tool.get_by_role("combobox", name="Order").select_option("ticked")
    tool.get_by_role("textbox", name="One order of options").fill("7b")
    tool.get_by_label("Ask how sure").check()
    expect(tool.get_by_role("status")).to_have_text("2 claims, 3 questions, 1 task in the set.")
    code = tool.get_by_label("Code, where no link leads").input_value()
    # From a folder there is no address that others could open.
    expect(tool.get_by_label("Link for the class")).to_be_hidden()
    assert question_set.read(OURS.identity.slug, code, TICKED) == question_set.QuestionSet(
        tuple(TICKED), "Monday <img src=x> & more", check=True, sure=True, seed="7b"
    )
    sound(watched)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # The student pastes it; what is not whole is refused with a sentence.
    page.goto((html / "book" / "a-set.html").as_uri())
    tool = page.locator(".mm-set")
    box = tool.get_by_label("Code from your teacher")
    box.fill(code[:-3])
    tool.get_by_role("button", name="Show the set").press("Enter")
    expect(tool.get_by_role("status").last).to_contain_text("This code is not whole, or is for another book:")
    box.fill(f"{code[:30]}\n{code[30:]} ")
    tool.get_by_role("button", name="Show the set").press("Enter")
    form = the_set_stands(page)
    expect(box).to_be_hidden()
    the_task_and_the_claim_work(page)
    options = form.locator("fieldset.mm-q").first.get_by_role("radio")
    order = options.evaluate_all("all => all.map((one) => one.value)")
    options.first.check()
    expect(form.locator("fieldset.mm-q").first.get_by_role("button", name="fairly sure")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sound(watched)

    # It comes back with what was answered, in the same order for everybody.
    page.reload()
    expect(options.first).to_be_checked()
    assert options.evaluate_all("all => all.map((one) => one.value)") == order
    page.emulate_media(media="print")
    expect(form.locator(".mm-q legend").first).to_be_visible()
    expect(form.locator(".mm-q-answer").first).to_be_hidden()
    expect(form.get_by_role("button", name="Hand in")).to_be_hidden()
    expect(page.locator(".mm-claim-text").first).to_be_visible()
    expect(page.locator("form.mm-task legend")).to_be_visible()
    # All rows are on the paper.
    assert page.locator(".mm-task-rows").evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    for answer in (".mm-claim details", ".mm-task .mm-q-answer", ".mm-lab-table"):
        expect(page.locator(answer).first).to_be_hidden()
    assert watched.faults == []

    # Where a web server gives the book, the teacher who goes on with it sees a link; a student on another machine opens
    # it, answers, and saves what the teacher's Python reads.
    teacher = watch(f"{book}book/teachers/make-a-set.html#set={code}")
    link = teacher.page.get_by_label("Link for the class")
    expect(link).to_be_visible()
    assert link.input_value() == f"{book}book/a-set.html#set={code}&seed=7b&sure"
    student = watch(link.input_value())
    form = the_set_stands(student.page)
    options = form.locator("fieldset.mm-q").first.get_by_role("radio")
    assert options.evaluate_all("all => all.map((one) => one.value)") == order
    the_task_and_the_claim_work(student.page)
    form.locator('[data-q="hist-coup-count"]').get_by_role("textbox").fill("2")
    # What is left open is asked for once.
    for _ in range(2):
        form.get_by_role("button", name="Hand in").click()
    expect(form.locator('[data-q="hist-coup-count"]')).to_contain_text("Right.")
    student.page.goto(f"{book}book/my-progress.html")
    student.page.get_by_label("Code name").fill("night owl")
    with student.page.expect_download() as download:
        student.page.get_by_role("button", name="Response file for the teacher").click()
    saved = response_file.read(Path(download.value.path()).read_bytes(), OURS.identity, "night-owl")
    assert saved.answers["hist-coup-count"]["answer"] == "2"
    assert saved.tasks["hist-t5"]["verdict"] == "right"
    assert [*teacher.faults, *student.faults] == []
