"""2012 in steps: who held which town at four moments. Towns are points; nothing is said of the land around them."""

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
from sourcebook.views.style import INK, colour
from sourcebook.views.view import Step, View, drawn_once

#: Sign of each holder: shape, fill, and what it is called.
_HOLDERS = {
    "army": ("square", colour("c1"), "Malian army"),
    "attacked": ("cross", colour("c2"), "attacked"),
    "rebels": ("triangle-up", colour("c2"), "rebels"),
    "jihadists": ("diamond", colour("c4"), "jihadists"),
}


_GAPS = (
    "A town is missing where no source that we could cite says who held it that day. The maps say nothing of the land "
    "between towns."
)


def _chart(book: Book, towns: pd.DataFrame, width: int) -> AnyChart:
    frame = small_map.frame(width)
    x, y = maps.axes(frame.width, frame.height)
    drawn = maps.placed(frame, towns)
    layers = small_map.ground(book, frame)
    present = [holder for holder in _HOLDERS if (drawn["held_by"] == holder).any()]
    for holder in present:
        shape, fill, _ = _HOLDERS[holder]
        rows = drawn[drawn["held_by"] == holder].assign(key=lambda f: "@" + f["row"])
        mark = alt.Chart(rows, name=holder).mark_point(
            shape=shape, filled=True, size=110, fill=fill, stroke=INK, strokeWidth=0.8
        )
        layers.append(mark.encode(x=x, y=y, description="key:N"))
    layers += maps.names(drawn.assign(text=drawn["name"]), x, y, "names", small_map.LABELS, gap=9)
    layers += small_map.key([_HOLDERS[holder] for holder in present], x, y)
    return maps.picture(layers, frame.width, frame.height)


def _says(towns: pd.DataFrame) -> str:
    """Who held what, as a sentence for each holder."""
    said = []
    verbs = {
        "army": "Held by the army",
        "attacked": "Attacked",
        "rebels": "Held by rebels",
        "jihadists": "Held by jihadists",
    }
    for holder, verb in verbs.items():
        names = list(towns[towns["held_by"] == holder]["name"])
        if names:
            said.append(f"{verb}: {words.listing(names)}.")
    return " ".join(said)


@drawn_once
def steps_of_2012(book: Book, moments: str | list[str] | None = None) -> View:
    """Who held which town at four moments of the crisis of 2012, one small map each.

    ``moments``: one moment or several of the table ``towns_2012``; ``None`` shows all. Raises ``ReaderError`` for
    another.
    """
    towns = data.load(book, "towns_2012").rename(columns={"id": "row", "text": "what"})
    places = data.load(book, "places").set_index("id")[["name", "latitude", "longitude"]]
    towns = towns.join(places, on="place").astype({"held_by": str}).rename(columns={"place": "id"})
    every = list(dict.fromkeys(towns["moment"]))
    wanted = chosen(moments, every, "moment")
    towns = towns[towns["moment"].isin(wanted)].reset_index(drop=True)
    first, last = towns["date"].min(), towns["date"].max()
    north = towns[~towns["held_by"].isin(["army", "attacked"]) & (towns["date"] == pd.Timestamp("2012-04-01"))]
    alone = towns[(towns["held_by"] == "jihadists") & (towns["date"] == last)]
    if len(wanted) == len(every):
        title = (
            f"2012 came in steps: attack in January, {words.small(len(north))} northern towns lost by April, a fight "
            "between jihadists and their allies in June, a push to the centre in January 2013"
        )
    else:
        title = f"Mali in 2012: {words.listing(wanted)}"
    shown = towns.assign(holder=[_HOLDERS[h][2] for h in towns["held_by"]], when=[words.day(d) for d in towns["date"]])

    def step(moment: str) -> Step:
        rows = towns[towns["moment"] == moment]
        title = f"{words.day(rows['date'].iloc[0])}: {moment}."
        return Step(title, _says(rows), lambda width: _chart(book, rows, width))

    steps = tuple(step(moment) for moment in wanted)
    alt_text = (
        f"{words.upper(words.small(len(steps)))} maps of Mali, from {words.day(first)} to {words.day(last)}. "
        + " ".join(f"{step.title} {step.says}" for step in steps)
        + (
            f" Bamako was not taken; {words.small(len(alone))} towns were in jihadist hands at the end."
            if len(alone)
            else ""
        )
    )
    return View(
        book=book,
        id="steps-of-2012",
        title=title,
        alt=alt_text,
        steps=steps,
        table=shown,
        columns={
            "name": Column("Town"),
            "when": Column("Day"),
            "holder": Column("Who held it"),
            "what": Column("What happened", after="note"),
            "source": Column("Source", "source"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(towns),
        data=("towns_2012", "places"),
        also_reads=small_map.FILES,
        notes=(_GAPS,),
        more="Each town with its source",
        row_keys="row",
        explorer=explorer(steps_of_2012, book, moments=many("Moments", every)),
    )
