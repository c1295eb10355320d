"""Displacement: people who had to leave their homes, at the end of each year, as the UN refugee agency counts them."""

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
from sourcebook.views.rows import DASHED, sources_of, unsure
from sourcebook.views.style import (
    DASHES,
    INK,
    INK2,
    LAND2,
    LINE,
    LINE2,
    NARROW,
    PAPER,
    SHAPES,
    STROKES,
    unit_line,
)
from sourcebook.views.view import View, drawn_once

_PRODUCER = "UNHCR"
#: Who is drawn unless the reader asks for others; the rest of the table's groups is small
#: or about people from elsewhere.
_DRAWN = ("refugees from Mali", "internally displaced in Mali")
#: Shorter and plainer words than the table's, where there are any.
_PLAIN = {"internally displaced in Mali": "displaced inside Mali", "refugees hosted in Mali": "refugees living in Mali"}
#: Words for a group within a sentence, where the plain ones name nobody.
_SAID = {"internally displaced in Mali": "people displaced inside Mali"}
_SIZE = {"circle": 52, "square": 52, "triangle-up": 66, "diamond": 66}


def _rows(book: Book, groups: list[str]) -> pd.DataFrame:
    rows = data.load(book, "displacement")
    rows = rows[(rows["producer"] == _PRODUCER) & rows["population"].isin(groups)]
    rows = rows.astype({"population": str, "confidence": str, "people": "int64", "year": "int64"})
    # A missing year breaks the line: what was not counted is not drawn.
    rows = rows.sort_values(["population", "year"])
    gap = rows.groupby("population")["year"].diff().ne(1)
    return rows.assign(segment=gap.cumsum())


def _plain(group: str) -> str:
    return _PLAIN.get(group, group)


def _in_two(name: str) -> str:
    """The name on two lines, parted at the blank nearest its middle: beside the last point
    a line takes room from the picture.
    """
    blanks = [n for n, letter in enumerate(name) if letter == " "]
    if not blanks:
        return name
    middle = min(blanks, key=lambda n: abs(2 * n - len(name)))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


def _apart(values: pd.Series, least: float) -> pd.Series:
    """The values moved apart, lowest first, so that no two are nearer than ``least``, nor
    the lowest too near the ground.
    """
    placed = values.astype(float).clip(lower=least * 0.6).sort_values()
    for before, after in zip(placed.index, placed.index[1:], strict=False):
        placed[after] = max(placed[after], placed[before] + least)
    return placed.reindex(values.index)


def _chart(
    book: Book, rows: pd.DataFrame, groups: list[str], every: list[str], width: int
) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    first, last = int(rows["year"].min()), int(rows["year"].max())
    height = 340
    top = float(rows["people"].max()) * 1.12
    step = 100_000 if top > 200_000 else 20_000 if top > 50_000 else 5_000
    grid = pd.DataFrame({"at": range(step, int(top), step)})
    # Room to the right of the last point: for its number and, in the wide picture, its name.
    longest = max(len(line) for group in groups for line in _in_two(_plain(group)).split("\n"))
    room = 0.28 if narrow else (longest * 7.6 + 14) / 612
    until = last + (last - first) * room / (1 - room)
    x_scale = alt.Scale(domain=[first - 0.5, until], nice=False)
    y_scale = alt.Scale(domain=[0, top], nice=False)
    years = [y for y in range(first, last + 1) if (last - y) % (5 if narrow else 2 if last - first > 12 else 1) == 0]
    x = alt.X("year:Q", scale=x_scale, axis=alt.Axis(format="d", values=years, title="Year", domain=False))
    y = alt.Y(
        "people:Q",
        scale=y_scale,
        axis=alt.Axis(title=None, format=",d", values=[0, *grid["at"]], grid=False),
    )
    start, stop = mission.years(book)
    band = pd.DataFrame([{"year": start - 0.5, "stop": stop + 0.5, "people": 0.0, "top": top}])
    named = band.assign(people=top, text="MINUSMA’s\nmandate" if narrow else f"MINUSMA’s mandate, {start} to {stop}")
    layers: list[alt.Chart] = [
        alt.Chart(band, name="mission").mark_rect(fill=LAND2).encode(x=x, x2="stop:Q", y=y, y2="top:Q"),
        alt.Chart(grid, name="grid").mark_rule(color=LINE2).encode(y=alt.Y("at:Q", scale=y_scale)),
        alt.Chart(pd.DataFrame([{"at": 0}]), name="ground")
        .mark_rule(color=LINE)
        .encode(y=alt.Y("at:Q", scale=y_scale)),
        alt.Chart(named, name="mission_name")
        .mark_text(align="left", baseline="top", dx=6, dy=7, color=INK2, stroke=LAND2, lineBreak="\n")
        .encode(x=x, y=y, text="text:N"),
    ]
    ends = rows.loc[rows.groupby("population")["year"].idxmax()].set_index("population").reindex(groups)
    at = _apart(ends["people"], top * (18 if narrow else 66) / height)
    for group in groups:
        number = every.index(group)
        line, shape = STROKES[number], SHAPES[number]
        mine = rows[rows["population"] == group]
        tips = [
            f"@{y}|{_plain(group)}, end of {y}: {words.num(n)}"
            for y, n in zip(mine["year"], mine["people"], strict=True)
        ]
        mine = mine.assign(key=tips)
        layers.append(
            alt.Chart(mine, name=f"line_{number}")
            .mark_line(color=line, strokeDash=DASHES[number], strokeWidth=2)
            .encode(x=x, y=y, detail="segment:N")
        )
        mark: Mark = {"shape": shape, "size": _SIZE[shape], "filled": True, "opacity": 1}
        sure, loose = mine[~unsure(mine)], mine[unsure(mine)]
        layers.append(
            alt.Chart(sure, name=f"people_{number}")
            .mark_point(**mark, fill=line, stroke=PAPER, strokeWidth=1)
            .encode(x=x, y=y, description="key:N")
        )
        if len(loose):
            layers.append(
                alt.Chart(loose, name=f"unsure_{number}")
                .mark_point(**mark, fill=PAPER, stroke=line, strokeWidth=1.5, strokeDash=[2, 1.5])
                .encode(x=x, y=y, description="key:N")
            )
        low = mine.iloc[mine["people"].argmin()]
        if first < low["year"] < last and low["year"] > mine["year"].min():
            # Under the point where there is room above the ground: over it other lines may pass.
            below = low["people"] * (height - 80) / top > 15
            layers.append(
                alt.Chart(pd.DataFrame([low]).assign(label=words.num(low["people"])), name=f"low_{number}")
                .mark_text(
                    align="center",
                    dx=0 if below else -4,
                    dy=10 if below else -23,
                    baseline="middle",
                    color=line,
                    stroke=PAPER,  # on the grey of the mission's years the colour of a line is too pale for letters
                )
                .encode(x=x, y=y, text="label:N")
            )
        last_one = pd.DataFrame(
            [{"year": ends["year"].loc[group], "people": at[group], "label": words.num(ends["people"].loc[group])}]
        )
        name = "" if narrow else f"\n{_in_two(_plain(group))}"
        layers.append(
            alt.Chart(last_one.assign(label=last_one["label"] + name), name=f"last_{number}")
            .mark_text(
                align="left", dx=9, dy=0 if narrow else 4, color=line, stroke=PAPER, lineBreak="\n", baseline="middle"
            )
            .encode(x=x, y=y, text="label:N")
        )
    if narrow:
        # The key stands above the chart, drawn as the lines are: Vega's own legend cannot show dash and point together.
        for place, group in enumerate(groups):
            number = every.index(group)
            spot = {"y": alt.value(-18 * (len(groups) - place) + 4)}
            key = alt.Chart(pd.DataFrame([{"text": _plain(group)}]))
            layers.append(
                key.mark_rule(color=STROKES[number], strokeWidth=2, strokeDash=DASHES[number]).encode(
                    x=alt.value(-36), x2=alt.value(-10), **spot
                )
            )
            layers.append(
                key.mark_point(
                    shape=SHAPES[number],
                    size=_SIZE[SHAPES[number]],
                    filled=True,
                    fill=STROKES[number],
                    stroke=PAPER,
                    strokeWidth=1,
                ).encode(x=alt.value(-23), **spot)
            )
            layers.append(key.mark_text(align="left", dx=0, color=INK).encode(x=alt.value(-2), text="text:N", **spot))
    return alt.layer(
        *layers,
        width=width, height=height + (18 * len(groups) if narrow else 0),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"), title=unit_line("People, at the end of each year"),
    )  # fmt: skip


@drawn_once
def displacement(book: Book, groups: str | Iterable[str] | None = None) -> View:
    """Refugees from Mali and people displaced inside it at the end of each year, as UNHCR counts them.

    ``groups``: one or several of the groups of the table; ``None`` shows refugees from Mali and people displaced
    inside. The figures of IDMC, another producer, are not drawn beside them. Raises ``ReaderError`` for another group.
    """
    table = data.load(book, "displacement")
    mine = table[table["producer"] == _PRODUCER]
    every = [str(g) for g in table["population"].cat.categories if (mine["population"] == g).any()]
    every.sort(key=lambda g: (g not in _DRAWN, _DRAWN.index(g) if g in _DRAWN else 0))
    wanted = chosen(groups if groups is not None else [g for g in _DRAWN if g in every], every, "group")
    rows = _rows(book, wanted)
    people = rows.pivot(index="year", columns="population", values="people")[wanted]
    start, stop = mission.years(book)
    # The two ends of what is counted for all groups: a year between them would make an event of it look like a cause.
    whole = people.dropna().index
    first, last = int(whole.min()), int(whole.max())
    compared = first < last and bool((people.loc[last] != people.loc[first]).all())
    counted = []
    for group in wanted:
        now, then = people[group].loc[[last, first]]
        so_many = ("more" if now > then else "fewer") if compared else words.num(now)
        counted.append(f"{so_many} {_SAID.get(group, _plain(group))}")
    title = f"At the end of {last} the UN refugee agency counts {words.listing(counted)}"
    title += f" than at the end of {first}" if compared else ""
    parts = []
    for group in wanted:
        series = people[group].dropna().astype("int64")
        ends = [f"{words.num(series.iloc[n])} in {series.index[n]}" for n in (0, -1)]
        between = [
            f"{what} {words.num(series.iloc[n])} in {series.index[n]}"
            for what, n in (("lowest", int(series.argmin())), ("highest", int(series.argmax())))
        ]
        turning_points = [text for text in between if text.split(" ", 1)[1] not in ends]
        if compared and not any(text.endswith(f"in {first}") for text in [*ends, *turning_points]):
            turning_points.insert(0, f"{words.num(series[first])} in {first}")
        parts.append(f"{words.upper(_plain(group))}: {ends[0]}, {', '.join([*turning_points, ends[1]])}.")
    lines = f"{words.small(len(wanted))} lines" if len(wanted) > 1 else "one line"
    alt_text = (
        f"{words.upper(lines)} from {people.index.min()} to {people.index.max()}; the years of the mission’s mandate, "
        f"{start} to {stop}, are shaded. {' '.join(parts)}"
    )
    notes = [mission.NOT_CAUSE]
    if "refugees from Mali" in wanted and last > stop:
        notes.append(
            "Refugees count from the day they are registered. Many who fled to Mauritania in 2023 were registered "
            f"only later, so the steep rise after {stop} is not a measure of flight after the mission."
        )
    if unsure(rows).any():
        notes.append(DASHED)
    return View(
        book=book,
        id="displacement",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(book, rows, wanted, every, width),
        table=people.assign(confidence=rows.groupby("year")["confidence"].agg(data.weakest))
        .reset_index()
        .astype(dict.fromkeys(wanted, "Int64")),
        columns={
            "year": Column("End of"),
            **{g: Column(words.upper(_plain(g)), "number") for g in wanted},
            "confidence": Column("Confidence", "confidence"),
        },
        sources=sources_of(rows),
        data=("displacement",),
        also_reads=("mandates.csv",),
        notes=tuple(notes),
        row_keys="year",
        explorer=explorer(displacement, book, groups=many("Who", every)),
    )
