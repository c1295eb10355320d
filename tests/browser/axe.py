"""axe, and what it is shown of a page."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SET_UP = "axe.configure({rules: [{id: 'color-contrast', selector: '[data-measured]'}]})"
#: Of letters that are alike in all that their contrast hangs on axe measures three, wherever they stand: elements with
#: their classes, colours, grounds, sizes and places, and those of all around them. The letters of pictures it leaves
#: undecided, for their colour is a fill (they are measured below).
_MARK = """() => {
  const kinds = new Map(), numbers = new Map(), seen = new Map();
  for (const part of document.querySelectorAll('body, body *:not(svg, svg *)')) {
    const style = getComputedStyle(part);
    const kind = [numbers.get(part.parentElement), part.localName, part.className, style.color, style.backgroundColor,
      style.backgroundImage, style.opacity, style.fontSize, style.fontWeight, style.textShadow, style.position].join();
    if (!kinds.has(kind)) kinds.set(kind, kinds.size);
    const number = kinds.get(kind);
    numbers.set(part, number);
    const isRead = part.matches('input, select, textarea')
      || [...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const before = seen.get(number) || 0;
    const isMeasured = isRead && before < 3 && part.checkVisibility();
    part.toggleAttribute('data-measured', isMeasured);
    if (isMeasured) seen.set(number, before + 1);
  }
}"""
# It asks for the style sheets once more, which a page of a folder may not.
_RUN = """async ([tags, part, contrast]) => (await axe.run(part || document,
    {runOnly: contrast === 'alone' ? ['color-contrast'] : {type: 'tag', values: tags},
     rules: contrast === 'without' ? {'color-contrast': {enabled: false}} : {},
     resultTypes: ['violations'], preload: location.protocol !== 'file:'})).violations
  .map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`)"""
#: The letters of pictures: their fill against their halo, or else against what was painted under their middle. Patterns
#: are lines with paper between them and count as paper. 4.5 to 1 as for all small letters (WCAG 1.4.3).
_LETTERS = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = new Map();
  const read = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, { parts: [r, g, b], alpha: a / 255 });
    }
    return known.get(colour);
  };
  const light = (parts) => {
    const [r, g, b] = parts.map((v) => (v <= 10 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (colour, opacity, under) =>
    under.map((part, n) => colour.parts[n] * colour.alpha * opacity + part * (1 - colour.alpha * opacity));
  const behind = (part) => {
    const own = read(getComputedStyle(part).backgroundColor);
    return own.alpha === 1 || !part.parentElement ? own.parts : behind(part.parentElement);
  };
  const found = [];
  for (const picture of document.querySelectorAll('main svg')) {
    if (!picture.checkVisibility()) continue;
    const paper = behind(picture);
    const shapes = [...picture.querySelectorAll('path, rect, circle')].map((shape) => {
      const style = getComputedStyle(shape);
      const plain = style.fill !== 'none' && !style.fill.startsWith('url');
      return { shape, box: plain && shape.getBoundingClientRect(), fill: style.fill,
        opacity: style.fillOpacity * style.opacity };
    }).filter(({ box }) => box && box.width);
    for (const text of picture.querySelectorAll('text')) {
      const at = text.getBoundingClientRect();
      if (!at.width || !text.textContent.trim()) continue;
      const style = getComputedStyle(text);
      const [x, y] = [at.left + at.width / 2, at.top + at.height / 2];
      let ground = paper;
      if (style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 2) ground = read(style.stroke).parts;
      else for (const { shape, box, fill, opacity } of shapes) {
        if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
        if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
        const inside = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
        if (shape.isPointInFill(inside)) ground = over(read(fill), opacity, ground);
      }
      const ink = over(read(style.fill), style.fillOpacity, ground);
      const [dark, pale] = [light(ink), light(ground)].sort((a, b) => a - b);
      const ratio = (pale + 0.05) / (dark + 0.05);
      if (ratio < 4.5) {
        const where = picture.closest('figure, [id]')?.id;
        const letters = text.textContent.trim().slice(0, 40);
        found.push(`${where}: ${letters}, ${ratio.toFixed(2)} to 1`);
      }
    }
  }
  return found;
}"""
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
    page.evaluate(_SET_UP)


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


def found(page: Page, part: str = "", contrast: Literal["with", "without", "alone"] = "with") -> list[str]:
    """What axe finds fault with, a sentence each: WCAG 2.2 AA and best practices. ``part`` is a selector; ``contrast``
    says whether colours are measured, which is the larger part of the work.
    """
    if contrast != "without":
        page.evaluate(_MARK)
    return page.evaluate(_RUN, [_TAGS, part, contrast])


def pale_letters(page: Page) -> list[str]:
    """Letters in pictures that are too pale on what lies below them, a sentence each; not after ``shorten``, which
    takes from below them.
    """
    return page.evaluate(_LETTERS)
