"""A student walks through the book, on a phone and then on a laptop: begins, reads, answers, goes on, moves to another
computer, and leaves nothing behind on a shared one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import axe
import pytest
from playwright.sync_api import Page, expect

from tests.browser.until import until

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1366, "height": 768}

#: Gives some answer to each question of the page and checks it; the ids of those that say nothing.
ANSWER_ALL = """() => [...document.querySelectorAll("form.mm-quiz [data-q]")].filter((box) => {
  const buttons = [...box.querySelectorAll("button")];
  const press = (name) => buttons.find((b) => b.textContent === name && !b.disabled)?.click();
  const field = box.querySelector("input, select");
  if (field.type === "text") field.value = "12 men";
  else if (field.tagName === "INPUT") field.click();
  else if (box.querySelector(".mm-q-order")) press("Down");
  else field.selectedIndex = 1;
  press("Check");
  return !/ight\\.|number/.test(box.querySelector(".mm-q-said").textContent);
}).map((box) => box.dataset.q)"""
#: Each section of the story that has sources, and no question below it.
SILENT = """() => [...document.querySelectorAll("section:has(> .mm-sources)")]
  .filter((section) => !section.querySelector(":scope > form.mm-quiz[data-way]")).map((section) => section.id)"""
TASKS = "Object.keys(localStorage).find((key) => key.endsWith(':answers')).replace('answers', 'tasks')"
KEEP_A_TASK = f"""() => localStorage.setItem({TASKS}, JSON.stringify({{
  schema: "sourcebook-tasks/1", tasks: {{ "mand-t2": {{
    hash: "0a1b2c3d", verdict: "written", tries: 1, time: "2026-05-04T08:00:00.000Z", text: "Two of them." }} }} }}))"""

#: Each picture of the page that is seen and says nothing when its first mark is tapped.
MUTE = """() => [...document.querySelectorAll(".mm-view")].filter((figure) => {
  const shown = [...figure.querySelectorAll(".mm-touch")].filter((frame) => frame.getBoundingClientRect().width);
  return shown.some((frame) => {
    const boxes = [...frame.querySelectorAll(":not(.m-line) > [data-k]:not(text)")]
      .map((mark) => mark.getBoundingClientRect()).filter((box) => box.width || box.height);
    const { left, top, width, height } = boxes[0];
    const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
    frame.dispatchEvent(new MouseEvent("click", at));
    const says = document.querySelector(".mm-tip:not([hidden]) .mm-what")?.textContent;
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    return !says;
  });
}).map((figure) => figure.dataset.view)"""
#: Three sections stood before the reader long enough; of others a question was answered.
SECTIONS_READ = re.compile(r"^([7-9]|1[0-3]) of 14 sections read")
GO_ON = "JSON.parse(localStorage[Object.keys(localStorage).find(key => key.endsWith(':read'))]).read['book/history'].at"
HEARD = "Accessibility.getFullAXTree"
TALLEST = "Math.max(...[...document.querySelectorAll('.mm-svg')].map((one) => one.getBoundingClientRect().height))"
VALUE = "bar => bar.value"
#: Each table of the page that has to be pushed sideways.
SIDEWAYS = """() => [...document.querySelectorAll(".mm-table")]
  .filter((frame) => frame.scrollWidth > frame.clientWidth).map((frame) => frame.ariaLabel)"""
#: Taps a mark of a view, which is found by the words of its tip or by its row and the place among the marks of it.
TAP = """([view, tip, place]) => {
  const all = [...document.querySelectorAll(`[data-view="${view}"] .mm-wide .mm-touch [data-k]`)];
  const mark = all.filter((one) => (one.querySelector("title")?.textContent ?? one.dataset.k).includes(tip))[place];
  const { left, top, width, height } = mark.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true };
  mark.closest(".mm-touch").dispatchEvent(new MouseEvent("click", at));
}"""
HIGH_CHIPS = """() => [...document.querySelectorAll(".mm-chips")].map((bar) => bar.getBoundingClientRect().height)
  .filter((height) => height > 60)"""
#: Guess, answer, step: how far off, in words.
OFF = [
    (1200, 1200, 50, "That is right."),
    (28, 28.4, 1, "That is right."),
    (30, 28.4, 1, "You were 1.6 miles too high."),
    (0, 10, 1, "You were 10 miles too low."),
    (20, 10, 1, "You were 10 miles too high: about twice as much as it is."),
    (3000, 1000, 50, "You were 2,000 miles too high: about 3 times as much as it is."),
    (500, 1200, 50, "You were 700 miles too low: about half of it."),
    (400, 1200, 50, "You were 800 miles too low: about a third of it."),
    (10, 48, 1, "You were 38 miles too low: about one part in 5 of it."),
    (50, 1200, 50, "You were 1,150 miles too low: less than a tenth of it."),
    (-5, 10, 1, "You were 15 miles too low."),
]


def every_picture_answers(page: Page, guesses: int) -> None:
    """On a phone and on a laptop; what is asked before a view shows is skipped."""
    for n in range(guesses):
        page.evaluate("n => document.querySelectorAll('.mm-guess + *')[n].scrollIntoView()", n)
        page.locator("template.mm-guess").nth(n).locator("+ .mm-guess-box").get_by_text("Skip: show it").click()
        assert page.evaluate("document.activeElement.tagName") == "FIGCAPTION"
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)
        assert page.evaluate(MUTE) == []
        # What chooses among the marks takes one row of a phone.
        assert size != PHONE or page.evaluate(HIGH_CHIPS) == []


def faults(watched: Any) -> list[str]:
    return [fault for fault in watched.faults if "Service Worker registration blocked" not in fault]


def read_sections(page: Page, which: Iterable[int], seconds: int = 20) -> None:
    """Stay so long at these sections of a story."""
    links = page.locator("#on-this-page nav > ul > li > a")
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    for n in which:
        href = links.nth(n).get_attribute("href") or ""
        page.evaluate("id => document.getElementById(id).scrollIntoView()", href[1:])
        expect(links.nth(n)).to_have_attribute("aria-current", "true")
        page.clock.fast_forward(seconds * 1000)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "my-progress.json"


def test_a_student_begins_goes_on_moves_and_leaves_nothing_behind(
    book: str, watch: Callable[..., Any], saved: Path
) -> None:
    phone = watch(f"{book}book/index.html", viewport=PHONE, has_touch=True)
    page: Page = phone.page
    page.clock.install()
    expect(page.locator("h1")).to_be_in_viewport()
    door = page.locator(".mm-start a")
    expect(door).to_be_in_viewport()
    expect(door).to_contain_text("Start")
    expect(page.locator(".mm-card")).to_have_count(3)
    expect(page.locator(".mm-card-done:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    door.click()
    page.wait_for_url("**/history.html#the-short-way")
    expect(page.locator("#the-short-way a").first).to_be_visible()
    # To flick through is not to read, and the place to go on is not where one flicked to.
    read_sections(page, (0, 1, 2, 7), seconds=3)
    expect(page.locator(".page-done")).to_contain_text("you have read 0 of 14 sections")
    read_sections(page, (0, 1, 2))
    read_sections(page, (9,), seconds=3)
    expect(page.locator(".page-done")).to_contain_text("you have read 3 of 14 sections")
    assert page.evaluate(GO_ON) == "timbuktu-under-the-black-flag"
    # On paper what each section rests on stands at the end, by section, and is gone again on the screen.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".print-notes h3")).to_have_count(page.locator("section > .mm-sources").count())
    expect(page.locator(".print-notes h3").first).to_have_text("A crossroads, long before 1960")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".print-notes")).to_have_count(0)
    assert page.evaluate(SILENT) == []
    assert page.evaluate(ANSWER_ALL) == []
    # A guess before the map shows: by keys, then the answer, and how far off.
    slider = page.get_by_role("slider")
    page.evaluate("document.querySelector('.mm-guess + *').scrollIntoView()")
    expect(page.locator("#view-where-is-mali")).to_be_hidden()
    expect(page.get_by_role("button", name="That is my guess")).to_be_disabled()
    axe.load(page)
    assert axe.found(page, ".mm-guess-box") == []
    # The thumb stands in the middle already: a tap there is a guess too.
    slider.tap()
    expect(page.get_by_role("button", name="That is my guess")).to_be_enabled()
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "50 kilometres")
    page.get_by_role("button", name="That is my guess").tap()
    expect(page.locator(".mm-guess-off")).to_be_focused()
    expect(page.locator(".mm-guess-off")).to_contain_text("1,150 kilometres too low")
    assert axe.found(page, ".mm-guess-box") == []
    expect(page.locator("#view-where-is-mali")).to_be_visible()
    said = "vectors => vectors.map(([guess, answer, step]) => SourcebookExplore.off(guess, answer, step, 'miles'))"
    assert page.evaluate(said, OFF) == [words for *_, words in OFF]
    every_picture_answers(page, 0)
    page.set_viewport_size(PHONE)
    page.goto(f"{book}book/index.html")
    expect(door).to_contain_text("Continue: History, ")
    expect(page.locator(".mm-card-done").first).to_contain_text("sections read, 14 of")

    # What was read and learnt, what comes next, and the way to another computer: in this order.
    page.goto(f"{book}book/my-progress.html")
    expect(page.locator(".mm-next")).to_contain_text("What next?Read on: History, ")
    expect(page.locator(".mm-next")).to_contain_text("Read again: ")
    expect(page.locator(".mm-next")).not_to_contain_text(". (")
    history = page.locator(".mm-learnt").first
    expect(history.locator(".mm-read > summary")).to_have_text(SECTIONS_READ)
    history.locator(".mm-read > summary").click()
    expect(history.locator("li:has(.tick)")).to_have_count(history.locator(".mm-read progress").evaluate(VALUE))
    expect(history.locator("li:has(.tick)").first).to_contain_text("A crossroads, long before 1960 (1 min) ✓ read")
    expect(history.locator(".mm-goals > summary")).to_contain_text("questions answered, ")
    expect(page.locator(".mm-learnt").nth(1)).to_contain_text("0 of 11 sections read")
    history.locator(".mm-goals > summary").click()
    expect(page.locator(".mm-goal").first).to_contain_text("answered")
    tops = page.locator("h1, .mm-next, #repeat, .mm-all-notes, #save, #read-in, #afresh, #delete").evaluate_all(
        "nodes => nodes.map(({ id, className }) => id || className)"
    )
    assert tops == ["", "mm-next", "repeat", "mm-all-notes", "save", "read-in", "afresh", "delete"]
    # A table that does not fit is cards on a phone, and a table still to who hears it.
    until(page, lambda: page.evaluate(SIDEWAYS), lambda found: found == [])
    page.evaluate(KEEP_A_TASK)
    page.reload()
    expect(page.locator(".mm-progress")).to_contain_text("Tasks: 1")
    with page.expect_download() as download:
        page.get_by_text("Save, move or delete").click()
        page.get_by_role("button", name="(JSON)").click()
    download.value.save_as(saved)
    # A round of repeating survives a detour.
    page.get_by_role("button", name="Repeat up to ten").click()
    expect(page.locator(".mm-progress-review .mm-q").first).to_be_visible()
    asked = page.locator(".mm-progress-review [data-q]").evaluate_all("list => list.map(({ dataset }) => dataset.q)")
    page.goto(f"{book}book/data-and-sources.html")
    until(page, lambda: page.evaluate(SIDEWAYS), lambda found: found == [])
    expect(page.locator(".mm-table.mm-stack td[data-label=rows]").first).to_be_visible()
    heard = [node["role"].get("value") for node in page.context.new_cdp_session(page).send(HEARD)["nodes"]]
    assert {"table", "row", "columnheader", "cell"} <= set(heard)
    page.go_back()
    expect(page.locator(".mm-progress-review [data-q]")).to_have_count(len(asked))
    bars = page.locator(".mm-goal progress").evaluate_all("bars => bars.map(bar => bar.value)")
    assert sum(bars) > 0

    laptop = watch(f"{book}book/my-progress.html#read-in", viewport=LAPTOP)
    other: Page = laptop.page
    # The address of a part that is folded opens it, and the way to a teacher stands open anyway.
    expect(other.locator("#read-in")).to_be_in_viewport()
    said = other.locator(".mm-progress-files .mm-status")
    for name, text, reason in (
        ("cut.json", '{"schema": "minus', "cannot be read as JSON"),
        ("foreign.json", json.dumps({"schema": "rivers-answers/1", "answers": {}}), "of another book"),
        ("hand-in.json", json.dumps({"schema": "minusma-responses/2", "answers": {}}), "response file for the teacher"),
        ("empty.json", json.dumps({"schema": "minusma-answers/1", "answers": 7}), "no answers in it"),
    ):
        (saved.parent / name).write_text(text, encoding="utf-8")
        other.locator("#mm-read-in").set_input_files(saved.parent / name)
        expect(said).to_contain_text(reason)
        expect(said).to_contain_text("Nothing was changed")
    other.locator("#mm-read-in").set_input_files(saved)
    expect(said).to_contain_text("Read in:")
    expect(said).to_contain_text("Tasks in the file: 1.")
    assert "Two of them." in other.evaluate(f"localStorage.getItem({TASKS})")
    assert other.locator(".mm-goal progress").evaluate_all("bars => bars.map(bar => bar.value)") == bars
    # What was read comes along too.
    expect(other.locator(".mm-read > summary").first).to_have_text(SECTIONS_READ)

    # The guess came along.
    other.goto(f"{book}book/history.html")
    other.evaluate("document.querySelector('.mm-guess + *').scrollIntoView()")
    expect(other.locator(".mm-guess-off")).to_contain_text("1,150 kilometres too low")

    # A note, a draft that survives a reload, and how to cite.
    other.goto(f"{book}book/mandate.html")
    every_picture_answers(other, 2)
    # A mark cites its own cell, row or column, not all that the picture rests on.
    cited = other.locator(".mm-tip p").filter(has_text=re.compile("^Sources?:"))
    for view, tip, place, source in (
        ("council-votes", "China, 2022", 0, "SC/14953 (2022)"),
        ("mandate-matrix", "Stabilization and security", 6, "SC/13867 (2019)"),
        ("money", "2014-15", 0, "A/C.5/69/L.45"),
        ("withdrawal", "Kidal: 31 Oct 2023", 0, "withdrawal from Kidal"),
    ):
        other.evaluate(TAP, [view, tip, place])
        expect(cited).to_contain_text(source)
        expect(cited).not_to_contain_text("named row by row")
    other.keyboard.press("Escape")
    other.get_by_role("button", name="My notes").click()
    # The note of the section in view is open, and waits for words.
    expect(other.locator(".mm-section-note textarea:focus")).to_be_in_viewport()
    other.keyboard.type("Who counts the votes?")
    field = other.locator('[data-q="mand-nine-votes"] input')
    field.fill("seven")
    other.reload()
    expect(field).to_have_value("seven")
    other.get_by_role("button", name="Cite").click()
    expect(other.locator("#cite")).to_contain_text("BibTeX")
    expect(other.locator("#cite")).to_contain_text(f"{book}book/mandate.html")
    other.keyboard.press("Escape")
    assert other.evaluate(SILENT) == []
    assert other.evaluate(ANSWER_ALL) == []
    other.goto(f"{book}book/us-interests.html")
    every_picture_answers(other, 2)
    # On paper no picture is so tall that half a sheet stays empty before it.
    other.emulate_media(media="print")
    assert 0 < other.evaluate(TALLEST) <= 379
    other.emulate_media(media="screen")
    assert other.evaluate(SILENT) == []
    assert other.evaluate(ANSWER_ALL) == []
    other.goto(f"{book}book/my-progress.html")
    expect(other.get_by_role("button", name="Response file")).to_be_visible()
    expect(other.locator("#afresh")).to_be_hidden()
    other.evaluate("location.hash = 'afresh'")
    expect(other.locator("#afresh")).to_be_in_viewport()
    expect(other.locator(".mm-all-notes")).to_contain_text("Who counts the votes?")
    with other.expect_download() as download:
        other.get_by_role("button", name="Save my notes (Markdown)").click()
    download.value.save_as(saved.parent / "notes.md")
    assert "Who counts the votes?" in (saved.parent / "notes.md").read_text(encoding="utf-8")

    # The next reader of this computer sees nothing of the one before.
    with other.expect_download() as download:
        other.get_by_role("button", name="Put it away in a file and begin afresh").click()
    download.value.save_as(saved)
    assert list(json.loads(saved.read_text(encoding="utf-8"))["tasks"]) == ["mand-t2"]
    expect(said).to_contain_text("Nothing of the reader before is here now")
    expect(other.locator(".mm-next")).to_contain_text("Begin here: History: how a crisis became a war, the short way")
    assert other.evaluate("Object.keys(localStorage)") == []
    other.goto(f"{book}book/index.html")
    expect(other.locator(".mm-start a")).to_contain_text("Start")
    other.goto(f"{book}book/mandate.html")
    expect(other.locator(".mm-q[data-state]")).to_have_count(0)
    other.goto(f"{book}book/history.html")
    other.evaluate("document.querySelector('.mm-guess + *').scrollIntoView()")
    expect(other.get_by_role("slider")).to_be_visible()

    # A notebook begins with a picture; what only a live one needs is left to it. Its end leads on.
    other.set_viewport_size(LAPTOP)
    other.goto(f"{book}notebooks/history.html")
    for address in ("../book/mandate.html", "mandate.html"):
        expect(other.locator(f"p:has(> #what-you-did) a[href='{address}']")).to_be_attached()
    expect(other.locator("#view-timeline .mm-wide .mm-touch")).to_be_in_viewport()
    expect(other.locator("main")).not_to_contain_text("In a live notebook: run a cell")
    # A line of a notebook that a reader may change moves the page, without a kernel.
    other.goto(f"{book}notebooks/mandate.html")
    other.evaluate(TAP, ["contributors", "Chad, 31 March 2014", 0])
    expect(cited).to_contain_text("31 March 2014")
    expect(cited).not_to_contain_text("31 August 2013")
    other.keyboard.press("Escape")
    years = other.get_by_role("group", name="Choices of year")
    expect(years.get_by_role("button", pressed=True)).to_have_text("2022")
    years.get_by_role("button", name="2021").click()
    expect(other.locator(".cell_output:has(.mm-choices)").last).to_contain_text("the vote of 29 June 2021")
    years.get_by_role("button", name="2022").click()
    expect(other.locator("#view-council-positions")).to_be_visible()
    expect(other.locator(".cell_output:has(.mm-choices)").last).not_to_contain_text("the vote of 29 June 2021")

    # What comes at a tap is made for a phone like the rest: a cell says its head.
    other.get_by_role("group", name="Choices of family").get_by_role("button", name="human rights").click()
    expect(
        other.locator(".cell_output:has([aria-label='Choices of family']) td[data-label=text]").first
    ).to_be_attached()

    # An old address of a question leads to where it stands; the glossary shows what is asked for.
    other.goto(f"{book}notebooks/mandate.html#q-mand-veto")
    other.wait_for_url("**/book/mandate.html#q-mand-veto")
    other.goto(f"{book}book/glossary.html")
    other.get_by_label("Show words with").fill("veto")
    expect(other.locator("dl.glossary > dt:visible").first).to_contain_text("Permanent member")
    other.get_by_role("link", name="W", exact=True).click()
    expect(other.get_by_label("Show words with")).to_have_value("")
    expect(other.locator("#term-Wagner-Group")).to_be_in_viewport()
    assert faults(phone) == []
    assert faults(laptop) == []
