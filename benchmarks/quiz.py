"""Questions in great number: ``python benchmarks/quiz.py``.

Reads and checks a bank of 5,000 questions, and opens a page of 100 in Chromium: the time its scripts take until it is
at rest, and for one answer by keyboard. Made from the book's own questions under other ids. The median of five.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from benchmarks import results
from sourcebook.quiz import bank
from sourcebook.views import registry
from tests.browser import quiz_page
from tests.ours import OURS

RUNS, ASKED, BANK_SIZE = 5, 100, 5000


def many(count: int) -> str:
    """The book's questions as one file, again and again under new ids until there are ``count``."""
    raw = [
        yaml.safe_load((OURS.quiz_dir / f"{name}.yml").read_text(encoding="utf-8"))
        for name in ("history", "mandate", "us-interests")
    ]
    questions = [question for chapter_bank in raw for question in chapter_bank["questions"]]
    again = [
        {**questions[n % len(questions)], "id": f"{questions[n % len(questions)]['id']}-{n}"} for n in range(count)
    ]
    objectives = [objective for chapter_bank in raw for objective in chapter_bank["objectives"]]
    return yaml.safe_dump(
        {"chapter": "many", "title": "Many", "objectives": objectives, "questions": again},
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )


def check(text: str) -> float:
    """Seconds to read and check this file, with its facts, sources, sections and views."""
    known = bank.known_to_the_book(OURS, registry.ids(OURS))
    start = time.perf_counter()
    parsed = bank.parse(text, "many.yml", known)
    taken = time.perf_counter() - start
    assert len(parsed.questions) == BANK_SIZE
    return taken


def open_page(browser: Any, address: str) -> tuple[float, float]:
    """Milliseconds of script until the page is at rest after load, and for one typed and checked answer."""
    page = browser.new_context().new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def taken() -> float:
        return 1000 * next(
            m["value"] for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == "ScriptDuration"
        )

    page.goto(address, wait_until="load")
    # Chromium's headless shell may never call itself idle: a second is far more than the page needs.
    session.send(
        "Runtime.evaluate",
        {"expression": "new Promise(r => requestIdleCallback(r, {timeout: 1000}))", "awaitPromise": True},
    )
    loaded = taken()
    assert page.locator(".mm-q-progress").inner_text().startswith(f"0 of {ASKED}")
    field = page.locator('[data-q^="hist-coup-count"] input').first
    field.focus()
    page.keyboard.type("2")
    before = taken()
    page.keyboard.press("Enter")
    page.get_by_text("Right.").first.wait_for()
    answered = taken() - before
    page.context.close()
    return loaded, answered


def main() -> None:
    """Measure and write the section of the results."""
    text = many(BANK_SIZE)
    checked = statistics.median(check(text) for _ in range(RUNS))
    asked = bank.parse(many(ASKED), "many.yml").questions
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = quiz_page.write(Path(folder), quiz_page.form(asked)).as_uri()
        browser = playwright.chromium.launch(executable_path=results.chrome(), args=["--no-sandbox", "--disable-gpu"])
        timings = [open_page(browser, address) for _ in range(RUNS)]
        browser.close()
    rows = [
        (f"reading and checking a bank of {BANK_SIZE:,} questions, seconds", f"{checked:.1f}"),
        (
            f"script time of a page with {ASKED} questions after load, milliseconds",
            f"{statistics.median(m[0] for m in timings):.0f}",
        ),
        ("script time of one answer on that page, milliseconds", f"{statistics.median(m[1] for m in timings):.0f}"),
    ]
    results.write(
        "Questions",
        f"`python benchmarks/quiz.py`: median of {RUNS}, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}.\n\n" + results.table(["what", "value"], rows),
    )
    for row in rows:
        print(*row)


if __name__ == "__main__":
    main()
