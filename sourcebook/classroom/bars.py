"""Bars as SVG for notebooks and printed pages: in the colour of the text around them, with every value in words."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sourcebook.book import static_build

WIDTH, ROOM, LETTERS = 640, 500, 88


@dataclass(frozen=True)
class Bar:
    """One bar: its share of the whole (0 to 1), the words at its end, and whether it is filled or an outline."""

    share: float
    words: str
    filled: bool = True


def draw(rows: Sequence[tuple[str, Sequence[Bar]]], width: int = WIDTH) -> str:
    """Rows of a label and its bars as one SVG; screen readers get the labels and words as text.

    Beyond 640, ``width`` enlarges everything.
    """
    parts, alternative, y = [], [], 2
    for label, bars in rows:
        for line in textwrap.wrap(label, LETTERS) or [""]:
            y += 16
            parts.append(f'<text x="0" y="{y - 3}" font-size="13" fill="currentColor">{escape(line)}</text>')
        for bar in bars:
            length = max(1, round(ROOM * min(max(bar.share, 0), 1)))
            look = 'fill="currentColor" fill-opacity=".75"' if bar.filled else 'fill="none"'
            parts.append(f'<rect x="1" y="{y + 1}" width="{length}" height="12" stroke="currentColor" {look}/>')
            parts.append(
                f'<text x="{length + 8}" y="{y + 12}" font-size="12" fill="currentColor">{escape(bar.words)}</text>'
            )
            y += 17
        alternative.append(f"{label}: {', then '.join(bar.words for bar in bars)}")
        y += 6
    # The book's pages allow no style of their own, and make every picture fit.
    fit = "" if static_build() else ' style="max-width:100%;height:auto"'
    return (
        f'<svg role="img" aria-label="{escape("; ".join(alternative))}" viewBox="0 0 {WIDTH} {y}" width="{width}"{fit}>'
        f'<g font-family="system-ui, sans-serif">{"".join(parts)}</g></svg>'
    )
