"""axe on every page: WCAG 2.2 AA and best practices, in light, dark, on a narrow screen and with forced colours.

Light is as a reader first meets the page. For dark everything that folds or opens is open, for what is closed is not looked at. Contrast is
measured in these two: a narrow screen has the colours of a wide one (the first test), and forced colours are the reader's own. Of rows that
are made alike some are looked at, not all (``SHORTEN``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, part, contrast]) => (await axe.run(part || document,
    {runOnly: {type: 'tag', values: tags}, rules: {'color-contrast': {enabled: contrast}}, resultTypes: ['violations']}))
  .violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`)"""


#: Press everything that shows more, but for what opens over the page.
UNFOLD = """() => {
  for (const button of document.querySelectorAll('.mm-explore, .mm-quiz button'))
    if (['Explore', 'Show answer'].includes(button.textContent) && button.checkVisibility()) button.click();
  for (const fold of document.querySelectorAll('details:not([open])')) fold.open = fold.dataset.unfolded = true;
}"""
#: Rows of one table are made alike, and measuring thousands of cells again and again takes minutes. Six rows of each shape are enough; a shape is
#: what could make a difference to axe: elements, their classes, styles and roles, and whether they hold text.
SHORTEN = """() => {
  const shape = row => [row, ...row.querySelectorAll('*')].map(part =>
    [part.localName, part.className.baseVal ?? part.className, part.getAttribute('style'), part.getAttribute('role'),
     part.textContent.trim() !== ''].join('|')).join(' ');
  for (const rows of document.querySelectorAll('main :is(tbody, ul, ol, dl, [role=list])')) {
    const seen = new Map();
    for (const row of [...rows.children]) {
      const kind = shape(row), count = (seen.get(kind) || 0) + 1;
      seen.set(kind, count);
      if (count > 6) row.remove();
    }
  }
}"""
EXPLORED = """() => [...document.querySelectorAll('.mm-view > .mm-panel:not([hidden])')]
  .every(panel => panel.querySelector('[role=status]')?.textContent)"""


def _found(page: Page, part: str = "", contrast: bool = True) -> list[str]:
    return page.evaluate(RUN, [RULES, part, contrast])


def test_a_narrow_screen_has_the_colours_of_a_wide_one(html: Path) -> None:
    colour = re.compile(r"(?<![\w-])(?:color|background|background-color|opacity|fill|filter)\s*:")
    for sheet in sorted((html / "_static").glob("*.css")):
        for rule in re.finditer(r"@media[^{]*width[^{]*\{((?:[^{}]*\{[^{}]*\})*)", sheet.read_text(encoding="utf-8")):
            assert not colour.search(rule[1]), f"{sheet.name}: {rule[0][:60]}"


def test_axe_finds_nothing(book: str, watch: Callable, book_page: str) -> None:
    if book_page == "index.html":
        pytest.skip("leads to the front page")
    page = watch(book + book_page, until="load").page
    page.evaluate(AXE_SCRIPT)
    page.evaluate(SHORTEN)
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
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert _found(page, contrast=False) == [], "320 px and forced colours"
    if page.locator(".mm-narrow").count():
        page.emulate_media(forced_colors="none")
        assert _found(page, ".mm-narrow") == [], "pictures at 320 px"


def test_axe_finds_nothing_in_the_open_menus(book: str, watch: Callable) -> None:
    page = watch(f"{book}book/history.html", viewport={"width": 360, "height": 740}).page
    page.evaluate(AXE_SCRIPT)
    for opener in (".primary-toggle", ".secondary-toggle", ".search-button"):
        page.click(opener)
        assert _found(page) == [], opener
        page.keyboard.press("Escape")
