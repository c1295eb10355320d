"""Map of Mali: its neighbours and regions, the places of the story, and the day each base of the mission closed."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from minusma.views import mission
from sourcebook import data
from sourcebook.book import Book
from sourcebook.data import UNSURE
from sourcebook.errors import ReaderError
from sourcebook.views import maps, words
from sourcebook.views.charts import AnyChart, Mark, alt
from sourcebook.views.columns import Column
from sourcebook.views.explorers import explorer, step
from sourcebook.views.rows import sources_of, unsure
from sourcebook.views.style import INK, INK2, LAND, LAND2, LINE, NARROW, PAPER, colour
from sourcebook.views.view import Explore, View, drawn_once

OUTLINE = "mali-outline.geojson"
WEST, SOUTH, EAST, NORTH = -13.2, 9.6, 5.4, 25.6
#: End of each phase of the withdrawal, with shape and fill of its bases.
_PHASES = (
    (pd.Timestamp("2023-08-31"), "circle", colour("c3")),
    (pd.Timestamp("2023-12-31"), "square", colour("c1")),
    (pd.Timestamp.max, "diamond", colour("c2")),
)
_SIZES = {"circle": 330, "square": 330, "diamond": 640}
#: Where the name stands beside the place: side, then pixels right and down. Others stand to the right.
_LABELS = {
    "mopti": ("right", -13, -9), "konna": ("center", 0, -15), "moura": ("right", -9, 8), "ogossagou": ("left", 15, 5),
    "timbuktu": ("right", -12, -10), "goundam": ("center", 0, 18), "gao": ("right", -16, 0),
    "tessalit": ("right", -13, 0),
    "ansongo": ("right", -12, 10), "menaka": ("center", 0, -18), "bamako": ("left", 16, 1), "kati": ("right", -11, -8),
}  # fmt: skip
#: On a phone neighbours would cover each other: pixels by which their signs are moved apart.
_APART = {
    "ber": (8, -4), "timbuktu": (-2, -5), "goundam": (-7, 5), "tessalit": (0, -7), "ogossagou": (2, 11),
    "mopti": (-8, 0),
    "douentza": (4, -5), "ansongo": (5, 5), "gao": (-4, -3),
}  # fmt: skip
#: The towns that a phone has room to name, and where; the list under the picture names every base.
_ON_A_PHONE = {
    "kidal": ("left", 13.0, 0.0), "timbuktu": ("center", 0.0, -17.0), "mopti": ("right", -13.0, -9.0),
    "bamako": ("center", 0.0, -20.0),
}  # fmt: skip
#: Pixels that a capital letter takes at most, in the wide fonts of some readers.
_CAPITAL = 10.5


def _places(book: Book) -> pd.DataFrame:
    """Places within the frame with the closing of their base: ``number`` in the order of
    closing, ``closed``, ``doubt``.
    """
    places = data.load(book, "places")
    steps = data.load(book, "withdrawal")
    closings = steps[(steps["step"] == "base closed") & steps["place"].notna()]
    closings = closings.sort_values(["date", "base_number"], kind="stable")
    closings = closings.assign(number=range(1, len(closings) + 1)).set_index("place")
    missing = sorted(set(closings.index) - set(places["id"]))
    if missing:
        raise data.DataError(
            f"book/data/withdrawal.csv, column place: {', '.join(missing)} not in places.csv. Add the place, or mend "
            "the id."
        )
    inside = places["longitude"].between(WEST, EAST) & places["latitude"].between(SOUTH, NORTH)
    rows = places[inside & (places["kind"] != "region")].copy()
    rows["number"] = rows["id"].map(closings["number"])
    rows["closed"] = rows["id"].map(closings["date"])
    rows["precision"] = rows["id"].map(closings["precision"].astype(str))
    rows["day_sure"] = rows["id"].map(closings["confidence"].astype(str))
    rows["day_source"] = rows["id"].map(closings["source"])
    rows["phase"] = [
        next((n for n, p in enumerate(_PHASES) if c <= p[0]), -1) if pd.notna(c) else -1 for c in rows["closed"]
    ]
    return rows


def _phase_names(bases: pd.DataFrame) -> dict[int, str]:
    """``Aug 2023``, ``Oct to Dec 2023``: when the bases of a phase closed."""
    names = {}
    for phase in sorted({int(phase) for phase in bases["phase"]}):
        rows = bases[bases["phase"] == phase]
        a, b = rows["closed"].min(), rows["closed"].max()
        start = f"{a:%b} " if a.year == b.year else f"{a:%b} {a.year} "
        names[phase] = f"{b:%b} {b.year}" if (a.year, a.month) == (b.year, b.month) else f"{start}to {b:%b} {b.year}"
    return names


def _chart(book: Book, places: pd.DataFrame, width: int, on: pd.Timestamp | None) -> AnyChart:
    narrow = width == NARROW
    frame = maps.Frame(WEST, SOUTH, EAST, NORTH, width)
    features = maps.features(book, OUTLINE)
    x, y = maps.axes(frame.width, frame.height)

    def text(rows: pd.DataFrame, name: str, **mark: Any) -> alt.Chart:
        return maps.words(rows, x, y, name, **mark)

    known = [(f["properties"], f["geometry"]["coordinates"]) for f in features]
    around = maps.spots(frame, [(*p["label"], p["name"].upper()) for p, _ in known if p["kind"] == "neighbour"])
    # Senegal shows only a strip: its name fits upright.
    upright = around["text"].eq("SENEGAL")
    half = around["text"].str.len() * _CAPITAL / 2
    around["x"] = around["x"].where(upright, around["x"].clip(lower=half, upper=frame.width - half))
    drawn = maps.placed(frame, places)
    shift = [_APART.get(i, (0, 0)) if narrow else (0, 0) for i in drawn["id"]]
    drawn["x"] += [right for right, _ in shift]
    drawn["y"] += [down for _, down in shift]
    bases = drawn[drawn["number"].notna()].copy()
    # Without room for its name a town would be a dot that says nothing.
    towns = drawn.iloc[:0] if narrow else drawn[drawn["number"].isna()]
    bases["key"] = [f"@{c:%Y-%m-%d} {i}" for c, i in zip(bases["closed"], bases["id"], strict=True)]
    style: Mark = {"color": INK2, "fontSize": 12 if narrow else 13, "align": "center", "baseline": "middle"}
    layers = [
        maps.shapes(
            frame, maps.of_kind(features, "neighbour", "other"), "neighbours", fill=LAND2, stroke=LINE, strokeWidth=0.6
        ),
        maps.shapes(frame, maps.of_kind(features, "country"), "mali", fill=LAND, stroke=INK2, strokeWidth=1.6),
        text(around[~upright], "neighbour_names", **style),
        text(around[upright], "neighbour_names_upright", angle=270, **style),
    ]
    if not narrow:
        # A region often bears the name of its town: on a phone it would stand beside another place.
        regions = maps.spots(frame, [(*point, p["name"]) for p, point in known if p["kind"] == "region"])
        layers.append(text(regions, "region_names", fontStyle="italic", **style))
        layers += maps.names(towns.assign(text=towns["name"]), x, y, "town_names", _LABELS)
    for phase, (_, shape, fill) in enumerate(_PHASES):
        group = bases[bases["phase"] == phase]
        if on is not None:
            group = group[group["closed"] > on]
        layers.append(
            alt.Chart(group, name=f"bases_{phase}")
            .mark_point(shape=shape, filled=True, size=_SIZES[shape], fill=fill, stroke=PAPER, strokeWidth=1.5)
            .encode(x=x, y=y, description="key:N")
        )
    gone = bases[bases["closed"] <= on] if on is not None else bases.iloc[:0]
    layers.append(
        alt.Chart(gone, name="closed")
        .mark_point(shape="circle", filled=True, fill=PAPER, size=300, stroke=INK2, strokeWidth=1.2, strokeDash=[2, 2])
        .encode(x=x, y=y, description="key:N")
    )
    numbered = bases.assign(text=bases["number"].astype(int).astype(str))
    still = numbered if on is None else numbered[numbered["closed"] > on]
    digits: Mark = {"baseline": "middle", "fontWeight": "bold", "fontSize": 12, "dy": 0.5}
    layers.append(text(still, "numbers", color=PAPER, **digits).encode(description="key:N"))
    layers.append(text(numbered.drop(still.index), "numbers_closed", color=INK, **digits).encode(description="key:N"))
    named = bases[bases["id"].isin(_ON_A_PHONE)] if narrow else bases
    where = _ON_A_PHONE if narrow else _LABELS
    layers += maps.names(named.assign(text=named["name"]), x, y, "base_names", where, gap=13)
    free = [
        ((bases["x"] - a).abs() + (bases["y"] - b).abs()).min() > 12
        for a, b in zip(towns["x"], towns["y"], strict=True)
    ]
    towns = towns.loc[free]
    layers.append(
        alt.Chart(towns, name="towns").mark_point(shape="circle", filled=True, size=22, color=INK2).encode(x=x, y=y)
    )
    about = drawn[unsure(drawn) & drawn["id"].isin([*bases["id"], *towns["id"]])]
    layers.append(
        alt.Chart(about.assign(size=[620 if pd.notna(n) else 120 for n in about["number"]]), name="about")
        .mark_point(shape="circle", filled=False, stroke=INK2, strokeWidth=1.3, strokeDash=[2, 2])
        .encode(x=x, y=y, size=alt.Size("size:Q", scale=None))
    )
    layers += _key(bases, x, y, narrow)
    layers += maps.scale_bar(frame, x, y, 400, frame.width - 12.0, frame.height - 14.0)
    return maps.picture(layers, frame.width, frame.height)


def _key(bases: pd.DataFrame, x: alt.X, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """What the signs of the bases mean, in the free corner of the picture."""
    names = _phase_names(bases)
    heading = pd.DataFrame([{"x": 8.0, "y": 18.0, "text": "Base handed over"}])
    layers = [
        alt.Chart(heading, name="key_title")
        .mark_text(align="left", fontWeight="bold", stroke=LAND2)
        .encode(x=x, y=y, text="text:N")
    ]
    for line, (phase, name) in enumerate(sorted(names.items())):
        _, shape, fill = _PHASES[phase]
        count = int((bases["phase"] == phase).sum())
        row = pd.DataFrame([{"x": 17.0, "y": 38.0 + 22 * line, "text": name if narrow else f"{name}: {count}"}])
        sign = (
            alt.Chart(row, name=f"key_{phase}")
            .mark_point(shape=shape, filled=True, size=170, fill=fill)
            .encode(x=x, y=y)
        )
        text = alt.Chart(row, name=f"key_text_{phase}").mark_text(align="left", dx=12, baseline="middle", stroke=LAND2)
        layers += [sign, text.encode(x=x, y=y, text="text:N")]
    return layers


@drawn_once
def map_of_mali(book: Book, on: str | None = None) -> View:
    """Map of Mali with the mission's bases, numbered in the order in which they were handed over.

    ``on``: a day as ``"2023-10-31"``; bases handed over by the end of that day are drawn empty. ``None`` shows all as
    they closed. Raises ``ReaderError`` where ``on`` is not a day of the mission or later.
    """
    places = _places(book)
    bases = places[places["number"].notna()].sort_values("number")
    when: pd.Timestamp | None = None
    if on is not None:
        day = pd.to_datetime(str(on), format="%Y-%m-%d", errors="coerce")
        when = None if pd.isna(day) else day
        begun, _ = mission.mandate(book)
        if when is None or when < begun:
            raise ReaderError(
                f"on: {on!r} is not a day since the mission began ({begun:%Y-%m-%d}). Possible: year-month-day, for "
                "example '2023-10-31'."
            )
    first, last = bases.iloc[0], bases.iloc[-1]

    def in_words(row: pd.Series) -> str:
        return (
            f"{row['name']} {'on' if row['precision'] == 'day' else 'in'} {words.day(row['closed'], row['precision'])}"
        )

    if when is None:
        title = f"The mission handed over {len(bases)} bases: the first, {in_words(first)}; the last, {in_words(last)}"
    else:
        left = int((bases["closed"] > when).sum())
        title = (
            f"At the end of {words.day(when)} the mission still held {words.small(left)} of the {len(bases)} bases it "
            "handed over"
        )
    by_phase = [f"{int((bases['phase'] == p).sum())} in {n}" for p, n in sorted(_phase_names(bases).items())]
    north, south = bases.iloc[bases["latitude"].argmax()], bases.iloc[bases["latitude"].argmin()]
    neighbours = sorted(
        f["properties"]["name"] for f in maps.features(book, OUTLINE) if f["properties"]["kind"] == "neighbour"
    )
    alt_text = (
        f"Map of Mali, with its neighbours {words.listing(neighbours)}, its regions and {len(places)} places. "
        f"{words.upper(words.small(len(bases)))} bases are numbered in the order in which the mission handed them "
        f"over: {words.listing(by_phase)}. The first was {in_words(first)}, the last {in_words(last)}. The "
        f"northernmost is {north['name']}, closed {words.day(north['closed'], north['precision'])}, the southernmost "
        f"{south['name']}."
    )
    items = "".join(
        f"<li>{escape(r['name'])}, {words.day(r['closed'], r['precision'])}"
        f"{' <em class=mm-unsure>not sure</em>' if r['day_sure'] in UNSURE else ''}</li>"
        for _, r in bases.iterrows()
    )
    days = list(dict.fromkeys(bases["closed"]))
    loose = list(bases[bases["day_sure"].isin(UNSURE)]["name"])
    about = list(places[unsure(places)]["name"])
    doubt: tuple[str, ...] = (f"The date is not sure for {words.listing(loose)}.",) if loose else ()
    doubt += (f"A dashed ring: the place of {words.listing(about)} is only about right.",) if about else ()
    table = pd.concat([bases, places[places["number"].isna()]])
    table = table.assign(
        key=[f"{c:%Y-%m-%d} {i}" if pd.notna(c) else i for c, i in zip(table["closed"], table["id"], strict=True)],
        number=table["number"].astype("Int64"),
        handed=[
            words.day(c, p) if pd.notna(c) else "" for c, p in zip(table["closed"], table["precision"], strict=True)
        ],
        confidence=table["confidence"].astype(str),
    )
    return View(
        book=book,
        id="map-of-mali",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(book, places, width, when),
        table=table,
        columns={
            "name": Column("Place"),
            "region": Column("Region"),
            "number": Column("Order of closing", "number"),
            "handed": Column("Base handed over"),
            "day_sure": Column("Confidence in the day", "confidence"),
            "text": Column("Why it matters"),
            "confidence": Column("Confidence in the place", "confidence"),
        },
        sources=sources_of(bases.assign(source=bases["day_source"]), places),
        data=("places", "withdrawal"),
        also_reads=(OUTLINE, "mandates.csv"),
        notes=doubt,
        row_keys="key",
        explore=Explore("step", "Day", "By {day} the mission had handed over {n} of {all} bases."),
        extra=f'<ol class="mm-bases">{items}</ol>',
        explorer=explorer(
            map_of_mali,
            book,
            on=step(
                "End of",
                [("June 2023", "2023-06-30"), *((words.day(d), f"{d:%Y-%m-%d}") for d in days), ("all days", "")],
            ),
        ),
    )
