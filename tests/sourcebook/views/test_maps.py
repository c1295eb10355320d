"""The machinery of maps, on shapes made up here."""

from __future__ import annotations

from typing import Any

import pytest

from sourcebook.views import maps

FRAME = maps.Frame(0, -5, 10, 5, 100)


def area(*points: tuple[float, float]) -> dict[str, Any]:
    return {"geometry": {"type": "Polygon", "coordinates": [[*points, points[0]]]}}


def rings(shape: dict[str, Any]) -> list[list[list[float]]]:
    return [part[0] for part in shape["geometry"]["coordinates"]]


def test_a_degree_shrinks_at_the_height_of_the_middle() -> None:
    assert FRAME.point(0, 5) == (0, 0)
    assert FRAME.point(10, -5) == (100, pytest.approx(100))
    north = maps.Frame(0, 55, 10, 65, 100)
    assert north.height == 200
    assert maps.Frame(0, -5, 10, 5, 100, left=7, top=3).point(0, 5) == (7, 3)


def test_the_length_of_a_degree_is_known() -> None:
    assert maps.kilometres((0, 0), (1, 0)) == pytest.approx(111.2, abs=0.1)
    assert maps.kilometres((0, 60), (1, 60)) == pytest.approx(55.6, abs=0.1)
    assert maps.kilometres((3, 4), (3, 4)) == 0


def test_an_area_is_cut_to_the_frame_and_runs_one_way() -> None:
    square = [(-5.0, -2.0), (5.0, -2.0), (5.0, 2.0), (-5.0, 2.0)]
    for points in (square, square[::-1]):
        (ring,) = rings(FRAME.shape(area(*points)))
        assert {tuple(point) for point in ring} == {(0, 30), (50, 30), (50, 70), (0, 70)}
        assert sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) < 0
    assert rings(FRAME.shape(area((20, 0), (30, 0), (30, 3)))) == []


def test_what_hardly_bends_a_line_is_left_out() -> None:
    line = {"geometry": {"type": "LineString", "coordinates": [[0, 0], [5, 0.02], [10, 0], [12, 0], [9, 2], [8, 2]]}}
    assert FRAME.shape(line)["geometry"]["coordinates"] == [[[0, 50], [100, 50]], [[90, 30], [80, 30]]]
    bent = {"geometry": {"type": "LineString", "coordinates": [[0, 0], [5, 1], [10, 0]]}}
    assert FRAME.shape(bent)["geometry"]["coordinates"] == [[[0, 50], [50, 40], [100, 50]]]
