"""Lives: the people of MINUSMA who died, by year and cause, and by the country they came from."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from minusma import data
from minusma.views import words
from minusma.views.base import Column, View, chosen, sources_of
from minusma.views.explorers import explorer, many
from minusma.views.style import FILLS, INK, NARROW, PAPER, WIDE, unit_line
from minusma.views.svg import render

_PLURAL = {"hostile act": "hostile acts", "accident": "accidents", "other or undetermined": "other or undetermined causes"}


def _years_chart(rows: pd.DataFrame, causes: list[str], every: list[str], width: int) -> alt.LayerChart:
    narrow = width == NARROW
    order = {cause: number for number, cause in enumerate(every)}
    drawn = rows[rows["deaths"] > 0].assign(
        rank=lambda f: f["cause"].astype(str).map(order),
        label=lambda f: f["year"].map(lambda y: f"’{y % 100:02d}" if narrow else str(y)),
    )
    totals = drawn.groupby("label", as_index=False)["deaths"].sum()
    x = alt.X("label:O", title="Year of the incident", sort=None)
    base = alt.Chart(drawn).encode(x=x)
    bars = base.mark_bar(width={"band": 0.82}, stroke=PAPER, strokeWidth=1).encode(
        y=alt.Y("deaths:Q", stack="zero", title=None, axis=alt.Axis(tickCount=4)),
        color=alt.Color(
            "cause:N",
            scale=alt.Scale(domain=every, range=FILLS[: len(every)]),
            legend=alt.Legend(values=causes, columns=2 if narrow else 0),
        ),
        order="rank:Q",
    )
    first = causes[0]
    inside = (
        alt.Chart(drawn[(drawn["cause"] == first) & (drawn["deaths"] > 4)], name="inside")
        .mark_text(baseline="top", dy=4, color=PAPER if first == every[0] else INK)
        .encode(x=x, y=alt.Y("deaths:Q"), text="deaths:Q")
    )
    above = (
        alt.Chart(totals, name="totals")
        .mark_text(baseline="bottom", dy=-3, fontWeight="bold")
        .encode(x=x, y="deaths:Q", text="deaths:Q")
    )
    layers = [bars, above] if len(causes) == 1 else [bars, inside, above] if first == every[0] else [bars, above]
    return alt.layer(*layers).properties(
        width=width, height=290 if narrow else 320, autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=unit_line("People who died"),
    )  # fmt: skip


def deaths_by_year(causes: str | Iterable[str] | None = None) -> View:
    """Deaths of MINUSMA's people by year of the incident and cause.

    ``causes``: one cause or several of the table ``fatalities``; ``None`` shows all. Raises ``ValueError`` for a cause that
    is not in the table.
    """
    rows = data.load("fatalities")
    every = [str(c) for c in rows["cause"].cat.categories]
    wanted = chosen(causes, every, "cause")
    rows = rows[rows["cause"].isin(wanted)].assign(cause=lambda f: f["cause"].astype(str))
    by_cause = rows.groupby("cause")["deaths"].sum()
    by_year = rows.groupby("year")["deaths"].sum()
    total = int(by_cause.sum())
    names = [_PLURAL.get(c, c) for c in wanted]
    parts = [f"{words.num(by_cause[c])} by {n}" for c, n in zip(wanted, names, strict=True)]
    if len(wanted) == len(every):
        title = (
            f"{words.num(total)} people of the mission died, {words.num(by_cause[every[0]])} of them by {names[0]} "
            f"({words.percent(by_cause[every[0]], total)})"
        )
    else:
        title = f"{words.num(total)} people of the mission died by {words.listing(names)}"
    most, least = by_year.idxmax(), by_year.idxmin()
    hardest = by_year[by_year == by_year.max()]
    alt_text = (
        f"Stacked bars, one for each year from {by_year.index.min()} to {by_year.index.max()}. Over all years "
        f"{words.num(total)} people died: {words.listing(parts)}. The most deaths in one year were {by_year[most]}, in "
        f"{words.listing(str(y) for y in hardest.index)}; the fewest {by_year[least]}, in {least}."
    )
    table = rows.pivot(index="year", columns="cause", values="deaths")[wanted].reset_index()
    table["all"] = table[wanted].sum(axis=1)
    sure = rows.groupby("year")["confidence"].max().astype(str)
    table["confidence"] = table["year"].map(sure)
    return View(
        id="deaths-by-year",
        title=title,
        alt=alt_text,
        wide=render(_years_chart(rows, wanted, every, WIDE), "deaths-by-year-w"),
        narrow=render(_years_chart(rows, wanted, every, NARROW), "deaths-by-year-n"),
        table=table,
        columns={
            "year": Column("Year"),
            **{c: Column(words.upper(c), "number") for c in wanted},
            "all": Column("All these" if causes else "All", "number"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(rows),
        data=("fatalities",),
        explorer=explorer(deaths_by_year, causes=many("Causes", every)),
    )
