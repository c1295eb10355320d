"""A page of views for the browser tests, made from the same HTML that the book holds, under a strict policy.

Every request but the page's own files is refused and noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, Route

from sourcebook.views import registry, view
from sourcebook.views.widget_scripts import DOM, KEPT
from tests.ours import OURS

ROOT = view.STATIC.parent
ORIGIN = "http://book.test/"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'"

#: Views with one picture, and those with one a step.
STEPPED = [name for name in registry.ids(OURS) if registry.get(OURS, name).steps]
DRAWN = [name for name in registry.ids(OURS) if registry.get(OURS, name).picture]
#: Texts of the visible pictures that leave them or cover one another (by more than a pixel
#: across and five down), as readable strings.
CLASHES = """figure => {
  const pictures = [...figure.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0);
  const found = pictures.length ? [] : ['no picture'];
  pictures.forEach(picture => {
    const bounds = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll('text')].map(node => [node.textContent, node.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0);
    texts.forEach(([word, a], n) => {
      if (a.left < bounds.left - 1 || a.right > bounds.right + 1) found.push(`out: ${word}`);
      texts.slice(n + 1).forEach(([other, b]) => {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && tall > 5) found.push(`over: ${word} / ${other}`);
      });
    });
  });
  return found;
}"""


def site(names: list[str]) -> dict[str, tuple[str, str]]:
    """The files of a page that shows these views: address to type and text."""
    figures = "".join(registry.get(OURS, name).html() for name in names)
    css = (ROOT / "static" / "tokens.css").read_text(encoding="utf-8")
    css += (ROOT / "static" / "views.css").read_text(encoding="utf-8")
    css += "body{margin:16px;background:var(--mm-paper)} main{max-width:44rem;margin:auto}"
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Views</title>'
    )
    page = (
        f'<!doctype html><html lang="en" data-theme="light" data-book="example"><head>{head}<link rel="stylesheet" '
        'href="s.css">'
    )
    page += f'<script defer src="s.js" data-explore="e.js"></script></head><body><main>{figures}</main></body></html>'
    script = (
        DOM + KEPT + "".join((ROOT / "static" / name).read_text(encoding="utf-8") for name in ("views.js", "notes.js"))
    )
    later = (ROOT / "static" / "explore.js").read_text(encoding="utf-8")
    return {
        "": ("text/html", page),
        "s.css": ("text/css", css),
        "s.js": ("text/javascript", script),
        "e.js": ("text/javascript", later),
    }


class Visit:
    """Opens the page and notes errors and requests that it should not make."""

    def __init__(self, browser: Browser, site: dict[str, tuple[str, str]]) -> None:
        self.browser, self.site = browser, site
        self.trouble: list[str] = []
        self.asked: list[str] = []

    def _answer(self, route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN)
        self.asked.append(name)
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


@contextmanager
def visiting(chromium: Browser, files: dict[str, tuple[str, str]]) -> Iterator[Visit]:
    """A visit that fails at its end if anything went wrong."""
    visit = Visit(chromium, files)
    yield visit
    assert [t for t in visit.trouble if "favicon" not in t] == []
    for context in chromium.contexts:
        context.close()


def figure(page: Page, name: str) -> Locator:
    """The figure of a view on the page."""
    return page.locator(f'[data-view="{name}"]')
