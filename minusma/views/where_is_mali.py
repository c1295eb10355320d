"""Where is Mali? In Africa, and among its neighbours, with the Niger, the Sahel and a few distances."""

from __future__ import annotations

from typing import Any

import pandas as pd

from minusma.views.map import EAST, NORTH, OUTLINE, SOUTH, WEST
from minusma.views.small_map import AFRICA, LABELS
from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import maps, words
from sourcebook.views.charts import AnyChart, alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import sources_of
from sourcebook.views.style import INK, INK2, LAND, LAND2, LINE, NARROW, colour
from sourcebook.views.view import View, drawn_once

_AFRICA = (-18.5, -36, 52, 38)
_TOWNS = ("bamako", "timbuktu", "gao", "kidal", "mopti")
#: Names of landscapes, set where they read well; the Sahel is the dry belt south of the desert.
_LANDSCAPES = ((-1.0, 22.0, "SAHARA"), (-9.6, 14.3, "SAHEL"))
#: Names that on this map, with those of the neighbours, stand elsewhere.
_LABELS = {"bamako": ("right", -9.0, -6.0), "kidal": ("left", 8.0, 0.0)}
_NEIGHBOURS = {"Mauritania": (-9.4, 19.4)}
_RIVER = (-1.3, 17.5, "Niger")


def _ways(towns: pd.DataFrame) -> pd.DataFrame:
    """Kilometres from the first town to each other one, as the crow flies, to the nearest ten."""
    start = towns.iloc[0]
    here = (float(start["longitude"]), float(start["latitude"]))
    far = [
        maps.kilometres(here, (float(a), float(b))) for a, b in zip(towns["longitude"], towns["latitude"], strict=True)
    ]
    return towns.assign(km=[round(value, -1) for value in far])


def _chart(book: Book, towns: pd.DataFrame, width: int) -> AnyChart:
    narrow = width == NARROW
    inset = maps.Frame(*_AFRICA, 130.0 if narrow else 225.0)
    gap = 10.0 if narrow else 16.0
    main = maps.Frame(
        WEST, SOUTH, EAST, NORTH, width if narrow else width - inset.width - gap,
        left=0 if narrow else inset.width + gap, top=inset.height + gap if narrow else 0,
    )  # fmt: skip
    height = main.top + main.height
    x, y = maps.axes(width, height)
    africa, around = maps.features(book, AFRICA), maps.features(book, OUTLINE)
    drawn = maps.placed(main, towns)
    start = drawn.iloc[0]
    # One straight line with its length gives the eye a measure.
    ways = drawn[drawn["id"] == "kidal"].assign(x2=start["x"], y2=start["y"])
    lengths = ways.assign(x=(2 * ways["x"] + start["x"]) / 3, y=(2 * ways["y"] + start["y"]) / 3)
    lengths["text"] = [f"{words.num(km)} km" for km in lengths["km"]]
    neighbours = [f["properties"] for f in maps.of_kind(around, "neighbour")]
    around_names = maps.spots(main, [(*_NEIGHBOURS.get(p["name"], p["label"]), p["name"].upper()) for p in neighbours])
    upright = around_names["text"].eq("SENEGAL")
    half = around_names["text"].str.len() * 10.5 / 2
    around_names["x"] = around_names["x"].where(
        upright, around_names["x"].clip(lower=main.left + half, upper=main.left + main.width - half)
    )
    said = pd.DataFrame(
        [{"x": inset.width + 12, "y": 30.0, "text": "Mali in Africa"}]
        if narrow
        else [{"x": 0.0, "y": inset.height + 18.0, "text": "Mali in Africa"}]
    )
    quiet: dict[str, Any] = {"color": INK2, "baseline": "middle", "fontSize": 12}
    italic: dict[str, Any] = {"fontStyle": "italic", "stroke": LAND, "baseline": "middle"}
    near, mali = maps.of_kind(around, "neighbour", "other"), maps.of_kind(around, "country")
    niger = {"filled": False, "stroke": colour("c1"), "strokeWidth": 2}
    layers = [
        maps.shapes(inset, maps.of_kind(africa, "land"), "africa", 0.6, fill=LAND2, stroke=LINE, strokeWidth=0.8),
        maps.shapes(inset, maps.of_kind(africa, "country"), "mali_in_africa", 0.5, fill=colour("c2"), stroke=INK),
        maps.words(said, x, y, "inset_name", align="left", color=INK2),
        maps.shapes(main, near, "neighbours", 0.6, fill=LAND2, stroke=LINE, strokeWidth=0.6),
        maps.shapes(main, mali, "mali", 0.6, fill=LAND, stroke=INK2, strokeWidth=1.6),
        maps.shapes(main, maps.of_kind(africa, "river"), "river", 0.6, **niger),
        maps.words(around_names[~upright], x, y, "neighbour_names", **quiet),
        maps.words(around_names[upright], x, y, "neighbour_names_upright", angle=270, **quiet),
        maps.words(maps.spots(main, _LANDSCAPES), x, y, "landscapes", color=INK2, **italic),
        alt.Chart(ways, name="ways").mark_rule(color=INK2, strokeDash=[4, 3]).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        maps.words(lengths, x, y, "lengths", stroke=LAND, dy=11 if narrow else 0, **quiet),
        maps.words(maps.spots(main, [_RIVER]), x, y, "river_name", color=colour("c1"), **italic),
        alt.Chart(drawn.assign(key="@" + drawn["id"]), name="towns")
        .mark_point(filled=True, size=60, fill=INK, stroke=LAND)
        .encode(x=x, y=y, description="key:N"),
        *maps.names(drawn.assign(text=drawn["name"]), x, y, "names", {**LABELS, **_LABELS}, gap=8),
    ]
    layers += maps.scale_bar(main, x, y, 400, main.left + main.width - 12, height - 14)
    return maps.picture(layers, width, height)


@drawn_once
def where_is_mali(book: Book, towns: str | list[str] | None = None) -> View:
    """Mali in Africa, and with its neighbours, the river Niger and its main towns.

    ``towns``: names of one or several of the towns drawn; ``None`` shows all. Raises ``ReaderError`` for another.
    """
    places = data.load(book, "places").set_index("id").loc[list(_TOWNS)].reset_index()
    every = list(places["name"])
    wanted = chosen(towns, every, "town")
    ways = _ways(places)
    shown = ways[ways["name"].isin(wanted)]
    neighbours = sorted(f["properties"]["name"] for f in maps.of_kind(maps.features(book, OUTLINE), "neighbour"))
    far = ways.set_index("id")["km"]
    title = (
        f"Mali lies in West Africa, far from the sea; Kidal in the north is {words.num(far['kidal'])} kilometres from "
        "the capital as the crow flies"
        if towns is None
        else f"Mali with {words.listing(wanted)}"
    )
    ends = [f"{row['name']} {words.num(row['km'])}" for _, row in shown.iterrows() if row["km"]]
    alt_text = (
        "Two maps. In the small one Mali is marked in the west of Africa. In the large one it has "
        f"{words.small(len(neighbours))} neighbours: {words.listing(neighbours)}. The river Niger comes from the "
        "south-west, passes Bamako and Mopti, bends at Timbuktu and Gao and leaves to the south-east. North of it is "
        "the Sahara; the Sahel is the dry belt to its south."
        + (f" Kilometres from Bamako, straight: {words.listing(ends)}." if ends else "")
    )
    return View(
        book=book,
        id="where-is-mali",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(book, shown if len(shown) > 1 else ways, width),
        table=shown,
        columns={
            "name": Column("Town"),
            "km": Column("Kilometres from Bamako", "number"),
            "text": Column("Why it matters"),
            "source": Column("Source", "source"),
            "confidence": Column("Confidence in the place", "confidence"),
        },
        sources=sources_of(shown),
        data=("places",),
        also_reads=(OUTLINE, AFRICA),
        notes=("Outlines and river: Natural Earth, in the public domain. Borders are drawn coarsely.",),
        row_keys="id",
        explorer=explorer(where_is_mali, book, towns=many("Towns", every)),
    )
