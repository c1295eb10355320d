"""A set of questions in the built book, from its folder, with no network: ticked by a teacher, pasted by a student,
answered, printed, and refused where its code is damaged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from sourcebook.quiz import question_set
from tests.browser import axe
from tests.ours import OURS

VECTORS = json.loads(Path(question_set.__file__).with_suffix(".json").read_text(encoding="utf-8"))
ASKED = ["us-advocacy", "hist-coup-count", "mand-veto"]
SAID = """({ slug, known, cases, refused }) => [
  cases.map(({ set, code }) => [SourcebookSet.write(slug, set), SourcebookSet.read(slug, code, known)]),
  refused.map(([code]) => { try { SourcebookSet.read(slug, code, known); } catch (reason) { return reason.message; } }),
]"""


def sound(watched: Any) -> None:
    """No fault so far, and none that axe finds; what axe itself asks of a folder of files is not the page's."""
    assert watched.faults == []
    axe.load(watched.page)
    assert axe.found(watched.page, "main") == []
    watched.faults.clear()


def test_a_class_gets_the_questions_that_its_teacher_ticked(html: Path, watch: Callable[..., Any]) -> None:
    watched = watch((html / "book" / "teachers" / "make-a-set.html").as_uri(), until="load", offline=True)
    page = watched.page
    said, refused = page.evaluate(SAID, VECTORS)
    assert said == [[case["code"], case["read"]] for case in VECTORS["cases"]]
    assert refused == [says for _, says in VECTORS["refused"]]

    # The teacher ticks three, in an order of their own, and writes what could be taken for markup.
    tool = page.locator(".mm-set")
    expect(tool.get_by_role("status")).to_have_text("No question is ticked yet.")
    for group in tool.locator("summary").all():
        group.press("Enter")
    for name in ASKED:
        tool.locator("label", has_text=f" {name}").get_by_role("checkbox").press("Space")
    tool.get_by_role("textbox", name="Title").fill("Monday <img src=x> & more")
    tool.get_by_role("combobox", name="Kind").select_option("check")
    tool.get_by_role("combobox", name="Order").select_option("ticked")
    tool.get_by_role("textbox", name="One order of options").fill("7b")
    tool.get_by_label("Ask how sure").check()
    expect(tool.get_by_role("status")).to_have_text("3 questions in the set.")
    code = tool.get_by_label("Code, where no link leads").input_value()
    # From a folder there is no address that others could open.
    expect(tool.get_by_label("Link for the class")).to_be_hidden()
    assert question_set.read(OURS.identity.slug, code, ASKED) == question_set.QuestionSet(
        tuple(ASKED), "Monday <img src=x> & more", check=True, sure=True, seed="7b"
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
    expect(tool.get_by_role("heading", name="Monday <img src=x> & more")).to_be_visible()
    form = page.locator("form.mm-quiz")
    assert form.locator("fieldset.mm-q").evaluate_all("all => all.map((one) => one.dataset.q)") == ASKED
    assert form.get_by_role("button", name="Hand in").count() == 1
    expect(box).to_be_hidden()
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
    assert watched.faults == []
