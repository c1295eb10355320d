"""The pages to print: styled also where a web server sends the book's policy, nothing for axe to find, readable on a
phone before they are printed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sourcebook.classroom import downloads, plans, printables
from tests.browser import axe
from tests.ours import OURS

SHEETS = [name for name in printables.names(OURS) if name not in ("council-roles-2023", "council-votes")]  # as others
ONE_OF_EACH = ("check-a-worksheet", "history-key", "history-tasks", "mandate-tasks-key", *SHEETS)


def _the_plan_stands_on_the_wall(page: Page, book: str) -> None:
    """A step at a time, by arrow key; Escape leads back to the button."""
    page.goto(f"{book}book/teachers/one-lesson.html")
    show = page.get_by_role("button", name="Show the steps on the wall")
    show.click()
    wall = page.get_by_role("dialog", name="The lesson on the wall")
    steps = [step for step in plans.plan(OURS, "one-lesson").steps if step.board]
    expect(wall).to_contain_text(f"Minutes 0 to {steps[0].minutes}, step 1 of {len(steps)}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(wall).to_contain_text("Hands, and no reasons yet.")
    axe.load(page)
    assert axe.found(page, "dialog") == []
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(wall).to_contain_text(f"step {len(steps)} of {len(steps)}")
    page.keyboard.press("ArrowLeft")
    expect(wall).to_contain_text(f"step {len(steps) - 1} of {len(steps)}")
    page.keyboard.press("Escape")
    expect(wall).to_be_hidden()
    expect(show).to_be_focused()


def test_each_kind_of_page_is_sound(html: Path, book: str, watch: Callable[..., Any]) -> None:
    if not (html / downloads.FOLDER / downloads.PRINT).is_dir():
        pytest.skip("left out: this book was not built for publishing. `make publish` does")
    watched = watch(
        f"{book}{downloads.FOLDER}/{downloads.PRINT}/{ONE_OF_EACH[0]}.html", viewport={"width": 360, "height": 640}
    )
    page = watched.page
    found: dict[str, Any] = {}
    for name in ONE_OF_EACH:
        page.goto(f"{book}{downloads.FOLDER}/{downloads.PRINT}/{name}.html")
        assert "serif" in page.evaluate("getComputedStyle(document.body).fontFamily"), name
        axe.shorten(page)
        axe.load(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if faults := [*axe.found(page), *(["wider than a phone"] if wide else [])]:
            found[name] = faults
    assert found == {}
    _the_plan_stands_on_the_wall(page, book)
    assert watched.faults == []
