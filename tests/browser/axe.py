"""axe, and what it is shown of a page."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async ([tags, part, contrast]) => (await axe.run(part || document,
    {runOnly: {type: 'tag', values: tags}, rules: {'color-contrast': {enabled: contrast}},
     resultTypes: ['violations']})).violations
  .map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`)"""
#: Press everything that shows more, but for what opens over the page.
_UNFOLD = """() => {
  for (const button of document.querySelectorAll('.mm-explore, .mm-quiz button'))
    if (['Explore', 'Show answer'].includes(button.textContent) && button.checkVisibility()) button.click();
  for (const fold of document.querySelectorAll('details:not([open])')) fold.open = fold.dataset.unfolded = true;
}"""
#: Rows of tables are made alike, and measuring thousands of cells again and again takes minutes. A row goes where six
#: rows before it, in places of one kind, had the same shape, cell by cell; a shape is what could make a difference to
#: axe: elements, their classes, styles and roles, and whether they hold text. So do the marks of a picture; what is
#: written in one stays, and so does the first row of each table.
_SHORTEN = """() => {
  const own = part => [part.localName, part.className.baseVal ?? part.className, part.getAttribute('style'),
    part.getAttribute('role'), part.textContent.trim() !== ''].join('|');
  const shape = part => [part, ...part.querySelectorAll('*')].map(own).join(' ');
  const place = part => part.matches('main') ? '' : `${place(part.parentElement)} ${own(part)}`;
  const seen = new Map();
  for (const whole of document.querySelectorAll('main :is(tbody, ul, ol, dl, [role=list], svg)')) {
    const where = place(whole);
    const marks = whole.localName === 'svg' && whole.querySelectorAll('path, line, rect, circle');
    for (const row of marks || [...whole.children]) {
      const kinds = [own(row), ...[...row.children].map((cell, n) => `${n} ${shape(cell)}`)].map(kind => where + kind);
      kinds.forEach(kind => seen.set(kind, (seen.get(kind) || 0) + 1));
      if (kinds.every(kind => seen.get(kind) > 6) && row !== whole.firstElementChild) row.remove();
    }
  }
}"""
_EXPLORED = """() => [...document.querySelectorAll('.mm-view > .mm-panel:not([hidden])')]
  .every(panel => panel.querySelector('[role=status]')?.textContent)"""


def load(page: Page) -> None:
    """Bring axe onto the page."""
    page.evaluate(AXE_SCRIPT)


def shorten(page: Page) -> None:
    """Leave six rows of each shape; the page is not to be used for anything else afterwards."""
    page.evaluate(_SHORTEN)


def unfold(page: Page) -> None:
    """Open all that folds or explores, and wait until it is there."""
    page.evaluate(_UNFOLD)
    page.wait_for_function(_EXPLORED)


def fold(page: Page) -> None:
    """Close the folds that ``unfold`` opened, and go to the top: the header lies over whatever is scrolled below it."""
    page.evaluate("document.querySelectorAll('[data-unfolded]').forEach(fold => { fold.open = false; })")
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")


def found(page: Page, part: str = "", contrast: bool = True) -> list[str]:
    """What axe finds fault with, a sentence each: WCAG 2.2 AA and best practices. ``part`` is a selector."""
    return page.evaluate(_RUN, [_RULES, part, contrast])
