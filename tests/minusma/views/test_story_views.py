"""Timeline, map, mandate, ceilings, money and lives: the pictures hold the rows, and the words agree with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from reading import changed, marks, texts

from minusma import data, views
from sourcebook.errors import ReaderError
from sourcebook.views import registry, words
from sourcebook.views.view import View
from tests.ours import OURS

MINE = ["timeline", "map-of-mali", "mandate-matrix", "ceilings", "money", "deaths-by-year", "deaths-by-country"]


@pytest.fixture(scope="module")
def made() -> dict[str, View]:
    return {name: registry.get(OURS, name) for name in MINE}


# ---- the number of marks is the number of rows ----


def test_every_cause_of_every_year_is_a_bar(made: dict[str, View]) -> None:
    rows = data.load("fatalities")
    for svg in (made["deaths-by-year"].wide, made["deaths-by-year"].narrow):
        assert len(marks(svg, "bars")) == (rows["deaths"] > 0).sum()
        assert texts(svg, "totals") == [str(n) for n in rows.groupby("year")["deaths"].sum()]


def test_every_country_is_a_bar_with_its_number(made: dict[str, View]) -> None:
    rows = data.load("fatalities_by_group")
    rows = rows[rows["breakdown"] == "country"]
    for svg in (made["deaths-by-country"].wide, made["deaths-by-country"].narrow):
        assert sorted(map(int, texts(svg, "totals"))) == sorted(rows["deaths"])
        assert len(marks(svg, "bars")) == (rows["hostile"] > 0).sum() + (rows["deaths"] > rows["hostile"]).sum()


def test_every_cell_of_the_mandate_is_drawn_and_doubt_is_dashed(made: dict[str, View]) -> None:
    rows = data.load("mandate_tasks")
    decisions = data.load("mandates").set_index("resolution")["mandate_until"].dropna()
    rows = rows[rows["resolution"].isin(decisions.index)]
    for svg in (made["mandate-matrix"].wide, made["mandate-matrix"].narrow):
        assert len(marks(svg, "cells")) == len(rows)
        assert len(marks(svg, "unsure")) == rows["confidence"].isin(["low", "unverified"]).sum()
        assert len(texts(svg, "tasks")) == rows["task"].nunique()
        assert len(texts(svg, "heads")) == rows["resolution"].nunique()


def test_counts_of_unlike_kinds_are_not_joined(made: dict[str, View]) -> None:
    monthly = data.load("strength_monthly")
    months = monthly[monthly["group"] == "uniformed"]["date"].drop_duplicates().sort_values()
    gaps = int((months.dt.year * 12 + months.dt.month).diff().gt(1).sum())
    view = made["ceilings"]
    singles = view.table[view.table["series"] == "single"]
    loose = singles["confidence"].isin(["low", "unverified"])
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "monthly")) == gaps + 1
        assert len(marks(svg, "counts")) == (~loose).sum()
        assert len(marks(svg, "unsure")) == loose.sum()
        assert len(marks(svg, "ceiling")) == 1


def test_a_task_among_the_others_is_drawn_and_said_as_such(made: dict[str, View]) -> None:
    rows = data.load("mandate_tasks")
    others = rows[(rows["priority"] == "other") & (rows["resolution"] != 2391)]
    view = made["mandate-matrix"]
    assert len(others) == 8
    assert (
        len(marks(view.wide, "cells"))
        > sum("cross-c5" in node.get("fill", "") for node in marks(view.wide, "cells"))
        == len(others)
    )
    assert texts(view.wide, "key-words").count("other task") == 1
    assert (
        "behind the priorities: cultural heritage preservation (2014, 2016 and 2017) and G5 Sahel support (2018"
        in view.alt
    )
    assert len(re.findall('<td data-label="[^"]+">other task', view.html())) == len(others)


def test_a_number_made_of_two_rows_is_as_sure_as_the_less_sure_and_names_both_sources(book: Any) -> None:
    book.set("strength_monthly", "2014-03-military", "confidence", "medium")
    book.set("strength_monthly", "2014-03-military-experts", "confidence", "low")
    book.set("strength_monthly", "2014-03-military-experts", "source", "jurist-2023-closure")
    table = views.ceilings("military").table
    row = table[(table["series"] == "monthly") & (table["date"] == "2014-03-31")].iloc[0]
    assert row["confidence"] == "low"
    assert row["source"].endswith("; jurist-2023-closure")
    assert "; " not in row["source"].removesuffix("; jurist-2023-closure")


def test_a_count_known_to_the_year_can_be_the_highest(book: Any) -> None:
    for column, value in (("people", "15100"), ("date", "2022-01-01"), ("precision", "year")):
        book.set("strength", "2023-06-uniformed", column, value)
    assert views.ceilings().title.endswith("15,100 of 15,209 in 2022")


def test_only_the_comparable_budget_is_drawn_and_all_of_it_is_in_the_table(made: dict[str, View]) -> None:
    rows = data.load("budget")
    series = rows[rows["in_series"] == "yes"]
    loose = series["confidence"].isin(["low", "unverified"])
    view = made["money"]
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "budget")) == (~loose).sum()
        assert len(marks(svg, "budget-unsure")) == loose.sum()
        assert len(marks(svg, "share", "share-unsure")) == 11
        assert len(marks(svg, "cap")) == 1
    assert view.table["usd"].notna().sum() == len(rows)


def test_every_base_stands_on_the_map_with_its_number(made: dict[str, View]) -> None:
    steps = data.load("withdrawal")
    closed = steps[(steps["step"] == "base closed") & steps["place"].notna()]
    view = made["map-of-mali"]
    for svg in (view.wide, view.narrow):
        bases = marks(svg, "bases")
        assert len(bases) == len(closed)
        assert sorted(map(int, texts(svg, "numbers"))) == list(range(1, len(closed) + 1))
        assert {b.get("data-k", "")[:10] for b in bases} == set(closed["date"].dt.strftime("%Y-%m-%d"))
        assert len(marks(svg, "mali")) == 1
        assert texts(svg, "scale-text") == ["400 km"]
        assert "ALGERIA" in texts(svg, "neighbour-names")
    assert "Kidal" in texts(view.wide, "region-names")
    # On a phone a region bears no name that a town has too: the four towns of the notebook's exercise do.
    assert not texts(view.narrow, "region-names")
    assert sorted(texts(view.narrow, "base-names")) == ["Bamako", "Kidal", "Mopti", "Timbuktu"]
    assert view.html().count("<li>") == len(closed)


def test_every_event_since_2012_is_a_mark_and_the_older_past_is_folded(made: dict[str, View]) -> None:
    events = data.load("events")
    new = events[events["date"] >= "2012-01-01"]
    view = made["timeline"]
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "events", "events-unsure")) == len(new)
        assert len(texts(svg, "themes")) == new["theme"].nunique()
    assert len(view.table) == len(new)
    older = view.extra("..", "")  # type: ignore[operator]
    assert older.count("<tr data-k") == len(events) - len(new)
    assert older.startswith("<details>")


def test_a_title_is_a_sentence_about_mali(book: Any) -> None:
    turns = (
        "A rising and a coup in 2012, French troops and a UN mission in 2013, a coup in 2020, another coup in 2021, "
        "the mission’s end in 2023"
    )
    assert views.timeline().title == f"{turns}: the war went on after it"
    assert views.timeline("culture").title.startswith("Culture: from “")
    assert views.mandate_matrix().title.startswith(
        "The Council made political dialogue and the peace agreement a strategic priority from 2016 to 2022; "
    )
    events = data.load("events")
    for row in events[(events["date"] >= "2024-01-01") & (events["theme"] == "conflict")]["id"]:
        book.set("events", row, "theme", "region")
    assert views.timeline().title == turns
    book.set("events", "serval-2013", "date", "2014-01-11")
    assert "a UN mission in 2013, French troops in 2014" in views.timeline().title


# ---- a changed cell changes picture, words and table together ----


def test_a_death_more_is_seen_everywhere(book: Any) -> None:
    before = views.deaths_by_year()
    book.set("fatalities", book.find("fatalities", year="2017", cause="illness"), "deaths", "112")
    after = views.deaths_by_year()
    changed(before, after)
    assert before.title != after.title
    assert "112" in after.html()


@pytest.mark.parametrize(
    ("make", "table", "cells", "column", "value", "seen"),
    [
        (views.deaths_by_country, "fatalities_by_group", {"group": "Chad"}, "deaths", "91", "91"),
        (views.ceilings, "mandates", {"resolution": "2640"}, "troop_ceiling", "20000", "21,920"),
        (views.ceilings, "strength_monthly", {"date": "2013-10-31", "group": "uniformed"}, "people", "4321", "4,321"),
        (views.money, "budget", {"financial_year": "2013/14", "in_series": "yes"}, "usd", "777000000", "$777 million"),
        (views.money, "us_contributions", {"indicator": "assessed_share", "year": "2013"}, "value", "29.9", "29.9"),
        (
            views.mandate_matrix,
            "mandate_tasks",
            {"resolution": "2690", "task": "justice"},
            "in_mandate",
            "yes",
            "four of 11",
        ),
        (
            views.map_of_mali,
            "withdrawal",
            {"place": "kidal", "step": "base closed"},
            "date",
            "2023-07-02",
            "2 July 2023",
        ),
        (views.timeline, "events", {"theme": "culture"}, "theme", "conflict", "conflict"),
    ],
)
def test_a_changed_cell_is_seen_everywhere(
    book: Any, make: Callable[[], View], table: str, cells: dict[str, str], column: str, value: str, seen: str
) -> None:
    if table == "events":
        events = data.load("events")
        cells = {"id": events[(events["theme"] == "culture") & (events["date"] >= "2012-01-01")]["id"].iloc[0]}
    before = make()
    book.set(table, book.find(table, **cells), column, value)
    after = make()
    changed(before, after)
    assert seen in after.html()


def test_a_doubtful_value_looks_doubtful(book: Any) -> None:
    before = views.money()
    row = book.find("budget", financial_year="2018/19", in_series="yes")
    book.set("budget", row, "confidence", "unverified")
    after = views.money()
    assert len(marks(after.wide, "budget-unsure")) == len(marks(before.wide, "budget-unsure")) + 1
    assert any("1,107" in t and "not verified" in t for t in texts(after.wide, "amounts"))
    assert "2018/19" in after.alt


# ---- arguments ----


def test_a_choice_narrows_the_picture(made: dict[str, View]) -> None:
    few = views.deaths_by_year("illness")
    assert few.title == f"{words.num(few.table['all'].sum())} people of the mission died by illness"
    assert len(marks(few.wide, "bars")) < len(marks(made["deaths-by-year"].wide, "bars"))
    some = views.timeline(["conflict", "culture"])
    assert texts(some.wide, "themes") == ["Conflict", "Culture"]
    assert len(texts(views.mandate_matrix("justice").wide, "tasks")) == 1
    budget = data.load("budget")
    assert (
        len(marks(views.money("2014/15").wide, "amounts", "amounts-unsure"))
        == (budget["financial_year"] == "2014/15").sum()
    )
    assert "1,440 police" in views.ceilings("police").alt
    assert (
        len(texts(views.deaths_by_country(least=20).wide, "totals"))
        == (made["deaths-by-country"].table["deaths"] >= 20).sum()
    )


def test_a_day_empties_the_bases_already_handed_over() -> None:
    view = views.map_of_mali(on="2023-10-31")
    steps = data.load("withdrawal")
    closed = steps[(steps["step"] == "base closed") & (steps["date"] <= pd.Timestamp("2023-10-31"))]
    assert len(marks(view.wide, "closed")) == len(closed)
    assert "31 October 2023" in view.title


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: views.deaths_by_year("war"), "cause 'war' is not in the table. Possible: hostile act, illness"),
        (
            lambda: views.deaths_by_country(least=500),
            "least 500: there is no country to draw. Possible: a whole number from 1 to 80",
        ),
        (lambda: views.deaths_by_country("ten"), "least 'ten': there is no country to draw. Possible: a whole number"),  # type: ignore[arg-type]
        (lambda: views.timeline("sport"), "theme 'sport' is not in the table. Possible: politics"),
        (lambda: views.timeline(5), "theme 5 is not in the table. Possible: politics"),  # type: ignore[arg-type]
        (lambda: views.mandate_matrix("tourism"), "task 'tourism' is not in the table. Possible: stabilization"),
        (lambda: views.money("2011/12"), "financial year '2011/12' is not in the table. Possible: 20"),
        (
            lambda: views.ceilings("civilian"),
            "group 'civilian' is not in the table. Possible: uniformed, military, police.",
        ),
        (
            lambda: views.map_of_mali(on="spring"),
            "'spring' is not a day since the mission began (2013-04-25). Possible: year-month-day",
        ),
        (lambda: views.map_of_mali(on=2023), "2023 is not a day"),  # type: ignore[arg-type]
        (lambda: views.map_of_mali(on="NaT"), "'NaT' is not a day"),
        (lambda: views.map_of_mali(on="2011-01-01"), "'2011-01-01' is not a day since the mission began"),
        (lambda: registry.get(OURS, "death-by-year"), "Did you mean deaths-by-year? The views are: where-is-mali"),
    ],
)
def test_a_wrong_argument_is_answered_in_a_sentence(call: Callable[[], View], says: str) -> None:
    with pytest.raises(ReaderError, match=re.escape(says)):
        call()
