"""Real JupyterLab in a real browser: questions, explorers, the lab, the poll and the Council run live, and answers reach Python."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab on an empty folder: its address and the folder."""
    folder = tmp_path_factory.mktemp("lab")
    env = {k: v for k, v in os.environ.items() if k != "MINUSMA_STATIC"}
    env |= {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder / ".c"), "JUPYTER_DATA_DIR": str(folder / ".d")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--allow-root", "--IdentityProvider.token="]
    command += ["--ServerApp.disable_check_xsrf=True", f"--notebook-dir={folder}", "--LabApp.news_url=''", "--LabApp.check_for_updates_class="]
    command[-1] += "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    server = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, cwd=folder)
    address = ""
    for line in server.stderr:
        if found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/", line):
            address = found.group(1).replace("localhost", "127.0.0.1")
            break
    assert address, "JupyterLab did not start"
    # Its log must be read, or the server stops when the pipe is full.
    import threading

    threading.Thread(target=lambda: [None for _ in server.stderr], daemon=True).start()
    yield address, folder
    server.terminate()
    server.wait(20)


def notebook(folder: Path, name: str, *cells: str) -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(made, folder / name)


def open_and_run(chromium: Browser, address: str, name: str) -> Page:
    page = chromium.new_context(viewport={"width": 1300, "height": 1000}).new_page()
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60000)
    # Before the kernel answers, running a cell opens a dialog that asks for one.
    page.get_by_text("| Idle").wait_for(timeout=90000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    return page


def run_last(page: Page) -> str:
    """Run the last cell and give its text output."""
    last = page.locator(".jp-Notebook .jp-CodeCell").last
    last.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(1500)
    return page.locator(".jp-Notebook .jp-CodeCell .jp-OutputArea-output").last.inner_text()


def test_answers_by_keyboard_reach_python_and_stay(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(
        folder, "quiz.ipynb", "from minusma import quiz", 'q = quiz.questions(["hist-capitals-order", "hist-coup-count"])\nq',
        "import json; print(json.dumps([q.answers, q.score, len(q.to_frame())]))",
    )  # fmt: skip
    page = open_and_run(chromium, address, "quiz.ipynb")
    form = page.locator("form.mm-quiz")
    form.wait_for(timeout=60000)
    field = form.locator('[data-q="hist-coup-count"] input')
    field.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(form.locator('[data-q="hist-coup-count"] .mm-q-said')).to_contain_text("Right.")
    page.wait_for_timeout(800)
    answers, score, rows = json.loads(run_last(page))
    assert answers == {"hist-coup-count": "2"}
    assert score == 1
    assert rows == 2
    # The cell run again keeps the answer, as documented.
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(page.locator('form.mm-quiz [data-q="hist-coup-count"] .mm-q-said')).to_contain_text("Your answer from before", timeout=30000)
    page.context.close()


def test_views_explorers_and_the_lab_run_live(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(
        folder, "views.ipynb", "from minusma import views, lab", "views.deaths_by_year()", "views.timeline()", "labs = lab.claims(lesson=True)\nlabs",
        "print(labs.answers)",
    )  # fmt: skip
    page = open_and_run(chromium, address, "views.ipynb")
    page.locator(".mm-claim:not([hidden]) select[name=first]").first.wait_for(timeout=90000)
    assert page.locator(".mm-view svg").count() >= 2
    assert page.locator(".jupyter-widgets select").count() >= 1
    select = page.locator(".mm-claim:not([hidden]) select[name=first]").first
    select.select_option("supported")
    page.wait_for_timeout(800)
    assert "supported" in run_last(page)
    page.context.close()


def test_a_killed_kernel_loses_no_counted_hand(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(
        folder, "poll.ipynb", "from minusma import classroom", 'p = classroom.poll("hist-overrun-claim")\np', "import os; os.kill(os.getpid(), 9)"
    )  # fmt: skip
    page = open_and_run(chromium, address, "poll.ipynb")
    page.wait_for_timeout(4000)
    page.context.close()
    notebook(folder, "poll2.ipynb", "from minusma import classroom", 'p = classroom.poll("hist-overrun-claim")\np', "print(p.counts(0))")
    page = open_and_run(chromium, address, "poll2.ipynb")
    more = page.get_by_role("button", name="+1")
    more.first.wait_for(timeout=60000)
    for _ in range(3):
        more.first.click()
    more.nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)
    held = json.loads((folder / "class-history.json").read_text())["polls"][-1]["rounds"][0]
    assert sorted(held.values()) == [0, 1, 3]
    page.get_by_role("button", name="Second count").click()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".jp-OutputArea")).not_to_have_count(0)
    expect(page.get_by_text("Right: needs context.")).to_be_visible()
    page.context.close()


def test_the_council_counts_the_votes_of_the_class(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    notebook(folder, "council.ipynb", "from minusma import classroom", "classroom.council(2022)")
    page = open_and_run(chromium, address, "council.ipynb")
    count = page.get_by_role("button", name="Count the votes")
    count.wait_for(timeout=60000)
    page.get_by_role("button", name="no", exact=True).first.click()
    page.wait_for_timeout(400)
    count.click()
    expect(page.locator("[role=status]", has_text="does not pass")).to_be_visible()
    page.context.close()


def test_the_record_s_views_run_live_and_notes_are_kept(chromium: Browser, lab: tuple[str, Path]) -> None:
    address, folder = lab
    calls = ["conflict_deaths()", "displacement()", "contributors()", "council_votes()", "council_positions(2023)", "withdrawal()"]
    notebook(folder, "record.ipynb", "from minusma import views", *(f"views.{call}" for call in calls))
    page = open_and_run(chromium, address, "record.ipynb")
    expect(page.locator(".mm-view")).to_have_count(len(calls), timeout=90000)
    expect(page.locator(".jupyter-widgets select")).to_have_count(len(calls))
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type="application/vnd.jupyter.error"]').count() == 0
    page.context.close()
    notebook(folder, "notes.ipynb", "from minusma import views", "views.interests()")
    page = open_and_run(chromium, address, "notes.ipynb")
    note = page.locator('td[data-note="terrorism-for-1"] textarea')
    note.wait_for(timeout=90000)
    note.focus()
    # Letters that are commands of a notebook: in a note they are letters.
    page.keyboard.type("add back")
    page.locator(".jupyter-widgets select").nth(1).select_option(index=3)
    page.wait_for_timeout(2500)
    expect(page.locator('td[data-note="terrorism-for-1"] textarea')).to_have_value("add back")
    assert "terrorism-for-1" in page.evaluate("localStorage.getItem('minusma:notes')")
    page.context.close()
