"""Lives: the people of MINUSMA who died, by year and cause, and by the country they came from."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.views import words
from sourcebook.views.charts import alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many, one
from sourcebook.views.rows import sources_of
from sourcebook.views.style import FILLS, INK, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

_PLURAL = {
    "hostile act": "hostile acts",
    "accident": "accidents",
    "other or undetermined": "other or undetermined causes",
}


def _as_of(book: Book) -> str:
    """Day of the release that the counts come from."""
    groups = data.load(book, "fatalities_by_group")
    return words.day(groups[groups["breakdown"] == "country"]["as_of"].max())


def _years_chart(
    rows: pd.DataFrame, causes: list[str], every: list[str], width: int
) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    order = {cause: number for number, cause in enumerate(every)}
    drawn = rows[rows["deaths"] > 0].assign(
        rank=lambda f: f["cause"].astype(str).map(order),
        label=lambda f: f["year"].map(lambda y: f"’{y % 100:02d}" if narrow else str(y)),
    )
    drawn["key"] = "@" + drawn["year"].astype(str)
    totals = drawn.groupby("label", as_index=False)["deaths"].sum()
    x = alt.X("label:O", title="Year of the incident", sort=None)
    base = alt.Chart(drawn, name="bars").encode(x=x)
    bars = base.mark_bar(width={"band": 0.82}, stroke=PAPER, strokeWidth=1).encode(
        y=alt.Y("deaths:Q", stack="zero", title=None, axis=alt.Axis(tickCount=4)),
        color=alt.Color(
            "cause:N",
            scale=alt.Scale(domain=every, range=FILLS[: len(every)]),
            legend=alt.Legend(values=causes, columns=1 if narrow else 0),
        ),
        order="rank:Q",
        description="key:N",
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
    return alt.layer(
        *layers,
        width=width, height=330 if narrow else 320, autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=unit_line("People who died"),
    )  # fmt: skip


@drawn_once
def deaths_by_year(book: Book, causes: str | Iterable[str] | None = None) -> View:
    """Deaths of MINUSMA's people by year of the incident and cause.

    ``causes``: one cause or several of the table ``fatalities``; ``None`` shows all. Raises
    ``ReaderError`` for a cause that is not in the table.
    """
    rows = data.load(book, "fatalities")
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
    least = by_year.idxmin()
    hardest = by_year[by_year == by_year.max()]
    alt_text = (
        f"Stacked bars, one for each year from {by_year.index.min()} to {by_year.index.max()}. Over all years "
        f"{words.num(total)} people died: {words.listing(parts)}. The most deaths in one year were {by_year.max()}, in "
        f"{words.listing(str(y) for y in hardest.index)}; the fewest {by_year.min()}, in {least}."
    )
    table = rows.pivot(index="year", columns="cause", values="deaths")[wanted].reset_index()
    table["all"] = table[wanted].sum(axis=1)
    table["confidence"] = table["year"].map(rows.groupby("year")["confidence"].agg(data.weakest))
    return View(
        book=book,
        id="deaths-by-year",
        title=title,
        alt=alt_text,
        picture=lambda width: _years_chart(rows, wanted, every, width),
        table=table,
        columns={
            "year": Column("Year"),
            **{c: Column(words.upper(c), "number") for c in wanted},
            "all": Column("All these" if causes else "All", "number"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(rows),
        data=("fatalities",),
        also_reads=("fatalities_by_group.csv",),
        notes=(f"Counted by the year of the incident, as the UN recorded it by {_as_of(book)}.",),
        row_keys="year",
        explorer=explorer(deaths_by_year, book, causes=many("Causes", every)),
    )


_COUNTRY_PARTS = ["hostile acts", "other causes"]
_SHORT = {"United States of America": "United States"}


def _countries_chart(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    # Wider than the longest name in Arial: some machines have only wider fonts.
    names_width = 168 if narrow else 177
    shown = rows.assign(group=lambda f: f["group"].replace(_SHORT))
    order = list(shown["group"])
    long = pd.concat(
        [
            shown.assign(part=_COUNTRY_PARTS[0], people=shown["hostile"], rank=0),
            shown.assign(part=_COUNTRY_PARTS[1], people=shown["deaths"] - shown["hostile"], rank=1),
        ]
    )
    long["key"] = "@" + long["id"]
    y = alt.Y("group:N", sort=order, title=None, axis=alt.Axis(labelColor=INK, labelLimit=200, minExtent=names_width))
    bars = (
        alt.Chart(long[long["people"] > 0], name="bars")
        .mark_bar(height={"band": 0.72}, stroke=PAPER, strokeWidth=1)
        .encode(
            y=y,
            x=alt.X(
                "people:Q",
                title="People",
                axis=alt.Axis(grid=True, tickCount=4, domain=False, ticks=False),
                scale=alt.Scale(domainMax=float(rows["deaths"].max()) * 1.18),
            ),
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=_COUNTRY_PARTS, range=[FILLS[0], colour("c6", "back")]),
                legend=alt.Legend(orient="none", direction="horizontal", legendX=-names_width, legendY=-28),
            ),
            order="rank:Q",
            description="key:N",
        )
    )
    text = (
        alt.Chart(shown, name="totals")
        .mark_text(align="left", dx=5, fontWeight="bold", stroke=PAPER)
        .encode(y=y, x="deaths:Q", text="deaths:Q")
    )
    return alt.layer(
        bars, text,
        width=width, height=len(order) * (23 if narrow else 24) + 90,
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=unit_line("People who died, all years together", space=36),
    )  # fmt: skip


@drawn_once
def deaths_by_country(book: Book, least: int = 1) -> View:
    """Deaths of MINUSMA's people by the country they came from, all years together.

    ``least``: draw only countries that lost at least so many people, a whole number (the table keeps all). Raises
    ``ReaderError`` where no country lost so many.
    """
    table = data.load(book, "fatalities_by_group")
    rows = table[table["breakdown"] == "country"].assign(rest=lambda f: f["group"].str.contains("other"))
    rows = rows.sort_values(["rest", "deaths", "group"], ascending=[True, False, True], kind="stable")
    total, hostile = int(rows["deaths"].sum()), int(rows["hostile"].sum())
    named = rows[~rows["rest"]]
    most = int(named["deaths"].max())
    if not isinstance(least, Integral) or not 1 <= least <= most:
        raise ReaderError(
            f"least {least!r}: there is no country to draw. Possible: a whole number from 1 to {most}, the most that "
            "a country lost."
        )
    drawn = rows[rows["deaths"] >= least]
    top = named.head(5)
    first = top.iloc[0]
    title = (
        f"{first['group']} lost {first['deaths']} people, more than any other country; {words.listing(top['group'])} "
        f"together lost {top['deaths'].sum()} of {words.num(total)}"
    )
    second = top.iloc[1]
    rest = ", with a last one for the remaining countries together" if drawn["rest"].any() else ""
    ties = named[named["deaths"] == second["deaths"]]["group"]
    alt_text = (
        f"Bars, one for each country, longest first{rest}. Of {words.num(total)} people who died, "
        f"{words.num(hostile)} died by "
        f"hostile acts. {first['group']} lost {first['deaths']} people, {first['hostile']} of them by hostile acts; "
        f"{words.listing(ties)} follow{'s' if len(ties) == 1 else ''} with {second['deaths']}"
        f"{' each' if len(ties) > 1 else ''}. {words.upper(words.small(int((named['deaths'] < 5).sum())))} of the "
        "countries "
        f"named lost fewer than five."
    )
    return View(
        book=book,
        id="deaths-by-country",
        title=title,
        alt=alt_text,
        picture=lambda width: _countries_chart(drawn, width),
        table=rows.assign(other=rows["deaths"] - rows["hostile"], confidence=rows["confidence"].astype(str)),
        columns={
            "group": Column("Country"),
            "deaths": Column("People who died", "number"),
            "hostile": Column("By hostile acts", "number"),
            "other": Column("By other causes", "number"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(rows),
        data=("fatalities_by_group",),
        notes=(
            f"As the UN recorded them by {_as_of(book)}. The country is the person's nationality: soldiers, police "
            "and civilians together.",
        ),
        row_keys="id",
        explorer=explorer(deaths_by_country, book, least=one("At least", [(f"{n} people", n) for n in (1, 5, 10, 20)])),
    )
