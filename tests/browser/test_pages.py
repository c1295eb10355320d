"""Every page of the built book in a real browser, under the book's own policy."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUDGET = json.loads((ROOT / "benchmarks" / "budget.json").read_text(encoding="utf-8"))
VISIBLE_TEXT = "(document.querySelector('main') || document.body).innerText.replace(/\\s+/g, ' ')"
HEAVY_MARKS = ('class="mm-view', 'class="mm-quiz')


def over_budget(page: str, text: str, sizes: dict[str, int], budget: dict) -> str:
    """Empty, or a sentence that says by how much the page is too heavy, and which files
    grew since sizes were last written down.
    """
    kind = "views" if any(mark in text for mark in HEAVY_MARKS) else "text"
    limit = budget["limits"][kind]
    total = sum(sizes.values())
    if total <= limit["bytes"] and len(sizes) <= limit["requests"]:
        return ""
    known = budget["sizes"]
    growth = sorted(((size - known.get(name, 0), size, name) for name, size in sizes.items()), reverse=True)
    grown = [
        f"{name} {'grew by' if name in known else 'is new,'} {more} bytes, now {size}"
        for more, size, name in growth
        if more > 0
    ]
    return (
        f"{page} takes {total} bytes in {len(sizes)} requests; a page of this kind ({kind}) may take {limit['bytes']} "
        f"in {limit['requests']}. Since the sizes in benchmarks/budget.json: {'; '.join(grown) or 'no file grew'}."
    )


def test_a_page_loads_clean_and_within_its_budget(
    book: str, watch: Callable, html: Path, home: str, book_page: str
) -> None:
    watched = watch(book + book_page)
    assert watched.faults == []
    text = (html / book_page).read_text(encoding="utf-8")
    names = [path.removeprefix(home.lstrip("/")) for path in watched.paths]
    sizes = {name: len(gzip.compress((html / name).read_bytes(), 6)) for name in names}
    too_much = over_budget(book_page, text, sizes, BUDGET)
    assert not too_much, too_much


def test_a_page_fits_narrow_screens_large_text_and_paper(book: str, watch: Callable, book_page: str) -> None:
    if book_page == "index.html":
        pytest.skip("leads to the front page")
    page = watch(book + book_page, "load", viewport={"width": 320, "height": 640}).page
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0, "scrolls sideways at 320 px"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(overflow) <= 0, "scrolls sideways with text at 200 %"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.emulate_media(media="print")
    seen = "e => { const s = getComputedStyle(e); return s.display !== 'none' && e.getClientRects().length > 0 }"
    for part in (".bd-header", ".bd-sidebar-primary", ".page-tools", ".prev-next"):
        if page.locator(part).count():
            assert not page.locator(part).first.evaluate(seen), f"{part} is printed"
    assert len(page.evaluate(VISIBLE_TEXT)) > 20, "nothing is printed"


def test_a_page_keeps_its_text_without_script(book: str, watch: Callable, book_page: str) -> None:
    if book_page in ("index.html", "search.html"):
        pytest.skip("leads elsewhere, or needs script by nature and says so")
    with_script = watch(book + book_page, "load").page
    # What a script adds for the reader to press or fill in is no text of the page; My
    # progress shows what a script kept.
    added = "main :is(button, select, textarea, fieldset.mm-q-mode, .mm-chamber :is(fieldset, label), [role=status])"
    with_script.evaluate("css => document.querySelectorAll(css).forEach(e => e.remove())", added)
    without = watch(book + book_page, "load", java_script_enabled=False)
    assert without.faults == []
    if book_page == "book/my-progress.html":
        assert "It needs JavaScript" in without.page.evaluate(VISIBLE_TEXT)
        return
    assert len(without.page.evaluate(VISIBLE_TEXT)) >= 0.97 * len(with_script.evaluate(VISIBLE_TEXT))


def test_the_message_says_which_file_grew() -> None:
    budget = {"limits": {"text": {"bytes": 100, "requests": 12}}, "sizes": {"a.html": 60, "book.css": 30}}
    said = over_budget("a.html", "<p>", {"a.html": 60, "book.css": 45, "new.js": 5}, budget)
    assert "takes 110 bytes in 3 requests" in said
    assert "book.css grew by 15 bytes, now 45" in said
    assert "new.js is new, 5 bytes, now 5" in said
    assert "a.html grew" not in said
    assert over_budget("a.html", "<p>", {"a.html": 60}, budget) == ""
