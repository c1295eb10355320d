"""Facts: named numbers that know their source."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import yaml

from sourcebook import data, facts
from sourcebook.book import Book
from tests.sourcebook import made_up_book

BOATS = """id,year,cause,losses,source,confidence
boat-1,2013,storm,6,town-2020-gauge,high
boat-2,2014,rot,3,mill-2018-log,medium
boat-3,2015,storm,11,mill-2018-log,high
boat-4,2016,rot,2,town-2020-gauge,high
"""
FLOODS = """id,date,source,confidence
flood-1,2019-03-31,town-2020-gauge,high
flood-2,2020-11-02,town-2020-gauge,high
"""
BIBLIOGRAPHY = """@misc{town-2020-gauge, author = {{Town}}, title = {Gauge}, year = {2020}}
@misc{mill-2018-log, author = {{Mill}}, title = {Log}, year = {2018}}
"""
TYPES = {"year": "integer", "losses": "integer", "date": "date"}
LEVELS = {"constraints": {"enum": ["high", "medium", "low", "unverified"]}}


def table(name: str, text: str) -> dict[str, object]:
    """What the data dictionary says of a table with these columns."""
    columns = text.partition("\n")[0].split(",")
    fields = [
        {"name": c, "type": TYPES.get(c, "string"), "description": c, **(LEVELS if c == "confidence" else {})}
        for c in columns
    ]
    return made_up_book.DICTIONARY["resources"][0] | {"path": f"{name}.csv", "schema": {"fields": fields}}


@pytest.fixture
def copied(tmp_path: Path) -> Book:
    """A made-up book of two tables whose facts a test may write."""
    book = made_up_book.make(tmp_path, BIBLIOGRAPHY=BIBLIOGRAPHY)
    texts = {"boats": BOATS, "floods": FLOODS}
    package = made_up_book.DICTIONARY | {"resources": [table(name, text) for name, text in texts.items()]}
    (book.data_dir / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for name, text in texts.items():
        (book.data_dir / f"{name}.csv").write_text(text, encoding="utf-8")
    return book


def define(copied: Book, **spec: object) -> None:
    (copied.data_dir / "facts.yml").write_text(yaml.safe_dump({"x.y": spec}, sort_keys=False))


def test_a_fact_is_computed_from_its_rows(copied: Book) -> None:
    define(copied, table="boats", where='cause == "rot"', value="losses.sum()", says="boats lost to rot")
    fact = facts.get(copied, "x.y")
    frame = data.load(copied, "boats")
    assert fact.value == int(frame.loc[frame["cause"] == "rot", "losses"].sum())
    assert fact.tables == ("boats",)
    assert len(fact.rows) == (frame["cause"] == "rot").sum()


def test_a_fact_of_facts_takes_the_weakest_confidence_and_all_sources(copied: Book) -> None:
    first = 'cause == "rot"'
    (copied.data_dir / "facts.yml").write_text(
        yaml.safe_dump(
            {
                "a.part": {"table": "boats", "where": first, "value": "losses.sum()", "says": "part"},
                "a.whole": {"table": "boats", "value": "losses.sum()", "says": "whole"},
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
    share = facts.get(copied, "a.share")
    assert share.value == round(100 * facts.get(copied, "a.part").value / facts.get(copied, "a.whole").value)
    assert share.text == f"{share.value} per cent"
    assert set(facts.get(copied, "a.whole").sources) <= set(share.sources)


@pytest.mark.parametrize("order", ["sure first", "sure last"])
def test_the_confidence_is_that_of_the_weakest_row_wherever_it_stands(copied: Book, order: str) -> None:
    lines = (copied.data_dir / "boats.csv").read_text(encoding="utf-8").splitlines()
    ill = [n for n, line in enumerate(lines) if ",rot," in line]
    weak = ill[-1] if order == "sure first" else ill[0]
    lines[weak] = lines[weak].replace(",high", ",low").replace(",medium", ",low")
    (copied.data_dir / "boats.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    define(copied, table="boats", where='cause == "rot"', value="losses.sum()", says="boats lost to rot")
    assert facts.get(copied, "x.y").confidence == "low"
    facts_file = {
        "a.one": {"table": "boats", "where": 'cause == "rot"', "value": "losses.sum()", "says": "one"},
        "a.two": {"table": "boats", "where": 'cause == "storm"', "value": "losses.sum()", "says": "two"},
        "a.sum": {"from": {"p": "a.one", "q": "a.two"}, "value": "q + p", "says": "both"},
    }
    (copied.data_dir / "facts.yml").write_text(yaml.safe_dump(facts_file))
    assert facts.get(copied, "a.two").confidence != "low"
    assert facts.get(copied, "a.sum").confidence == "low"


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
        (999999999, "dollars", "", None, "$1 billion"),
        (999900000, "dollars", "", None, "$999.9 million"),
        (-5000000, "dollars", "", None, "-$5 million"),
        (28.3626, "percent", "", 1, "28.4 per cent"),
        (119.0, "percent", "", 0, "119 per cent"),
        (dt.date(2013, 4, 25), "date", "", None, "25 April 2013"),
        (dt.date(2013, 4, 25), "year", "", None, "2013"),
        (2013, "year", "", None, "2013"),
        ("Chad", "number", "", None, "Chad"),
    ],
)
def test_values_are_shown_as_a_reader_expects(
    value: object, style: str, unit: str, places: int | None, shown: str
) -> None:
    assert facts.show(value, style, unit, places) == shown


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            {"table": "boats", "where": "year == 1900", "value": "losses.sum()", "says": "x"},
            "no row of boats.csv matches",
        ),
        (
            {"table": "boats", "where": "yeer == 2013", "value": "losses.sum()", "says": "x"},
            "names no column: 'yeer'. Did you mean year?",
        ),
        ({"table": "boats", "value": "losses", "says": "x"}, "not one value"),
        ({"table": "boats", "value": "births.sum()", "says": "x"}, "names no column: 'births'"),
        (
            {"table": "boats", "value": "losses.__class__", "says": "x"},
            "asks for `__class__`, which is not in the list",
        ),
        ({"table": "boats", "value": "losses.sum()"}, "`says` is missing"),
        ({"value": "1", "says": "x"}, "either `table`"),
        ({"table": "boats", "value": "losses.sum()", "says": "x", "colour": "red"}, "unknown key colour"),
        ({"table": "boats", "value": "losses.sum()", "says": "x", "format": "roman"}, "format must be one of"),
    ],
)
def test_a_wrong_fact_says_where_and_what(copied: Book, spec: dict[str, object], message: str) -> None:
    define(copied, **spec)
    with pytest.raises(facts.FactError) as caught:
        facts.get(copied, "x.y")
    assert message in str(caught.value)
    assert "facts.yml" in str(caught.value)
    assert "x.y" in str(caught.value)


LINES = {
    "a circle": (
        "a.b:\n  from: {x: c.d}\n  value: x\n  says: s\nc.d:\n  from: {x: a.b}\n  value: x\n  says: s",
        2,
        "fact a.b: is made of itself: a.b from c.d from a.b.",
    ),
    "no parts": ("a.b:\n  value: x\n  from: {}\n  says: s", 3, "fact a.b: `from` must give each fact a short name"),
    "a list of parts": (
        "a.b:\n  from: [x]\n  value: x\n  says: s",
        2,
        "fact a.b: `from` must give each fact a short name",
    ),
    "a short name of two words": (
        'a.b:\n  from: {"x y": a.b}\n  value: x\n  says: s',
        2,
        "fact a.b: the short name 'x y' must be one word",
    ),
    "an unknown part": (
        "a.b:\n  from:\n    x: a.c\n  value: x\n  says: s",
        3,
        "fact a.b: no fact 'a.c'. Did you mean a.b? Define it",
    ),
    "an unknown table": ("a.b:\n  table: lakes\n  value: x\n  says: s", 2, "fact a.b: no table called 'lakes'."),
    "a round in words": (
        "a.b:\n  table: boats\n  value: x\n  round: x\n  says: s",
        4,
        "fact a.b: `round: x` must be a whole number",
    ),
    "a value that is a date to YAML": (
        "a.b:\n  table: boats\n  value: 2013-01-01\n  says: s",
        3,
        "fact a.b: `value` must be text.",
    ),
    "rows of no table": (
        "a.b:\n  from: {x: a.c}\n  where: y\n  value: x\n  says: s\na.c: {}",
        3,
        "fact a.b: `where` chooses rows of a `table`",
    ),
    "a date of a number": (
        "a.b:\n  table: boats\n  value: losses.sum()\n  format: date\n  says: s",
        4,
        "fact a.b: `format: date` cannot show 22, which is a number. Choose another format.",
    ),
    "a number of a date": (
        "a.b:\n  table: floods\n  value: date.max()\n  format: dollars\n  says: s",
        4,
        "which is a date. Choose another format.",
    ),
    "nothing below it": ("# facts\na.b:", 2, "fact a.b: needs at least `table`, `value` and `says` below it."),
    "a name without a topic": (
        "losses:\n  table: boats",
        1,
        "fact losses: the name must be a topic, a point and words",
    ),
    "a yes": ("yes:\n  table: boats", 1, "fact True: the name must be"),
    "a key that YAML would take twice": (
        "a.b:\n  table: x\na.c:\n  table: y\na.b:\n  table: z",
        5,
        "the key `a.b` stands already in line 1.",
    ),
    "no YAML": ("a.b:\n  table: [", 2, "a list or group that begins here is not closed"),
    "a list": ("- a.b", 1, "must be a list of facts, each `topic.name:`"),
    "no end": (
        "a.b:\n  table: boats\n  value: float(losses.sum()) / 0 * losses.iloc[0]\n  says: s",
        3,
        "fact a.b: `value: ",
    ),
    "no number": (
        "a.b:\n  table: boats\n  value: (losses / 0).max()\n  says: s",
        3,
        "fact a.b: the value is empty.",
    ),
    "yes or no": ("a.b:\n  table: boats\n  value: losses.sum() > 0\n  says: s", 3, "gives a bool, not one value"),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_mistake_in_the_file_names_its_line(copied: Book, kind: str) -> None:
    text, line, reason = LINES[kind]
    (copied.data_dir / "facts.yml").write_text(text)
    with pytest.raises(facts.FactError) as caught:
        facts.get(copied, "a.b")
    assert str(caught.value).startswith(f"book/data/facts.yml, line {line}")
    assert reason in str(caught.value)


def test_a_date_is_shown_as_one_without_being_asked(copied: Book) -> None:
    define(copied, table="floods", value="date.max()", says="x")
    last = data.load(copied, "floods")["date"].max()
    assert facts.get(copied, "x.y").text == f"{last.day} {last:%B %Y}"


def test_an_unknown_fact_suggests_a_near_one(copied: Book) -> None:
    define(copied, table="boats", value="losses.sum()", says="x")
    with pytest.raises(facts.FactError, match=r"no fact 'x\.z'.*Did you mean x\.y"):
        facts.get(copied, "x.z")


def test_one_changed_cell_changes_the_fact(copied: Book) -> None:
    define(copied, table="boats", value="losses.sum()", says="x")
    before = facts.get(copied, "x.y").value
    path = copied.data_dir / "boats.csv"
    lines = path.read_text().splitlines()
    cells = lines[1].split(",")
    cells[3] = str(int(cells[3]) + 5)
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    assert facts.get(copied, "x.y").value == before + 5
