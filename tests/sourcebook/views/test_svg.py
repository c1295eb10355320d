"""The step from a chart to the SVG of the page."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import altair as alt
import pandas as pd
import pytest

from sourcebook.views import style, svg
from sourcebook.views.style import COLOURS, FILLS, PATTERNS, colour
from sourcebook.views.svg import render

ROWS = pd.DataFrame({"year": [2013, 2014, 2015], "people": [3, 5, 4], "kind": ["a", "b", "a"]})


def bars(**mark: object) -> alt.Chart:
    return alt.Chart(ROWS, name="bars", width=200, height=100).mark_bar(**mark).encode(x="year:O", y="people:Q")


def test_the_size_is_free_and_nothing_is_styled_inline() -> None:
    drawn = render(bars(color=colour("c1")), "t")
    root = ET.fromstring(drawn)
    assert root.get("viewBox")
    assert root.get("width") is None
    assert root.get("height") is None
    assert "style=" not in drawn
    assert "#f0" not in drawn
    assert "font-family" not in drawn
    assert "aria-" not in drawn


def test_every_row_becomes_a_mark() -> None:
    drawn = render(bars(color=colour("c1")), "t")
    assert drawn.count('class="f-c1"') == len(ROWS)
    assert 'class="m-rect v-bars"' in drawn


def test_a_pattern_is_defined_once_and_named_after_its_view() -> None:
    drawn = render(bars(color=colour("c2", "diagonal")), "deaths-w")
    assert drawn.count('<pattern id="deaths-w-diagonal-c2"') == 1
    assert drawn.count('fill="url(#deaths-w-diagonal-c2)"') == len(ROWS)


def test_series_differ_in_colour_and_in_pattern() -> None:
    assert len(set(FILLS)) == len(FILLS) == 6
    assert len({fill[3:5] for fill in FILLS}) == 6
    assert len({fill[5:7] for fill in FILLS}) == 6


@pytest.mark.parametrize("pattern", PATTERNS[1:])
def test_every_pattern_can_be_drawn(pattern: str) -> None:
    assert f'id="t-{pattern}-c3"' in render(bars(color=colour("c3", pattern)), "t")


def test_a_description_becomes_a_key_and_a_tip() -> None:
    chart = (
        bars(color=colour("c1"))
        .encode(description="key:N")
        .properties(data=ROWS.assign(key="@" + ROWS["kind"] + "|A & B"))
    )
    drawn = render(chart, "t")
    assert drawn.count('data-k="a"') == 2
    assert "<title>A &amp; B</title>" in drawn


def test_a_stroke_around_text_becomes_a_halo() -> None:
    chart = alt.Chart(ROWS).mark_text(stroke=colour("paper")).encode(x="year:O", text="people:Q")
    assert render(chart, "t").count('class="halo"') == len(ROWS)


@pytest.mark.parametrize("name", COLOURS)
def test_the_style_sheet_paints_every_colour(name: str) -> None:
    css = (Path(style.__file__).parent / "static" / "views.css").read_text(encoding="utf-8")
    assert f".mm-svg .f-{name} {{ fill: var(--mm-{name}); }}" in css
    assert f".mm-svg .s-{name} {{ stroke: var(--mm-{name}); }}" in css


def test_a_colour_of_ones_own_is_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match=r"not one of the book's colours. Use sourcebook.views.style.colour"):
        render(bars(color="red"), "t")


def test_an_unknown_colour_or_pattern_is_explained() -> None:
    with pytest.raises(ValueError, match=f"no colour called 'blue'. There are: {COLOURS[0]}"):
        colour("blue")
    with pytest.raises(ValueError, match=r"no pattern called 'stripes'. There are: solid, diagonal"):
        colour("c1", "stripes")


def test_days_gaps_and_long_numbers_are_drawn_as_altair_itself_would_take_them(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pd.DataFrame(
        {
            "day": pd.to_datetime(["2012-01-17", None, "2013-01-11T23:30"], format="ISO8601"),
            "share": [1 / 3, 0.5, float("nan")],
            "sure": [True, False, True],
            "name": ["Ménaka", None, 'a "b"'],
            "count": pd.array([3, None, 5], dtype="Int64"),
        }
    )
    base = alt.Chart(rows, width=300, height=100).encode(x="day:T", y="share:Q")
    chart = alt.layer(
        base.mark_point(color=colour("c1")).encode(shape="sure:N"),
        base.mark_text().encode(text="name:N"),
        base.mark_text().encode(text="count:Q"),
    )
    ours = render(chart, "t")
    assert ours.count("<text") > 5
    monkeypatch.setattr(svg, "_ROWS", "default")
    assert render(chart, "t") == ours
