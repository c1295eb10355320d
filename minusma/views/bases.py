"""Who stood where: the states whose units stood at each place of the mission, year by year.

Names, never numbers of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import Mark, alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import sources_of
from sourcebook.views.style import INK, INK2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

#: Fill of a cell with so many states or more, and the colour of its number.
_STEPS = ((8, colour("c1"), PAPER), (4, colour("c1", "diagonal"), INK), (1, colour("c3", "dots"), INK))
_NOBODY = "–"
_SEVERAL = "a unit of several states"


def _spans(years: Iterable[int]) -> str:
    """``2014 to 2016, 2019``: the years as runs."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a place and year: ``states`` (how many), ``several`` (a unit of several states besides), ``names``."""
    grouped = rows.groupby(["place", "year"], sort=False)
    cells = pd.DataFrame(
        {
            "states": grouped["state"].nunique(),
            "several": grouped["kind"].agg(lambda kinds: bool((kinds == "several states").any())),
            "names": grouped["state"].agg(lambda names: ", ".join(sorted(names.dropna()))),
        }
    )
    return cells.reset_index()


def _sign(states: int, several: bool) -> str:
    return f"{states}+" if several else str(states)


def _chart(rows: pd.DataFrame, places: pd.Series, years: list[int], width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    left, tall, head = (0, 46, 24) if narrow else (146, 28, 26)
    cell = (width - left - 2) / len(years)
    down = {place: n for n, place in enumerate(places.index)}
    late = set(rows[rows["phase"] == "liquidation"]["year"])
    drawn = pd.MultiIndex.from_product([places.index, years], names=["place", "year"]).to_frame(index=False)
    drawn = drawn.merge(_cells(rows), on=["place", "year"], how="left").fillna(
        {"states": 0, "several": False, "names": ""}
    )
    drawn["x0"] = [left + years.index(y) * cell + 1 for y in drawn["year"]]
    drawn["x1"] = drawn["x0"] + cell - 2
    drawn["y0"] = [head + down[p] * tall + (tall - 27 if narrow else 1) for p in drawn["place"]]
    drawn["y1"] = drawn["y0"] + 26
    drawn["xm"], drawn["ym"] = (drawn["x0"] + drawn["x1"]) / 2, (drawn["y0"] + drawn["y1"]) / 2
    filled = drawn[(drawn["states"] > 0) | drawn["several"]].copy()
    looks = [next((s for s in _STEPS if n >= s[0]), _STEPS[-1]) for n in filled["states"]]
    filled["fill"], filled["ink"] = [s[1] for s in looks], [s[2] for s in looks]
    filled["sign"] = [_sign(int(n), bool(s)) for n, s in zip(filled["states"], filled["several"], strict=True)]
    filled["key"] = "@" + filled["place"]
    empty = drawn.drop(filled.index).assign(sign=_NOBODY)
    height = head + tall * len(places) + 3
    scales = {"x": alt.Scale(domain=[0, width], nice=False), "y": alt.Scale(domain=[height, 0], nice=False)}
    x, y = alt.X("x0:Q", scale=scales["x"], axis=None), alt.Y("y0:Q", scale=scales["y"], axis=None)
    fills = [s[1] for s in _STEPS]

    def text(frame: pd.DataFrame, name: str, at: str, words_in: str, **mark: Any) -> alt.Chart:
        return alt.Chart(frame, name=name).mark_text(baseline="middle", **mark).encode(
            x=alt.X(f"{at}:Q", scale=scales["x"], axis=None),
            y=alt.Y("ym:Q", scale=scales["y"], axis=None),
            text=f"{words_in}:N",
        )  # fmt: skip

    names = pd.DataFrame({"name": list(places), "xt": 0.0 if narrow else left - 8.0})
    names["ym"] = [head + n * tall + (10 if narrow else 14) for n in range(len(places))]
    heads = pd.DataFrame({"year": years, "ym": 12.0, "xm": [left + (n + 0.5) * cell for n in range(len(years))]})
    heads["sign"] = [(f"’{y % 100:02d}" if narrow else str(y)) + ("*" if y in late else "") for y in years]
    solid = filled["ink"] == PAPER
    paint = alt.Color("fill:N", scale=alt.Scale(domain=fills, range=fills), legend=None)
    box: Mark = {"x": x, "x2": "x1:Q", "y": y, "y2": "y1:Q"}
    layers = [
        alt.Chart(filled, name="cells").mark_rect(stroke=LINE2).encode(**box, color=paint, description="key:N"),
        alt.Chart(filled[filled["year"].isin(late)], name="liquidation")
        .mark_rect(filled=False, stroke=INK, strokeDash=[3, 2], strokeWidth=1.3)
        .encode(**box),
        text(filled[solid], "states", "xm", "sign", color=PAPER, fontWeight="bold"),
        text(filled[~solid], "states_2", "xm", "sign", stroke=PAPER, fontWeight="bold"),
        text(empty, "nobody", "xm", "sign", color=INK2),
        text(names, "places", "xt", "name", align="left" if narrow else "right"),
        text(heads, "heads", "xm", "sign", align="center", color=INK2),
    ]
    heading = unit_line(
        "States with units; north at the top" if narrow else "How many states had units there; north at the top",
        space=4,
    )
    return alt.layer(*layers, width=width, height=height, padding=1, title=heading)


@drawn_once
def who_stood_where(book: Book, states: str | Iterable[str] | None = None) -> View:
    """Places (rows, the northernmost first) by years (columns), with how many states had units there.

    ``states``: one state or several of the table ``bases_by_year``; ``None`` shows all.
    Raises ``ReaderError`` for another.
    """
    table = data.load(book, "bases_by_year")
    table = table.astype({"kind": str, "phase": str, "year": "int64"})
    every = sorted(table["state"].dropna().unique())
    wanted = chosen(states, every, "state")
    rows = table if states is None else table[table["state"].isin(wanted)]
    order = table.groupby("place").agg(name=("place_name", "first"), latitude=("latitude", "max"))
    places = order.sort_values("latitude", ascending=False)["name"]
    places = places[places.index.isin(rows["place"])]
    years = sorted(table["year"].unique().tolist())
    during = rows[rows["phase"] == "mission"]
    first, last = int(during["year"].min()), int(during["year"].max())
    there = during[during["year"] == last]
    at = words.small(there["place"].nunique())
    if states is None:
        top = places.index[0]
        span = during[during["place"] == top].groupby("state")["year"].nunique()
        always = sorted(span[span == during["year"].nunique()].index)
        title = f"In {last} units of {there['state'].nunique()} states stood at {at} places"
        if always:
            title += f"; {words.listing(always)} stood at {places.iloc[0]}, the northernmost, in each year from {first}"
    else:
        title = (
            f"{words.listing(wanted)}: units at {words.small(rows['place'].nunique())} of the mission’s places; in "
            f"{last} at {at}"
        )
    cells = _cells(rows)
    most = cells.iloc[cells["states"].argmax()]
    counts = during.groupby("year")["state"].nunique()
    alt_text = (
        f"A table of {len(places)} places by {len(years)} years, {years[0]} to {years[-1]}; a cell says how many "
        f"states had units there. The most at one place: {words.num(most['states'])}, at {places[most['place']]} in "
        f"{most['year']}. In the whole mission {words.num(counts.iloc[0])} in {counts.index[0]}, "
        f"{words.num(counts.iloc[-1])} in {counts.index[-1]}."
    )
    names = rows.assign(who=rows["state"].fillna(_SEVERAL)).groupby(["place", "who"], sort=True)["year"].agg(_spans)
    listed = {
        place: "; ".join(f"{who} {span}" for who, span in names[place].items() if who != _SEVERAL)
        + "".join(f"; {_SEVERAL} {span}" for who, span in names[place].items() if who == _SEVERAL)
        for place in places.index
    }
    shown = cells.pivot(index="place", columns="year", values="states").reindex(places.index)
    shown = shown.reindex(columns=years).astype("Int64").fillna(0)
    shown.columns = [str(year) for year in years]
    shown = shown.assign(name=places, who=pd.Series(listed))
    late = sorted(set(table[table["phase"] == "liquidation"]["year"]))
    notes = [
        "What it does not show: how many people, who commanded, or whether units stood there together. A year holds "
        "all states of that year’s UN maps. Officers on staffs, observers and single police officers are not on the "
        "maps.",
        "A dash: no unit on the maps of that year.",
    ]
    if cells["several"].any():
        notes.append(
            "A plus sign: besides the states a unit of several states, which the source does not name. It is not "
            "counted as a state."
        )
    if set(rows["year"]) & set(late):
        notes.append(
            f"* {words.listing(map(str, late))}: the mission was over; those who were left were winding it up."
        )
    return View(
        book=book,
        id="who-stood-where",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(rows, places, years, width),
        table=shown.reset_index(names="row"),
        columns={
            "name": Column("Place"),
            "who": Column("States, with their years"),
            **{str(y): Column(f"{y}*" if y in late else str(y), "number") for y in years},
        },
        sources=sources_of(rows),
        data=("bases_by_year",),
        notes=tuple(notes),
        more="Which states stood at each place",
        row_keys="row",
        explorer=explorer(who_stood_where, book, states=many("States", every)),
    )
