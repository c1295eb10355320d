"""Conflict, displacement, contributors, Council, withdrawal and interests: pictures hold
the rows, words agree with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from reading import changed, marks, texts

from minusma import data, views
from minusma.views import mission
from minusma.views.conflict import KINDS
from minusma.views.interests import ORDERS
from sourcebook import facts
from sourcebook.errors import ReaderError
from sourcebook.views import registry, words
from sourcebook.views.view import View
from tests.ours import OURS

MINE = [
    "conflict-deaths",
    "displacement",
    "contributors",
    "council-votes",
    "council-positions",
    "withdrawal",
    "interests",
]
UNSURE = ["low", "unverified"]
SIDES = data.load("us_interests")["side"].value_counts()


@pytest.fixture(scope="module")
def made() -> dict[str, View]:
    return {name: registry.get(OURS, name) for name in MINE}


def keys(svg: str, *names: str) -> list[str]:
    return [node.get("data-k", "") for node in marks(svg, *names)]


# ---- the number of marks is the number of rows ----


def test_every_kind_of_every_year_is_a_bar_with_the_years_total(made: dict[str, View]) -> None:
    rows = data.load("conflict")
    rows = rows[rows["producer"] == "UCDP"]
    parts = rows[rows["indicator"].isin(list(KINDS.values())) & (rows["value"] > 0)]
    whole = rows[rows["indicator"] == "deaths_all_best"].sort_values("year")["value"]
    for svg in (made["conflict-deaths"].wide, made["conflict-deaths"].narrow):
        assert len(marks(svg, "bars")) == len(parts)
        assert texts(svg, "totals") == [words.num(n) for n in whole]
        assert len(marks(svg, "range")) == len(whole)
        assert len(marks(svg, "mission")) == 1


def test_the_kinds_of_violence_add_up_to_the_whole() -> None:
    table = views.conflict_deaths().table
    assert (table[list(KINDS.values())].sum(axis=1) == table["deaths_all_best"]).all()


def test_only_one_body_counts_in_a_picture(made: dict[str, View]) -> None:
    assert {"ACLED", "IDMC"}.isdisjoint(
        re.findall(r"[A-Z]{4,}", made["conflict-deaths"].wide + made["displacement"].wide)
    )
    rows = data.load("displacement")
    mine = rows[
        (rows["producer"] == "UNHCR") & rows["population"].isin(["refugees from Mali", "internally displaced in Mali"])
    ]
    for svg in (made["displacement"].wide, made["displacement"].narrow):
        assert len(marks(svg, "people_0", "people_1", "people-0", "people-1")) == len(mine)
        assert texts(svg, "low-1") == ["36,690"]
    assert texts(made["displacement"].narrow, "mission-name") == ["MINUSMA’smandate"], "not in two lines"


def test_displacement_compares_the_two_ends_of_what_was_counted(book: Any) -> None:
    than = "than at the end of 2012"
    before = views.displacement()
    assert before.title.endswith(f"counts more refugees from Mali and more people displaced inside Mali {than}")
    assert all(number in before.alt for number in ("149,930 in 2012", "227,930 in 2012", "519,738 in 2025"))
    row = book.find("displacement", year="2025", population="refugees from Mali", producer="UNHCR")
    book.set("displacement", row, "people", "149929")
    assert views.displacement().title.endswith(f"fewer refugees from Mali and more people displaced inside Mali {than}")
    book.set("displacement", row, "people", "149930")
    assert "counts 149,930 refugees from Mali and 414,524 people displaced" in views.displacement().title


def test_a_year_without_a_count_breaks_the_line(book: Any) -> None:
    before = views.displacement("refugees from Mali")
    path = book.folder / "data" / "displacement.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith("unhcr-2015-refugees-from-mali")), encoding="utf-8"
    )
    after = views.displacement("refugees from Mali")
    assert len(marks(before.wide, "line-0")) == 1
    assert len(marks(after.wide, "line-0")) == 2


def test_no_line_joins_the_dates_of_the_contributors(made: dict[str, View]) -> None:
    view = made["contributors"]
    dates = [name for name in view.columns if name != "country"]
    assert len(dates) == 5
    for svg in (view.wide, view.narrow):
        assert 'class="m-line' not in svg
        countries = texts(svg, "countries")
        shown = texts(svg, "people")
        assert len(shown) + len(marks(svg, "missing")) == len(countries) * len(dates)
        drawn = view.table.set_index("country").loc[countries]
        assert sorted(shown) == sorted(words.num(n) for n in drawn[dates].to_numpy().ravel() if pd.notna(n))
        assert len(marks(svg, "bars", "unsure")) == int((drawn[dates] > 0).sum().sum())
        assert len(marks(svg, "unsure")) == int((drawn["2018"] > 0).sum())


def test_a_count_with_other_missions_is_left_out_and_named(made: dict[str, View]) -> None:
    rows = data.load("contributors")
    unlike = rows[rows["kind"] == "not comparable"]
    table = made["contributors"].table.set_index("country")
    assert len(unlike)
    assert table.loc[list(unlike["country"]), "May 2022"].isna().all()
    assert any(words.listing(unlike["country"]) in note for note in made["contributors"].notes)


def test_every_member_of_every_vote_is_a_mark(made: dict[str, View]) -> None:
    votes = data.load("council_votes")
    counts = votes["vote"].astype(str).value_counts()
    view = made["council-votes"]
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "vote-yes")) == counts["yes"]
        assert len(marks(svg, "vote-abstain")) == counts["abstain"]
        tips = [node.find("{http://www.w3.org/2000/svg}title").text for node in marks(svg, "vote-abstain")]  # type: ignore[union-attr]
        assert sorted(tips) == ["China, 2022: abstained", "Russian Federation, 2022: abstained"]
        assert len(texts(svg, "years")) == votes["resolution"].nunique()
    assert f"Of {len(votes)} votes {counts['yes']} were in favour" in view.alt
    assert len(view.table) == votes["member"].nunique()
    assert view.html().count(">abstain</td>") == counts["abstain"]


def test_a_year_names_its_fifteen_members() -> None:
    view = views.council_votes(2022)
    assert len(texts(view.wide, "members")) == len(texts(view.narrow, "members")) == 15
    assert "China: abstained" in texts(view.narrow, "members")
    assert "China and the Russian Federation abstained" in view.title


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_what_each_wanted_is_a_table_of_that_year(year: int) -> None:
    rows = data.load("council_positions")
    mine = rows[
        (rows["date"].dt.year == year)
        & rows["role"].isin(["member", "host state", "secretariat"])
        & rows["resolution"].notna()
    ]
    view = views.council_positions(year)
    assert view.wide == ""
    assert list(view.table["speaker"]) == list(mine["speaker"])
    members = mine[mine["role"] == "member"]["speaker"].nunique()
    assert f"{members} of the 15 members" in view.alt
    html = view.html()
    for other in {2021, 2022, 2023} - {year}:
        assert f"What was said in {other}" in html
    assert 'href="../book/references.html' in html
    assert 'href="../book/references.html' not in view.html(live=True)


@pytest.mark.parametrize(("year", "resolution"), [(2021, 2584), (2022, 2640), (2023, 2690)])
def test_a_member_without_a_known_position_is_named(year: int, resolution: int) -> None:
    votes = data.pick("council_votes", resolution=resolution)["member"]
    silent = set(votes) - set(data.pick("council_positions", resolution=resolution)["speaker"])
    (note,) = views.council_positions(year).notes
    said = note.partition("We found no words of: ")[2]
    assert {member for member in votes if member in said} == silent
    assert said == "" or said in views.council_positions(2021 if year == 2022 else 2022).html()


def test_a_note_on_a_position_stands_beside_it(book: Any) -> None:
    book.set("council_positions", "p-2640-brazil", "note", "Said on 13 June <2022>.")
    html = views.council_positions(2022).html()
    assert re.search(r"<td[^>]*>[^<]+ <small>\(Said on 13 June &lt;2022&gt;\.\)</small></td>", html)
    assert html.count("<small>") == data.load("council_positions")["note"].notna().sum()


def test_every_base_is_a_bar_and_every_step_a_row(made: dict[str, View]) -> None:
    steps = data.load("withdrawal")
    closed = steps[(steps["step"] == "base closed") & steps["place"].notna()].sort_values(["date", "base_number"])
    loose = closed["confidence"].isin(UNSURE)
    view = made["withdrawal"]
    for svg in (view.wide, view.narrow):
        assert len(marks(svg, "open-withdrawal", "open-liquidation", "unsure")) == len(closed)
        assert len(marks(svg, "unsure")) == loose.sum()
        assert len(texts(svg, "bases")) == len(closed)
        left = keys(svg, "open-withdrawal") + keys(svg, "open-liquidation") + keys(svg, "unsure")
        assert sorted(left) == sorted(closed["id"])
        assert any("not sure" in text for text in texts(svg, "days", "days-inside")) == loose.any()
        striped = [text for text in texts(svg, "days-inside") if "not sure" not in text]
        assert len(marks(svg, "plates")) == len(striped), "words on stripes without ground of their own"
        assert len(marks(svg, "people")) == 2
    assert len(view.table) == len(steps)


def test_every_piece_of_evidence_is_a_mark_and_a_row_to_write_in(made: dict[str, View]) -> None:
    rows = data.load("us_interests")
    view = made["interests"]
    for svg in (view.wide, view.narrow):
        pieces = [node for n in range(4) for node in marks(svg, f"pieces-{n}", f"pieces-{n}-unsure")]
        assert sorted(node.get("data-k", "") for node in pieces) == sorted(rows["id"])
        assert len(texts(svg, "arguments")) == rows["argument"].nunique()
        across = {node.get("data-k"): float(re.match(r"M([\d.]+)", node.get("d", "")).group(1)) for node in pieces}  # type: ignore[union-attr]
        sides = rows["id"].map(across).groupby(rows["side"], observed=True)
        assert sides.min()["for"] > sides.max()["against"]
    assert set(re.findall(r'data-note="([^"]+)"', view.html())) == set(rows["id"])
    sides = rows["side"].value_counts()
    assert f"Of {len(rows)} pieces, {sides['for']} are for and {sides['against']} against;" in view.alt
    assert f"{(rows['scope'] == 'Mali').sum()} are about Mali itself" in view.alt
    both = rows.groupby("argument")["side"].nunique()
    assert view.title.startswith(f"For each of the {len(both)} arguments") == bool((both == 2).all())


# ---- words ----


@pytest.mark.parametrize("name", ["conflict-deaths", "displacement"])
def test_timing_is_not_sold_as_cause(made: dict[str, View], name: str) -> None:
    assert mission.NOT_CAUSE in made[name].notes
    assert "caused" not in made[name].title


def test_a_single_event_shows_that_the_count_is_not_complete(made: dict[str, View]) -> None:
    note = made["conflict-deaths"].notes[-1]
    assert f"at least {words.num(facts.get(OURS, 'history.moura-un').value)} people at Moura" in note
    assert "275 civilians" in note
    assert "ohchr-2023-moura" in made["conflict-deaths"].sources


def test_late_registration_is_named_beside_the_rise(made: dict[str, View]) -> None:
    assert any("registered only later" in note for note in made["displacement"].notes)


# ---- a changed cell changes picture, words and table together ----


@pytest.mark.parametrize(
    ("make", "table", "cells", "column", "new", "seen"),
    [
        (
            views.conflict_deaths,
            "conflict",
            {"year": "2022", "indicator": "deaths_one_sided"},
            "value",
            "1999",
            "1,999",
        ),
        (
            views.displacement,
            "displacement",
            {"year": "2025", "population": "refugees from Mali"},
            "people",
            "612345",
            "612,345",
        ),
        (
            views.contributors,
            "contributors",
            {"country": "Chad", "date": "2013-08-31", "group": "military"},
            "people",
            "2345",
            "2,345",
        ),
        (
            views.council_votes,
            "council_votes",
            {"member": "India", "resolution": "2640"},
            "vote",
            "no",
            "India voted against",
        ),
        (
            views.withdrawal,
            "withdrawal",
            {"place": "kidal", "step": "base closed"},
            "date",
            "2023-07-05",
            "Kidal 5 July 2023",
        ),
        (
            views.interests,
            "us_interests",
            {"id": "terrorism-for-1"},
            "side",
            "against",
            f"{SIDES['for'] - 1} are for and {SIDES['against'] + 1} against",
        ),
    ],
)
def test_a_changed_cell_is_seen_everywhere(
    book: Any, make: Callable[[], View], table: str, cells: dict[str, str], column: str, new: str, seen: str
) -> None:
    before = make()
    book.set(table, book.find(table, **cells), column, new)
    after = make()
    changed(before, after)
    assert seen in after.html()


def test_a_changed_position_is_seen(book: Any) -> None:
    book.set("council_positions", "p-2640-brazil", "wanted", "A thing that nobody else wanted.")
    assert "A thing that nobody else wanted." in views.council_positions(2022).html()
    assert "A thing that nobody else wanted." in views.council_positions(2023).html()


@pytest.mark.parametrize(
    ("make", "table", "cells", "mark"),
    [
        (views.conflict_deaths, "conflict", {"year": "2022", "indicator": "deaths_one_sided"}, "unsure"),
        (views.displacement, "displacement", {"year": "2016", "population": "refugees from Mali"}, "unsure-0"),
        (views.contributors, "contributors", {"country": "Chad", "date": "2013-08-31", "group": "military"}, "unsure"),
        (views.withdrawal, "withdrawal", {"place": "kidal", "step": "base closed"}, "unsure"),
        (views.council_votes, "council_votes", {"member": "India", "resolution": "2640"}, "unsure"),
        (views.interests, "us_interests", {"id": "terrorism-for-1"}, "pieces-0-unsure"),
    ],
)
def test_doubt_is_dashed_and_said(
    book: Any, make: Callable[[], View], table: str, cells: dict[str, str], mark: str
) -> None:
    before = len(marks(make().wide, mark))
    book.set(table, book.find(table, **cells), "confidence", "unverified")
    after = make()
    assert len(marks(after.wide, mark)) > before
    assert all(node.get("stroke-dasharray") for node in marks(after.wide, mark))
    assert re.search("not sure|not verified|Not sure", after.alt + " ".join(after.notes))


# ---- arguments ----


def test_a_choice_narrows_the_picture(made: dict[str, View]) -> None:
    one = views.conflict_deaths("attacks on civilians")
    assert len(marks(one.wide, "range")) == 0
    assert "in attacks on civilians" in one.title
    assert "refugees living in Mali" in views.displacement("refugees hosted in Mali").title
    single = views.contributors("31 March 2014")
    assert list(single.columns) == ["country", "31 March 2014"]
    rows = data.load("contributors")
    assert len(single.table) == ((rows["date"] == pd.Timestamp("2014-03-31")) & (rows["group"] == "military")).sum()
    assert len(views.withdrawal("obstacle").table) == (data.load("withdrawal")["step"] == "obstacle").sum()
    few = views.interests("Voice at the UN")
    assert set(few.table["argument_title"]) == {"Voice at the UN"}


@pytest.mark.parametrize("order", ORDERS)
def test_the_evidence_can_begin_with_any_order(order: str) -> None:
    table = views.interests(order=order).table
    assert len(table) == len(data.load("us_interests"))
    if order != "argument":
        assert list(table[order]) == sorted(table[order])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: views.conflict_deaths("war"), "kind 'war' is not in the table. Possible: fighting with a state"),
        (lambda: views.displacement("tourists"), "group 'tourists' is not in the table. Possible: refugees from Mali"),
        (lambda: views.contributors("1 May 1999"), "date '1 May 1999' is not in the table. Possible: 31 August 2013"),
        (lambda: views.council_votes(1999), "year 1999 is not in the table. Possible: 2013"),
        (lambda: views.council_votes([2021]), "year [2021] is not in the table. Possible: 2013"),  # type: ignore[arg-type]
        (lambda: views.council_positions(1999), "year 1999 is not in the table. Possible: 2021, 2022, 2023."),
        (lambda: views.withdrawal("party"), "step 'party' is not in the table. Possible: base closed"),
        (lambda: views.interests("profit"), "argument 'profit' is not in the table. Possible: Preventing"),
        (lambda: views.interests(order="colour"), "order 'colour' is not in the table. Possible: argument, side"),
    ],
)
def test_a_wrong_argument_is_answered_in_a_sentence(call: Callable[[], View], says: str) -> None:
    with pytest.raises(ReaderError, match=re.escape(says)):
        call()
