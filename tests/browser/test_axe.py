"""axe on every page: WCAG 2.2 AA and best practices, in light, dark, on a narrow screen and with forced colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => (await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}))
  .violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`)"""


def _found(page: Page) -> list[str]:
    return page.evaluate(RUN, RULES)


def test_axe_finds_nothing(book: str, watch: Callable, book_page: str) -> None:
    if book_page == "index.html":
        pytest.skip("leads to the front page")
    page = watch(book + book_page, until="load").page
    page.evaluate(AXE_SCRIPT)
    assert _found(page) == [], "light"
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    assert _found(page) == [], "dark"
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("html[data-theme=light]")
    page.set_viewport_size({"width": 320, "height": 640})
    assert _found(page) == [], "320 px"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert _found(page) == [], "forced colours"


def test_axe_finds_nothing_in_the_open_menus(book: str, watch: Callable) -> None:
    page = watch(f"{book}book/history.html", viewport={"width": 360, "height": 740}).page
    page.evaluate(AXE_SCRIPT)
    for opener in (".primary-toggle", ".secondary-toggle", ".search-button"):
        page.click(opener)
        assert _found(page) == [], opener
        page.keyboard.press("Escape")
