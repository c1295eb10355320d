"""The maps of the story: what is drawn is what the tables say, and a cell that changes is seen in picture and words."""

from __future__ import annotations

from typing import Any

import pytest
from reading import marks, texts

from minusma import data, views
from minusma.views import small_map
from sourcebook.errors import ReaderError
from sourcebook.views import maps
from tests.ours import OURS


def test_every_moment_of_2012_shows_its_towns_and_says_who_held_them() -> None:
    towns = data.load("towns_2012")
    names = data.load("places").set_index("id")["name"]
    view = views.steps_of_2012()
    groups = list(towns.groupby("date"))
    assert len(view.steps) == len(groups) == 4
    for (_, rows), svg, step in zip(groups, view.drawn_steps, view.steps, strict=True):
        drawn = marks(svg, "army", "attacked", "rebels", "jihadists")
        assert {mark.get("data-k") for mark in drawn} == set(rows["id"])
        named = set(names[rows["place"]])
        assert set(texts(svg, "names")) == named
        assert all(name in step.says for name in named)
    html = view.html()
    assert html.count("<li><p id=") == 4
    assert html.count("<tr data-k=") == len(towns)


def test_a_town_that_changes_hands_changes_picture_and_words(book: Any) -> None:
    before = views.steps_of_2012()
    book.set("towns_2012", "2013-01-10-mopti", "held_by", "jihadists")
    after = views.steps_of_2012()
    assert "Held by the army: Bamako." in after.steps[3].says
    assert before.drawn_steps[:3] == after.drawn_steps[:3]
    assert before.drawn_steps[3] != after.drawn_steps[3]
    assert before.alt != after.alt


def test_each_place_of_the_fighting_stands_in_its_years() -> None:
    rows = data.load("event_places")
    years = data.load("events").set_index("id")["date"].dt.year
    view = views.how_the_war_moved()
    assert len(view.table) == len(rows)
    spans = [(2012, 2013), (2014, 2018), (2019, 2022), (2023, 9999)]
    for (first, last), svg in zip(spans, view.drawn_steps, strict=True):
        here = rows[rows["event"].map(years).between(first, last)]
        assert len(marks(svg, "events")) == here["place"].nunique()
        several = here["place"].value_counts()
        assert sorted(map(int, texts(svg, "counts"))) == sorted(several[several > 1])
    assert set(rows["event"]) <= set(years.index)


def test_the_war_is_said_to_move_as_its_places_do(book: Any) -> None:
    rows = data.load("event_places").set_index("id")
    years = rows["event"].map(data.load("events").set_index("id")["date"].dt.year)
    view = views.how_the_war_moved()
    centre, south = (years[rows["part"] == part].min() for part in ("centre", "south and west"))
    came = f"it came to the centre by {centre} and to the south and west by {south}"
    assert view.title == f"The war did not stay in the north: {came}"
    assert view.notes[0].startswith("The maps are no count of violence")
    for row in rows.index[rows["part"] == "centre"]:
        book.set("event_places", row, "part", "north")
    assert views.how_the_war_moved().title.endswith(f"the north: it came to the south and west by {south}")
    for row in rows.index[rows["part"] == "south and west"]:
        book.set("event_places", row, "part", "north")
    assert views.how_the_war_moved().title == "The war stayed in the north"


def test_states_at_each_place_are_counted_a_year() -> None:
    rows = data.load("bases_by_year")
    rows = rows[(rows["year"] == 2023) & rows["state"].notna()]
    wanted = rows.groupby("place")["state"].nunique()
    view = views.where_they_stood(2023)
    (svg,) = view.drawn_steps
    assert sorted(map(int, texts(svg, "states"))) == sorted(wanted)
    with pytest.raises(ReaderError, match=r"year '1999' is not in the table\. Possible: 2014"):
        views.where_they_stood(1999)


def test_where_mali_is_has_the_river_the_neighbours_and_a_length() -> None:
    view = views.where_is_mali()
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "mali-in-africa")) == len(marks(svg, "river")) == 1
        assert "ALGERIA" in texts(svg, "neighbour-names")
        assert texts(svg, "lengths") == ["1,200 km"]
        assert len(texts(svg, "names")) == len(view.table)


def test_an_outline_stays_within_its_frame() -> None:
    frame = small_map.frame(320)
    for file in small_map.FILES:
        for feature in maps.features(OURS, file):
            if feature["properties"]["kind"] == "region":
                continue
            parts = frame.shape(feature)["geometry"]["coordinates"]
            points = [point for part in parts for point in (part if isinstance(part[0][0], float) else part[0])]
            assert all(0 <= x <= 320 and 0 <= y <= frame.height for x, y in points), feature["properties"]
            assert all(x == int(x) and y == int(y) for x, y in points)
