"""Withdrawal: how long each base stayed open after the mandate ended, how many people were
left, and the liquidation.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from minusma.views import mission
from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import alt
from sourcebook.views.choices import choose
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, one
from sourcebook.views.rows import sources_of, unsure
from sourcebook.views.style import INK, INK2, LAND2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

_CLOSED = "base closed"


def _bases(book: Book) -> pd.DataFrame:
    """The bases in the order of closing, with ``name`` of the place and ``phase``
    (``withdrawal`` or ``liquidation``).
    """
    steps = data.load(book, "withdrawal").astype({"precision": str, "confidence": str, "step": str})
    rows = steps[(steps["step"] == _CLOSED) & steps["place"].notna()].sort_values(
        ["date", "base_number"], kind="stable"
    )
    names = data.load(book, "places").set_index("id")["name"]
    missing = sorted(set(rows["place"]) - set(names.index))
    if missing:
        raise data.DataError(
            f"book/data/withdrawal.csv, column place: {', '.join(missing)} not in places.csv. Add the place, or mend "
            "the id."
        )
    end = _end(steps)
    phase = rows["date"].gt(end).map({False: "withdrawal", True: "liquidation"})
    return rows.assign(name=rows["place"].map(names).astype(str), phase=phase)


def _end(steps: pd.DataFrame) -> pd.Timestamp:
    """Last day of the mission: the day before the liquidation began."""
    return steps[steps["step"] == "liquidation"]["date"].min() - pd.Timedelta(days=1)


def _closing(steps: pd.DataFrame) -> pd.Timestamp:
    """Last day of the liquidation, as planned."""
    return steps[steps["step"] == "liquidation"]["date"].max()


def _people(book: Book) -> pd.DataFrame:
    """The people from whom the UN counted departures, and those left later: ``date``, ``people``, sources."""
    rows = data.load(book, "strength").astype({"group": str, "kind": str, "confidence": str, "precision": str})
    return rows[rows["kind"].isin(["withdrawal baseline", "remaining"]) & (rows["group"] == "all")].sort_values("date")


def _day(date: pd.Timestamp, precision: str, sure: bool) -> str:
    shown = f"{date:%b} {date.year}" if precision != "day" else f"{date.day} {date:%b} {date.year}"
    return shown if sure else f"{shown}, not sure"


def _chart(
    bases: pd.DataFrame, people: pd.DataFrame, span: tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp], width: int
) -> alt.LayerChart | alt.FacetChart:
    """``span``: end of the mandate, end of the mission, end of the liquidation."""
    narrow = width == NARROW
    start, end, closing = span
    left, top, tall = (98 if narrow else 104), 40, 26
    last = max(bases["date"].max(), closing) + pd.Timedelta(days=20)
    # In the wide picture the day of the longest bar, too, has room beside it.
    per_day = (width - left - (4 if narrow else 92)) / (last - start).days
    people_top = top + tall * len(bases) + 14
    people_tall = 78
    height = people_top + people_tall + 22

    def at(date: pd.Timestamp) -> float:
        return left + (date - start).days * per_day

    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)

    def text(name: str, spots: list[tuple[float, float, str]], **mark: Any) -> alt.Chart:
        frame = pd.DataFrame(spots, columns=["x", "y", "text"])
        return alt.Chart(frame, name=name).mark_text(**({"baseline": "middle"} | mark)).encode(x=x, y=y, text="text:N")

    drawn = bases.assign(row=range(len(bases)), sure=~unsure(bases))
    drawn = drawn.assign(x=float(left), x2=[at(d) for d in drawn["date"]], y=top + drawn["row"] * tall + 3.0)
    drawn = drawn.assign(y2=drawn["y"] + tall - 8, middle=drawn["y"] + (tall - 8) / 2)
    shown = [_day(d, p, s) for d, p, s in drawn[["date", "precision", "sure"]].itertuples(index=False)]
    drawn = drawn.assign(
        day=shown, key=[f"@{i}|{n}: {s}" for i, n, s in zip(drawn["id"], drawn["name"], shown, strict=True)]
    )
    # The day stands beside the bar where there is room, else inside it.
    room = width - drawn["x2"] >= drawn["day"].str.len() * 7.2 + 8
    kinds = {"withdrawal": colour("c1"), "liquidation": colour("c2", "diagonal")}
    months = pd.date_range(start, last, freq="MS")
    ticks = [m for m in months if m.month in ((1, 7) if narrow else (1, 4, 7, 10))]
    grid = pd.DataFrame([{"x": at(m), "y": top - 8.0, "y2": float(people_top + people_tall)} for m in ticks])
    ended = pd.DataFrame(
        [{"x": float(left), "x2": at(end), "y": float(top - 8), "y2": float(people_top + people_tall)}]
    )
    layers = [
        alt.Chart(ended, name="six_months").mark_rect(fill=LAND2).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        alt.Chart(grid, name="months").mark_rule(color=LINE2).encode(x=x, y=y, y2="y2:Q"),
        text(
            "month_names",
            [(min(at(m), width - 27.0), height - 10.0, f"{m:%b} ’{m.year % 100}") for m in ticks],
            color=INK2,
        ),
        text("phases", [((left + at(end)) / 2, 8.0, "leaving" if narrow else "time to leave")], color=INK2),
        text("phases_2", [((at(end) + width) / 2, 8.0, "liquidation")], color=INK2),
        text("counts", [((left + at(end)) / 2, 24.0, f"{(bases['phase'] == 'withdrawal').sum()} bases")], color=INK),
        text(
            "counts_2", [((at(end) + width) / 2, 24.0, f"{(bases['phase'] == 'liquidation').sum()} bases")], color=INK
        ),
        text(
            "bases", [(left - 8.0, m, n) for m, n in drawn[["middle", "name"]].itertuples(index=False)], align="right"
        ),
    ]
    for phase, fill in kinds.items():
        mine = drawn[(drawn["phase"] == phase) & drawn["sure"]]
        if len(mine):
            box = alt.Chart(mine, name=f"open_{phase}").mark_rect(fill=fill)
            layers.append(box.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", description="key:N"))
    loose = drawn[~drawn["sure"]]
    if len(loose):
        dashed = alt.Chart(loose, name="unsure").mark_rect(
            fill=colour("c2", "unsure"), stroke=colour("c2"), strokeDash=[4, 2], strokeWidth=1.3
        )
        layers.append(dashed.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", description="key:N"))
    for name, rows, spot, side in (("days", drawn[room], 6, "left"), ("days_inside", drawn[~room], -7, "right")):
        spots = [(x2 + spot, m, d) for x2, m, d in rows[["x2", "middle", "day"]].itertuples(index=False)]
        if spots and side == "right":
            # Words on the stripes of a bar need ground of their own.
            plates = rows[rows["sure"]].assign(
                x=lambda f: f["x2"] - 11 - f["day"].str.len() * 7.2, x2=lambda f: f["x2"] - 3
            )
            plates = plates.assign(y=plates["y"] + 1.5, y2=plates["y2"] - 1.5)
            layers.append(alt.Chart(plates, name="plates").mark_rect(fill=PAPER).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"))
        if spots:
            layers.append(text(name, spots, align=side, stroke=PAPER))
    most = float(people["people"].max())
    ground = people_top + people_tall
    columns = people.assign(
        x=[at(d) for d in people["date"]],
        y2=float(ground),
        y=ground - people["people"].astype(float) / most * (people_tall - 22),
    )
    columns["key"] = [
        f"@{d:%Y-%m-%d}|{words.day(d)}: {words.num(n)} people"
        for d, n in zip(columns["date"], columns["people"], strict=True)
    ]
    columns = columns.assign(
        x2=columns["x"] + 7,
        label=[f"{words.num(n)} on {d.day} {d:%b}" for d, n in zip(columns["date"], columns["people"], strict=True)],
    )
    layers += [
        alt.Chart(pd.DataFrame([{"x": float(left), "x2": float(width), "y": float(ground)}]), name="ground")
        .mark_rule(color=LINE2)
        .encode(x=x, x2="x2:Q", y=y),
        alt.Chart(columns, name="people")
        .mark_rect(fill=colour("c3"))
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", description="key:N"),
        text("people_head", [(left - 8.0, ground - people_tall / 2, "People")], align="right", fontWeight="bold"),
        text(
            "people_numbers",
            list(zip(columns["x2"] + 5, columns["y"] + 7, columns["label"], strict=True)),
            align="left", stroke=PAPER,
        ),
    ]  # fmt: skip
    heading = "How long each base stayed open" + ("" if narrow else f" after the mandate ended on {words.day(start)}")
    return alt.layer(*layers, width=width, height=height, padding=1, title=unit_line(heading, space=6))


@drawn_once
def withdrawal(book: Book, step: str | None = None) -> View:
    """The bases from the end of the mandate to the day each was handed over, the people left, and the liquidation.

    ``step``: list only steps of this sort in the table (``"obstacle"``, ``"legal"`` …); ``None`` lists all. The picture
    is the same. Raises ``ReaderError`` for a sort that is not in the table.
    """
    steps = data.load(book, "withdrawal").astype({"precision": str, "confidence": str})
    sorts = [str(s) for s in steps["step"].cat.categories if (steps["step"] == s).any()]
    if step is not None:
        step = choose(step, sorts, "step")
    steps = steps.astype({"step": str})
    bases, people, end = _bases(book), _people(book), _end(steps)
    start = mission.mandate(book)[1]
    span = (start, end, _closing(steps))
    months = words.small(round((end - start).days / 30.4))
    first, final = people.iloc[0], people.iloc[-1]
    early, late = bases[bases["phase"] == "withdrawal"], bases[bases["phase"] == "liquidation"]
    title = (
        f"In {months} months the mission left {len(early)} of {len(bases)} bases; of {words.num(first['people'])} "
        f"people {words.num(final['people'])} were still there on {words.day(final['date'])}"
    )
    in_words = [f"{n} {words.day(d, p)}" for n, d, p in bases[["name", "date", "precision"]].itertuples(index=False)]
    weak = list(bases[unsure(bases)]["name"])
    doubt = f" Not sure, and drawn dashed: {words.listing(weak)}." if weak else ""
    alt_text = (
        f"A bar for each base, from the end of the mandate on {words.day(start)} to the day it was handed over: "
        f"{words.listing(in_words)}.{doubt} The mission ended on {words.day(end)}; {words.listing(late['name'])} "
        f"stayed for the liquidation. Below, two columns show the people: {words.num(first['people'])} on "
        f"{words.day(first['date'])} and {words.num(final['people'])} on {words.day(final['date'])}."
    )
    table = steps if step is None else steps[steps["step"] == step]
    table = table.sort_values("date", kind="stable")
    return View(
        book=book,
        id="withdrawal",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(bases, people, span, width),
        table=table,
        columns={
            "date": Column("Date", "date", precision="precision"),
            "title": Column("Step"),
            "text": Column("What happened"),
            "step": Column("Sort of step"),
            "source": Column("Source", "source"),
            "confidence": Column("Confidence", "confidence"),
        },
        row_keys="id",
        sources=sources_of(bases, people),
        rests_on={f"{d:%Y-%m-%d}": tuple(s.split("; ")) for d, s in zip(people["date"], people["source"], strict=True)},
        data=("withdrawal", "strength", "places"),
        also_reads=("mandates.csv",),
        notes=(
            "The people are those whose departures the UN counted: soldiers, police and civilians. Many civilians who "
            "worked for the mission are not in these counts.",
        ),
        more="Description and all steps",
        explorer=explorer(withdrawal, book, step=one("Steps", [("all", None), *((words.upper(s), s) for s in sorts)])),
    )
