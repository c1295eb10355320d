"""The small map of Mali that several pictures share: land, neighbours, the Niger, and names of towns beside them."""

from __future__ import annotations

import pandas as pd

from minusma.views.map import OUTLINE
from sourcebook.book import Book
from sourcebook.views import maps
from sourcebook.views.charts import alt
from sourcebook.views.style import INK, INK2, LAND, LAND2, LINE, colour

AFRICA = "africa-outline.geojson"
#: Files of ``book/data`` that the map is drawn from.
FILES = (OUTLINE, AFRICA)
_FRAME = (-12.6, 9.9, 4.7, 21.4)
#: Where the name of a town stands; others stand to the right of their mark.
LABELS = {
    "konna": ("right", -8, -6), "mopti": ("right", -8, 6), "timbuktu": ("right", -8, -8), "gao": ("left", 7, 7),
    "tessalit": ("right", -8, -3), "bamako": ("left", 9, 5), "kati": ("right", -8, -6), "menaka": ("center", 0, -16),
    "moura": ("right", -10, -4), "ogossagou": ("left", 9, 7), "kayes": ("left", 9, 0), "aguelhok": ("right", -9, 4),
    "goundam": ("right", -9, 6), "ansongo": ("center", 0, 17), "douentza": ("left", 9, 2), "ber": ("left", 8, -8),
}  # fmt: skip


def frame(width: int) -> maps.Frame:
    """The frame of the map: Mali without the empty far north."""
    return maps.Frame(*_FRAME, width)


def ground(book: Book, of: maps.Frame) -> list[alt.Chart]:
    """Neighbours, Mali and the river, to be drawn first."""
    around, africa = maps.features(book, OUTLINE), maps.features(book, AFRICA)
    near = maps.of_kind(around, "neighbour", "other")
    return [
        maps.shapes(of, near, "neighbours", 0.9, fill=LAND2, stroke=LINE, strokeWidth=0.6),
        maps.shapes(of, maps.of_kind(around, "country"), "mali", 0.9, fill=LAND, stroke=INK2, strokeWidth=1.4),
        maps.shapes(
            of, maps.of_kind(africa, "river"), "river", 0.9, filled=False, stroke=colour("c1"), strokeWidth=1.4
        ),
    ]


def key(rows: list[tuple[str, str, str]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """What the signs mean, in the empty corner in the north-west: shape, colour and words of each."""
    layers = []
    for line, (shape, fill, text) in enumerate(rows):
        row = pd.DataFrame([{"x": 12.0, "y": 14.0 + 19 * line, "text": text}])
        sign = alt.Chart(row, name=f"key_{line}").mark_point(shape=shape, filled=True, size=90, fill=fill, stroke=INK)
        layers += [
            sign.encode(x=x, y=y),
            maps.words(row, x, y, f"key_text_{line}", align="left", baseline="middle", dx=10, color=INK, stroke=LAND2),
        ]
    return layers
