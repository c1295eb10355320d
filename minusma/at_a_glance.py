"""``{at-a-glance}``: the picture of the front page, map and time line in one, drawn from the book's own tables."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sourcebook import data
from sourcebook.book import Book
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.views import maps

STATIC = Path(__file__).parent / "static"
WIDTH = 640
#: Degrees: west, south, east, north.
FRAME = (-12.6, 9.9, 4.6, 25.3)
#: Towns of the story, each with how its name is anchored to its point: beside it, or in the middle above.
TOWNS = {"bamako": "end", "mopti": "end", "timbuktu": "end", "gao": "end", "kidal": "start", "menaka": "middle"}
#: Rows of events that stand on the time line, each with a word for its step.
STEPS = {
    "menaka-2012": "A rising; the north falls",
    "minusma-starts-2013": "The UN comes",
    "peace-agreement-2015-06": "A peace agreement",
    "ogossagou-2019": "War in the centre",
    "coup-2020": "Officers take power",
    "withdrawal-asked-2023": "Mali says: leave",
}


def _path(frame: maps.Frame, features: list[dict[str, Any]]) -> str:
    """The outlines as one SVG path."""
    rings = [ring for one in features for (ring,) in frame.shape(one)["geometry"]["coordinates"]]
    return "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "Z" for ring in rings)


def html(book: Book) -> str:
    """The figure, with its words for who does not see it."""
    # What draws is slow to import, and most builds do not read the front page.
    from minusma.views.map import OUTLINE
    from sourcebook.views import maps

    frame, outlines = maps.Frame(*FRAME, WIDTH), maps.features(book, OUTLINE)
    places = data.load(book, "places").set_index("id")
    events = data.load(book, "events").set_index("id")
    towns = []
    for name, side in TOWNS.items():
        row = places.loc[name]
        x, y = (round(at, 1) for at in frame.point(float(str(row["longitude"])), float(str(row["latitude"]))))
        right, down = {"start": (11, 6), "end": (-11, 6), "middle": (0, -13)}[side]
        towns.append(
            f'<circle cx="{x}" cy="{y}" r="6"/><text x="{x + right}" y="{y + down}" text-anchor="{side}">'
            f"{escape(str(row['name']))}</text>"
        )
    years = {name: str(events.loc[name, "date"])[:4] for name in STEPS}
    steps = "".join(f"<li><b>{years[name]}</b> {escape(words)}</li>" for name, words in STEPS.items())
    names = ", ".join(str(places.loc[name, "name"]) for name in TOWNS)
    return (
        f'<figure class="mm-glance"><svg role="img" aria-label="Map of Mali with {escape(names)}" '
        f'viewBox="0 0 {WIDTH} {frame.height}">'
        f'<path class="around" d="{_path(frame, maps.of_kind(outlines, "neighbour", "other"))}"/>'
        f'<path class="land" d="{_path(frame, maps.of_kind(outlines, "country"))}"/>{"".join(towns)}</svg>'
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
