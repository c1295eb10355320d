"""How a declared view is drawn.

Labels have room for wider fonts than the one they are measured in: a page takes its reader's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sourcebook import facts
from sourcebook.text.wording import upper
from sourcebook.views.charts import Mark, alt
from sourcebook.views.declared import Drawn
from sourcebook.views.rows import unsure
from sourcebook.views.style import (
    DASHES,
    FILLS,
    INK,
    LINE,
    LINE2,
    NARROW,
    PAPER,
    SHAPES,
    STROKES,
    colour,
    unit_line,
)

#: Width kept for a letter of a label, in pixels: that of the widest families that readers
#: use (Verdana, DejaVu Sans) at 13 px.
LETTER = 8.2
_KEY, _KEY_SIGN = 20, 40  # height of a line of the key, and the width of its sign
_SIZE = {"circle": 46, "square": 46, "triangle-up": 60, "diamond": 60, "cross": 56, "triangle-down": 60}


def chart(drawn: Drawn, width: int) -> alt.LayerChart | alt.FacetChart:
    """The chart of a declared view for a column of text of this width."""
    rows = _prepared(drawn)
    if drawn.x_is_text:
        return _rows_of_names(drawn, rows, width)
    return _over_time(drawn, rows, width)


def _prepared(drawn: Drawn) -> pd.DataFrame:
    """The rows with ``value`` (in the unit drawn), ``shown``, ``series`` (its number),
    ``sure`` and ``key`` for scripts and mouse.
    """
    says = drawn.declared.says
    rows = drawn.rows.reset_index(drop=True)
    names = list(drawn.series)
    plain = [_plain(value) for value in rows[says.y]]
    series = rows[says.series].map(names.index) if says.series else pd.Series(0, index=rows.index)
    labels = [drawn.series[name] for name in rows[says.series]] if says.series else [""] * len(rows)
    frame = pd.DataFrame(
        {
            "at": rows[says.x],
            "value": [value / _scale(drawn)[0] for value in plain],
            "shown": _numbers(drawn, plain),
            "series": series.astype(int),
            "sure": ~unsure(rows),
        }
    )
    where = [drawn.x_words(row) for _, row in rows.iterrows()]
    doubt = ["" if sure else ", not sure" for sure in frame["sure"]]
    tips = [f"{upper(name)}, {at}" if name else at for name, at in zip(labels, where, strict=True)]
    frame["name"] = where
    # A mark without a series has no key to be filtered by; it still says its value to a mouse.
    frame["key"] = [
        f"@{name or at}|{t}: {n}{d}"
        for name, at, t, n, d in zip(labels, where, tips, frame["shown"], doubt, strict=True)
    ]
    return frame


def _plain(value: Any) -> float:
    return float(value.item() if hasattr(value, "item") else value)


def _scale(drawn: Drawn) -> tuple[float, str]:
    """By what the values are divided, and the word for it: an axis of nine digits cannot be read."""
    most = float(drawn.rows[drawn.declared.says.y].astype(float).abs().max())
    return (1e6, ", millions") if most >= 1e7 else (1.0, "")


def _numbers(drawn: Drawn, values: list[float]) -> list[str]:
    """The values as they are drawn, in words: all with a digit after the point, or none."""
    scaled = [value / _scale(drawn)[0] for value in values]
    whole = all(value == int(value) for value in scaled)
    return [facts.show(int(value)) if whole else f"{value:,.1f}" for value in scaled]


def _heading(drawn: Drawn, width: int) -> alt.Title:
    """The line above the picture: what is drawn and in which unit, broken where the
    reader's font would not let it in.
    """
    text = drawn.declared.says.unit + _scale(drawn)[1]
    lines, line = [], ""
    for word in text.split():
        if line and (len(line) + 1 + len(word)) * LETTER > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return unit_line([*lines, line])


def _domain(drawn: Drawn, values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low or abs(high) or 1.0) * 0.08
    if drawn.declared.says.from_zero:
        return min(low - room, 0.0) if low < 0 else 0.0, max(high + room, 0.0) if high > 0 else 0.0
    # A scale of what is never negative has no place for less than nothing.
    return low - room if low < 0 else max(low - room, 0.0), high + room


def _over_time(drawn: Drawn, rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """Years or days from left to right: lines, bars or dots."""
    says = drawn.declared.says
    narrow = width == NARROW
    present = [n for n in range(len(drawn.series)) if (rows["series"] == n).any()] or [0]
    keys = _key_layout(drawn, present, width)
    low, high = _domain(drawn, rows["value"])
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(tickCount=4, format=",~f", minExtent=_extent(high if abs(high) > abs(low) else low)),
    )
    marks = (
        list(_bars(rows, present, y, narrow)) if says.kind == "bar" else list(_points(drawn, rows, present, y, narrow))
    )
    ground = alt.Chart(pd.DataFrame([{"value": 0.0}]), name="ground").mark_rule(color=LINE).encode(y=y)
    layers = [*([ground] if low <= 0 else []), *marks, *_key(drawn, keys)]
    return alt.layer(
        *layers,
        width=width,
        height=(280 if narrow else 320) + (_KEY * len({spot[1] for spot in keys.values()}) if keys else 0),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        title=_heading(drawn, width),
    )


def _extent(value: float) -> int:
    """Room for the labels of the y axis, the longest of which is about ``value``."""
    return math.ceil(len(f"{value:,.0f}") * LETTER)


def _time_axis(rows: pd.DataFrame, narrow: bool) -> tuple[str, alt.Scale, alt.Axis]:
    """Type, scale and axis of x: years as numbers, days as times."""
    most = 5 if narrow else 11
    if pd.api.types.is_datetime64_any_dtype(rows["at"]):
        first, last = rows["at"].min(), rows["at"].max()
        years = max((last - first).days / 365.25, 1 / 12)
        step = max(math.ceil(years / most), 1)
        interval = (
            {"interval": "year", "step": step}
            if years > 2
            else {"interval": "month", "step": max(math.ceil(12 * years / most), 1)}
        )
        shown = ("’%y" if narrow else "%Y") if years > 2 else ("%m/’%y" if narrow else "%b ’%y")
        space = pd.Timedelta(days=max(round(years * 6), 3))
        ends = [f"{first - space:%Y-%m-%d}", f"{last + space:%Y-%m-%d}"]
        return "T", alt.Scale(domain=ends), alt.Axis(title=None, format=shown, tickCount=interval, labelOverlap=True)
    first, last = int(rows["at"].min()), int(rows["at"].max())
    step = max(math.ceil((last - first + 1) / most), 1)
    values = list(range(first, last + 1, step))
    return "Q", alt.Scale(domain=[first - 0.5, last + 0.5], nice=False), alt.Axis(title=None, format="d", values=values)


def _points(drawn: Drawn, rows: pd.DataFrame, present: list[int], y: alt.Y, narrow: bool) -> Iterator[alt.Chart]:
    kind, scale, axis = _time_axis(rows, narrow)
    x = alt.X(f"at:{kind}", scale=scale, axis=axis)
    many = rows.groupby("series").size().max() > 30
    for number in present:
        mine = rows[rows["series"] == number].sort_values("at", kind="stable").reset_index(drop=True)
        stroke, shape = STROKES[number], SHAPES[number]
        key = mine["key"].str.partition("|")[0]
        if drawn.declared.says.kind == "line":
            for loose, parts in _runs(drawn, mine):
                if not len(parts):
                    continue
                mark: dict[str, Any] = {"color": stroke, "strokeWidth": 2, "strokeDash": DASHES[number]}
                if loose:
                    mark |= {"strokeWidth": 1.2, "strokeDash": [3, 3]}
                layer = alt.Chart(
                    parts.assign(key=key.iloc[0]), name=f"{'loose' if loose else 'line'}_{number}"
                ).mark_line(**mark)
                yield layer.encode(x=x, y=y, detail="run:N", description="key:N")
        size = _SIZE[shape] * (0.4 if many else 1)
        sure, doubtful = mine[mine["sure"]], mine[~mine["sure"]]
        if len(sure):
            layer = alt.Chart(sure, name=f"points_{number}").mark_point(
                shape=shape, size=size, filled=True, fill=stroke, stroke=PAPER, strokeWidth=0 if many else 1, opacity=1
            )
            yield layer.encode(x=x, y=y, description="key:N")
        if len(doubtful):
            layer = alt.Chart(doubtful, name=f"unsure_{number}").mark_point(
                shape=shape,
                size=max(size, 30),
                filled=True,
                fill=PAPER,
                stroke=stroke,
                strokeWidth=1.5,
                strokeDash=[2, 1.5],
                opacity=1,
            )
            yield layer.encode(x=x, y=y, description="key:N")


def _runs(drawn: Drawn, mine: pd.DataFrame) -> list[tuple[bool, pd.DataFrame]]:
    """The pieces of a line, numbered by ``run``: those between sure values, and those that
    touch one that is not sure.
    """
    sure: list[pd.DataFrame] = []
    loose: list[pd.DataFrame] = []
    for n in range(1, len(mine)):
        pair = mine.iloc[[n - 1, n]]
        if not _missing_between(drawn, pair["at"].iloc[0], pair["at"].iloc[1]):
            (sure if pair["sure"].all() else loose).append(pair.assign(run=n))
    solid = pd.concat(sure) if sure else mine.iloc[:0]
    if sure:
        # One path as long as it goes on: neighbours share a number.
        starts = {int(frame["run"].iloc[0]) for frame in sure}
        first = {n: n if n - 1 not in starts else None for n in sorted(starts)}
        run, named = 0, {}
        for n, begins in first.items():
            run = begins if begins is not None else run
            named[n] = run
        solid = solid.assign(run=solid["run"].map(named)).drop_duplicates(["run", "at"])
    return [(False, solid), (True, pd.concat(loose) if loose else mine.iloc[:0])]


def _missing_between(drawn: Drawn, before: Any, after: Any) -> bool:
    """Whether a value that should stand between two neighbours is not there."""
    if drawn.x.type == "integer":
        return bool(after - before > 1)
    months = (after.year - before.year) * 12 + after.month - before.month
    most = {"month": 1, "year": 12}.get(drawn.declared.says.every)
    return most is not None and months > most


def _bars(rows: pd.DataFrame, present: list[int], y: alt.Y, narrow: bool) -> Iterator[alt.Chart]:
    order = list(dict.fromkeys(rows.sort_values("at", kind="stable")["name"]))
    step = max(math.ceil(len(order) / (5 if narrow else 11)), 1)
    shown = order[::step] if max(map(len, order)) < 6 else order[:: step * 2]
    x = alt.X("name:O", sort=order, title=None, axis=alt.Axis(values=shown, ticks=False, labelAngle=0))
    for number in present:
        mine = rows[rows["series"] == number]
        for loose, part in ((False, mine[mine["sure"]]), (True, mine[~mine["sure"]])):
            if not len(part):
                continue
            layer = alt.Chart(part, name=f"{'unsure' if loose else 'bars'}_{number}").mark_bar(**_bar(number, loose))
            layer = layer.encode(x=x, y=y, description="key:N")
            yield (
                layer.encode(xOffset=alt.XOffset("series:N", sort=[*map(str, present)])) if len(present) > 1 else layer
            )


def _bar(number: int, loose: bool) -> dict[str, Any]:
    """Fill and edge of the bars of a series; dashed where the value is not sure."""
    name = f"c{number + 1}"
    if loose:
        return {"fill": colour(name, "unsure"), "stroke": colour(name), "strokeDash": [4, 2], "strokeWidth": 1.3}
    return {"fill": FILLS[number], "stroke": PAPER, "strokeWidth": 1}


def _rows_of_names(drawn: Drawn, rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    """Names one below the other, each with its bars or dots and its numbers; a long name stands above them."""
    says = drawn.declared.says
    narrow = width == NARROW
    present = [n for n in range(len(drawn.series)) if (rows["series"] == n).any()] or [0]
    keys = _key_layout(drawn, present, width)
    names = list(dict.fromkeys(rows["name"]))
    longest = max(map(len, names)) * LETTER
    above = narrow or longest > 0.42 * width
    left = 0.0 if above else longest + 10
    bar, gap, head = 16.0, 12.0, 22.0 if above else 0.0
    tall = head + bar * len(present) + gap
    height = tall * len(names)
    low, high = _domain(drawn, rows["value"])
    right = max(map(len, rows["shown"])) * LETTER + 10
    across = (width - left - right) / (high - low)
    zero = left + (0 - low) * across if low <= 0 <= high else left
    place = rows["name"].map(names.index)
    drawn_rows = rows.assign(
        x=zero,
        x2=left + (rows["value"] - low) * across,
        y=place * tall + head + rows["series"].map(present.index) * bar + 2,
    )
    drawn_rows = drawn_rows.assign(
        y2=drawn_rows["y"] + bar - 4,
        middle=drawn_rows["y"] + bar / 2 - 2,
        end=drawn_rows[["x", "x2"]].max(axis=1) + (10 if says.kind == "dot" else 6),
    )
    x_scale, y_scale = alt.Scale(domain=[0, width], nice=False), alt.Scale(domain=[height, 0], nice=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=x_scale, axis=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=None)

    heads = pd.DataFrame({"name": names})
    heads["x"] = 0.0 if above else left - 8
    heads["y"] = [n * tall + (12.0 if above else (tall - gap) / 2) for n in range(len(names))]
    names_at: Mark = {"align": "left" if above else "right", "baseline": "middle", "color": INK}
    layers: list[alt.Chart] = [
        alt.Chart(heads, name="names").mark_text(**names_at).encode(x=x("x"), y=y("y"), text="name:N")
    ]
    if says.kind == "dot":
        rail = drawn_rows.assign(x=left, x2=float(width - right))
        layers.append(alt.Chart(rail, name="rails").mark_rule(color=LINE2).encode(x=x("x"), x2="x2:Q", y=y("middle")))
    for number in present:
        mine = drawn_rows[drawn_rows["series"] == number]
        for loose, part in ((False, mine[mine["sure"]]), (True, mine[~mine["sure"]])):
            if not len(part):
                continue
            name = f"{'unsure' if loose else 'points' if says.kind == 'dot' else 'bars'}_{number}"
            if says.kind == "dot":
                shape = SHAPES[number]
                mark: dict[str, Any] = {"shape": shape, "size": _SIZE[shape] * 1.5, "filled": True, "opacity": 1}
                mark |= {"fill": PAPER if loose else STROKES[number], "stroke": STROKES[number], "strokeWidth": 1.5}
                mark |= {"strokeDash": [2, 1.5]} if loose else {}
                layer = alt.Chart(part, name=name).mark_point(**mark).encode(x=x("x2"), y=y("middle"))
            else:
                layer = alt.Chart(part, name=name).mark_rect(**_bar(number, loose))
                layer = layer.encode(x=x("x"), x2="x2:Q", y=y("y"), y2="y2:Q")
            layers.append(layer.encode(description="key:N"))
    numbers = alt.Chart(drawn_rows, name="numbers").mark_text(align="left", baseline="middle", stroke=PAPER)
    layers.append(numbers.encode(x=x("end"), y=y("middle"), text="shown:N"))
    if low < 0:
        ground = pd.DataFrame([{"x": zero, "y": 0.0, "y2": height}])
        layers.append(alt.Chart(ground, name="ground").mark_rule(color=LINE).encode(x=x("x"), y=y("y"), y2="y2:Q"))
    layers += _key(drawn, keys)
    return alt.layer(*layers, width=width, height=height, padding=1, title=_heading(drawn, width))


def _key_layout(drawn: Drawn, present: list[int], width: int) -> dict[int, tuple[float, int]]:
    """Where the name of each series stands in the key: pixels from the left, and the line from the top."""
    if len(present) < 2:
        return {}
    spots: dict[int, tuple[float, int]] = {}
    at, line = 0.0, 0
    names = list(drawn.series.values())
    for number in present:
        wide = _KEY_SIGN + len(names[number]) * LETTER + 14
        if at and at + wide > width - 50:
            at, line = 0.0, line + 1
        spots[number] = (at, line)
        at += wide
    return spots


def _key(drawn: Drawn, spots: dict[int, tuple[float, int]]) -> Iterator[alt.Chart]:
    """The key above the picture, drawn as its marks are: Vega's own legend cannot show dash and point together."""
    if not spots:
        return
    lines = 1 + max(line for _, line in spots.values())
    names = list(drawn.series.values())
    says = drawn.declared.says
    for number, (at, line) in spots.items():
        spot = {"y": alt.value(-_KEY * (lines - line) + 4)}
        one = pd.DataFrame([{"text": names[number]}])
        sign = alt.Chart(one, name=f"key_{number}")
        if says.kind == "bar":
            yield sign.mark_square(size=170, opacity=1, **_bar(number, False)).encode(x=alt.value(at + 10), **spot)
        else:
            if says.kind == "line":
                rule = alt.Chart(one, name=f"key_line_{number}")
                rule = rule.mark_rule(color=STROKES[number], strokeWidth=2, strokeDash=DASHES[number])
                yield rule.encode(x=alt.value(at), x2=alt.value(at + 28), **spot)
            shape = SHAPES[number]
            sign = sign.mark_point(
                shape=shape, size=_SIZE[shape], filled=True, fill=STROKES[number], stroke=PAPER, opacity=1
            )
            yield sign.encode(x=alt.value(at + 14), **spot)
        name = alt.Chart(one, name=f"key_name_{number}").mark_text(align="left", baseline="middle", color=INK)
        yield name.encode(x=alt.value(at + 34), text="text:N", **spot)
