"""The pages to print: styled also where a web server sends the book's policy, nothing for axe to find, readable on a
phone before they are printed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.classroom import downloads, printables
from tests.browser import axe
from tests.ours import OURS

SHEETS = [name for name in printables.names(OURS) if name not in ("council-roles-2023", "council-votes")]  # as others
ONE_OF_EACH = ("check-a-worksheet", "history-key", "history-tasks", "mandate-tasks-key", *SHEETS)


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
    assert watched.faults == []
