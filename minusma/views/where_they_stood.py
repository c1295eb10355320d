"""Where the mission's units stood: its places on a map in three years, with how many states had units at each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from minusma.views import small_map
from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import maps, words
from sourcebook.views.charts import AnyChart, alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import joined, sources_of
from sourcebook.views.style import INK, PAPER, colour
from sourcebook.views.view import Step, View, drawn_once

#: Places that on the small map would cover their neighbours: pixels by which their signs are moved apart.
_APART = {"ber": (6, -4), "goundam": (-6, 4), "timbuktu": (-2, -3), "ansongo": (0, 3)}
_LABELS = {
    **small_map.LABELS,
    "timbuktu": ("right", -10, -9), "goundam": ("right", -11, 4), "ber": ("center", 2, -16), "gao": ("right", -6, -14),
    "ansongo": ("left", 4, 17), "kidal": ("left", 11, 0), "menaka": ("center", 0, -17), "aguelhok": ("right", -11, 4),
    "mopti": ("right", -6, 17), "douentza": ("left", -10, 17), "gossi": ("center", 0, 17), "bamako": ("left", 11, 0),
    "tessalit": ("right", -11, -4), "diabaly": ("right", -11, 0), "lere": ("right", -10, -2),
}  # fmt: skip


def _chart(book: Book, rows: pd.DataFrame, width: int) -> AnyChart:
    frame = small_map.frame(width)
    x, y = maps.axes(frame.width, frame.height)
    drawn = maps.placed(frame, rows)
    drawn["x"] += [_APART.get(i, (0, 0))[0] for i in drawn["id"]]
    drawn["y"] += [_APART.get(i, (0, 0))[1] for i in drawn["id"]]
    drawn = drawn.assign(key="@" + drawn["key"], text=drawn["states"].astype(str))
    layers = [
        *small_map.ground(book, frame),
        alt.Chart(drawn, name="places")
        .mark_point(filled=True, size=250, fill=colour("c1"), stroke=PAPER, strokeWidth=1)
        .encode(x=x, y=y, description="key:N"),
        maps.words(drawn, x, y, "states", baseline="middle", fontWeight="bold", color=PAPER, fontSize=12, dy=0.5),
        *maps.names(drawn.assign(text=drawn["name"]), x, y, "names", _LABELS, gap=11, fontSize=12, color=INK),
    ]
    return maps.picture(layers, frame.width, frame.height)


@drawn_once
def where_they_stood(book: Book, years: int | str | list[int] | None = None) -> View:
    """Places of the mission's units on one small map a year, with the number of states that had units there.

    ``years``: one year or several of the table ``bases_by_year``; ``None`` shows the first, the last and one between.
    Raises ``ReaderError`` for another.
    """
    table = data.load(book, "bases_by_year").astype({"phase": str})
    table = table[table["phase"] == "mission"].astype({"year": str})
    every = sorted(table["year"].unique())
    wanted = chosen(
        [every[0], every[len(every) // 2 - 1], every[-1]] if years is None else _texts(years), every, "year"
    )
    grouped = table[table["year"].isin(wanted)].groupby(["year", "place"], sort=False)
    rows = grouped.agg(
        name=("place_name", "first"), latitude=("latitude", "first"), longitude=("longitude", "first"),
        states=("state", "nunique"), who=("state", lambda names: ", ".join(sorted(names.dropna()))),
        source=("source", joined), confidence=("confidence", data.weakest),
    ).reset_index()  # fmt: skip
    rows = rows[rows["states"] > 0].rename(columns={"place": "id"})
    rows["key"] = rows["year"] + "-" + rows["id"]
    rows = rows.sort_values(["year", "latitude"], ascending=[True, False], kind="stable").reset_index(drop=True)
    first, last = rows[rows["year"] == wanted[0]], rows[rows["year"] == wanted[-1]]
    most, north = last.loc[last["states"].idxmax()], last.iloc[0]
    centre = {year: int(rows[(rows["year"] == year) & (rows["id"] == "mopti")]["states"].sum()) for year in wanted}
    grown = (
        f"; around Mopti, in the centre, units of {words.small(centre[wanted[0]])} states stood in {wanted[0]}, of "
        f"{words.small(centre[wanted[-1]])} in {wanted[-1]}"
        if len(wanted) > 1
        else ""
    )
    title = (
        f"From {north['name']} in the desert to the capital, peacekeepers stood at {words.small(len(last))} places in "
        f"{wanted[-1]}{grown}"
    )

    def step(year: str) -> Step:
        here = rows[rows["year"] == year]
        said = [f"{name} {n}" for name, n in zip(here["name"], here["states"], strict=True)]
        says = f"How many states had units at each place: {words.listing(said)}."
        return Step(f"{year}.", says, lambda width: _chart(book, here, width))

    alt_text = (
        f"Maps of Mali for {words.listing(wanted)}; the number in a mark is how many states had units there. In "
        f"{wanted[0]} there were {len(first)} places, in {wanted[-1]} {len(last)}. The most states stood at "
        f"{most['name']}: {most['states']} in {wanted[-1]}."
    )
    return View(
        book=book,
        id="where-they-stood",
        title=title,
        alt=alt_text,
        steps=tuple(step(year) for year in wanted),
        table=rows,
        columns={
            "name": Column("Place"),
            "year": Column("Year"),
            "states": Column("States", "number"),
            "who": Column("Which states"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(rows),
        data=("bases_by_year",),
        also_reads=small_map.FILES,
        notes=("What it does not show: how many people, who commanded, or whether units stood there together.",),
        more="Which states stood at each place",
        row_keys="key",
        explorer=explorer(where_they_stood, book, years=many("Years", every)),
    )


def _texts(years: Any) -> list[str]:
    return [str(year) for year in (years if isinstance(years, list | tuple) else [years])]
