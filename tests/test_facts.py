"""Facts: named numbers that know their source."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import yaml

from minusma import data, facts, paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the book's data whose facts a test may write."""
    shutil.copytree(paths.data_dir(), tmp_path / "book" / "data")
    shutil.copyfile(paths.bibliography(), tmp_path / "book" / "references.bib")
    return tmp_path / "book" / "data"


def define(folder: Path, **spec: object) -> None:
    (folder / "facts.yml").write_text(yaml.safe_dump({"x.y": spec}, sort_keys=False))


@pytest.mark.parametrize("name", facts.names())
def test_every_fact_of_the_book_has_a_value_and_a_source(name: str) -> None:
    fact = facts.get(name)
    assert fact.text
    assert fact.sources
    assert fact.rows
    assert fact.confidence in ("high", "medium", "low", "unverified")


def test_a_fact_is_computed_from_its_rows(folder: Path) -> None:
    define(folder, table="fatalities", where='cause == "illness"', value="deaths.sum()", says="deaths by illness")
    fact = facts.get("x.y", folder)
    frame = data.load("fatalities")
    assert fact.value == int(frame.loc[frame["cause"] == "illness", "deaths"].sum())
    assert fact.tables == ("fatalities",)
    assert len(fact.rows) == (frame["cause"] == "illness").sum()


def test_a_fact_of_facts_takes_the_weakest_confidence_and_all_sources(folder: Path) -> None:
    first = 'cause == "illness"'
    (folder / "facts.yml").write_text(
        yaml.safe_dump(
            {
                "a.part": {"table": "fatalities", "where": first, "value": "deaths.sum()", "says": "part"},
                "a.whole": {"table": "fatalities", "value": "deaths.sum()", "says": "whole"},
                "a.share": {
                    "from": {"p": "a.part", "w": "a.whole"},
                    "value": "100 * p / w",
                    "unit": "percent",
                    "round": 0,
                    "says": "s",
                },
            }
        )
    )
    share = facts.get("a.share", folder)
    assert share.value == round(100 * facts.get("a.part", folder).value / facts.get("a.whole", folder).value)
    assert share.text == f"{share.value} per cent"
    assert set(facts.get("a.whole", folder).sources) <= set(share.sources)


@pytest.mark.parametrize(
    ("value", "style", "unit", "places", "shown"),
    [
        (12338, "number", "", None, "12,338"),
        (311, "unit", "people", None, "311 people"),
        (3, "words", "", None, "three"),
        (13, "words", "", None, "13"),
        (1245000000, "dollars", "", None, "$1.25 billion"),
        (602000000, "dollars", "", None, "$602 million"),
        (590500000, "dollars", "", None, "$590.5 million"),
        (100000000, "dollars", "", None, "$100 million"),
        (950, "dollars", "", None, "$950"),
        (28.3626, "percent", "", 1, "28.4 per cent"),
        (119.0, "percent", "", 0, "119 per cent"),
        (dt.date(2013, 4, 25), "date", "", None, "25 April 2013"),
        (dt.date(2013, 4, 25), "year", "", None, "2013"),
        (2013, "year", "", None, "2013"),
        ("Chad", "number", "", None, "Chad"),
    ],
)
def test_values_are_shown_as_a_reader_expects(value: object, style: str, unit: str, places: int | None, shown: str) -> None:
    assert facts.show(value, style, unit, places) == shown


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            {"table": "fatalities", "where": "year == 1900", "value": "deaths.sum()", "says": "x"},
            "no row of fatalities.csv matches",
        ),
        ({"table": "fatalities", "where": "yeer == 2013", "value": "deaths.sum()", "says": "x"}, "cannot be read"),
        ({"table": "fatalities", "value": "deaths", "says": "x"}, "not one value"),
        ({"table": "fatalities", "value": "births.sum()", "says": "x"}, "fails"),
        ({"table": "fatalities", "value": "deaths.__class__", "says": "x"}, "private name"),
        ({"table": "fatalities", "value": "deaths.sum()"}, "`says` is missing"),
        ({"value": "1", "says": "x"}, "either `table`"),
        ({"table": "fatalities", "value": "deaths.sum()", "says": "x", "colour": "red"}, "unknown key colour"),
        ({"table": "fatalities", "value": "deaths.sum()", "says": "x", "format": "roman"}, "format must be one of"),
    ],
)
def test_a_wrong_fact_says_where_and_what(folder: Path, spec: dict[str, object], message: str) -> None:
    define(folder, **spec)
    with pytest.raises(facts.FactError) as caught:
        facts.get("x.y", folder)
    assert message in str(caught.value)
    assert "facts.yml" in str(caught.value)
    assert "x.y" in str(caught.value)


def test_an_unknown_fact_suggests_a_near_one(folder: Path) -> None:
    define(folder, table="fatalities", value="deaths.sum()", says="x")
    with pytest.raises(facts.FactError, match=r"no fact 'x\.z'.*Did you mean x\.y"):
        facts.get("x.z", folder)


def test_one_changed_cell_changes_the_fact(folder: Path) -> None:
    define(folder, table="fatalities", value="deaths.sum()", says="x")
    before = facts.get("x.y", folder).value
    path = folder / "fatalities.csv"
    lines = path.read_text().splitlines()
    cells = lines[1].split(",")
    cells[3] = str(int(cells[3]) + 5)
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    assert facts.get("x.y", folder).value == before + 5
