"""Americans on active duty in Mali, whatever their task: the Pentagon's counts, which are not those of the mission."""

from __future__ import annotations

import pandas as pd

from minusma.views import mission
from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import alt
from sourcebook.views.choices import choose
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, one
from sourcebook.views.rows import sources_of
from sourcebook.views.style import INK, INK2, LAND2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import View, drawn_once

#: Columns of the table that can be drawn: what the people are called in a sentence.
_SERVICES = {
    "people": "Americans on active duty",
    "army": "members of the U.S. Army",
    "navy": "members of the U.S. Navy",
    "air_force": "members of the U.S. Air Force",
    "marine_corps": "U.S. Marines",
}
_SHORT = {"people": "All", "army": "Army", "navy": "Navy", "air_force": "Air Force", "marine_corps": "Marine Corps"}
_NOT_SHOWN = (
    "What it does not show: who served in MINUSMA, what anybody’s task was, or why a number changed. The Pentagon "
    "counts here by country, not by mission; these are not the Americans of the fact sheet’s “some 50”."
)


def _missing(dates: pd.Series) -> list[pd.Timestamp]:
    """The months that the table counts in every year, between its first row and its last, for which there is no row."""
    years = range(dates.min().year, dates.max().year + 1)
    every = [pd.Timestamp(y, m, 1) for y in years for m in sorted(dates.dt.month.unique())]
    return [d for d in every if dates.min() < d < dates.max() and d not in set(dates)]


def _chart(book: Book, rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    start, stop = mission.mandate(book)
    left, right = min(rows["date"].min(), start) - pd.Timedelta(days=120), rows["date"].max() + pd.Timedelta(days=150)
    top = max(float(rows["shown"].max()), 4.0) * 1.35
    x = alt.X(
        "date:T",
        title="Year",
        scale=alt.Scale(domain=[f"{left:%Y-%m-%d}", f"{right:%Y-%m-%d}"], nice=False),
        axis=alt.Axis(format="’%y" if narrow else "%Y", tickCount={"interval": "year", "step": 2}),
    )
    axis = alt.Axis(title=None, format="d", tickCount=5, grid=False)
    upright = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("shown:Q", scale=upright, axis=axis)
    band = pd.DataFrame([{"date": start, "stop": stop, "shown": 0.0, "top": top}])
    name = band.assign(shown=top, text="MINUSMA’s mandate")
    grid = pd.DataFrame({"at": [n for n in (5, 10, 15, 20, 25) if n < top]})
    tips = [f"@{d:%Y-%m}" for d, _ in zip(rows["date"], rows["shown"], strict=True)]
    drawn = rows.assign(key=tips, ground=0.0)
    named = rows.loc[[rows["shown"].idxmin(), rows["shown"].idxmax(), rows.index[-1]]].drop_duplicates("date")
    named = named.assign(label=named["shown"].map(words.num))
    gap = pd.DataFrame({"date": _missing(rows["date"])})
    # Two months that follow each other are nearer than their signs are wide: every second one stands above the first.
    second = gap["date"].diff().lt(pd.Timedelta(days=190)).astype(int)
    gap = gap.assign(shown=second * top * 0.11, label="?")
    ink = colour("c1")
    return alt.layer(
        alt.Chart(band, name="mission").mark_rect(fill=LAND2).encode(x=x, x2="stop:T", y=y, y2="top:Q"),
        alt.Chart(grid, name="grid").mark_rule(color=LINE2).encode(y=alt.Y("at:Q", scale=upright)),
        alt.Chart(name, name="mission_name")
        .mark_text(align="left", baseline="top", dx=6, dy=7, color=INK2, stroke=LAND2)
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(drawn, name="stems").mark_rule(color=ink, strokeWidth=1.5).encode(x=x, y=y, y2="ground:Q"),
        alt.Chart(drawn, name="people")
        .mark_point(shape="circle", filled=True, size=40 if narrow else 70, fill=ink, stroke=PAPER, strokeWidth=1)
        .encode(x=x, y=y, description="key:N"),
        alt.Chart(gap, name="missing")
        .mark_text(align="center", baseline="bottom", dy=-2, color=INK, stroke=LAND2)
        .encode(x=x, y=y, text="label:N"),
        alt.Chart(named, name="numbers")
        .mark_text(align="center", baseline="bottom", dy=-7, color=INK, stroke=PAPER)
        .encode(x=x, y=y, text="label:N"),
        width=width, height=260, autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=unit_line(
            ["People, in March,", "September and December"] if narrow else "People, in March, September and December"
        ),
    )  # fmt: skip


@drawn_once
def us_personnel_in_mali(book: Book, service: str | None = None) -> View:
    """Americans on active duty in Mali at each quarter that the table counts; points, no
    line, because quarters are missing.

    ``service``: ``"army"``, ``"navy"``, ``"air_force"`` or ``"marine_corps"``; ``None`` shows all together. Raises
    ``ReaderError`` for another.
    """
    column = "people" if service is None else choose(service, _SERVICES, "service")
    table = data.load(book, "us_personnel_in_mali").sort_values("date").reset_index(drop=True)
    rows = table.assign(shown=table[column].astype(int))
    first, last = rows.iloc[0], rows.iloc[-1]
    low, high = rows.iloc[rows["shown"].argmin()], rows.iloc[rows["shown"].argmax()]
    who = _SERVICES[column]
    title = (
        f"The Pentagon counted between {words.num(low['shown'])} and {words.num(high['shown'])} {who} in Mali, from "
        f"{words.day(first['date'], 'month')} to {words.day(last['date'], 'month')}"
    )
    missing = [words.day(d, "month") for d in _missing(rows["date"])]
    alt_text = (
        f"{len(rows)} points on stems, no line between them; the time of MINUSMA’s mandate is shaded. The first, "
        f"{words.day(first['date'], 'month')}: {words.num(first['shown'])}. The lowest, "
        f"{words.day(low['date'], 'month')}: {words.num(low['shown'])}. The highest, first reached in "
        f"{words.day(high['date'], 'month')}: {words.num(high['shown'])}. The last, "
        f"{words.day(last['date'], 'month')}: {words.num(last['shown'])}."
    )
    notes = [_NOT_SHOWN]
    if missing:
        notes.append(
            f"A question mark: no row for Mali in {words.listing(missing)}. The Army gave no numbers then; it was "
            "changing its computer system."
        )
    notes.append(
        "June is left out: up to 2021 the copy that was read adds the people of September to it. The reserve is not "
        "counted."
    )
    return View(
        book=book,
        id="us-personnel-in-mali",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(book, rows, width),
        table=table.astype({"confidence": str, "precision": str}).assign(key=table["date"].dt.strftime("%Y-%m")),
        columns={
            "date": Column("Month", "date", precision="precision"),
            **{name: Column(label, "number") for name, label in _SHORT.items()},
            "confidence": Column("Confidence", "confidence"),
            "note": Column("Note"),
        },
        sources=sources_of(rows),
        data=("us_personnel_in_mali",),
        also_reads=("mandates.csv",),
        notes=tuple(notes),
        row_keys="key",
        explorer=explorer(
            us_personnel_in_mali,
            book,
            service=one("Service", [(label, None if name == "people" else name) for name, label in _SHORT.items()]),
        ),
    )
