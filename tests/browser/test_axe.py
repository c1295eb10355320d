"""axe on every page: WCAG 2.2 AA and best practices, in light, dark, on a narrow screen and with forced colours.

Light is as a reader first meets the page. For dark everything that folds or opens is open, for what is closed is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, part]) => (await axe.run(part || document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}))
  .violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`)"""


#: Press everything that shows more, but for what opens over the page.
UNFOLD = """() => {
  for (const button of document.querySelectorAll('.mm-explore, .mm-quiz button'))
    if (['Explore', 'Show answer'].includes(button.textContent) && button.checkVisibility()) button.click();
  for (const fold of document.querySelectorAll('details:not([open])')) fold.open = fold.dataset.unfolded = true;
}"""
EXPLORED = """() => [...document.querySelectorAll('.mm-view > .mm-panel:not([hidden])')]
  .every(panel => panel.querySelector('[role=status]')?.textContent)"""


def _found(page: Page, part: str = "") -> list[str]:
    return page.evaluate(RUN, [RULES, part])


def test_axe_finds_nothing(book: str, watch: Callable, book_page: str) -> None:
    if book_page == "index.html":
        pytest.skip("leads to the front page")
    page = watch(book + book_page, until="load").page
    page.evaluate(AXE_SCRIPT)
    assert _found(page) == [], "light"
    page.evaluate(UNFOLD)
    page.wait_for_function(EXPLORED)
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    assert _found(page) == [], "dark, all open"
    for kind in (".mm-fact", ".mm-term"):
        opener = page.locator(f"main {kind} > button:visible")
        if opener.count():
            opener.first.click()
            assert _found(page, f"main {kind} > .mm-pop:popover-open") == [], f"dark, {kind}"
            page.keyboard.press("Escape")
    page.evaluate("document.querySelectorAll('[data-unfolded]').forEach(fold => { fold.open = false; })")
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
