"""Colours, patterns and type of the charts.

A chart is drawn in stand-in colours, written ``#f0PPCC``: ``CC`` names a colour of
``sourcebook/views/static/tokens.css`` and ``PP`` a pattern. ``sourcebook.views.svg`` turns
them into CSS classes and ``<pattern>`` fills, so that one picture serves light, dark and
print, and series differ in pattern as well as in colour.
"""

from __future__ import annotations

from typing import Any

from sourcebook.views.charts import alt

#: Colour names as in ``tokens.css`` (without ``--mm-``); the place in the list is the number in the stand-in colour.
COLOURS = ("ink", "ink-2", "line", "line-2", "paper", "land", "land-2", "c1", "c2", "c3", "c4", "c5", "c6")
PATTERNS = ("solid", "diagonal", "dots", "horizontal", "cross", "back", "unsure")

#: Width of the picture for a column of text, and of the one for a phone, in CSS pixels. Text in both is 13 px.
WIDE, NARROW = 680, 320
FONT_SIZE = 13
#: The size at which axes, legends and titles are laid out, though they are drawn in ``FONT_SIZE``: a reader's font may
#: be a fifth wider than the one that measures them (DejaVu Sans is a seventh wider than Arial, Verdana more).
ROOMY_SIZE = 15.6


def colour(name: str, pattern: str = "solid") -> str:
    """Stand-in colour for a token (``"c1"``, ``"ink-2"``) and a pattern (see ``PATTERNS``);
    patterns are for fills only.

    ``"unsure"`` is the pattern of values with low confidence or none.
    """
    for value, known, what in ((name, COLOURS, "colour"), (pattern, PATTERNS, "pattern")):
        if value not in known:
            raise ValueError(f"no {what} called {value!r}. There are: {', '.join(known)}.")
    return f"#f0{PATTERNS.index(pattern):02x}{COLOURS.index(name):02x}"


INK, INK2, LINE, LINE2, PAPER, LAND, LAND2 = (colour(name) for name in COLOURS[:7])

#: One fill a series, each with its own colour and its own pattern.
FILLS = [
    colour("c1"),
    colour("c2", "diagonal"),
    colour("c3", "dots"),
    colour("c4", "horizontal"),
    colour("c5", "cross"),
    colour("c6", "back"),
]
#: Stroke, dash and point shape a series, for lines.
STROKES = [colour(f"c{i}") for i in range(1, 7)]
DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 4], [12, 4]]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]


def unit_line(text: str | list[str], space: int = 10) -> alt.Title:
    """The line above a chart that says what is drawn and in which unit (the title of the y axis, where it can be read).

    ``space``: pixels below it; 36 leaves room for a legend placed by hand.
    """
    return alt.Title(text, anchor="start", frame="bounds", offset=space)


#: The book's type, axes and free background, in Vega-Lite's words.
CONFIG: dict[str, Any] = {
    "background": "transparent",
    # Liberation Sans ships with vl-convert and has the widths of Arial: text is measured alike on every machine.
    "font": "Liberation Sans",
    "view": {"stroke": None},
    "title": {"fontSize": ROOMY_SIZE, "fontWeight": "normal", "color": INK2, "lineHeight": 17},
    "text": {"fontSize": FONT_SIZE, "fill": INK, "lineHeight": 16},
    "axis": {
        "labelFontSize": ROOMY_SIZE, "titleFontSize": ROOMY_SIZE, "titleFontWeight": "normal",
        "labelColor": INK2, "titleColor": INK2, "gridColor": LINE2, "domainColor": LINE, "tickColor": LINE,
        "titlePadding": 8,
    },
    # The middle of a letter lies lower the larger it is; a label is drawn smaller than it is laid out.
    "axisY": {"domain": False, "ticks": False, "labelPadding": 6, "labelOffset": -0.8},
    "axisX": {"grid": False, "labelAngle": 0, "labelPadding": 3},
    "header": {"labelFontSize": ROOMY_SIZE, "labelColor": INK, "labelFontWeight": "bold"},
    "legend": {
        "labelFontSize": ROOMY_SIZE, "titleFontSize": ROOMY_SIZE, "labelColor": INK, "titleColor": INK2,
        "orient": "top", "title": None, "symbolSize": 180, "symbolStrokeWidth": 0, "labelLimit": 400,
        "columnPadding": 28, "offset": 12,
    },
    "rule": {"color": LINE},
    "line": {"strokeWidth": 2.5},
    "point": {"opacity": 1},
}  # fmt: skip
