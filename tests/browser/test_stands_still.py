"""No page jumps while it loads, on a phone with a slow processor: what a script adds or makes anew has its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

#: One page of each kind: cards of chapters, story, tasks, cells, rows, tools, plans, what a reader keeps, words by
#: letter.
KINDS = (
    "book/index.html",
    "book/history.html",
    "book/mandate.html",
    "notebooks/us-interests.html",
    "book/tables/events.html",
    "book/teachers/make-a-set.html",
    "book/teachers/unit.html",
    "book/my-progress.html",
    "book/glossary.html",
)
#: How far at most what is in sight may move in all, as browsers count it: cumulative layout shift, "good" up to 0.1.
MOST = 0.1
COUNT = """globalThis.jumps = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    jumps.push([value, ...sources.map(({ node }) => (node?.outerHTML ?? '').slice(0, 80))]);
}).observe({ type: 'layout-shift', buffered: true });"""
# What the last frame showed is counted when the next one has begun.
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"


def _phone(chromium: Browser) -> tuple[BrowserContext, Page]:
    context = chromium.new_context(
        viewport={"width": 412, "height": 823}, is_mobile=True, has_touch=True, service_workers="block"
    )
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(COUNT)
    return context, page


def _jumps(page: Page) -> list[list]:
    page.evaluate(TWO_FRAMES)
    return page.evaluate("jumps")


@pytest.mark.parametrize("name", KINDS)
def test_a_page_stands_still_while_it_loads(chromium: Browser, book: str, name: str) -> None:
    context, page = _phone(chromium)
    page.goto(book + name)
    jumps = _jumps(page)
    assert sum(jump[0] for jump in jumps) <= MOST, jumps
    context.close()


def test_a_jump_is_seen(chromium: Browser, book: str) -> None:
    context, page = _phone(chromium)
    page.goto(book + "robots.txt")
    head = '<meta name="viewport" content="width=device-width">'
    page.set_content(head + "<p>Some words that can be seen to move.</p>" * 20)
    page.evaluate(TWO_FRAMES)
    page.evaluate("document.body.prepend(Object.assign(document.createElement('div'), { style: 'height: 400px' }))")
    assert sum(jump[0] for jump in _jumps(page)) > MOST
    context.close()
