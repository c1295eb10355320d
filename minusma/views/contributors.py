"""Contributors: the countries whose soldiers served in the mission, at the dates whose
counts can stand side by side.
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
from sourcebook.views.rows import sources_of, unsure
from sourcebook.views.style import INK, INK2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

#: How a kind of count is read: group of people drawn, what the head of the column says, and
#: whether the source lists every country.
_KINDS = {
    "snapshot": ("military", "UN count", True),
    "yearly mean": ("uniformed", "yearly mean", False),
    "troops only, rounded": ("military", "rounded", False),
    "troops only": ("military", "main senders", False),
}
#: A date with fewer countries than this is about single countries, not about who came.
_ENOUGH = 5
#: A country is drawn if it was among so many largest at one of the dates.
_LARGEST = 6


def _rows(book: Book) -> pd.DataFrame:
    """The rows that may stand side by side, with ``snapshot`` (the date in words) in the order of the dates."""
    rows = data.load(book, "contributors").astype({"group": str, "kind": str, "precision": str, "confidence": str})
    wanted = rows["kind"].map(lambda k: _KINDS[k][0] if k in _KINDS else "")
    rows = rows[rows["group"] == wanted]
    many_rows = rows.groupby("date")["country"].transform("size") >= _ENOUGH
    rows = rows[many_rows].sort_values(["date", "country"], kind="stable")
    return rows.assign(snapshot=[words.day(d, p) for d, p in zip(rows["date"], rows["precision"], strict=True)])


def _grid(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """One row for every largest country and snapshot: ``people`` (missing where the source does not list it)."""
    largest = rows[rows.groupby("snapshot")["people"].rank(method="min", ascending=False) <= _LARGEST]
    # Sure counts set the order; a date that has none sets its own.
    steady = rows.assign(weight=rows["people"].astype(float).where(~unsure(rows), rows["people"].astype(float) / 1e6))
    order = steady.groupby("country")["weight"].max().loc[sorted(set(largest["country"]))]
    order = order.sort_values(ascending=False, kind="stable")
    heads = rows.drop_duplicates("snapshot")[["snapshot", "kind", "confidence", "date", "precision"]]
    grid = pd.MultiIndex.from_product([order.index, heads["snapshot"]], names=["country", "snapshot"]).to_frame(
        index=False
    )
    grid = grid.merge(heads.drop(columns="confidence"), on="snapshot")
    grid = grid.merge(rows[["country", "snapshot", "people", "confidence"]], on=["country", "snapshot"], how="left")
    full = grid["kind"].map(lambda k: _KINDS[k][2])
    # A full list that does not name a country says that it sent nobody; a list of the main ones says nothing about it.
    grid["people"] = grid["people"].astype("Float64").where(grid["people"].notna() | ~full, 0)
    return grid, list(order.index)


def _head(row: pd.Series, narrow: bool) -> str:
    date, what = row["date"], _KINDS[row["kind"]][1]
    exact = str(row["precision"])
    if narrow:
        return f"{date.year}\nmean" if exact == "year" else f"{date:%b}\n{date.year}"
    shown = f"{date.day} {date:%b} {date.year}" if exact == "day" else words.day(date, exact)
    return f"{shown}\n{what}"


def _chart(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    grid, countries = _grid(rows)
    snapshots = list(dict.fromkeys(rows["snapshot"]))
    left, tall, head = (0, 54, 42) if narrow else (116, 28, 44)
    column = (width - left) / len(snapshots)
    largest = float(grid["people"].max())
    # The longest bar leaves room for its number in the same column.
    scale = (column - (10 if narrow else 50)) / largest
    grid = grid.assign(
        x0=left + grid["snapshot"].map(snapshots.index) * column,
        y0=head + grid["country"].map(countries.index) * tall + (18 if narrow else 0),
    )
    grid["x1"] = grid["x0"] + grid["people"].fillna(0) * scale
    bar = 8 if narrow else 18
    grid["y1"] = grid["y0"] + bar
    grid["xt"] = grid["x0"] if narrow else grid["x1"] + 5
    grid["yt"] = grid["y1"] + 9 if narrow else grid["y0"] + bar / 2
    grid["label"] = [words.num(n) if pd.notna(n) else "–" for n in grid["people"]]
    tips = zip(grid["country"], grid["snapshot"], grid["people"], strict=True)
    grid["key"] = [f"@{c}|{c}, {s}: {words.num(n) if pd.notna(n) else 'not listed'}" for c, s, n in tips]
    height = head + tall * len(countries) + 4
    x = alt.X("x0:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y0:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)

    def text(frame: pd.DataFrame, name: str, at: str, down: str, **mark: Any) -> alt.Chart:
        return (
            alt.Chart(frame, name=name)
            .mark_text(**mark)
            .encode(
                x=alt.X(f"{at}:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None),
                y=alt.Y(f"{down}:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None),
                text="label:N",
            )
        )

    heads = rows.drop_duplicates("snapshot").assign(
        x0=lambda f: f["snapshot"].map(snapshots.index) * column + left, y0=0.0
    )
    heads["label"] = [_head(row, narrow) for _, row in heads.iterrows()]
    lines = pd.DataFrame({"y0": [head - 8.0], "x0": [float(0)], "x1": [float(width)]})
    names = pd.DataFrame({"label": countries})
    names["y0"] = [head + n * tall + (8 if narrow else bar / 2) for n in range(len(countries))]
    names["x0"] = 0.0 if narrow else left - 10.0
    known = grid[grid["people"] > 0]
    sure, loose = known[~unsure(known)], known[unsure(known)]
    box: Mark = {"x": x, "x2": "x1:Q", "y": y, "y2": "y1:Q", "description": "key:N"}
    layers = [
        alt.Chart(lines, name="line").mark_rule(color=LINE2).encode(x=x, x2="x1:Q", y=y),
        text(heads, "heads", "x0", "y0", align="left", baseline="top", color=INK2, lineBreak="\n", lineHeight=16),
        text(names, "countries", "x0", "y0", align="left" if narrow else "right", baseline="middle", color=INK),
        alt.Chart(sure, name="bars").mark_rect(fill=colour("c1")).encode(**box),
    ]
    if len(loose):
        mark: Mark = {"fill": colour("c2", "unsure"), "stroke": colour("c2"), "strokeDash": [3, 2], "strokeWidth": 1.2}
        layers.append(alt.Chart(loose, name="unsure").mark_rect(**mark).encode(**box))
    layers += [
        text(grid[grid["people"].notna()], "people", "xt", "yt", align="left", baseline="middle", stroke=PAPER),
        text(grid[grid["people"].isna()], "missing", "xt", "yt", align="left", baseline="middle", color=INK2),
    ]
    heading = "People, by country and date" if narrow else "People, country by country and date by date"
    return alt.layer(*layers, width=width, height=height, padding=1, title=unit_line(heading, space=6))


def _left_out(book: Book, dates: list[str]) -> str:
    """Which countries a source of these dates counts together with other missions, in a
    sentence; empty where there are none.
    """
    rows = data.load(book, "contributors")
    rows = rows[rows["kind"] == "not comparable"]
    rows = rows[[words.day(d, str(p)) in dates for d, p in zip(rows["date"], rows["precision"], strict=True)]]
    if rows.empty:
        return ""
    when = words.listing(
        dict.fromkeys(words.day(d, str(p)) for d, p in zip(rows["date"], rows["precision"], strict=True))
    )
    return (
        f"Left out, {when}: {words.listing(rows['country'])}. The source counts their soldiers together with other "
        "missions."
    )


@drawn_once
def contributors(book: Book, dates: str | Iterable[str] | None = None) -> View:
    """Soldiers by country of origin at a few dates, side by side and never joined: the counts are of unlike kinds.

    ``dates``: one or several of the snapshots, in words (``"31 March 2014"``); ``None`` shows all that list at least
    five countries. The picture holds the largest contributors, the table all. Raises ``ReaderError`` for another date.
    """
    rows = _rows(book)
    every = list(dict.fromkeys(rows["snapshot"]))
    wanted = chosen(dates, every, "date")
    rows = rows[rows["snapshot"].isin(wanted)]
    full = rows[rows["kind"].map(lambda k: _KINDS[k][2])]

    def top(frame: pd.DataFrame, number: int) -> pd.DataFrame:
        return frame.sort_values(["people", "country"], ascending=[False, True]).head(number)

    first, last = (rows[rows["snapshot"] == s] for s in (wanted[0], wanted[-1]))
    one, two = top(first, 3), top(last, 3)
    who = "people in uniform" if _KINDS[first["kind"].iloc[0]][0] == "uniformed" else "soldiers"
    title = f"{words.listing(one['country'])} sent the most {who} in {first['date'].iloc[0].year}"
    if len(wanted) > 1:
        title += f"; {words.listing(two['country'])} in {last['date'].iloc[0].year}"
    parts = []
    for snapshot in wanted:
        here = rows[rows["snapshot"] == snapshot]
        named = words.listing(
            f"{c} {words.num(n)}" for c, n in top(here, 3)[["country", "people"]].itertuples(index=False)
        )
        listed = (
            f"{words.small((here['people'] > 0).sum())} countries "
            f"{'sent' if here['kind'].iloc[0] == 'snapshot' else 'listed'}"
        )
        doubt = ", not sure" if unsure(here).any() else ""
        parts.append(f"{snapshot} ({_KINDS[here['kind'].iloc[0]][1]}{doubt}): {named}; {listed}.")
    alt_text = f"Short bars in a column for each date, a row for each of the largest contributors. {' '.join(parts)}"
    table = rows.pivot(index="country", columns="snapshot", values="people")[wanted].astype("Int64")
    for snapshot in set(full["snapshot"]):
        table[snapshot] = table[snapshot].fillna(0)
    table.columns.name = None
    table = table.loc[table.max(axis=1).sort_values(ascending=False, kind="stable").index]
    heads = rows.drop_duplicates("snapshot").set_index("snapshot")
    labels = {
        s: f"{s}: {_KINDS[heads.loc[s, 'kind']][1]}" + (", not sure" if unsure(heads.loc[[s]]).any() else "")
        for s in wanted
    }
    some = [s for s in wanted if not _KINDS[heads.loc[s, "kind"]][2]]
    notes = [
        "The dates stand side by side; no line joins them, because each column counts in its own way (see its head)."
    ]
    if some:
        notes.append(
            f"A dash (–): the list of {words.listing(some)} does not name the country. It may still have sent soldiers."
        )
    loose = [s for s in wanted if unsure(heads.loc[[s]]).any()]
    if loose:
        notes.append(
            f"Dashed bars, {words.listing(loose)}: means of the months of the year, soldiers and police together, "
            "from one file. Not sure."
        )
    unlike = _left_out(book, wanted)
    if unlike:
        notes.append(unlike)
    return View(
        book=book,
        id="contributors",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(rows, width),
        table=table.reset_index(),
        columns={"country": Column("Country"), **{s: Column(labels[s], "number") for s in wanted}},
        sources=sources_of(rows),
        rests_on={f", {s}:": sources_of(rows[rows["snapshot"] == s]) for s in wanted},
        data=("contributors",),
        notes=tuple(notes),
        more="Description and all countries",
        explorer=explorer(contributors, book, dates=many("Dates", every)),
    )
