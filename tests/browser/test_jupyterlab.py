"""Real JupyterLab in a real browser: questions, explorers, the lab, the poll and the
Council run live, and answers reach Python.
"""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.jupyter import ROOT, notebook, open_and_run, run_all
from tests.browser.until import until


def run_last(page: Page) -> str:
    """Run the last cell with anything in it and give its text output, once it has run again."""
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    last = cells.filter(has_text=re.compile(r"print\(")).last
    prompt = last.locator(".jp-InputArea-prompt").first
    expect(prompt).to_have_text(re.compile(r"^\[\d+\]:$"), timeout=60000)
    before = prompt.inner_text()
    last.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(prompt).to_have_text(re.compile(rf"^(?!{re.escape(before)})\[\d+\]:$"), timeout=60000)
    return last.locator(".jp-OutputArea-output").last.inner_text()


def test_answers_by_keyboard_reach_python_and_stay(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(
        folder, "quiz.ipynb", "from minusma import quiz",
        'q = quiz.questions(["hist-capitals-order", "hist-coup-count"])\nq',
        "import json; print(json.dumps([q.answers, q.score, len(q.to_frame())]))",
    )  # fmt: skip
    page = open_and_run(chromium, f"{address}/lab/tree/quiz.ipynb?reset")
    form = page.locator("form.mm-quiz")
    form.wait_for(timeout=60000)
    field = form.locator('[data-q="hist-coup-count"] input')
    field.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(form.locator('[data-q="hist-coup-count"] .mm-q-said')).to_contain_text("Right.")
    # The answer is on its way to Python.
    answers, score, rows = until(page, lambda: json.loads(run_last(page)), lambda told: told[0])
    assert answers == {"hist-coup-count": "2"}
    assert score == 1
    assert rows == 2
    # The cell run again keeps the answer, as documented.
    run_all(page)
    expect(page.locator('form.mm-quiz [data-q="hist-coup-count"] .mm-q-said')).to_contain_text(
        "Your answer from before", timeout=30000
    )
    page.context.close()


def test_views_explorers_and_the_lab_run_live(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(
        folder, "views.ipynb", "from minusma import views, lab", "views.deaths_by_year()", "views.timeline()",
        "labs = lab.claims(lesson=True)\nlabs",
        "print(labs.answers)",
    )  # fmt: skip
    page = open_and_run(chromium, f"{address}/lab/tree/views.ipynb?reset")
    page.locator(".mm-claim:not([hidden]) select[name=first]").first.wait_for(timeout=90000)
    assert page.locator(".mm-view svg").count() >= 2
    assert page.locator(".jupyter-widgets select").count() >= 1
    select = page.locator(".mm-claim:not([hidden]) select[name=first]").first
    select.select_option("supported")
    until(page, lambda: run_last(page), lambda told: "supported" in told)
    page.context.close()


def test_the_classroom_notebook_asks_counts_and_survives_a_killed_kernel(
    chromium: Browser, lab: tuple[str, Path]
) -> None:
    """The notebook of the book, with one more cell that says which process to kill."""
    address, outer = lab
    folder = outer / "classroom"
    folder.mkdir()
    notebook = nbformat.read(ROOT / "notebooks" / "classroom.ipynb", 4)
    notebook.cells.append(
        nbformat.v4.new_code_cell('import os, pathlib\n_ = pathlib.Path("kernel").write_text(str(os.getpid()))')
    )
    nbformat.write(notebook, folder / "classroom.ipynb")

    def begin() -> tuple[Page, Locator]:
        (folder / "kernel").unlink(missing_ok=True)
        page = open_and_run(chromium, f"{address}/lab/tree/classroom/classroom.ipynb?reset")
        until(page, (folder / "kernel").is_file, seconds=60)
        ask = page.get_by_role("button", name="Ask the class")
        ask.scroll_into_view_if_needed()
        panel = page.locator(".jp-CodeCell", has=ask)
        # Nothing need be chosen: the first question of the first chapter is.
        expect(panel.get_by_label("Question")).not_to_have_value("")
        ask.click()
        expect(panel.get_by_role("status")).to_contain_text("count: ")
        return page, panel

    def end(page: Page) -> None:
        os.kill(int((folder / "kernel").read_text()), signal.SIGKILL)
        page.context.close()

    def kept() -> list[dict[str, int]]:
        (poll,) = json.loads((folder / "class-history.json").read_text())["polls"]
        return poll["rounds"]

    page, panel = begin()
    more = panel.get_by_role("button", name="+1")
    for _ in range(3):
        more.first.click()
    more.nth(1).focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_have_text("First count: 4 hands")
    end(page)
    first = kept()
    assert sorted(first[0].values()) == [0, 1, 3]

    page, panel = begin()
    expect(panel.get_by_role("status")).to_have_text("First count: 4 hands")
    expect(panel.get_by_role("spinbutton").first).to_have_value("3")
    panel.get_by_role("button", name="Second count").click()
    expect(panel.get_by_role("status")).to_have_text("Second count: 0 hands")
    panel.get_by_role("spinbutton").nth(2).fill("4")
    page.keyboard.press("Tab")
    expect(panel.get_by_role("status")).to_have_text("Second count: 4 hands")
    end(page)
    assert kept()[:1] == first

    page, panel = begin()
    expect(panel.get_by_role("status")).to_have_text("Second count: 4 hands")
    expect(panel.get_by_role("spinbutton").nth(2)).to_have_value("4")
    panel.get_by_role("button", name="Reveal").click()
    expect(panel.get_by_text("Right:")).to_be_visible()
    assert [sorted(counts.values()) for counts in kept()] == [[0, 1, 3], [0, 0, 4]]
    page.context.close()


def test_the_council_counts_the_votes_of_the_class(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(folder, "council.ipynb", "from minusma import classroom", "classroom.council(2022)")
    page = open_and_run(chromium, f"{address}/lab/tree/council.ipynb?reset")
    count = page.get_by_role("button", name="Count the votes")
    count.wait_for(timeout=60000)
    against = page.get_by_role("button", name="no", exact=True).first
    against.click()
    expect(against).to_have_class(re.compile(r"\bmod-active\b"))
    count.click()
    expect(page.locator("[role=status]", has_text="does not pass")).to_be_visible()
    page.context.close()


def test_notes_are_kept_when_a_view_is_drawn_again(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(folder, "notes.ipynb", "from minusma import views", "views.interests()")
    page = open_and_run(chromium, f"{address}/lab/tree/notes.ipynb?reset")
    note = page.locator('td[data-note="terrorism-for-1"] textarea')
    note.wait_for(timeout=90000)
    note.focus()
    # Letters that are commands of a notebook: in a note they are letters.
    page.keyboard.type("add back")
    note.evaluate("area => { area.closest('figure').dataset.before = 'yes'; }")
    page.locator(".jupyter-widgets select").nth(1).select_option(index=3)
    # Drawn again: the picture that was there is gone.
    expect(page.locator("figure[data-before]")).to_have_count(0, timeout=60000)
    expect(page.locator('td[data-note="terrorism-for-1"] textarea')).to_have_value("add back")
    assert "terrorism-for-1" in page.evaluate("localStorage.getItem('sourcebook:mali-minusma:notes')")
    page.context.close()
