"""``{at-a-glance}``: the picture of the front page, map and time line in one, drawn from the book's own tables."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sourcebook import data
from sourcebook.book import Book
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text.textfile import read_text

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "static"
WIDTH, HEIGHT = 640, 600
WEST, EAST, SOUTH, NORTH = -12.6, 4.6, 9.9, 25.3
#: Towns of the story, each with the side of its point on which its name stands.
TOWNS = {"bamako": "end", "mopti": "end", "timbuktu": "end", "gao": "end", "kidal": "start", "menaka": "end"}
#: Rows of events that stand on the time line, each with a word for its step.
STEPS = {
    "menaka-2012": "A rising; the north falls",
    "minusma-starts-2013": "The UN comes",
    "peace-agreement-2015-06": "A peace agreement",
    "ogossagou-2019": "War in the centre",
    "coup-2020": "Officers take power",
    "withdrawal-asked-2023": "Mali says: leave",
}


def _at(longitude: float, latitude: float) -> tuple[float, float]:
    """Pixels of a place: degrees as they are, a little narrowed for the latitude of Mali."""
    return (
        round((longitude - WEST) / (EAST - WEST) * WIDTH, 1),
        round((NORTH - latitude) / (NORTH - SOUTH) * HEIGHT, 1),
    )


def _outline(book: Book, kinds: tuple[str, ...]) -> str:
    """The outlines of countries as one SVG path."""
    found = json.loads(read_text(book.data_dir / "mali-outline.geojson", "book/data/mali-outline.geojson"))
    parts = []
    for feature in found["features"]:
        if feature["properties"]["kind"] not in kinds:
            continue
        shapes = feature["geometry"]["coordinates"]
        rings = shapes if feature["geometry"]["type"] == "Polygon" else [ring for shape in shapes for ring in shape]
        for ring in rings:
            parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in (_at(*point[:2]) for point in ring)) + "Z")
    return "".join(parts)


def html(book: Book) -> str:
    """The figure, with its words for who does not see it."""
    places = data.load(book, "places").set_index("id")
    events = data.load(book, "events").set_index("id")
    towns = []
    for name, side in TOWNS.items():
        row = places.loc[name]
        x, y = _at(float(str(row["longitude"])), float(str(row["latitude"])))
        shift = 11 if side == "start" else -11
        towns.append(
            f'<circle cx="{x}" cy="{y}" r="6"/><text x="{x + shift}" y="{y + 6}" text-anchor="{side}">'
            f"{escape(str(row['name']))}</text>"
        )
    years = {name: str(events.loc[name, "date"])[:4] for name in STEPS}
    steps = "".join(f"<li><b>{years[name]}</b> {escape(words)}</li>" for name, words in STEPS.items())
    names = ", ".join(str(places.loc[name, "name"]) for name in TOWNS)
    return (
        f'<figure class="mm-glance"><svg role="img" aria-label="Map of Mali with {escape(names)}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        f'<path class="around" d="{_outline(book, ("neighbour", "other"))}"/>'
        f'<path class="land" d="{_outline(book, ("country",))}"/>{"".join(towns)}</svg>'
        f"<ol>{steps}</ol><figcaption>Mali, and six steps of its story. Outlines: Natural Earth, public domain."
        "</figcaption></figure>"
    )


class AtAGlance(SphinxDirective):
    """The picture; a row that is gone is an error that names it."""

    def run(self) -> list[nodes.Node]:
        try:
            return [nodes.raw("", html(book_of(self.env.app)), format="html")]
        except (KeyError, ValueError) as error:
            raise self.error(f"at-a-glance: {error}") from None


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("at-a-glance", AtAGlance)
