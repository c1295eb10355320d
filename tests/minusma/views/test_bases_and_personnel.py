"""Who stood where, and Americans in Mali: a mark for each count, states counted as states,
and gaps that look like gaps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from reading import changed, marks, texts

from minusma import data, views
from sourcebook.errors import ReaderError
from sourcebook.views.view import View

SERVICES = ["army", "navy", "air_force", "marine_corps"]


def bases() -> pd.DataFrame:
    return data.load("bases_by_year").astype({"kind": str, "phase": str})


# ---- the tables ----


def test_the_services_add_up_to_the_whole() -> None:
    rows = data.load("us_personnel_in_mali")
    assert (rows[SERVICES].sum(axis=1) == rows["people"]).all()


def test_no_guess_about_who_the_americans_were_is_in_the_table() -> None:
    text = data.load("us_personnel_in_mali").to_csv().casefold()
    assert not [word for word in ("embassy", "guard", "probably", "inference") if word in text]


def test_a_unit_of_several_states_has_no_state_and_a_unit_of_one_has_a_name() -> None:
    rows = bases()
    assert (rows["state"].isna() == (rows["kind"] == "several states")).all()
    assert "Multinational" not in set(rows["state"])


def test_a_place_has_one_name_and_lies_where_the_places_lie() -> None:
    rows = bases().drop_duplicates(["place", "place_name", "latitude", "longitude"])
    assert rows["place"].is_unique
    known = data.load("places").set_index("id")
    for row in rows[rows["place"].isin(known.index)].itertuples():
        # The camp of Mopti stood in Sévaré, next door.
        assert abs(row.latitude - known.loc[row.place, "latitude"]) < 0.1
        assert abs(row.longitude - known.loc[row.place, "longitude"]) < 0.1


def test_the_mission_ends_before_the_liquidation_begins() -> None:
    rows = bases()
    assert rows[rows["phase"] == "mission"]["year"].max() < rows[rows["phase"] == "liquidation"]["year"].min()


# ---- who stood where ----


def test_every_place_and_year_is_a_cell_with_its_number_of_states() -> None:
    view, rows = views.who_stood_where(), bases()
    groups = rows.groupby(["place", "year"])
    wanted = sorted(
        f"{int(g['state'].nunique())}{'+' if (g['kind'] == 'several states').any() else ''}" for _, g in groups
    )
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "cells")) == len(groups)
        assert sorted(texts(svg, "states", "states-2")) == wanted
        assert len(texts(svg, "places")) == rows["place"].nunique()
        assert len(marks(svg, "liquidation")) == rows[rows["phase"] == "liquidation"]["place"].nunique()
        assert [t for t in texts(svg, "heads") if t.endswith("*")]


def test_a_cell_names_its_states_and_the_fold_their_years() -> None:
    view = views.who_stood_where()
    cells = [m for m in marks(view.wide, "cells") if m.get("data-k") == "gossi"]
    assert len(cells) == 5
    assert view.row_keys == "row"
    assert view.table.set_index("row").loc["gossi", "name"] == "Gossi"
    listed = view.table.set_index("name")["who"]
    assert listed["Gossi"] == "Togo 2014 to 2018"
    assert listed["Tessalit"].endswith("Nepal 2016 to 2021, 2023")
    assert listed["Bamako"].endswith("a unit of several states 2014 to 2017")


def test_it_never_shows_a_number_of_people() -> None:
    view = views.who_stood_where()
    assert any("how many people" in note for note in view.notes)
    assert not {"people", "troops", "size"} & set(view.table.columns)


def test_the_title_counts_the_last_year_of_the_mission() -> None:
    rows = bases()
    rows = rows[rows["phase"] == "mission"]
    last = rows[rows["year"] == rows["year"].max()]
    assert f"In {rows['year'].max()} units of {last['state'].nunique()} states" in views.who_stood_where().title


def test_a_choice_of_states_keeps_only_their_places() -> None:
    view = views.who_stood_where("Chad")
    assert list(view.table["name"]) == ["Tessalit", "Aguelhok", "Kidal"]
    assert len(marks(view.wide, "cells")) < len(marks(views.who_stood_where().wide, "cells"))
    assert not any("plus sign" in note for note in view.notes)


# ---- Americans in Mali ----


def test_every_count_is_a_point_and_a_missing_month_a_question_mark() -> None:
    view, rows = views.us_personnel_in_mali(), data.load("us_personnel_in_mali")
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "people")) == len(rows)
        assert texts(svg, "missing") == ["?", "?"]
        assert "m-line" not in svg
    assert any("December 2022 and March 2023" in note for note in view.notes)


def test_it_says_that_these_are_not_the_missions_americans() -> None:
    view = views.us_personnel_in_mali()
    assert any("not the Americans of the fact sheet" in note for note in view.notes)
    assert "MINUSMA" not in view.title


def test_a_month_taken_out_is_not_drawn_as_zero(book: Any) -> None:
    path = book.folder / "data" / "us_personnel_in_mali.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "2018-09" not in line), encoding="utf-8")
    view = views.us_personnel_in_mali()
    assert texts(view.wide, "missing") == ["?"] * 3
    assert any("September 2018" in note for note in view.notes)


def test_a_service_alone_can_be_drawn() -> None:
    rows = data.load("us_personnel_in_mali")
    view = views.us_personnel_in_mali("army")
    assert f"between {rows['army'].min()} and {rows['army'].max()} members of the U.S. Army" in view.title


# ---- both ----


@pytest.mark.parametrize(
    ("name", "table", "cells", "column", "value"),
    [
        (
            "who_stood_where",
            "bases_by_year",
            {"year": "2023", "place": "gao", "state": "Lithuania"},
            "state",
            "Bangladesh",
        ),
        ("us_personnel_in_mali", "us_personnel_in_mali", {"date": "2015-12-01"}, "people", "3"),
    ],
)
def test_a_changed_cell_is_seen(
    book: Any, name: str, table: str, cells: dict[str, str], column: str, value: str
) -> None:
    make: Callable[[], View] = getattr(views, name)
    before = make()
    book.set(table, book.find(table, **cells), column, value)
    changed(before, make())


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: views.who_stood_where("Multinational"),
            "state 'Multinational' is not in the table. Possible: Bangladesh",
        ),
        (lambda: views.who_stood_where([]), "choose at least one of Bangladesh"),
        (
            lambda: views.us_personnel_in_mali("coast guard"),
            "service 'coast guard' is not in the table. Possible: people, army",
        ),
    ],
)
def test_a_wrong_choice_is_answered_in_a_sentence(call: Callable[[], View], says: str) -> None:
    with pytest.raises(ReaderError, match=says.replace("(", r"\(")):
        call()
