"""Ceilings: how many people in uniform the Council allowed, and how many were there."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import Mark, alt
from sourcebook.views.choices import choose
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, one
from sourcebook.views.rows import joined, sources_of, unsure
from sourcebook.views.style import INK, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

_START = pd.Timestamp("2013-07-01")
_KINDS = ("head count", "yearly mean", "withdrawal baseline")
_DOT: Mark = {"shape": "circle", "filled": True, "size": 60, "color": colour("c1"), "opacity": 1}
_HOLLOW: Mark = {
    "shape": "diamond", "filled": False, "size": 84, "stroke": colour("c2"), "strokeWidth": 1.6, "strokeDash": [3, 1.5],
    "opacity": 1,
}  # fmt: skip


#: What can be shown: name of the group, the columns of the ceilings that belong to it, and
#: the monthly groups that make it up.
_GROUPS = {
    "uniformed": ("troops and police", ["troop_ceiling", "police_ceiling"], ["uniformed"]),
    "military": ("troops and observers", ["troop_ceiling"], ["troops", "military experts"]),
    "police": ("police", ["police_ceiling"], ["police"]),
}


def _ceilings(book: Book, group: str) -> pd.DataFrame:
    """One row a decision that set ceilings: ``date``, ``allowed`` (people of the group), ``mandate_until``."""
    rows = data.load(book, "mandates").dropna(subset=["troop_ceiling", "police_ceiling"]).sort_values("date")
    rows = rows.assign(allowed=rows[_GROUPS[group][1]].sum(axis=1).astype(int))
    return rows[["resolution", "date", "allowed", "mandate_until", "source", "confidence"]]


def _counts(book: Book, group: str) -> pd.DataFrame:
    """People of the group on known dates, whatever the kind of count; ``series`` tells
    monthly rows from single ones.
    """
    monthly = data.load(book, "strength_monthly")
    monthly = monthly[monthly["group"].isin(_GROUPS[group][2])]
    monthly = monthly.groupby("date", as_index=False).agg(
        {"people": "sum", "source": joined, "confidence": data.weakest}
    )
    monthly = monthly.assign(kind="month’s end", precision="day", series="monthly")
    single = data.load(book, "strength")
    single = single[(single["group"] == group) & single["kind"].isin(_KINDS)].assign(series="single")
    single = single.astype({"kind": str, "precision": str, "confidence": str})
    single = single[~single["date"].isin(monthly["date"]) & (single["date"] > _START)]
    columns = ["date", "precision", "people", "kind", "series", "source", "confidence"]
    both = pd.concat([monthly[columns], single[columns]], ignore_index=True).sort_values("date", kind="stable")
    return both.assign(people=both["people"].astype(int))


def _allowed_on(ceilings: pd.DataFrame, date: pd.Timestamp) -> int:
    before = ceilings[ceilings["date"] < date]
    return int((before if len(before) else ceilings)["allowed"].iloc[-1 if len(before) else 0])


def _segments(monthly: pd.DataFrame) -> pd.Series:
    """A number that rises where a month is missing, so that the line breaks there."""
    months = monthly["date"].dt.year * 12 + monthly["date"].dt.month
    return (months.diff().fillna(1) != 1).cumsum()


def _numbers(monthly: pd.DataFrame, single: pd.DataFrame, x: alt.X, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """Numbers beside the lowest and last month, the highest single count and the last one, clear of each other."""
    rows = []

    def note(row: pd.Series, **offsets: Any) -> None:
        rows.append({"date": row["date"], "people": row["people"], "label": words.num(row["people"]), **offsets})

    note(monthly.iloc[monthly["people"].argmin()], dx=-4, dy=17, side="left")
    note(monthly.iloc[-1], **({"dx": 4, "dy": 19, "side": "center"} if narrow else {"dx": 6, "dy": 3, "side": "left"}))
    if len(single):
        highest, last = single.iloc[single["people"].argmax()], single[single["date"] == single["date"].max()]
        near = (last["date"].iloc[0] - highest["date"]).days < 1000
        # Two counts of the last year stand at the right edge: the number of the first goes to its left, not below it.
        note(highest, **({"dx": -9, "dy": 4, "side": "right"} if near else {"dx": 0, "dy": 32, "side": "center"}))
        note(last.iloc[last["people"].argmax()], dx=6, dy=26, side="right")
    frame = pd.DataFrame(rows).drop_duplicates(["date", "people"])
    return [
        alt.Chart(frame.iloc[[n]])
        .mark_text(align=row["side"], dx=row["dx"], dy=row["dy"], color=colour("c1"), stroke=PAPER)
        .encode(x=x, y=y, text="label:N")
        for n, (_, row) in enumerate(frame.iterrows())
    ]


def _keys(narrow: bool, with_unsure: bool, top: float) -> pd.DataFrame:
    """What the marks are, written into the free space below ``top``: ``date``, ``people``,
    ``label``, ``colour``, ``sign``.
    """
    single, unsure_at, line = (
        (("2016-03-01", 6500), ("2016-03-01", 5200), ("2014-06-01", 7800))
        if narrow
        else (("2018-03-01", 8600), ("2018-03-01", 7400), ("2015-01-01", 6700))
    )
    rows = [
        (*line, "each month’s end", "c1", ""),
        (*single, "single counts", "c1", "dot"),
        (*unsure_at, "yearly means, not sure", "c2", "hollow"),
    ]
    frame = pd.DataFrame(rows if with_unsure else rows[:2], columns=["date", "people", "label", "colour", "sign"])
    return frame.assign(date=pd.to_datetime(frame["date"]), people=frame["people"] / 16_500 * top)


def _chart(ceilings: pd.DataFrame, counts: pd.DataFrame, group: str, width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    end = ceilings["mandate_until"].max()
    top = float(max(ceilings["allowed"].max(), counts["people"].max())) * 1.085
    ceilings = ceilings.assign(date=ceilings["date"].where(ceilings["date"] > _START, _START))
    steps = pd.DataFrame(
        {"date": [*ceilings["date"], end], "allowed": [*ceilings["allowed"], ceilings["allowed"].iloc[-1]]}
    )
    x = alt.X(
        "date:T",
        title="Year",
        scale=alt.Scale(domain=["2013-05-01", "2023-10-31"]),
        axis=alt.Axis(format="’%y" if narrow else "%Y", tickCount={"interval": "year", "step": 2 if narrow else 1}),
    )
    y_axis = alt.Axis(format=",d", tickCount=4)
    y = alt.Y("allowed:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=y_axis)
    people = alt.Y("people:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=y_axis)
    line_above = (
        alt.Chart(steps, name="ceiling")
        .mark_line(interpolate="step-after", color=INK, strokeWidth=2.5)
        .encode(x=x, y=y)
    )
    changes = ceilings[ceilings["allowed"].diff().fillna(top) > 0.006 * top].assign(
        label=lambda f: f["allowed"].map(words.num) + ("" if narrow else " allowed"),
    )
    text_above = (
        alt.Chart(changes, name="ceiling_text")
        .mark_text(align="left", baseline="bottom", dy=-5, fontWeight="bold", stroke=PAPER)
        .encode(x=x, y=y, text="label:N")
    )
    monthly = counts[counts["series"] == "monthly"]
    monthly = monthly.assign(segment=_segments(monthly))
    months = alt.Chart(monthly, name="months").mark_point(filled=True, size=9, color=colour("c1"))
    line = (
        alt.Chart(monthly, name="monthly")
        .mark_line(color=colour("c1"), strokeWidth=2)
        .encode(x=x, y=people, detail="segment:N")
    )
    single = counts[counts["series"] == "single"]
    sure, not_sure = single[~unsure(single)], single[unsure(single)]
    dots = alt.Chart(sure, name="counts").mark_point(**_DOT).encode(x=x, y=people, description="key:N")
    hollow = alt.Chart(not_sure, name="unsure").mark_point(**_HOLLOW).encode(x=x, y=people, description="key:N")
    numbers = _numbers(monthly, sure, x, people, narrow)
    keys = _keys(narrow, len(not_sure) > 0, top)
    key_text = (
        alt.Chart(keys, name="keys")
        .mark_text(align="left", stroke=PAPER, dx=10)
        .encode(
            x=x,
            y=people,
            text="label:N",
            color=alt.Color(
                "colour:N", scale=alt.Scale(domain=["c1", "c2"], range=[colour("c1"), colour("c2")]), legend=None
            ),
        )
    )
    key_dot = alt.Chart(keys[keys["sign"] == "dot"], name="key_dot").mark_point(**_DOT).encode(x=x, y=people)
    key_hollow = (
        alt.Chart(keys[keys["sign"] == "hollow"], name="key_hollow").mark_point(**_HOLLOW).encode(x=x, y=people)
    )
    who = words.upper(_GROUPS[group][0])
    drawn = [f"{who}; in bold,", "how many were allowed"] if narrow else f"{who} (people)"
    layers = [
        line_above,
        line,
        months.encode(x=x, y=people, description="key:N"),
        hollow,
        dots,
        text_above,
        *numbers,
        key_text,
        key_dot,
        key_hollow,
    ]
    return alt.layer(
        *layers,
        width=width, height=320 if narrow else 340, autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=unit_line(drawn),
    )  # fmt: skip


@drawn_once
def ceilings(book: Book, group: str = "uniformed") -> View:
    """The ceiling as steps, and the people counted beneath it.

    ``group``: ``"uniformed"`` (troops and police), ``"military"`` or ``"police"``; another raises ``ReaderError``.
    Monthly counts are a line (broken where a month is missing), single counts are points, yearly means of one loose
    source are hollow: counts of unlike kinds are never joined.
    """
    who = _GROUPS[choose(group, _GROUPS, "group")][0]
    allowed, counts = _ceilings(book, group), _counts(book, group)
    counts = counts.assign(allowed=[_allowed_on(allowed, d) for d in counts["date"]])
    counts = counts.assign(share=100 * counts["people"] / counts["allowed"])
    counts["row"] = [f"{d:%Y-%m-%d} {k}" for d, k in zip(counts["date"], counts["kind"], strict=True)]
    counts["key"] = "@" + counts["row"]
    heads = counts[counts["kind"].isin(["month’s end", "head count"])]
    low, high = heads.iloc[heads["share"].argmin()], heads.iloc[heads["share"].argmax()]

    def in_words(row: pd.Series) -> str:
        when = words.day(row["date"], "year" if row["precision"] == "year" else "month")
        return f"{words.num(row['people'])} of {words.num(row['allowed'])} in {when}"

    if (heads["people"] < heads["allowed"]).all():
        people = "people" if group == "uniformed" else who
        title = (
            f"In every count the mission had fewer {people} than the Council allowed: {in_words(low)}, {in_words(high)}"
        )
    else:
        title = f"{words.upper(who)} and the ceiling the Council set: {in_words(low)}, {in_words(high)}"
    monthly = counts[counts["series"] == "monthly"]
    first, last = monthly.iloc[0], monthly.iloc[-1]
    alt_text = (
        f"A stepped line shows the ceiling: {words.num(allowed['allowed'].iloc[0])} {who} at first, "
        f"{words.num(allowed['allowed'].iloc[-1])} in the end. Beneath it a second line shows the people counted at "
        f"each month’s end: {words.num(first['people'])} in {first['date']:%B %Y}, {words.num(last['people'])} in "
        f"{last['date']:%B %Y}. After that there are only single counts, drawn as points. The lowest count is "
        f"{in_words(low)} ({low['share']:.0f} per cent), the highest {in_words(high)} ({high['share']:.0f} per cent)."
    )
    return View(
        book=book,
        id="ceilings",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(allowed, counts, group, width),
        table=counts,
        columns={
            "date": Column("Date", "date", precision="precision"),
            "people": Column(words.upper(who), "number"),
            "allowed": Column("Allowed", "number"),
            "share": Column("Per cent", "number"),
            "kind": Column("Kind of count"),
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(counts, allowed),
        data=("mandates", "strength", "strength_monthly"),
        notes=(
            "A ceiling is what the Council allowed, never a head count. Counts of unlike kinds are not joined to a "
            "line.",
        ),
        row_keys="row",
        explorer=explorer(
            ceilings,
            book,
            group=one("Who", [(words.upper(name), key) for key, (name, _, _) in _GROUPS.items()]),
        ),
    )
