"""Every rule of facts.yml, broken once on a made-up book; and what a fact gives."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from sourcebook import facts
from sourcebook.book import Book
from sourcebook.facts import definitions
from tests.sourcebook import made_up_book as river

GAUGE = """id,year,level,note,source,confidence
gauge-2018,2018,120,a dry year,mill-2018-log; town-2020-gauge,medium
gauge-2019,2019,140,,town-2020-gauge,high
gauge-2020,2020,165,,town-2020-gauge,low
gauge-2021,2021,150,,town-2020-gauge,high
"""
BIBLIOGRAPHY = """@misc{town-2020-gauge, author = {{Town}}, title = {Gauge}, year = {2020},
  url = {https://example.org/g}}
@misc{mill-2018-log, author = {{Mill}}, title = {Log}, year = {2018}, url = {https://example.org/m}}
"""
GOOD = {"table": "gauge", "value": "level.max()", "says": "highest reading"}


@pytest.fixture
def defined(made_up_book: Callable[..., Book]) -> Callable[..., Book]:
    """``defined({"a.b": {…}})`` is a book with these facts and no others; a text stands in the file as it is."""

    def write(content: dict[str, Any] | str) -> Book:
        text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
        return made_up_book(FACTS=text, GAUGE=GAUGE, BIBLIOGRAPHY=BIBLIOGRAPHY)

    return write


# ---- what is refused ----

BROKEN: dict[str, tuple[Any, str]] = {
    "no mapping": (5, "needs at least `table`, `value` and `says`"),
    "nothing": (None, "needs at least `table`, `value` and `says`"),
    "a misspelt key": (GOOD | {"formt": "words"}, "unknown key formt. Did you mean format"),
    "table and facts": (GOOD | {"from": {"x": "a.b"}}, "give either `table` (rows of a table) or `from`"),
    "neither table nor facts": ({"value": "1", "says": "x"}, "give either `table` (rows of a table) or `from`"),
    "no value": ({"table": "gauge", "says": "x"}, "`value` is missing. Add it."),
    "no says": ({"table": "gauge", "value": "level.max()"}, "`says` is missing. Add it."),
    **{
        f"{key} {value!r}": (GOOD | {key: value}, f"`{key}` must be text. Put it in quotes")
        for key in ("table", "where", "unit", "says")
        for value in ("", 5, True, ["a"], None)
    },
    **{f"value {value!r}": (GOOD | {"value": value}, "`value` must be text.") for value in ("", True, ["a"], None)},
    **{
        f"counts {value!r}": (GOOD | {"counts": value}, f"`counts` can only say `own rows`, not {value!r}. Write that")
        for value in ("rows", "", 5, True, ["own rows"], None)
    },
    "counts of facts": (
        {"from": {"x": "c.d"}, "counts": "own rows", "value": "x", "says": "s"},
        "`counts` is for rows of a `table`; a fact made of facts is as sure as these. Take it out.",
    ),
    "rows of a source": (
        GOOD | {"counts": "own rows"},
        "the book itself makes, and gauge is none: its numbers are those of sources. Take `counts` out",
    ),
    "rows of facts": ({"from": {"x": "c.d"}, "where": "y", "value": "x", "says": "s"}, "a fact made of facts has none"),
    **{f"round {value!r}": (GOOD | {"round": value}, "must be a whole number") for value in ("1", 1.5, True, None)},
    "another format": (GOOD | {"format": "roman"}, "format must be one of number, unit, dollars"),
    **{
        f"facts {value!r}": ({"from": value, "value": "x", "says": "s"}, "`from` must give each fact a short name")
        for value in ({}, [], "c.d", None)
    },
    **{
        f"short name {alias!r}": (
            {"from": {alias: "c.d"}, "value": "x", "says": "s"},
            f"the short name {alias!r} must be one word of letters",
        )
        for alias in ("x y", "x-y", "", 5)
    },
    "an unknown fact": (
        {"from": {"x": "c.e"}, "value": "x", "says": "s"},
        "no fact 'c.e'. Did you mean c.d? Define it",
    ),
    "itself": ({"from": {"x": "a.b"}, "value": "x", "says": "s"}, "is made of itself: a.b from a.b."),
    "an unknown table": (GOOD | {"table": "gouge"}, "no table called 'gouge'. Did you mean gauge?"),
    "no row": (GOOD | {"where": "year == 1900"}, "no row of gauge.csv matches `where: year == 1900`"),
    "no such column": (GOOD | {"where": "yeer == 2019"}, "names no column: 'yeer'. Did you mean year?"),
    "a whole column": (GOOD | {"value": "level"}, "not one value"),
    "yes or no": (GOOD | {"value": "level.max() > 1"}, "gives a bool, not one value"),
    "a private name": (GOOD | {"value": "level.__class__"}, "asks for `__class__`, which is not in the list"),
    "an empty cell": (GOOD | {"where": "year == 2019", "value": "note.iloc[0]"}, "the value is empty. Fill the cell"),
    "without end": (GOOD | {"value": "(level / 0).max()"}, "the value is empty. Fill the cell"),
    "a date of a number": (GOOD | {"format": "date"}, "`format: date` cannot show 165, which is a number"),
    "dollars of a text": (GOOD | {"value": "note.iloc[0]", "format": "year"}, "cannot show a dry year, which is text"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_every_rule_of_a_fact_is_held(defined: Callable[..., Book], rule: str) -> None:
    spec, message = BROKEN[rule]
    with pytest.raises(facts.FactError) as caught:
        facts.get(defined({"a.b": spec, "c.d": GOOD}), "a.b")
    assert str(caught.value).startswith("book/data/facts.yml, line "), caught.value
    assert ", fact a.b: " in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "name", ["deaths", "Deaths.total", "deaths.", ".total", "deaths total.x", "deaths.total\nx", "déaths.total", "a..b"]
)
def test_a_name_is_a_topic_and_words_from_end_to_end(defined: Callable[..., Book], name: str) -> None:
    with pytest.raises(facts.FactError, match="the name must be a topic, a point and words joined by dashes"):
        facts.names(defined({name: GOOD}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a.b", "must be a list of facts"),
        ("words", "must be a list of facts"),
        ("a.b: [", "is not closed"),
        ("a.b:\n  says: x\na.b:\n  says: y\n", "line 3: the key `a.b` stands already in line 1"),
    ],
)
def test_a_file_that_holds_no_facts_is_refused(defined: Callable[..., Book], text: str, message: str) -> None:
    with pytest.raises(facts.FactError) as caught:
        facts.names(defined(text))
    assert str(caught.value).startswith("book/data/facts.yml, line ")
    assert message in str(caught.value)


def test_a_file_in_another_encoding_or_none_at_all(defined: Callable[..., Book]) -> None:
    book = defined({"a.b": GOOD})
    path = book.data_dir / "facts.yml"
    path.write_bytes("a.b: doré".encode("latin-1"))
    with pytest.raises(facts.FactError, match=r"book/data/facts\.yml, line \d+: .*not UTF-8"):
        facts.names(book)
    path.unlink()
    with pytest.raises(facts.FactError, match="is missing. It defines every number of the prose"):
        facts.names(book)


def test_an_unknown_fact_names_a_near_one(defined: Callable[..., Book]) -> None:
    with pytest.raises(facts.FactError, match=r"no fact 'a\.c'\. Did you mean a\.b\? Define it there"):
        facts.get(defined({"a.b": GOOD}), "a.c")


def test_facts_that_are_made_of_one_another_name_the_circle(defined: Callable[..., Book]) -> None:
    def made_of(other: str) -> dict[str, Any]:
        return {"from": {"x": other}, "value": "x", "says": "s"}

    with pytest.raises(facts.FactError, match=r"is made of itself: a\.b from c\.d from e\.f from a\.b\."):
        facts.names(defined({"a.b": made_of("c.d"), "c.d": made_of("e.f"), "e.f": made_of("a.b")}))


# ---- what is given ----


def test_a_fact_knows_its_rows_sources_and_weakest_confidence(defined: Callable[..., Book]) -> None:
    book = defined(
        {
            "a.all": GOOD,
            "a.early": GOOD | {"where": "year <= 2019"},
            "a.sure": GOOD | {"where": 'confidence == "high"'},
            "a.share": {
                "from": {"e": "a.early", "s": "a.sure"},
                "value": "100 * e / s",
                "unit": "percent",
                "round": 1,
                "says": "s",
            },
            "a.turned": {"from": {"s": "a.sure", "e": "a.early"}, "value": "s - e", "says": "s"},
        }
    )
    everything = facts.get(book, "a.all")
    assert (everything.value, everything.text, everything.confidence) == (165, "165", "low")
    assert everything.sources == ("mill-2018-log", "town-2020-gauge")
    assert everything.tables == ("gauge",)
    assert everything.rows == tuple(("gauge", f"gauge-{year}") for year in (2018, 2019, 2020, 2021))
    # The weakest wherever it stands: first, last, or in the first or the last of the parts.
    assert facts.get(book, "a.early").confidence == "medium"
    assert facts.get(book, "a.sure").confidence == "high"
    share = facts.get(book, "a.share")
    assert (share.value, share.text, share.confidence) == (93.3, "93.3 per cent", "medium")
    assert facts.get(book, "a.turned").confidence == "medium"
    assert share.sources == ("mill-2018-log", "town-2020-gauge")
    assert share.rows == (("gauge", "gauge-2018"), ("gauge", "gauge-2019"), ("gauge", "gauge-2021"))


def test_a_count_of_the_books_own_rows_is_sure_whatever_the_weakest_row_says(defined: Callable[..., Book]) -> None:
    count = {"table": "gauge", "value": "len(rows)", "says": "rows"}
    book = defined(
        {"a.b": count, "a.c": count | {"counts": "own rows"}, "a.d": {"from": {"x": "a.c"}, "value": "x", "says": "s"}}
    )
    with pytest.raises(facts.FactError, match=r"facts\.yml, line 9, fact a\.c: .* gauge is none"):
        facts.get(book, "a.c")
    (gauge,) = river.DICTIONARY["resources"]
    own = river.DICTIONARY | {"resources": [gauge | {"own": True}]}
    (book.data_dir / "datapackage.json").write_text(json.dumps(own), encoding="utf-8")
    sure = facts.get(book, "a.c")
    assert (sure.value, sure.confidence, sure.sources) == (4, "high", ("mill-2018-log", "town-2020-gauge"))
    assert facts.get(book, "a.d").confidence == "high"
    assert facts.get(book, "a.b").confidence == "low"  # the table may hold numbers of sources too


def test_a_changed_cell_changes_the_fact(defined: Callable[..., Book]) -> None:
    book = defined({"a.b": GOOD})
    assert facts.get(book, "a.b").value == 165
    (book.data_dir / "gauge.csv").write_text(GAUGE.replace(",165,", ",166,"), encoding="utf-8")
    assert facts.get(book, "a.b").value == 166


@pytest.mark.parametrize(
    ("value", "style", "places", "shown"),
    [
        (0, "words", None, "zero"),
        (1, "words", None, "one"),
        (12, "words", None, "twelve"),
        (13, "words", None, "13"),
        (-1, "words", None, "-1"),
        (0, "number", None, "0"),
        (999, "number", None, "999"),
        (1000, "number", None, "1,000"),
        (-1000, "number", None, "-1,000"),
        (0.25, "number", None, "0.2"),
        (0.25, "number", 2, "0.25"),
        (3.0, "number", None, "3"),
        (3.0, "number", 1, "3.0"),
        (3, "number", 1, "3"),
        (0, "percent", None, "0 per cent"),
        (0, "dollars", None, "$0"),
        (999_999, "dollars", None, "$999,999"),
        (999_999.4, "dollars", None, "$999,999"),
        (999_999.5, "dollars", None, "$1 million"),
        (1_000_000, "dollars", None, "$1 million"),
        (999_994_999, "dollars", None, "$999.99 million"),
        (999_995_001, "dollars", None, "$1 billion"),
        (1_000_000_000, "dollars", None, "$1 billion"),
        (dt.date(1235, 1, 1), "date", None, "1 January 1235"),
        (dt.date(2013, 12, 31), "year", None, "2013"),
        ("A name", "words", None, "A name"),
    ],
)
def test_both_sides_of_what_is_shown(value: Any, style: str, places: int | None, shown: str) -> None:
    assert facts.show(value, style, "", places) == shown


@pytest.mark.parametrize(
    ("places", "value", "text"), [(-2, 200, "200"), (-1, 160, "160"), (0, 165, "165"), (None, 165, "165")]
)
def test_round_cuts_digits_before_the_point_too(
    defined: Callable[..., Book], places: int | None, value: int, text: str
) -> None:
    spec = GOOD if places is None else GOOD | {"round": places}
    fact = facts.get(defined({"a.b": spec | {"unit": "cm", "format": "unit"}}), "a.b")
    assert (fact.value, fact.text) == (value, f"{text} cm")
    assert isinstance(fact.value, int)


def test_a_book_without_the_file_has_one_fault_that_says_so(made_up_book: Callable[..., Book]) -> None:
    book = made_up_book()
    assert definitions.faults(book) == []
    (book.data_dir / facts.FACTS_FILE).unlink()
    (fault,) = definitions.faults(book)
    assert str(fault).startswith("book/data/facts.yml is missing.")
    with pytest.raises(facts.FactError, match=r"facts\.yml is missing"):
        definitions.definitions(book)
