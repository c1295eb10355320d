"""What every map is made of: a frame of degrees, outlines cut to it, lines, names beside places, distances.

Outlines are GeoJSON files in ``book/data``; a feature has ``name`` and ``kind`` among its properties.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sourcebook.book import Book
from sourcebook.text import reads
from sourcebook.views.charts import AnyChart, Mark, alt
from sourcebook.views.style import INK, LAND

#: Kilometres that a degree of latitude takes, and radius of the Earth.
KM_PER_DEGREE, _RADIUS = 111.2, 6371.0
Point = tuple[float, float]


def features(book: Book, file: str) -> list[dict[str, Any]]:
    """The features of ``book/data/<file>``."""
    path = book.data_dir / file
    reads.stamp(path)
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    return found


def of_kind(found: Iterable[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    """Those of one of these kinds."""
    return [feature for feature in found if feature["properties"]["kind"] in kinds]


def kilometres(a: Point, b: Point) -> float:
    """Length of the straight way between two points, given as (longitude, latitude) in degrees."""
    (x1, y1), (x2, y2) = ([math.radians(value) for value in point] for point in (a, b))
    half = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * _RADIUS * math.asin(math.sqrt(half))


@dataclass(frozen=True)
class Frame:
    """From degrees to the pixels of a picture ``width`` pixels wide; a degree of longitude shrinks as at its middle.

    ``left`` and ``top`` are the pixels at which the frame begins, where a picture holds more than one.
    """

    west: float
    south: float
    east: float
    north: float
    width: float
    left: float = 0
    top: float = 0

    @property
    def shrink(self) -> float:
        """Pixels that a degree of longitude takes for one that a degree of latitude takes."""
        return math.cos(math.radians((self.north + self.south) / 2))

    @property
    def scale(self) -> float:
        """Pixels a degree of latitude."""
        return self.width / ((self.east - self.west) * self.shrink)

    @property
    def height(self) -> int:
        """Of the picture, in pixels."""
        return round((self.north - self.south) * self.scale)

    def point(self, longitude: float, latitude: float) -> Point:
        """Pixels right and down."""
        return (
            self.left + (longitude - self.west) * self.shrink * self.scale,
            self.top + (self.north - latitude) * self.scale,
        )

    def around(self, points: pd.DataFrame) -> pd.Series:
        """True for the rows whose ``longitude`` and ``latitude`` lie within the frame."""
        return points["longitude"].between(self.west, self.east) & points["latitude"].between(self.south, self.north)

    def shape(self, feature: dict[str, Any], slack: float = 0.5) -> dict[str, Any]:
        """The feature in whole pixels, cut to the frame, without what bends a line by less than ``slack`` pixels."""
        geometry = feature["geometry"]
        kind, parts = geometry["type"], geometry["coordinates"]
        if kind == "LineString":
            lines = [self._pixels(run, slack) for run in self._within(parts)]
            return _feature("MultiLineString", [line for line in lines if len(line) > 1])
        rings = [ring for part in (parts if kind == "MultiPolygon" else [parts]) for ring in part[:1]]
        cut = [self._pixels([*area, area[0]], slack) for ring in rings if (area := self._cut(ring))]
        # A ring runs against the clock on the screen, or what draws it paints everything else.
        return _feature("MultiPolygon", [[_anticlockwise(ring)] for ring in cut if len(ring) > 3])

    def _pixels(self, points: Sequence[Sequence[float]], slack: float) -> list[list[float]]:
        kept = [self.point(*point) for point in points]
        # The ends of a line stay; a ring has none, so that it is taken as two lines.
        middle = len(kept) // 2 if kept[0] == kept[-1] else 0
        kept = [*_simpler(kept[: middle + 1], slack)[:-1], *_simpler(kept[middle:], slack)]
        found: list[list[float]] = []
        for x, y in kept:
            pixel = [float(round(x)), float(round(y))]
            if not found or found[-1] != pixel:
                found.append(pixel)
        return found

    def _sides(self) -> tuple[tuple[int, float, int], ...]:
        """Axis, limit and sign of each side: inside is where sign * (value - limit) is not negative."""
        return ((0, self.west, 1), (0, self.east, -1), (1, self.south, 1), (1, self.north, -1))

    def _cut(self, ring: Sequence[Sequence[float]]) -> list[Point]:
        """The part of an area within the frame (Sutherland and Hodgman)."""
        area: list[Point] = [(p[0], p[1]) for p in (ring[:-1] if list(ring[0]) == list(ring[-1]) else ring)]
        for axis, limit, sign in self._sides():
            made: list[Point] = []
            for here, after in zip(area, [*area[1:], *area[:1]], strict=True):
                inside, next_inside = sign * (here[axis] - limit) >= 0, sign * (after[axis] - limit) >= 0
                if inside:
                    made.append(here)
                if inside != next_inside:
                    made.append(_crossing(here, after, axis, limit))
            area = made
        return area

    def _within(self, line: Sequence[Sequence[float]]) -> list[list[Point]]:
        """The runs of a line within the frame."""
        runs: list[list[Point]] = [[]]
        for point in line:
            if self.west <= point[0] <= self.east and self.south <= point[1] <= self.north:
                runs[-1].append((point[0], point[1]))
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if len(run) > 1]


def _feature(kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _anticlockwise(ring: list[list[float]]) -> list[list[float]]:
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))
    return ring if area < 0 else ring[::-1]


def _simpler(points: list[Point], slack: float) -> list[Point]:
    """The line without what bends it by less than ``slack`` (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def off(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - x1, point[1] - y1)
        return abs((x2 - x1) * (y1 - point[1]) - (x1 - point[0]) * (y2 - y1)) / length

    at = max(range(1, len(points) - 1), key=lambda n: off(points[n]))
    if off(points[at]) <= slack:
        return [points[0], points[-1]]
    return [*_simpler(points[: at + 1], slack)[:-1], *_simpler(points[at:], slack)]


def axes(width: float, height: float) -> tuple[alt.X, alt.Y]:
    """The axes of a picture in pixels, from its upper left corner."""
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    return x, y


def shapes(frame: Frame, found: list[dict[str, Any]], name: str, slack: float = 0.5, **mark: Any) -> alt.Chart:
    """A layer of outlines or lines, painted as ``mark`` says."""
    # As text: Altair copies each number of a list again with every layer that is put upon it.
    text = json.dumps([frame.shape(f, slack) for f in found])
    chart = alt.Chart(alt.Data(values=text, format=alt.JsonDataFormat(type="json")), name=name)
    return chart.mark_geoshape(**mark).project(type="identity", scale=1, translate=[0, 0])


def spots(frame: Frame, rows: Iterable[tuple[float, float, str]]) -> pd.DataFrame:
    """Words (``text``) at points of the map (``x``, ``y``), from longitude, latitude and words."""
    return pd.DataFrame([(*frame.point(a, b), t) for a, b, t in rows], columns=["x", "y", "text"])


def placed(frame: Frame, places: pd.DataFrame) -> pd.DataFrame:
    """The places with their ``x`` and ``y``."""
    points = [frame.point(a, b) for a, b in zip(places["longitude"], places["latitude"], strict=True)]
    return places.assign(x=[x for x, _ in points], y=[y for _, y in points])


def words(rows: pd.DataFrame, x: alt.X, y: alt.Y, name: str, **mark: Any) -> alt.Chart:
    """A layer of the words in the column ``text``."""
    return alt.Chart(rows, name=name).mark_text(**mark).encode(x=x, y=y, text="text:N")


def names(
    rows: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
    name: str,
    where: Mapping[str, tuple[str, float, float]],
    gap: float = 6,
    **mark: Any,
) -> list[alt.Chart]:
    """Names (``text``) beside their places, one layer for each way of standing there.

    ``where`` has side, pixels right and pixels down by the place's ``id``; others stand ``gap`` pixels to the right.
    """
    layers = []
    sides = [where.get(i, ("left", gap, 0)) for i in rows["id"]]
    looks: Mark = {"baseline": "middle", "color": INK, "stroke": LAND, **mark}
    for number, (side, dx, dy) in enumerate(sorted(set(sides))):
        group = rows[[one == (side, dx, dy) for one in sides]]
        layers.append(words(group, x, y, f"{name}_{number}", align=side, dx=dx, dy=dy, **looks))
    return layers


def scale_bar(frame: Frame, x: alt.X, y: alt.Y, length: int, right: float, bottom: float) -> list[alt.Chart]:
    """A bar of so many kilometres that ends at these pixels."""
    pixels = length / KM_PER_DEGREE * frame.scale
    bar = pd.DataFrame([{"x": right - pixels, "x2": right, "y": bottom, "text": f"{length} km"}])
    line = alt.Chart(bar, name="scale_bar").mark_rule(color=INK, strokeWidth=2).encode(x=x, x2="x2:Q", y=y)
    return [line, words(bar, x, y, "scale_text", align="left", dy=-7)]


def picture(layers: list[alt.Chart], width: float, height: float) -> AnyChart:
    """The layers as one picture of exactly this size in pixels."""
    return alt.layer(*layers, width=width, height=height, padding=1, autosize=alt.AutoSizeParams(type="none"))
