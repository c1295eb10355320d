"""Tasks on a page that stands by itself: script and Python say the same of every value, and one is done by keyboard."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from sourcebook.tasks import files, render, running
from tests import tasks_walk
from tests.browser import quiz_page
from tests.ours import OURS
from tests.rivers import RIVERS


def page_of(folder: Path) -> Path:
    """A page with the tasks of the made-up book, all scripts beside it."""
    forms = [
        render.task_html(RIVERS, running.compute(RIVERS, task), None).replace('autocomplete="off"', "", 1)
        for task in files.every(RIVERS).values()
    ]
    page = quiz_page.write(folder, *forms)
    (folder / "task.js").write_bytes((quiz_page.PACKAGE / "tasks" / "static" / "task.js").read_bytes())
    text = page.read_text(encoding="utf-8")
    head = '<script defer src="task.js"></script></head>'
    page.write_text(text.replace('<script defer src="progress.js"></script>', "").replace("</head>", head, 1), "utf-8")
    return page


def test_script_and_python_agree_on_every_task_and_one_is_done_by_keyboard(chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(page_of(tmp_path).as_uri())

    cases = [case for book in (RIVERS, OURS) for one in tasks_walk.computed(book) for case in tasks_walk.asked(one)]
    told = page.evaluate("cases => cases.map(([key, answer]) => SourcebookTasks.reply(key, answer))", cases)
    assert len(cases) > 400
    assert [(case, said) for case, said in zip(cases, told, strict=True) if case[2] != said] == []

    # A number: nothing, a slip, a hint, and right, without a mouse.
    task = page.locator("[data-task=rain-t1]")
    said, field = task.get_by_role("status"), task.get_by_role("textbox")
    expect(task.get_by_text("Solution and explanation")).to_be_visible()
    field.press("Enter")
    expect(said).to_contain_text("Not tried yet")
    field.fill("8")
    field.press("Enter")
    expect(said).to_contain_text("the number of the rows")
    task.get_by_role("button", name="Hint").press("Enter")
    expect(said).to_contain_text("Hint 1 of 2.")
    field.fill("5")
    field.press("Enter")
    expect(said).to_contain_text("Right.")
    expect(task.get_by_text("A comparison gives true or false")).to_be_visible()

    # Rows sort and filter, and one of them is chosen.
    task = page.locator("[data-task=rain-t4]")
    task.get_by_role("button", name="millimetres").press("Enter")
    expect(task.get_by_role("status")).to_contain_text("Sorted by millimetres")
    assert task.locator("tbody tr").first.inner_text().split() == ["2022", "467"]
    expect(task.get_by_label("Show rows with")).to_have_attribute("placeholder", "for example 2017")
    task.get_by_label("Show rows with").fill(" 2022 ")
    expect(task.get_by_role("status")).to_contain_text("1 of 8 rows.")
    task.get_by_role("radio", name="2022").press("Space")
    task.get_by_role("button", name="Check").press("Enter")
    expect(task.get_by_role("status")).to_contain_text("Right.")

    # Sentences are kept, and open the samples.
    task = page.locator("[data-task=rain-t5]")
    expect(task.get_by_text("Samples and explanation")).to_be_hidden()
    task.get_by_role("textbox").fill("The last one, for it was wet.")
    task.get_by_role("button", name="Check").press("Enter")
    expect(task.get_by_text("What it lacks").first).to_be_visible()

    page.reload()
    expect(page.locator("[data-task=rain-t5]").get_by_role("textbox")).to_have_value("The last one, for it was wet.")
    expect(page.locator("[data-task=rain-t1]").get_by_role("status")).to_contain_text("Your answer from before.")
    expect(page.locator("[data-task=rain-t4]").get_by_role("radio", name="2022")).to_be_checked()
    held = page.evaluate("SourcebookQuiz.keptTasks.all()")
    assert {name: (entry["verdict"], entry["tries"]) for name, entry in held.items()} == {
        "rain-t1": ("right", 2),
        "rain-t4": ("right", 1),
        "rain-t5": ("written", 1),
    }
    assert faults == []
    page.close()
