"""Every page of the built book in a real browser, under the book's own policy.

axe looks at it in the dark with everything open that folds or opens, for what is closed is not looked at, and on a
narrow screen as a reader first meets it. Contrast is measured in light and in the dark: a narrow screen has the colours
of a wide one (``test_axe``), and forced colours are the reader's own.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import axe
from tests.browser.conftest import Watched

ROOT = Path(__file__).resolve().parents[2]
BUDGET = json.loads((ROOT / "benchmarks" / "budget.json").read_text(encoding="utf-8"))
VISIBLE_TEXT = "(document.querySelector('main') || document.body).innerText.replace(/\\s+/g, ' ')"
#: What stands parted from the number or term that it follows, at the beginning of a line: a comma, or a space.
PARTED = r"""() => [...document.querySelectorAll('main :is(.mm-fact, .mm-term)')].flatMap((mark) => {
  const next = mark.nextSibling, at = next?.nodeType === Node.TEXT_NODE ? next.data.search(/\S/) : -1;
  const opener = [...mark.querySelector('button').getClientRects()].pop();
  if (at < 0 || !opener) return [];
  const first = document.createRange(), block = mark.closest('p, li, td, th, dd, figcaption, main');
  first.setStart(next, at);
  first.setEnd(next, at + 1);
  const { left, top } = first.getBoundingClientRect();
  const edge = block.getBoundingClientRect().left + parseFloat(getComputedStyle(block).paddingLeft);
  const parted = top > opener.bottom - 4 && (at === 0 || left > edge + 1.5);
  return parted ? [mark.textContent.slice(0, 20) + '|' + next.data.slice(0, 12)] : [];
})"""
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


def test_a_page_keeps_its_text_without_script(book: str, watch: Callable, first_look: Watched, book_page: str) -> None:
    if book_page in ("index.html", "search.html"):
        pytest.skip("leads elsewhere, or needs script by nature and says so")
    # What a script adds for the reader to press or fill in is no text of the page; My
    # progress shows what a script kept, and a set of questions is put together by one.
    added = "main :is(button, select, textarea, fieldset.mm-q-mode, .mm-chamber :is(fieldset, label), [role=status])"
    with_script = first_look.page.evaluate(
        f"""css => {{
          const added = [...document.querySelectorAll(css)];
          const before = added.map(e => e.style.display);
          added.forEach(e => {{ e.style.display = 'none'; }});
          const text = {VISIBLE_TEXT};
          added.forEach((e, i) => {{ e.style.display = before[i]; }});
          return text;
        }}""",
        added,
    )
    without = watch(book + book_page, java_script_enabled=False)
    assert without.faults == []
    if book_page in ("book/my-progress.html", "book/teachers/make-a-set.html"):
        assert "needs JavaScript" in without.page.evaluate(VISIBLE_TEXT)
        return
    assert len(without.page.evaluate(VISIBLE_TEXT)) >= 0.97 * len(with_script)


def test_a_page_loads_clean_and_within_its_budget(first_look: Watched, html: Path, home: str, book_page: str) -> None:
    first_look.page.wait_for_load_state("networkidle")
    assert first_look.faults == []
    text = (html / book_page).read_text(encoding="utf-8")
    names = [path.removeprefix(home.lstrip("/")) for path in first_look.paths]
    sizes = {name: len(gzip.compress((html / name).read_bytes(), 6)) for name in names}
    too_much = over_budget(book_page, text, sizes, BUDGET)
    assert not too_much, too_much


def test_a_page_fits_narrow_screens_large_text_and_paper(first_look: Watched, book_page: str) -> None:
    if book_page == "index.html":
        pytest.skip("leads to the front page")
    page = first_look.page
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(overflow) <= 0, "scrolls sideways at 320 px"
    for width in (360, 414, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(PARTED) == [], f"parted at {width} px"
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
    # A4 within its margins, upright, or on its side for a whole table. A browser makes a little more fit.
    width = 1001 if page.locator(".mm-data").count() else 672
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(overflow) <= width / 10, "wider than the paper"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="screen")


def test_axe_finds_nothing(first_look: Watched, book_page: str) -> None:  # the last one: it takes rows out of the page
    if book_page == "index.html":
        pytest.skip("leads to the front page")
    page = first_look.page
    axe.load(page)
    if page.locator("main svg text").count():
        for theme, width in (("dark", 1280), ("dark", 320), ("light", 320), ("light", 1280)):
            page.emulate_media(color_scheme=theme)
            page.wait_for_selector(f"html[data-theme={theme}]")
            page.set_viewport_size({"width": width, "height": 900})
            assert axe.pale_letters(page) == [], f"{theme}, {width} px"
    axe.shorten(page)
    assert axe.found(page, contrast="alone") == [], "light"
    axe.unfold(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    assert axe.found(page) == [], "dark, all open"
    for kind in (".mm-fact", ".mm-term"):
        opener = page.locator(f"main {kind} > button:visible")
        if opener.count():
            opener.first.click()
            assert axe.found(page, f"main {kind} > .mm-pop:popover-open") == [], f"dark, {kind}"
            page.keyboard.press("Escape")
    axe.fold(page)
    page.emulate_media(color_scheme="light", forced_colors="active")
    page.wait_for_selector("html[data-theme=light]")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert axe.found(page, contrast="without") == [], "320 px and forced colours"
    if page.locator(".mm-narrow").count():
        page.emulate_media(forced_colors="none")
        assert axe.found(page, ".mm-narrow") == [], "pictures at 320 px"


def test_the_message_says_which_file_grew() -> None:
    budget = {"limits": {"text": {"bytes": 100, "requests": 12}}, "sizes": {"a.html": 60, "book.css": 30}}
    said = over_budget("a.html", "<p>", {"a.html": 60, "book.css": 45, "new.js": 5}, budget)
    assert "takes 110 bytes in 3 requests" in said
    assert "book.css grew by 15 bytes, now 45" in said
    assert "new.js is new, 5 bytes, now 5" in said
    assert "a.html grew" not in said
    assert over_budget("a.html", "<p>", {"a.html": 60}, budget) == ""
