"""Timeline: the events of the story by theme, from the crisis of 2012 on, with the older past folded away."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from minusma.views.mission import mandate
from sourcebook import data
from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.views import words
from sourcebook.views.charts import Mark, alt
from sourcebook.views.choices import chosen
from sourcebook.views.columns import Column, table_html
from sourcebook.views.explorers import explorer, many
from sourcebook.views.rows import DASHED, sources_of, unsure
from sourcebook.views.style import INK, INK2, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import Explore, View, drawn_once

_CRISIS = pd.Timestamp("2012-01-01")
#: Shape and colour by theme, in the order of the table's themes; no two share both.
_LOOKS = [
    ("circle", "c1"), ("square", "c2"), ("diamond", "c3"), ("triangle-up", "c1"), ("cross", "c4"),
    ("triangle-down", "c5"),
    ("circle", "c3"), ("square", "c6"), ("diamond", "c5"), ("triangle-up", "c2"),
]  # fmt: skip
_COLUMNS = {
    "title": Column("What happened, with its sources", "row", table="events"),
    "date": Column("When", "date", precision="precision"),
    "theme": Column("Theme"),
    "place": Column("Place"),
    "confidence": Column("Confidence", "confidence"),
}
#: What turned the story, by the id of its event.
_TURNS = {
    "menaka-2012": "a rising",
    "coup-2012": "a coup",
    "serval-2013": "French troops",
    "minusma-starts-2013": "a UN mission",
    "coup-2020": "a coup",
    "coup-2021": "another coup",
    "minusma-ends-2023": "the mission’s end",
}
_LEVELS = (0, 1, -1, 2, -2, 3, -3)
_LEVEL = 9.0


def _spread(rows: pd.DataFrame, per_day: float) -> list[int]:
    """A level for each event of a lane (0 on the line, then above and below), so that near
    ones do not cover each other.
    """
    levels: list[int] = []
    last: dict[int, float] = {}
    for date in rows["date"]:
        at = (date - _CRISIS).days * per_day
        level = next((n for n in _LEVELS if at - last.get(n, -1e9) >= 10.5), 0)
        last[level] = at
        levels.append(level)
    return levels


def _chart(
    events: pd.DataFrame, themes: list[str], every: list[str], mission: tuple[pd.Timestamp, pd.Timestamp], width: int
) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    left, top, head, foot = (7, 40, 26, 14) if narrow else (118, 40, 14, 14)
    end = pd.Timestamp(events["date"].max().year + 1, 1, 1)
    per_day = (width - left) / (end - _CRISIS).days
    lanes = []
    bottom = float(top)
    for theme in themes:
        rows = events[events["theme"] == theme]
        levels = _spread(rows, per_day)
        middle = bottom + head + max(levels) * _LEVEL
        lanes.append(rows.assign(y=[middle - _LEVEL * n for n in levels], lane=bottom + 9 if narrow else middle))
        bottom = middle - min(levels) * _LEVEL + foot
    height = bottom
    drawn = pd.concat(lanes).assign(x=lambda f: left + (f["date"] - _CRISIS).dt.days * per_day)
    drawn["key"] = "@" + drawn["id"]
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)

    def place(date: pd.Timestamp) -> float:
        return left + (date - _CRISIS).days * per_day

    band = pd.DataFrame([{"x": place(mission[0]), "x2": place(mission[1]), "y": float(top - 4), "y2": float(height)}])
    band_text = band.assign(x=band["x"] + 4, y=float(top - 9), text=_band_name(mission, narrow))
    step = 2 if narrow else 1
    years = [y0 for y0 in range(_CRISIS.year, end.year + 1) if (y0 - _CRISIS.year) % step == 0 and y0 < end.year]
    ticks = pd.DataFrame({"year": years})
    ticks["x"] = [place(pd.Timestamp(y0, 1, 1)) for y0 in years]
    ticks = ticks.assign(y=float(top), y2=float(height), text=[f"’{n % 100:02d}" if narrow else str(n) for n in years])
    names = drawn.drop_duplicates("theme")
    names = names.assign(text=names["theme"].map(words.upper), x=0.0 if narrow else left - 8.0, y=names["lane"])
    layers = [
        alt.Chart(band, name="mission").mark_rect(fill=colour("land")).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        alt.Chart(ticks, name="years").mark_rule(color=LINE2).encode(x=x, y=y, y2="y2:Q"),
        alt.Chart(ticks.assign(x=ticks["x"] + per_day * 182, y=12.0), name="year_names")
        .mark_text(align="center", color=INK2)
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(band_text, name="mission_name")
        .mark_text(align="left", color=INK2, stroke=PAPER)
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(names.assign(key="@" + names["theme"]), name="themes")
        .mark_text(align="left" if narrow else "right", baseline="middle", color=INK)
        .encode(x=x, y=y, text="text:N", description="key:N"),
    ]
    for theme in themes:
        shape, paint = _LOOKS[every.index(theme) % len(_LOOKS)]
        rows = drawn[drawn["theme"] == theme]
        sure, loose = rows[~unsure(rows)], rows[unsure(rows)]
        common: Mark = {
            "shape": shape,
            "filled": True,
            "size": 78 if shape in ("circle", "square") else 100,
            "strokeWidth": 1,
        }
        number = every.index(theme)
        layers.append(
            alt.Chart(sure, name=f"events_{number}")
            .mark_point(**common, fill=colour(paint), stroke=PAPER)
            .encode(x=x, y=y, description="key:N")
        )
        if len(loose):
            hollow = common | {"strokeWidth": 1.5}
            layers.append(
                alt.Chart(loose, name=f"events_unsure_{number}")
                .mark_point(**hollow, fill=PAPER, stroke=colour(paint), strokeDash=[2.5, 1.5])
                .encode(x=x, y=y, description="key:N")
            )
    return alt.layer(
        *layers, width=width, height=height, padding=1, autosize=alt.AutoSizeParams(type="none"), title=unit_line("")
    )


def _band_name(mission: tuple[pd.Timestamp, pd.Timestamp], narrow: bool) -> str:
    start, stop = mission
    return "MINUSMA’s mandate" if narrow else f"MINUSMA’s mandate, {start:%B} {start.year} to {stop:%B} {stop.year}"


def _bare(event: pd.Series) -> str:
    return str(event["title"]).rstrip(".")


def _told(event: pd.Series) -> str:
    return f"“{_bare(event)}” ({words.day(event['date'], event['precision'])})"


@drawn_once
def timeline(book: Book, themes: str | Iterable[str] | None = None) -> View:
    """Events since the crisis of 2012 as marks in a lane for each theme; the older past is a folded table.

    ``themes``: one theme or several of the table ``events``; ``None`` shows all. Raises
    ``ReaderError`` for a theme that is not in the table.
    """
    events = data.load(book, "events").sort_values("date", kind="stable")
    every = [t for t in events["theme"].cat.categories if (events["theme"] == t).any()]
    wanted = chosen(themes, every, "theme")
    events = events[events["theme"].isin(wanted)].astype({"theme": str, "precision": str, "confidence": str})
    old, new = events[events["date"] < _CRISIS], events[events["date"] >= _CRISIS]
    if new.empty:
        raise ReaderError(
            f"theme: no event since {_CRISIS.year} belongs to {words.listing(wanted)}. Choose another theme."
        )
    themes_new = [t for t in wanted if (new["theme"] == t).any()]
    counts = new["theme"].value_counts()
    first, last = new.iloc[0], new.iloc[-1]
    turns = new[new["id"].isin(_TURNS)]
    if len(turns) == len(_TURNS):
        years = turns.groupby(turns["date"].dt.year)["id"]
        came = ", ".join(f"{words.listing(map(_TURNS.__getitem__, ids))} in {year}" for year, ids in years)
        after = (new["theme"] == "conflict") & (new["date"] > turns["date"].max())
        title = f"{words.upper(came)}{': the war went on after it' if after.any() else ''}"
    elif len(new) > 1:
        title = f"{words.upper(words.listing(wanted))}: from {_told(first)} to {_told(last)}"
    else:
        title = f"{words.upper(words.listing(wanted))}: {_told(first)}"
    by_theme = [f"{t} {words.small(int(counts[t]))}" for t in sorted(themes_new, key=lambda t: (-counts[t], t))]
    ends = [f"{words.day(e['date'], e['precision'])}: {_bare(e)}" for e in (first, last)]
    alt_text = (
        f"Marks on a line for each theme, from {first['date'].year} to {last['date'].year}; a shaded band shows the "
        f"mission’s mandate. {len(new)} events: {words.listing(by_theme)}. The first is of {ends[0]}. The last is of "
        f"{ends[1]}."
    )

    def older(root: str | None, suffix: str) -> str:
        if old.empty:
            return ""
        span = f"{words.small(len(old))} events from {old['date'].dt.year.min()} to {old['date'].dt.year.max()}"
        table = table_html(
            book,
            f"timeline-older{suffix}",
            f"Events before {_CRISIS.year}",
            old,
            _COLUMNS,
            root,
            row_keys="id",
            row_groups="theme",
        )
        return f"<details><summary>The older past: {span}</summary>{table}</details>"

    return View(
        book=book,
        id="timeline",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(new, themes_new, every, mandate(book), width),
        table=new,
        columns=_COLUMNS,
        sources=sources_of(new),
        data=("events", "mandates"),
        more=f"All {len(new)} events",
        notes=(DASHED,) if unsure(new).any() else (),
        extra=older,
        row_keys="id",
        row_groups="theme",
        explore=Explore("filter", "Themes", "{n} of {all} events shown. Touch a mark to read what it is."),
        explorer=explorer(timeline, book, themes=many("Themes", every)),
    )
