"""Conflict: deaths in organized violence in Mali by year, as one body of researchers counts them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from minusma.views import mission
from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import Mark, alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import DASHED, joined, sources_of, unsure
from sourcebook.views.style import FILLS, INK, INK2, LAND2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

#: Kind of violence in the reader's words, and its indicator in the table.
KINDS = {
    "fighting with a state": "deaths_state_based",
    "fighting between groups": "deaths_non_state",
    "attacks on civilians": "deaths_one_sided",
}
_ALL, _LOW, _HIGH, _BY_STATES = (
    "deaths_all_best",
    "deaths_all_low",
    "deaths_all_high",
    "deaths_one_sided_any_government",
)


def _table(book: Book) -> pd.DataFrame:
    """A row a year: one column an indicator of UCDP, ``confidence`` (the weakest) and ``source``."""
    rows = data.load(book, "conflict")
    rows = rows[rows["producer"] == "UCDP"]
    wide = rows.pivot(index="year", columns="indicator", values="value").astype("Int64")
    missing = [name for name in (*KINDS.values(), _ALL, _LOW, _HIGH, _BY_STATES) if name not in wide]
    if missing:
        raise data.DataError(
            f"book/data/conflict.csv: no rows of UCDP with the indicator {', '.join(missing)}. The view "
            "conflict-deaths draws them; restore the rows, or name the indicator so."
        )
    return wide.join(rows.groupby("year").agg({"confidence": data.weakest, "source": joined})).reset_index()


def _chart(book: Book, table: pd.DataFrame, kinds: list[str], width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    first, last = int(table["year"].min()), int(table["year"].max())
    parts = []
    below = pd.Series(0, index=table.index, dtype="int64")
    for kind in kinds:
        above = below + table[KINDS[kind]].astype("int64")
        parts.append(table[["year", "confidence"]].assign(kind=kind, low=below, high=above))
        below = above
    bars = pd.concat(parts)
    bars = bars[bars["high"] > bars["low"]]
    bars = bars.assign(key="@" + bars["year"].astype(str), start=bars["year"] - 0.4, stop=bars["year"] + 0.4)
    whole = len(kinds) == len(KINDS)
    ends = pd.DataFrame({"year": table["year"], "total": below, "low": table[_LOW], "high": table[_HIGH]})
    ends = ends.assign(
        at=ends["high"].clip(lower=ends["total"]) if whole else ends["total"], label=ends["total"].map(words.num)
    )
    top = float(ends["at"].max()) * (1.2 if narrow else 1.09)
    step = 1000 if top > 2000 else 500 if top > 1000 else 100
    grid = pd.DataFrame({"at": range(step, int(top), step)})
    axis = alt.Axis(
        format="d", values=list(range(first, last + 1)), title=None if narrow else "Year", grid=False, labelColor=INK,
        domain=False, ticks=False,
    )  # fmt: skip
    across = alt.Axis(
        title="Deaths" if narrow else None, format=",d", values=[0, *grid["at"]], grid=False, domain=False, ticks=False
    )
    year_scale = alt.Scale(domain=[last + 0.6, first - 0.6] if narrow else [first - 0.6, last + 0.6], nice=False)
    count_scale = alt.Scale(domain=[0, top], nice=False)

    def when(field: str) -> alt.X | alt.Y:
        return (alt.Y if narrow else alt.X)(f"{field}:Q", scale=year_scale, axis=axis)

    def much(field: str) -> alt.X | alt.Y:
        return (alt.X if narrow else alt.Y)(f"{field}:Q", scale=count_scale, axis=across)

    def upto(field: str, year: bool) -> alt.X2 | alt.Y2:
        return (alt.Y2 if year == narrow else alt.X2)(f"{field}:Q")

    start, stop = mission.years(book)
    band = pd.DataFrame([{"start": start - 0.5, "stop": stop + 0.5, "low": 0, "high": top}])
    box = (when("start"), upto("stop", True), much("low"), upto("high", False))
    # The name of the band stands where there is room: above the first bars, or on a phone beside the shortest one.
    inside = ends[ends["year"].between(start + 1, stop)]
    row = int(inside["year"].iloc[inside["at"].argmin()]) if narrow and len(inside) else start - 0.5
    named = band.assign(at=row, text="MINUSMA’s mandate" if narrow else f"MINUSMA’s mandate, {start} to {stop}")
    place: Mark = (
        {"align": "right", "dx": -4, "baseline": "middle"}
        if narrow
        else {"align": "left", "dx": 6, "dy": 8, "baseline": "top"}
    )
    layers: list[alt.Chart] = [
        alt.Chart(band, name="mission").mark_rect(fill=LAND2).encode(*box),
        alt.Chart(grid, name="grid").mark_rule(color=LINE2).encode(much("at")),
        alt.Chart(named, name="mission_name")
        .mark_text(**place, color=INK2, stroke=LAND2)
        .encode(when("at"), much("high"), text="text:N"),
    ]
    paint = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(KINDS), range=FILLS[: len(KINDS)]),
        legend=alt.Legend(values=kinds, columns=1 if narrow else 0),
    )
    sure, loose = bars[~unsure(bars)], bars[unsure(bars)]
    layers.append(
        alt.Chart(sure, name="bars")
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(*box, color=paint, description="key:N")
    )
    if len(loose):
        mark: Mark = {"fill": colour("ink-2", "unsure"), "stroke": INK, "strokeDash": [4, 2], "strokeWidth": 1.3}
        layers.append(alt.Chart(loose, name="unsure").mark_rect(**mark).encode(*box, description="key:N"))
    if whole:
        rule = alt.Chart(ends, name="range").mark_rule(color=INK, strokeWidth=1.5)
        layers.append(rule.encode(when("year"), much("low"), upto("high", False)))
    side: Mark = {"align": "left", "dx": 5, "baseline": "middle"} if narrow else {"baseline": "bottom", "dy": -4}
    layers.append(
        alt.Chart(ends, name="totals").mark_text(**side, stroke=LAND2).encode(when("year"), much("at"), text="label:N")
    )
    unit = (
        ["Deaths in organized violence each year,", "best estimate"]
        if narrow
        else "Deaths in organized violence each year, best estimate"
    )
    return alt.layer(
        *layers,
        width=width, height=26 * len(table) + 130 if narrow else 360,
        autosize=alt.AutoSizeParams(type="fit", contains="padding"), title=unit_line(unit),
    )  # fmt: skip


def _moura(table: pd.DataFrame, found: pd.DataFrame) -> str:
    """How a single event (``found``, a row of ``figures``) stands beside a whole column of the table."""
    event = found.iloc[0]
    same_year = table.loc[table["year"] == event["year"], _BY_STATES]
    counted = same_year.iloc[0] if len(same_year) else float("nan")
    return (
        "No count is complete. The UN human rights office has reasonable grounds to believe that Malian soldiers and "
        f"foreign men who fought beside them unlawfully killed at least {words.num(event['value'])} people at Moura "
        f"alone, in March {event['year']}; Mali’s government rejects the report. UCDP has {words.num(counted)} "
        "civilians killed on purpose by governments in that whole year."
    )


@drawn_once
def conflict_deaths(book: Book, kinds: str | Iterable[str] | None = None) -> View:
    """Deaths in Mali by year and kind of violence, from the Uppsala Conflict Data Program (UCDP) alone.

    ``kinds``: one or several of ``KINDS``; ``None`` shows all, with UCDP's low and high estimates. Other bodies count
    otherwise and are not joined to these bars. Raises ``ReaderError`` for another kind.
    """
    table = _table(book)
    wanted = chosen(kinds, KINDS, "kind")
    whole = len(wanted) == len(KINDS)
    table["shown"] = table[_ALL] if whole else table[[KINDS[k] for k in wanted]].sum(axis=1)
    by_year = table.set_index("year")["shown"].astype("int64")
    first, stop = mission.years(book)
    peak, last = by_year.idxmax(), by_year.index.max()
    what = "in Mali’s wars" if whole else f"in {words.listing(wanted)}"
    others = [f"{words.num(by_year[y])} in {y}" for y in (first, last) if y in by_year.index and y != peak]
    title = (
        f"Researchers in Uppsala count {words.num(by_year.max())} deaths {what} in {peak}, more than in any "
        f"other year since {by_year.index.min()}; {words.listing(others)}"
    )
    top = table[table["year"] == peak].iloc[0]
    split = [f"{words.num(top[KINDS[k]])} in {k}" for k in wanted]
    share = (
        f" Of the {words.num(top['shown'])} deaths of {peak} they count {words.listing(split)}."
        if len(wanted) > 1
        else ""
    )
    spread = f" Their low and high estimates for {peak} are {words.num(top[_LOW])} and {words.num(top[_HIGH])}."
    during = by_year.loc[first:stop]
    alt_text = (
        f"Stacked bars, one for each year from {by_year.index.min()} to {last}, after the count of the Uppsala "
        f"Conflict Data Program (UCDP); the years of the mission’s mandate, {first} to {stop}, are "
        f"marked.{share}{spread if whole else ''} In the mission’s years the number was lowest in {during.idxmin()}, "
        f"with {words.num(during.min())}, and highest in {during.idxmax()}, with {words.num(during.max())}. The last "
        f"year counted, {last}, has {words.num(by_year[last])}."
    )
    found = data.pick(book, "figures", id="moura-2022-un")
    thin = "The thin line at the end of each bar leads from the low to the high estimate of the same researchers."
    notes = [
        mission.NOT_CAUSE,
        *([thin] if whole else []),
        *([DASHED] if unsure(table).any() else []),
        _moura(table, found),
    ]
    return View(
        book=book,
        id="conflict-deaths",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(book, table, wanted, width),
        table=table,
        columns={
            "year": Column("Year"),
            **{KINDS[k]: Column(words.upper(k), "number") for k in wanted},
            "shown": Column("All" if whole else "All these", "number"),
            **({_LOW: Column("Low estimate", "number"), _HIGH: Column("High estimate", "number")} if whole else {}),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(table, found),
        data=("conflict", "figures"),
        also_reads=("mandates.csv",),
        notes=tuple(notes),
        row_keys="year",
        explorer=explorer(conflict_deaths, book, kinds=many("Kinds", list(KINDS))),
    )
