"""axe on the open menus, and what the tests of single pages (``test_pages``) take for granted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import axe


def test_a_narrow_screen_has_the_colours_of_a_wide_one(html: Path) -> None:
    colour = re.compile(r"(?<![\w-])(?:color|background|background-color|opacity|fill|filter)\s*:")
    for sheet in sorted((html / "_static").glob("*.css")):
        for rule in re.finditer(r"@media[^{]*width[^{]*\{((?:[^{}]*\{[^{}]*\})*)", sheet.read_text(encoding="utf-8")):
            assert not colour.search(rule[1]), f"{sheet.name}: {rule[0][:60]}"


def test_axe_finds_nothing_in_the_open_menus(book: str, watch: Callable) -> None:
    page = watch(f"{book}book/history.html", viewport={"width": 360, "height": 740}).page
    axe.load(page)
    axe.shorten(page)
    for opener in (".primary-toggle", ".secondary-toggle", ".search-button"):
        page.click(opener)
        assert axe.found(page) == [], opener
        page.keyboard.press("Escape")


LETTERS = """<main><h1>Letters</h1>
<p id="pale" style="color: #aaa">A pale paragraph</p><p style="color: #333">A dark paragraph</p>
<figure id="picture"><svg width="300" height="90" role="img" aria-label="A picture">
  <rect width="300" height="90" fill="#333"></rect>
  <text x="5" y="20" fill="#777">Dim on dark</text><text x="150" y="20" fill="#eee">Bright on dark</text>
  <text x="5" y="70" fill="#aaa" stroke="#fff" stroke-width="3" paint-order="stroke">Pale in a halo</text>
  <text x="150" y="70" fill="#333" stroke="#fff" stroke-width="3" paint-order="stroke">Dark in a halo</text>
</svg></figure>
<details><summary>More</summary><p id="folded" style="color: #bbb">A pale one in a fold</p>
<svg width="300" height="30" role="img" aria-label="Another"><text x="5" y="20" fill="#aaa">Pale in a fold</text></svg>
</details></main>"""


def _pale(page: Page) -> tuple[list[str], list[str]]:
    """What ``axe`` finds of the text, and the letters of pictures that are too pale on what lies below them."""
    return axe.found(page, contrast="alone"), [found.split(": ")[1].split(",")[0] for found in axe.pale_letters(page)]


def test_pale_letters_are_seen_where_they_are_shown(chromium: Browser) -> None:
    """A measure that finds nothing, whatever it is shown, would pass every page."""
    page = chromium.new_page()
    page.set_content(f'<html lang="en"><title>Letters</title><body style="background: #fff">{LETTERS}</body></html>')
    axe.load(page)
    (text,), letters = _pale(page)
    assert text.startswith("color-contrast (1): ")
    assert 'id="pale"' in text
    assert letters == ["Dim on dark", "Pale in a halo"]
    page.locator("summary").click()
    (text,), letters = _pale(page)
    assert text.startswith("color-contrast (2): ")
    assert letters == ["Dim on dark", "Pale in a halo", "Pale in a fold"]
    page.close()
