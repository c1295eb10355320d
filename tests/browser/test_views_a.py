"""The story's views in a real browser: light, dark, phone, print, without script, under a strict policy.

The page is made here, from the same HTML that the book holds, and every request but its own three files is refused.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from minusma import views

ROOT = Path(views.__file__).parent
MINE = ["timeline", "map-of-mali", "mandate-matrix", "ceilings", "money", "deaths-by-year", "deaths-by-country"]
ORIGIN = "http://book.test/"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'"
CHROME = os.environ.get("CHROME_PATH") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROME is None, reason="no Chromium on this machine; set CHROME_PATH")

#: Texts of the visible picture that leave the figure or cover one another (with 2 px of grace), as readable strings.
CLASHES = """figure => {
  const bounds = figure.getBoundingClientRect();
  const texts = [...figure.querySelectorAll('svg text')].map(node => [node.textContent, node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0);
  const found = [];
  texts.forEach(([word, a], n) => {
    if (a.left < bounds.left - 14 || a.right > bounds.right + 14) found.push(`out: ${word}`);
    texts.slice(n + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && tall > 5) found.push(`over: ${word} / ${other}`);
    });
  });
  return found;
}"""


@pytest.fixture(scope="module")
def site() -> dict[str, tuple[str, str]]:
    figures = "".join(views.get(name).html() for name in MINE)
    css = (ROOT.parent / "static" / "tokens.css").read_text(encoding="utf-8")
    css += (ROOT / "static" / "views.css").read_text(encoding="utf-8")
    css += "body{margin:16px;background:var(--mm-paper)} main{max-width:44rem;margin:auto}"
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Views</title>'
    page = f'<!doctype html><html lang="en" data-theme="light"><head>{head}<link rel="stylesheet" href="s.css">'
    page += f'<script defer src="s.js"></script></head><body><main>{figures}</main></body></html>'
    script = (ROOT / "static" / "views.js").read_text(encoding="utf-8")
    return {"": ("text/html", page), "s.css": ("text/css", css), "s.js": ("text/javascript", script)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROME, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


class Visit:
    """Opens the page and notes errors and requests that it should not make."""

    def __init__(self, browser: Browser, site: dict[str, tuple[str, str]]) -> None:
        self.browser, self.site = browser, site
        self.trouble: list[str] = []

    def _answer(self, route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN)
        if name not in self.site:
            self.trouble.append(route.request.url)
            route.abort()
            return
        kind, body = self.site[name]
        route.fulfill(body=body, headers={"Content-Type": f"{kind}; charset=utf-8", "Content-Security-Policy": POLICY})

    def open(self, width: int = 800, script: bool = True, **options: object) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            **options,  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda line: self.trouble.append(line.text) if line.type == "error" else None)
        page.route("**/*", self._answer)
        page.goto(ORIGIN)
        return page


@pytest.fixture
def visit(browser: Browser, site: dict[str, tuple[str, str]]) -> Iterator[Visit]:
    visit = Visit(browser, site)
    yield visit
    assert [t for t in visit.trouble if "favicon" not in t] == []
    for context in browser.contexts:
        context.close()


def figure(page: Page, name: str):
    return page.locator(f'[data-view="{name}"]')


@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_the_right_picture_shows_and_no_word_is_lost(visit: Visit, width: int) -> None:
    page = visit.open(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown, hidden = (".mm-narrow", ".mm-wide") if width < 600 else (".mm-wide", ".mm-narrow")
    for name in MINE:
        view = figure(page, name)
        expect(view.locator(f"{shown} svg")).to_be_visible()
        expect(view.locator(f"{hidden} svg")).to_be_hidden()
        assert view.evaluate(CLASHES) == [], name
        # A text of 12 or 13 units must not fall below 10.5 pixels on the screen.
        scale = view.locator(f"{shown} svg").evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
        assert 12 * scale >= 10.5, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_text_take_the_theme(visit: Visit, theme: str) -> None:
    page = visit.open()
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    paint = "node => getComputedStyle(node).fill"
    ink, c1, paper = page.evaluate(
        """() => ['--mm-ink', '--mm-c1', '--mm-paper'].map(name => {
             const probe = document.createElement('i');
             document.body.append(probe); probe.classList.add('mm-unsure');
             const raw = getComputedStyle(document.documentElement).getPropertyValue(name).trim(); probe.remove();
             const n = parseInt(raw.slice(1), 16); return `rgb(${n >> 16}, ${n >> 8 & 255}, ${n & 255})`; })"""
    )
    view = figure(page, "deaths-by-year").locator(".mm-wide")
    assert view.locator(".v-bars path.f-c1").first.evaluate(paint) == c1
    assert view.locator(".v-totals text").first.evaluate(paint) == ink
    assert ink != paper
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    # A pattern that is not found paints nothing: what is named must be there.
    missing = page.evaluate(
        """() => [...document.querySelectorAll('[fill^="url("]')].map(n => n.getAttribute('fill').slice(5, -1))
             .filter(id => !document.getElementById(id))"""
    )
    assert missing == []


def test_every_mark_has_a_size(visit: Visit) -> None:
    page = visit.open()
    for name in MINE:
        sizes = (
            figure(page, name)
            .locator(".mm-wide .m-rect path, .mm-wide .m-symbol path, .mm-wide .m-shape path")
            .evaluate_all("nodes => nodes.map(n => { const b = n.getBoundingClientRect(); return Math.max(b.width, b.height); })")
        )
        assert len(sizes) > 5 or name == "ceilings", name
        assert all(size > 1 for size in sizes), name


def test_print_shows_the_picture_and_no_controls(visit: Visit) -> None:
    page = visit.open()
    page.emulate_media(media="print")
    for name in MINE:
        expect(figure(page, name).locator(".mm-wide svg")).to_be_visible()
        expect(figure(page, name).locator(".mm-source")).to_be_visible()
    expect(page.locator(".mm-explore").first).to_be_hidden()


def test_without_script_everything_can_be_read(visit: Visit) -> None:
    page = visit.open(script=False)
    for name in MINE:
        view = figure(page, name)
        expect(view.locator(".mm-wide svg")).to_be_visible()
        view.locator("summary").last.click()
        expect(view.locator("table").last).to_be_visible()
    expect(page.locator(".mm-explore")).to_have_count(0)


def test_a_reader_who_hears_the_page_gets_title_and_description(visit: Visit) -> None:
    page = visit.open()
    for name in MINE:
        view = views.get(name)
        image = figure(page, name).get_by_role("img", name=view.title, exact=True)
        expect(image).to_have_count(1)
        expect(image).to_have_accessible_description(view.alt)


def test_the_timeline_filters_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "timeline")
    button = view.get_by_role("button", name="Explore")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    status = view.get_by_role("status")
    total = int(status.inner_text().split()[0])
    view.get_by_role("checkbox", name="conflict").focus()
    page.keyboard.press("Space")
    left = int(status.inner_text().split()[0])
    assert 0 < left < total
    assert view.locator(".mm-wide .m-symbol path:visible").count() == left
    view.get_by_role("button", name="All or none").click()
    expect(status).to_contain_text(f"{total} of {total}")
    view.locator(".mm-wide .v-events-0 path").first.click()
    first = views.timeline("politics").table.iloc[0]
    expect(status).to_contain_text(first["title"])


def test_the_map_goes_through_the_days(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "map-of-mali")
    view.get_by_role("button", name="Explore").click()
    status = view.get_by_role("status")
    bases = views.map_of_mali().table["number"].notna().sum()
    expect(status).to_contain_text(f"handed over 0 of {bases}")
    slider = view.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("3 August 2023")
    expect(slider).to_have_attribute("aria-valuetext", "3 August 2023")
    assert view.locator(".mm-wide path.mm-done").count() == 1
    page.keyboard.press("End")
    expect(status).to_contain_text(f"{bases} of {bases}")


def test_a_table_says_how_it_is_sorted(visit: Visit) -> None:
    page = visit.open(360)
    view = figure(page, "deaths-by-country")
    view.locator("summary").click()
    head = view.get_by_role("columnheader", name="By hostile acts")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    numbers = [int(n) for n in view.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    region = view.get_by_role("region")
    region.focus()
    assert region.evaluate("node => node === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
