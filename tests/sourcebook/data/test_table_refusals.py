"""Every rule of the data dictionary and of a CSV file, broken once on a made-up book; and both sides of every bound."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from sourcebook import data
from sourcebook.book import Book
from sourcebook.data import read
from sourcebook.data.schema import Column, Table
from tests.sourcebook import made_up_book as river

TEXT = {"description": "A column of the test.", "type": "string"}
COLUMNS: list[dict[str, Any]] = [
    {"name": "id", **TEXT, "constraints": {"required": True, "unique": True, "pattern": "[a-z-]+"}},
    {"name": "count", **TEXT, "type": "integer", "constraints": {"minimum": 0, "maximum": 10}},
    {"name": "share", **TEXT, "type": "number", "constraints": {"minimum": -1.5, "maximum": 1.5}},
    {"name": "day", **TEXT, "type": "date"},
    {"name": "kind", **TEXT, "constraints": {"enum": ["small", "large"]}},
    {"name": "source", **TEXT},
]
ROW = ["first", "3", "0.5", "2020-02-29", "small", "town-2020-gauge"]
HEAD = ",".join(column["name"] for column in COLUMNS)


@pytest.fixture
def table(made_up_book: Callable[..., Book]) -> Callable[..., Book]:
    """``table("row", …)`` is a book with a table ``lake`` of these rows; ``head`` and ``columns`` replace its own."""

    def write(*rows: str, head: str = HEAD, columns: list[dict[str, Any]] = COLUMNS, tail: str = "\n") -> Book:
        book = made_up_book()
        package = deepcopy(river.DICTIONARY)
        lake = {**package["resources"][0], "name": "lake", "path": "lake.csv", "schema": {"fields": columns}}
        (book.data_dir / "datapackage.json").write_text(json.dumps({**package, "resources": [lake]}), encoding="utf-8")
        (book.data_dir / "lake.csv").write_text("\n".join([head, *rows]) + tail, encoding="utf-8")
        return book

    return write


def row(**changed: str) -> str:
    """A good row, some of its cells changed."""
    return ",".join(changed.get(column["name"], cell) for column, cell in zip(COLUMNS, ROW, strict=True))


# ---- cells ----


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("id", "", "is empty, but the column must have a value in every row"),
        ("id", "abc DEF", "does not have the form: it must look like"),
        ("id", "DEF-abc", "does not have the form"),
        ("id", "abc1", "does not have the form"),
        ("count", "three", "is not a whole number"),
        ("count", "3.0", "is not a whole number"),
        ("count", "+3", "is not a whole number"),
        ("count", "1e1", "is not a whole number"),
        ("count", '"1,000"', "is not a whole number"),
        ("count", "-1", "is below the smallest allowed value, 0"),
        ("count", "11", "is above the largest allowed value, 10"),
        ("share", ".5", "is not a number"),
        ("share", "1.", "is not a number"),
        ("share", '"0,5"', "is not a number"),
        ("share", "nan", "is not a number"),
        ("share", "-1.51", "is below the smallest allowed value, -1.5"),
        ("share", "1.51", "is above the largest allowed value, 1.5"),
        ("day", "29.2.2020", "is not a date in the form YYYY-MM-DD"),
        ("day", "2020-2-29", "is not a date in the form YYYY-MM-DD"),
        ("day", "2021-02-29", "is not a day of the calendar"),
        ("kind", "middling", "is not one of: small, large"),
        ("kind", " small", "begins or ends with a space"),
        ("kind", "small ", "begins or ends with a space"),
        (
            "source",
            "town-2020-gouge",
            "names 'town-2020-gouge', which is not in book/references.bib. Did you mean town-2020-gauge?",
        ),
        ("source", "town-2020-gauge; ", "begins or ends with a space"),
        ("source", "town-2020-gauge;town-2020-gauge", "which is not in book/references.bib"),
    ],
)
def test_every_rule_of_a_cell_is_held(table: Callable[..., Book], column: str, text: str, reason: str) -> None:
    with pytest.raises(data.DataError) as caught:
        data.load(table(row(), row(**{"id": "second", column: text})), "lake")
    assert str(caught.value).startswith(f"book/data/lake.csv, line 3, column {column}: "), caught.value
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("count", "0"),
        ("count", "10"),
        ("count", "007"),
        ("count", ""),
        ("share", "-1.5"),
        ("share", "1.5"),
        ("share", "1"),
        ("share", ""),
        ("day", "2020-12-31"),
        ("day", ""),
        ("kind", "large"),
        ("kind", ""),
        ("source", "town-2020-gauge; town-2020-gauge"),
        ("source", ""),
    ],
)
def test_the_last_that_a_rule_lets_through(table: Callable[..., Book], column: str, text: str) -> None:
    frame = data.load(table(row(**{column: text})), "lake")
    assert frame[column].isna().tolist() == [text == ""]


def test_a_value_that_must_be_unique_names_the_first_line(table: Callable[..., Book]) -> None:
    with pytest.raises(data.DataError, match=r"lake\.csv, line 4, column id: 'first' stands already in line 2"):
        data.load(table(row(), row(id="second"), row()), "lake")


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_largest_whole_number_and_the_next(table: Callable[..., Book], sign: str) -> None:
    columns = [{**column, "constraints": {}} if column["name"] == "count" else column for column in COLUMNS]
    largest = int(f"{sign}{2**63 - 1}")
    assert data.load(table(row(count=str(largest)), columns=columns), "lake")["count"].tolist() == [largest]
    with pytest.raises(data.DataError, match="line 2, column count: .* is too large: .* at most 18 digits"):
        data.load(table(row(count=f"{sign}{2**63}"), columns=columns), "lake")


def test_only_the_nearest_allowed_value_is_offered(table: Callable[..., Book]) -> None:
    columns = [
        {**column, "constraints": {"enum": ["small", "smalls"]}} if column["name"] == "kind" else column
        for column in COLUMNS
    ]
    with pytest.raises(data.DataError, match=r"is not one of: small, smalls\. Did you mean small\."):
        data.load(table(row(kind="smal"), columns=columns), "lake")


@pytest.mark.parametrize(
    ("date", "precision", "reason"),
    [
        ("2020-03-01", "year", "names a month, but precision says 'year'"),
        ("2020-02-01", "year", "names a month, but precision says 'year'"),
        ("2020-07-02", "year", "names a day, but precision says 'year'"),
        ("2020-03-02", "month", "names a day, but precision says 'month'"),
        ("2020-03-02", "about", "names a day, but precision says 'about'"),
        ("2020-01-01", "year", ""),
        ("2020-07-01", "year", ""),
        ("2020-03-01", "month", ""),
        ("2020-03-02", "day", ""),
    ],
)
def test_a_date_says_no_more_than_its_precision(
    table: Callable[..., Book], date: str, precision: str, reason: str
) -> None:
    columns = [COLUMNS[0], {"name": "date", **TEXT, "type": "date"}, {"name": "precision", **TEXT}, COLUMNS[-1]]
    book = table(f"first,{date},{precision},town-2020-gauge", head="id,date,precision,source", columns=columns)
    if reason:
        with pytest.raises(data.DataError, match=rf"line 2, column date: .*{reason}"):
            data.load(book, "lake")
    else:
        assert len(data.load(book, "lake")) == 1


# ---- files ----


@pytest.mark.parametrize(
    ("rows", "head", "message"),
    [
        ([row()], HEAD.replace(",", ";"), "line 1: .* its columns are parted by semicolons"),
        ([row()], HEAD.replace(",", "\t"), "line 1: .* its columns are parted by tabs"),
        ([row()], HEAD.replace("count,", ""), r"line 1: .*\(missing: count\)"),
        ([row()], f"{HEAD},more", r"line 1: .*\(not in the dictionary: more\)"),
        ([row()], HEAD.replace("count", "Count"), r"line 1: .*\(missing: count; not in the dictionary: Count\)"),
        ([row()], HEAD.replace("id,count", "count,id"), r"line 1: .*\(the order differs\)"),
        ([row()], f"{HEAD},", "line 1: .* but 1 empty columns follow"),
        ([row()], f"{HEAD},,", "line 1: .* but 2 empty columns follow"),
        ([row()], f"{HEAD},count", r"line 1: .*\(stands twice: count\)"),
        ([row()], HEAD.replace("share", "count"), r"line 1: .*\(missing: share\)"),
        ([], "", "line 1: the header must be"),
        ([], HEAD, "no rows below the header"),
        ([row(), "", row(id="second")], HEAD, "line 3: the line is blank"),
        ([row(), ",,,,,"], HEAD, "line 3: the line is blank"),
        ([row(), row(id="second") + ",more"], HEAD, "line 3: 7 cells, but the table has 6 columns"),
        ([row(), "second,3"], HEAD, "line 3: 2 cells, but the table has 6 columns"),
        (
            [row(), f'"sec"ond{row()[5:]}'],
            HEAD,
            "line 3: the row that begins here .* a lone double quote",
        ),
        (
            [row(), f'"second{row()[5:]}'],
            HEAD,
            "line 3: the row that begins here .* a lone double quote",
        ),
    ],
)
def test_every_rule_of_a_file_is_held(table: Callable[..., Book], rows: list[str], head: str, message: str) -> None:
    with pytest.raises(data.DataError, match=rf"book/data/lake\.csv.*{message}"):
        data.load(table(*rows, head=head), "lake")


def test_a_file_that_is_missing_or_not_utf8(table: Callable[..., Book]) -> None:
    book = table(row())
    (book.data_dir / "lake.csv").write_bytes(f"{HEAD}\n{row(kind='doré')}\n".encode("latin-1"))
    with pytest.raises(data.DataError, match=r"book/data/lake\.csv, line \d+: .*not UTF-8"):
        data.load(book, "lake")
    (book.data_dir / "lake.csv").unlink()
    with pytest.raises(data.DataError, match=r"book/data/lake\.csv is missing, but datapackage\.json lists it"):
        data.load(book, "lake")


# ---- the dictionary ----


def _resource(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda package: package["resources"][0].update(changed)


def _column(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda package: package["resources"][0]["schema"]["fields"][1].update(changed)


def _rules(of: str = "integer", **rules: Any) -> Callable[[dict[str, Any]], None]:
    return _column(type=of, constraints=rules)


GAUGE = ", table gauge"
YEAR = f"{GAUGE}, column 2 (year)"
DICTIONARY: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "resources of another kind": (
        lambda p: p.update(resources={"a": 1}),
        ": `resources` must be a list, in [brackets].",
    ),
    "no resource": (lambda p: p.update(resources=[]), ": `resources` is missing or empty. Add it."),
    "a resource that is text": (
        lambda p: p.update(resources=["gauge"]),
        ", resource 1: must be an object, in {braces}.",
    ),
    "no path": (_resource(path=""), ", resource 1: `path` is missing or empty."),
    "a path that is a number": (_resource(path=5), ", resource 1: `path` must be text."),
    "no title": (_resource(title=""), f"{GAUGE}: `title` is missing or empty."),
    "no licence": (_resource(licenses=[]), f"{GAUGE}: `licenses` is missing or empty."),
    "a licence that is text": (_resource(licenses=["CC0"]), f"{GAUGE}, licence: must be an object"),
    "a licence without a title": (_resource(licenses=[{"path": "x"}]), f"{GAUGE}, licence: `title` is missing"),
    "a licence without an address": (_resource(licenses=[{"title": "x"}]), f"{GAUGE}, licence: `path` is missing"),
    **{
        f"{key} of another kind": (_resource(**{key: ["x"]}), f"{GAUGE}: `{key}` must be text.")
        for key in ("description", "origin", "method", "gaps")
    },
    "no schema": (_resource(schema={}), f"{GAUGE}: `schema` is missing or empty."),
    "no columns": (_resource(schema={"fields": []}), f"{GAUGE}: `fields` is missing or empty."),
    "a column that is text": (_resource(schema={"fields": ["id"]}), f"{GAUGE}, column 1: must be an object"),
    "a column without a name": (_column(name=""), f"{GAUGE}, column 2: `name` is missing or empty."),
    "a column without a meaning": (_column(description=""), f"{YEAR}: `description` is missing or empty."),
    "a unit that is a number": (_column(unit=5), f"{YEAR}: `unit` must be text."),
    "a type that is none": (
        _column(type="boolean"),
        f"{YEAR}: the type 'boolean' is unknown. It is one of: string, integer",
    ),
    "rules of another kind": (_column(constraints=["required"]), f"{YEAR}: `constraints` must be an object"),
    "values that are text": (_rules(enum="a"), f"{YEAR}, constraints: `enum` must be a list"),
    "values that are numbers": (_rules(enum=[1]), f"{YEAR}, constraints: `enum` must be a list of texts."),
    "a pattern that is a number": (_rules(pattern=5), f"{YEAR}, constraints: `pattern` must be text."),
    "a pattern that is none": (_rules(pattern="("), f"{YEAR}, constraints: `pattern` is no regular expression"),
    "a bound that is text": (_rules(minimum="0"), f"{YEAR}, constraints: `minimum` must be a number."),
    "a bound that is yes": (_rules(maximum=True), f"{YEAR}, constraints: `maximum` must be a number."),
    "a bound of a date": (
        _rules("date", maximum=5),
        f"{YEAR}, constraints: `minimum` and `maximum` are for numbers, and the type is date.",
    ),
    "a bound of a text": (_rules("string", minimum=5), f"{YEAR}, constraints: `minimum` and `maximum` are for numbers"),
    "required that is text": (_rules(required="yes"), f"{YEAR}, constraints: `required` must be true or false."),
    "unique that is a number": (_rules(unique=1), f"{YEAR}, constraints: `unique` must be true or false."),
}


@pytest.mark.parametrize("rule", DICTIONARY)
def test_every_rule_of_the_dictionary_is_held(made_up_book: Callable[..., Book], rule: str) -> None:
    change, reason = DICTIONARY[rule]
    book, package = made_up_book(), deepcopy(river.DICTIONARY)
    change(package)
    (book.data_dir / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(data.DataError) as caught:
        data.load(book, "gauge")
    assert str(caught.value).startswith(f"book/data/datapackage.json{reason}"), caught.value


@pytest.mark.parametrize(
    "change",
    [
        _rules(required=False),
        _rules(minimum=2019, maximum=2020),
        _rules("number", minimum=-0.5),
        _column(unit=""),
        _resource(description=""),
    ],
)
def test_what_the_dictionary_may_say(made_up_book: Callable[..., Book], change: Callable[[Any], None]) -> None:
    book, package = made_up_book(), deepcopy(river.DICTIONARY)
    change(package)
    (book.data_dir / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert data.load(book, "gauge")["year"].tolist() == [2019, 2020]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[]", ": must be an object, in {braces}."),
        (b"{", ", line 1: not valid JSON"),
        ('{"name": "doré"}'.encode("latin-1"), ", line 1: not UTF-8: a letter in this line"),
    ],
)
def test_a_dictionary_that_cannot_be_read(made_up_book: Callable[..., Book], content: bytes, message: str) -> None:
    book = made_up_book()
    (book.data_dir / "datapackage.json").write_bytes(content)
    with pytest.raises(data.DataError) as caught:
        data.names(book)
    assert str(caught.value).startswith(f"book/data/datapackage.json{message}")


def test_a_book_without_a_dictionary_and_an_unknown_table(made_up_book: Callable[..., Book]) -> None:
    book = made_up_book()
    with pytest.raises(data.DataError, match=r"no table called 'gouge'\. Did you mean gauge\? The tables are: gauge\."):
        data.load(book, "gouge")
    (book.data_dir / "datapackage.json").unlink()
    with pytest.raises(data.DataError, match="is missing. It holds the data dictionary; restore it with git."):
        data.names(book)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"yeer": 2019}, "has no column 'yeer'. Did you mean year\\? It has: id, year, level"),
        ({"year": 1900}, "has no year 1900. There is: 2019, 2020."),
        ({"year": 2019, "level": 165}, "has no row with year 2019 and level 165 together"),
    ],
)
def test_pick_says_what_is_possible(made_up_book: Callable[..., Book], wanted: dict[str, Any], message: str) -> None:
    with pytest.raises(data.DataError, match=message):
        data.pick(made_up_book(), "gauge", **wanted)


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, " and 1 more")])
def test_pick_lists_twelve_values(made_up_book: Callable[..., Book], count: int, more: str) -> None:
    lines = [f"gauge-{n},{n},1,,town-2020-gauge,high" for n in range(2000, 2000 + count)]
    book = made_up_book(GAUGE="\n".join(["id,year,level,note,source,confidence", *lines, ""]))
    with pytest.raises(data.DataError, match=rf"There is: 2000, .*2011{more}\."):
        data.pick(book, "gauge", year=1)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("date", "date_end"), ("date_from", "date_to"), ("date_start", "date_end"), ("from", "to"), ("first", "last")],
)
def test_no_end_lies_before_its_beginning(tmp_path: Path, begins: str, ends: str) -> None:
    path = tmp_path / "floods.csv"
    columns = (Column("id", "string", "Name."), *(Column(name, "date", "Day.") for name in (begins, ends)))
    table = Table("floods", path, "t", "d", "o", "m", "g", "CC0", "https://example.org", columns)
    path.write_text(f"id,{begins},{ends}\na,2021-07-15,2021-07-15\nb,2021-07-15,\nc,2021-07-15,2021-07-14\n")
    (wrong,) = read.read(table)[1]
    reason = f"2021-07-14 lies before {begins}, 2021-07-15. Mend one of the two."
    assert str(wrong) == f"book/data/floods.csv, line 4, column {ends}: {reason}"
