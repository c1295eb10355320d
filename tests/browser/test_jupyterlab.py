"""Real JupyterLab in a real browser: questions, explorers, the lab, the poll and the
Council run live, and answers reach Python.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Locator, Page, expect

from sourcebook.classroom import class_report
from sourcebook.quiz import response_file
from tests.browser.jupyter import ROOT, Desk, notebook, open_and_run, restart_and_run_all, run_all
from tests.browser.test_report import SHOWN, python_shows
from tests.browser.until import until
from tests.ours import OURS


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


def test_answers_by_keyboard_reach_python_and_stay(notebooks: Desk, lab: tuple[str, Path]) -> None:
    outer = lab[1]
    folder = outer / "quiz"  # of its own: what other tests answer is kept beside their notebook
    folder.mkdir()
    notebook(
        folder, "quiz.ipynb", "from minusma import quiz",
        'q = quiz.questions(["hist-capitals-order", "hist-coup-count"])\nq',
        "import json; print(json.dumps([q.answers, q.score, len(q.to_frame())]))",
    )  # fmt: skip
    page = notebooks.run("quiz/quiz.ipynb")
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


def test_views_explorers_and_the_lab_run_live(notebooks: Desk, lab: tuple[str, Path]) -> None:
    folder = lab[1]
    notebook(
        folder, "views.ipynb", "from minusma import views, lab", "views.deaths_by_year()", "views.timeline()",
        "labs = lab.claims(lesson=True)\nlabs",
        "print(labs.answers)",
    )  # fmt: skip
    page = notebooks.run("views.ipynb")
    page.locator(".mm-claim:not([hidden]) select[name=first]").first.wait_for(timeout=90000)
    assert page.locator(".mm-view svg").count() >= 2
    assert page.locator(".jupyter-widgets select").count() >= 1
    select = page.locator(".mm-claim:not([hidden]) select[name=first]").first
    select.select_option("supported")
    until(page, lambda: run_last(page), lambda told: "supported" in told)


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
        tool = page.locator(".mm-ask").first
        tool.scroll_into_view_if_needed()
        # Nothing need be chosen; the second question of the first chapter is.
        question = tool.get_by_label("Question", exact=True)
        expect(question).not_to_have_value("")
        question.select_option(index=1)
        expect(page.locator(".mm-ask-stage:not([hidden])")).to_have_count(1)
        # By key: outputs above may still be growing, and move what a pointer aims at.
        tool.get_by_role("button", name="Ask the class").press("Enter")
        return page, tool

    def end(page: Page) -> None:
        os.kill(int((folder / "kernel").read_text()), signal.SIGKILL)
        page.context.close()

    def kept() -> list[list[int]]:
        polls = json.loads((folder / "class-history.json").read_text())["polls"]
        (poll,) = [one for one in polls if one["question"] != "hist-overrun-claim"]
        return [sorted(filter(None, counts.values())) for counts in poll["rounds"]]

    page, tool = begin()
    said = tool.locator(".mm-ask-status")
    more = tool.get_by_role("button", name="One more hand for")
    for _ in range(3):
        more.first.click()
    # A key counts too, and is none of the notebook's.
    tool.get_by_role("region", name="The question").focus()
    page.keyboard.press("2")
    expect(said).to_have_text("First count: 4 hands")
    until(page, kept, lambda counts: counts == [[1, 3]], seconds=20)
    # The second tool of the notebook asks one question by its name; it knows the others' file.
    other = page.locator(".mm-ask").nth(1)
    other.get_by_role("button", name="One more hand for").first.click()
    expect(other.locator(".mm-ask-status")).to_have_text("First count: 1 hand")
    expect(other.get_by_role("button", name="Another question")).to_have_count(0)
    until(page, lambda: (folder / "class-history.json").read_text(), lambda text: "hist-overrun-claim" in text)
    end(page)
    assert kept() == [[1, 3]]

    # Begun today: it goes on when somebody says so.
    page, tool = begin()
    expect(tool).to_contain_text("first count, 4 hands.")
    tool.get_by_role("button", name="Go on from").click()
    said = tool.locator(".mm-ask-status")
    expect(said).to_have_text("First count: 4 hands")
    expect(tool.get_by_role("spinbutton").first).to_have_value("3")
    tool.get_by_role("button", name="Second count").click()
    tool.get_by_role("spinbutton").nth(2).fill("4")
    page.keyboard.press("Tab")
    expect(said).to_have_text("Second count: 4 hands")
    tool.get_by_role("button", name="Reveal").click()
    expect(tool.get_by_text("Right:")).to_be_visible()
    until(page, kept, lambda counts: counts == [[1, 3], [4]], seconds=20)
    os.kill(int((folder / "kernel").read_text()), signal.SIGKILL)
    # Not by the pointer: Jupyter's own word on the dead kernel may lie over the tool already.
    tool.get_by_role("button", name="Undo").dispatch_event("click")
    # A kernel that is gone keeps nothing, and it is said.
    expect(tool.get_by_role("alert")).to_contain_text("Python does not answer", timeout=20_000)
    page.context.close()


def test_the_council_counts_the_votes_of_the_class(notebooks: Desk, lab: tuple[str, Path]) -> None:
    folder = lab[1]
    notebook(
        folder, "council.ipynb", "from minusma import classroom", "session = classroom.council(2022)\nsession",
        "print(session.result().tally)",
    )  # fmt: skip
    page = notebooks.run("council.ipynb")
    tool = page.locator(".mm-chamber")
    tool.wait_for(timeout=60000)
    expect(tool.locator(".mm-chamber-result")).to_have_text("0-0-0, 15 still to vote")
    for seat in tool.locator("fieldset").all():
        seat.get_by_role("radio", name="yes", exact=True).check()
    tool.get_by_role("group", name="China").get_by_role("radio", name="no", exact=True).check()
    expect(tool.locator(".mm-chamber-result")).to_have_text("Does not pass: 14-1-0")
    expect(tool.locator(".mm-chamber-why")).to_contain_text("a veto")
    until(page, lambda: run_last(page), lambda told: "14-1-0" in told)
    assert json.loads((folder / "council-votes.json").read_text())["sessions"]["2022"]["votes"]["China"] == "no"


def test_notes_are_kept_when_a_view_is_drawn_again(notebooks: Desk, lab: tuple[str, Path]) -> None:
    folder = lab[1]
    notebook(folder, "notes.ipynb", "from minusma import views", "views.interests()")
    page = notebooks.run("notes.ipynb")
    page.locator('details:has(td[data-note="terrorism-for-1"]) > summary').click(timeout=90000)
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


def test_tasks_answer_outlive_their_kernel_and_reach_the_class_report(notebooks: Desk, lab: tuple[str, Path]) -> None:
    outer = lab[1]
    folder = outer / "tasks"
    folder.mkdir()
    half = "events = data.load('events')\nhalf = events.query(\"'2012-01-01' <= date <= '2012-06-30'\")\n"
    people = 'people = data.pick("displacement", producer="UNHCR", population="internally displaced in Mali")\n'
    people += 'people = people.set_index("year")["people"]\n'
    notebook(
        folder, "one.ipynb", "from minusma import data, task", 'task("hist-t1")',
        f'{half}result = len(half)\ntask("hist-t1").check(result)', 'task("hist-t1").hint()',
        f'{people}result = people[2023] - people[2016]\ntask("hist-t5").check(result)', "people.plot()",
    )  # fmt: skip
    page = notebooks.run("tasks/one.ipynb")
    said = page.locator(".jp-OutputArea-output [role=alert]")
    expect(said).to_have_count(3, timeout=60000)
    expect(said.nth(0)).to_contain_text("Count those with one theme.")
    expect(said.nth(1)).to_contain_text("Hint 1 of 2.")
    expect(said.nth(2)).to_contain_text("Right.")
    page.locator(".jp-OutputArea-output svg.mm-svg").wait_for()
    restart_and_run_all(page)
    before = "Your answer from before: not right yet."
    expect(page.get_by_text(before)).to_be_visible(timeout=60000)
    expect(said).to_have_count(3, timeout=60000)

    # Another notebook and its kernel: it knows what was done, and saves it with a sentence of its own. Beside it lies
    # what a class handed in: its report is drawn by the script of the page.
    (folder / "handed in").mkdir()
    asked = response_file.asked(OURS)["hist-coup-count"].hash
    for number, code in enumerate(("fox", "fox", "owl")):
        answers = {"hist-coup-count": {"hash": asked, "answer": str(number + 1)}}
        handed = {"schema": OURS.identity.schema_name("responses"), "code": code, "id": f"id-{number}"}
        (folder / "handed in" / f"{number}.json").write_text(json.dumps(handed | {"answers": answers}))
    notebook(
        folder, "two.ipynb", "from minusma import quiz, task", 'task("hist-t1")',
        'task("hist-t7").check("Nothing follows from the lines alone.")', 'quiz.question("hist-coup-count")',
        'theme = "politics"  # CHANGE ME: try "conflict" or "culture"\ntheme',
        'from minusma import classroom; report = classroom.report("handed in")\nreport',
        'print(report.responses, sum(report.students()["answered"]))',
    )  # fmt: skip
    page = notebooks.run("tasks/two.ipynb")
    expect(page.get_by_text(before)).to_be_visible(timeout=60000)
    expect(page.locator("[role=alert]", has_text="What it lacks")).to_be_visible()
    expect(page.locator("[role=alert]", has_text="You chose “politics”. Try “conflict” next")).to_have_count(1)
    tool = page.locator(".mm-report")
    shown = class_report.report(OURS, folder / "handed in")
    expect(tool.locator(".mm-report-result > p").first).to_have_text(shown.summary())
    assert tool.evaluate(SHOWN) == python_shows(shown)
    tool.get_by_role("button", name="“fox” is one student: join").press("Enter")
    expect(tool.get_by_role("button", name="“fox” is two students: part")).to_be_visible(timeout=30_000)
    one_fox = class_report.report(OURS, folder / "handed in", joined=["fox"])
    assert tool.evaluate(SHOWN) == python_shows(one_fox)
    until(page, lambda: run_last(page), lambda told: told.startswith("2 2"))
    assert json.loads((folder / "class-report.json").read_text())["joined"] == {"handed in": ["fox"]}
    page.get_by_role("textbox", name="Code name").fill("night owl")
    page.get_by_role("button", name="Save for your teacher").press("Enter")
    expect(page.get_by_text("with 0 answers and 3 tasks")).to_be_visible()
    shutil.rmtree(folder / "handed in")
    done = class_report.report(OURS, folder).tasks()
    assert done[["tried", "right", "written", "students"]].to_dict("index") == {
        "hist-t1": {"tried": 1, "right": 0, "written": 0, "students": 1},
        "hist-t5": {"tried": 1, "right": 1, "written": 0, "students": 0},
        "hist-t7": {"tried": 1, "right": 0, "written": 1, "students": 0},
    }
    assert done.loc["hist-t1", "slip"] == "all rows"
