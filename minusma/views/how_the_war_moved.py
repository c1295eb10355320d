"""How the war moved: the places of attacks and fights, in four spans of years."""

from __future__ import annotations

import pandas as pd

from minusma.views import small_map
from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import maps, words
from sourcebook.views.charts import AnyChart, alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import sources_of
from sourcebook.views.style import INK, PAPER, colour
from sourcebook.views.view import Step, View, drawn_once

#: First years of the spans; each lasts until the next begins.
_SPANS = (2012, 2014, 2019, 2023)
_NORTH = "north"


def _chart(book: Book, rows: pd.DataFrame, width: int) -> AnyChart:
    frame = small_map.frame(width)
    x, y = maps.axes(frame.width, frame.height)
    grouped = rows.groupby("id", sort=False)
    spots = grouped[["name", "latitude", "longitude"]].first()
    spots["count"] = grouped.size()
    drawn = maps.placed(frame, spots.reset_index())
    drawn["key"] = "@" + grouped["spot"].first().to_numpy()
    drawn["size"] = [230 if n > 1 else 90 for n in drawn["count"]]
    marks = alt.Chart(drawn, name="events").mark_point(filled=True, fill=colour("c2"), stroke=INK, strokeWidth=0.8)
    several = drawn[drawn["count"] > 1].assign(text=lambda f: f["count"].astype(str))
    layers = [
        *small_map.ground(book, frame),
        marks.encode(x=x, y=y, size=alt.Size("size:Q", scale=None), description="key:N"),
        maps.words(several, x, y, "counts", baseline="middle", color=PAPER, fontWeight="bold", dy=0.5),
        *maps.names(drawn.assign(text=drawn["name"]), x, y, "names", small_map.LABELS, gap=10),
    ]
    return maps.picture(layers, frame.width, frame.height)


def _span(first: int, stop: int) -> str:
    return f"{first} and {stop}" if stop == first + 1 else f"{first} to {stop}"


def _says(rows: pd.DataFrame) -> str:
    counts = rows.groupby("name", sort=False).size()
    return f"{words.listing([f'{name} {words.small(int(n))}' if n > 1 else str(name) for name, n in counts.items()])}."


@drawn_once
def how_the_war_moved(book: Book, spans: str | list[str] | None = None) -> View:
    """Places of attacks, fights and blockades of the table ``event_places``, one small map a span of years.

    ``spans``: one or several, such as ``"2014 to 2018"``; ``None`` shows all. Raises ``ReaderError`` for another.
    """
    rows = data.load(book, "event_places").rename(columns={"id": "row", "place": "id"}).astype({"part": str})
    events = data.load(book, "events").set_index("id")[["date", "precision", "title"]]
    places = data.load(book, "places").set_index("id")[["name", "latitude", "longitude"]]
    rows = rows.join(events, on="event").join(places, on="id").sort_values("date", kind="stable")
    last = int(rows["date"].dt.year.max())
    stops = [*(first - 1 for first in _SPANS[1:]), last]
    named = {_span(a, b): (a, b) for a, b in zip(_SPANS, stops, strict=True)}
    wanted = chosen(spans, list(named), "span")
    years = rows["date"].dt.year
    parts = {name: rows[years.between(*named[name])] for name in wanted}
    counts = {name: part["part"].value_counts() for name, part in parts.items()}
    if len(wanted) == len(named):
        # When at the latest, not how many: the rows are a choice, and one attack may have several places.
        reached = years[rows["part"] != _NORTH].groupby(rows["part"]).min().sort_values(kind="stable")
        came = words.listing([f"to the {part} by {year}" for part, year in reached.items()])
        title = f"The war did not stay in the north: it came {came}" if came else "The war stayed in the north"
    else:
        title = f"Where the war was fought in {words.listing(wanted)}"

    def step(name: str) -> Step:
        part = parts[name].assign(spot=f"{name} " + parts[name]["id"])
        return Step(f"{name}:", _says(part), lambda width: _chart(book, part, width))

    steps = tuple(step(name) for name in wanted)
    shown = pd.concat([part.assign(spot=f"{name} " + part["id"]) for name, part in parts.items()])
    counted = [
        f"{name}: {counts[name].get('north', 0)} in the north, {counts[name].get('centre', 0)} in the centre, "
        f"{counts[name].get('south and west', 0)} in the south and west"
        for name in wanted
    ]
    alt_text = (
        f"Maps of Mali with a mark for each place of an attack, a fight, a killing or a blockade; a number stands in "
        f"the mark where there were several. {'. '.join(counted)}."
    )
    return View(
        book=book,
        id="how-the-war-moved",
        title=title,
        alt=alt_text,
        steps=steps,
        table=shown,
        columns={
            "title": Column("What happened"),
            "date": Column("When", "date", precision="precision"),
            "name": Column("Where", after="note"),
            "source": Column("Source", "source"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(shown),
        data=("event_places", "events", "places"),
        also_reads=small_map.FILES,
        notes=(
            "The maps are no count of violence. They show a choice of attacks and fights, and they show places: an "
            "attack on several towns has several marks. Sobane Da, Diallassagou, Bounti, Indelimane and Tinzaouaten "
            "are missing: no source that we could cite gives their position.",
        ),
        more="Each event with its source",
        row_keys="spot",
        explorer=explorer(how_the_war_moved, book, spans=many("Years", list(named))),
    )
