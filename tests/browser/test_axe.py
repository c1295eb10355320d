"""axe on the open menus, and what the tests of single pages (``test_pages``) take for granted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.browser import axe


def test_a_narrow_screen_has_the_colours_of_a_wide_one(html: Path) -> None:
    colour = re.compile(r"(?<![\w-])(?:color|background|background-color|opacity|fill|filter)\s*:")
    for sheet in sorted((html / "_static").glob("*.css")):
        for rule in re.finditer(r"@media[^{]*width[^{]*\{((?:[^{}]*\{[^{}]*\})*)", sheet.read_text(encoding="utf-8")):
            assert not colour.search(rule[1]), f"{sheet.name}: {rule[0][:60]}"


def test_axe_finds_nothing_in_the_open_menus(book: str, watch: Callable) -> None:
    page = watch(f"{book}book/history.html", viewport={"width": 360, "height": 740}).page
    axe.load(page)
    for opener in (".primary-toggle", ".secondary-toggle", ".search-button"):
        page.click(opener)
        assert axe.found(page) == [], opener
        page.keyboard.press("Escape")
