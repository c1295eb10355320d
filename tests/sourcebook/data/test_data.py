"""The tables: typed, complete, and strict about what an author may get wrong."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from sourcebook import data, sources
from sourcebook.book import Book
from sourcebook.data import workbook
from sourcebook.data.read import rows
from sourcebook.data.schema import Column, Table
from tests import rivers
from tests.rivers import RIVERS

REPO = Path(__file__).resolve().parents[3]


@pytest.fixture
def copy(tmp_path: Path) -> Book:
    """A copy of the book that a test may break."""
    return rivers.copy(tmp_path)


def break_cell(book: Book, table: str, column: str, text: str, line: int = 2) -> None:
    """Put ``text`` into one cell (``line`` as an author counts: the header is line 1)."""
    frame = pd.read_csv(book.data_dir / f"{table}.csv", dtype=str, keep_default_na=False)
    frame.loc[line - 2, column] = text
    frame.to_csv(book.data_dir / f"{table}.csv", index=False, lineterminator="\n")


def test_the_data_package_is_valid_for_an_independent_reader() -> None:
    report = Package(str(RIVERS.data_dir / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize("name", data.names(RIVERS))
def test_every_table_loads_with_its_sources_and_licence(name: str) -> None:
    frame = data.load(RIVERS, name)
    spec = data.table(RIVERS, name)
    assert len(frame) > 0
    assert list(frame.columns) == [c.name for c in spec.columns]
    assert frame["id"].is_unique
    assert frame.attrs["title"] == spec.title
    assert frame.attrs["licence"]
    assert set(frame.attrs["sources"]) <= sources.keys(RIVERS)
    for column in spec.columns:
        kind = str(frame[column.name].dtype)
        if column.type == "integer":
            assert kind == "Int64"
        elif column.type == "date":
            assert kind.startswith("datetime64")
        elif column.allowed:
            assert frame[column.name].cat.ordered
            assert list(frame[column.name].cat.categories) == column.allowed


# --- workbooks, read back by another program --------------------------------------------------------------------------


def opened(book: Book, names: list[str]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.write(book, "High water", names)))


def grid(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def plain(value: Any) -> Any:
    """A cell of a table as a spreadsheet gives it back."""
    return None if pd.isna(value) else value.to_pydatetime() if isinstance(value, pd.Timestamp) else value


def test_a_workbook_holds_every_row_and_says_what_it_is() -> None:
    names = data.names(RIVERS)
    file = opened(RIVERS, names)
    assert file.sheetnames == [workbook.ABOUT, *names, workbook.MEANING, workbook.ORIGIN]
    about = "\n".join(str(cell) for row in grid(file[workbook.ABOUT]) for cell in row)
    assert RIVERS.identity.title in about
    assert RIVERS.identity.licence.address in about
    meanings = {row[:2]: row[4] for row in grid(file[workbook.MEANING])}
    cited = {row[0]: row[1] for row in grid(file[workbook.ORIGIN])[1:]}
    for name in names:
        frame = data.load(RIVERS, name)
        spec = data.table(RIVERS, name)
        assert [spec.title, spec.licence] == [text for text in (spec.title, spec.licence) if text in about]
        head, *rows = grid(file[name])
        assert list(head) == list(frame.columns)
        assert [list(row) for row in rows] == [list(map(plain, row)) for row in frame.itertuples(index=False)]
        assert all(meanings[name, column.name] == column.description for column in spec.columns)
        assert set(frame.attrs["sources"]) <= cited.keys()
    assert all(cited[key] == sources.cite(RIVERS, key) for key in cited)
    years, heights = file["rainfall"]["B2"], file["rainfall"]["D2"]
    assert (years.number_format, heights.number_format) == ("0", "#,##0")
    assert file["floods"]["B2"].is_date


def test_the_same_tables_give_the_same_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook.write(RIVERS, "High water", ["floods"])
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert workbook.write(RIVERS, "High water", ["floods"]) == first


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 2021", "-5 m", "@home", "=HYPERLINK(A1)", "1,840", "2011", "_x0041_", "0.5"]
)
def test_a_text_stays_a_text_in_a_workbook(copy: Book, text: str) -> None:
    break_cell(copy, "floods", "text", text)
    cell = opened(copy, ["floods"])["floods"]["F2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] in "=+-@")


def test_long_texts_are_whole_and_old_days_are_texts(copy: Book) -> None:
    long = "Water. " * 4000 + "End."
    break_cell(copy, "floods", "text", long)
    break_cell(copy, "floods", "date", "1235-01-01", line=3)
    sheet = opened(copy, ["floods"])["floods"]
    assert sheet["F2"].value == long
    # All of them: half of a column would be sorted after the other half.
    assert [sheet[f"B{row}"].value for row in (2, 3)] == ["1998-04-12", "1235-01-01"]
    break_cell(copy, "floods", "text", "x" * 40_000)
    assert len(opened(copy, ["floods"])["floods"]["F2"].value) == workbook.LONGEST_TEXT


def test_every_sheet_has_a_name_that_a_spreadsheet_takes() -> None:
    same = "a_very_long_name_of_a_table_of_rain"
    names = ["rain", "history", f"{same}_one", f"{same}_two"]
    found = workbook.sheet_names(names)
    assert list(found) == names
    assert found["rain"] == "rain"
    assert found["history"] == "history_"
    assert len(set(found.values())) == len(names)
    assert max(map(len, found.values())) <= 31


def test_every_csv_file_is_in_the_dictionary() -> None:
    listed = {r["path"] for r in json.loads((RIVERS.data_dir / "datapackage.json").read_text())["resources"]}
    assert {p.name for p in RIVERS.data_dir.glob("*.csv")} <= listed


def test_a_loaded_table_is_the_callers_own() -> None:
    first = data.load(RIVERS, "rainfall")
    first["millimetres"] = 0
    first.attrs["sources"].append("no-such-source")
    first.attrs["units"]["millimetres"] = "goats"
    again = data.load(RIVERS, "rainfall")
    assert again["millimetres"].sum() > 0
    assert "no-such-source" not in again.attrs["sources"]
    assert again.attrs["units"]["millimetres"] != "goats"


def test_a_changed_dictionary_and_changed_sources_are_seen(copy: Book) -> None:
    before = data.load(copy, "rainfall")
    package = copy.data_dir / "datapackage.json"
    package.write_text(package.read_text().replace(before.attrs["title"], "Another title"))
    assert data.load(copy, "rainfall").attrs["title"] == "Another title"
    (copy.bibliography).write_text("")
    with pytest.raises(data.DataError, match="not in book/references.bib"):
        data.load(copy, "rainfall")


def test_an_unknown_table_lists_the_known_ones() -> None:
    with pytest.raises(data.DataError, match=r"no table called 'deaths'.*rainfall"):
        data.load(RIVERS, "deaths")


@pytest.mark.parametrize(
    ("table", "column", "text", "reason"),
    [
        ("rainfall", "millimetres", "six", "not a whole number"),
        ("rainfall", "millimetres", "1,000", "not a whole number"),
        ("rainfall", "millimetres", "-1", "below the smallest"),
        ("rainfall", "year", "20133", "above the largest"),
        ("rainfall", "gauge", "the sea", "is not one of: old bridge"),
        ("rainfall", "confidence", "", "is empty"),
        ("rainfall", "id", "Not Kebab", "does not have the form"),
        ("rainfall", "gauge", " old bridge", "space"),
        ("floods", "date", "2013-02-30", "not a day of the calendar"),
        ("floods", "date", "25 April 2013", "YYYY-MM-DD"),
        ("floods", "source", "no-such-source-anywhere", "not in book/references.bib"),
    ],
)
def test_a_broken_cell_is_refused_with_its_place(copy: Book, table: str, column: str, text: str, reason: str) -> None:
    break_cell(copy, table, column, text)
    with pytest.raises(data.DataError) as caught:
        data.load(copy, table)
    message = str(caught.value)
    assert f"book/data/{table}.csv" in message
    assert column in message
    assert reason in message
    assert "line 2, column" in message


def test_a_repeated_id_names_both_lines(copy: Book) -> None:
    first = pd.read_csv(copy.data_dir / "floods.csv")["id"][0]
    break_cell(copy, "floods", "id", first, line=4)
    with pytest.raises(data.DataError, match=r"floods\.csv, line 4, column id: .* stands already in line 2"):
        data.load(copy, "floods")


def test_a_missing_file_is_named(copy: Book) -> None:
    (copy.data_dir / "floods.csv").unlink()
    with pytest.raises(data.DataError, match=r"book/data/floods\.csv is missing"):
        data.load(copy, "floods")


def test_a_wrong_header_is_explained(copy: Book) -> None:
    path = copy.data_dir / "floods.csv"
    path.write_text(path.read_text().replace("height", "high", 1))
    with pytest.raises(data.DataError, match=r"line 1.*missing: height; not in the dictionary: high"):
        data.load(copy, "floods")


def test_a_comma_too_many_is_explained(copy: Book) -> None:
    path = copy.data_dir / "floods.csv"
    lines = path.read_text().splitlines()
    lines[2] += ",more"
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(data.DataError, match=r"floods\.csv, line 3: \d+ cells"):
        data.load(copy, "floods")


def test_a_table_without_rows_is_refused(copy: Book) -> None:
    path = copy.data_dir / "floods.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    with pytest.raises(data.DataError, match="no rows"):
        data.load(copy, "floods")


def test_a_file_in_another_encoding_is_refused(copy: Book) -> None:
    path = copy.data_dir / "floods.csv"
    for encoding in ("utf-16", "cp1252"):
        path.write_bytes(
            (RIVERS.data_dir / "floods.csv").read_text().replace("mill", "mühl").encode(encoding, "replace")
        )
        with pytest.raises(
            data.DataError, match=r"floods\.csv, line \d+: .*not UTF-8.* Save the file again with the encoding UTF-8\."
        ):
            data.load(copy, "floods")


def test_the_mark_that_a_spreadsheet_puts_first_does_no_harm(copy: Book) -> None:
    path = copy.data_dir / "floods.csv"
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert data.load(copy, "floods").equals(data.load(RIVERS, "floods"))


@pytest.mark.parametrize(("mark", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_columns_parted_by_something_else_are_named(copy: Book, mark: str, called: str) -> None:
    path = copy.data_dir / "floods.csv"
    pd.read_csv(path, dtype=str).to_csv(path, sep=mark, index=False)
    with pytest.raises(
        data.DataError,
        match=rf"floods\.csv, line 1: .* its columns are parted by {called}\. Save the file again with commas",
    ):
        data.load(copy, "floods")


@pytest.mark.parametrize("blank", ["", ",,,,"])
def test_a_blank_line_is_named(copy: Book, blank: str) -> None:
    path = copy.data_dir / "floods.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, blank]) + "\n")
    with pytest.raises(data.DataError, match=rf"floods\.csv, line {len(lines) + 1}: the line is blank\. Take it out\."):
        data.load(copy, "floods")


def test_a_deleted_source_is_named(copy: Book) -> None:
    key = data.load(RIVERS, "rainfall")["source"][0].split("; ")[0]
    bib = copy.bibliography
    bib.write_text(bib.read_text().replace("{" + key + ",", "{another-" + key + ","))
    with pytest.raises(
        data.DataError,
        match=rf"rainfall\.csv, line 2, column source: .*{key}.*Did you mean another-{key}.*Add the source there",
    ):
        data.load(copy, "rainfall")


def test_a_broken_dictionary_names_the_line(copy: Book) -> None:
    path = copy.data_dir / "datapackage.json"
    path.write_text(path.read_text().replace('"title":', '"title"', 1))
    with pytest.raises(data.DataError, match=r"datapackage\.json, line \d+: not valid JSON"):
        data.names(copy)


def _resource(package: dict[str, Any]) -> dict[str, Any]:
    return next(r for r in package["resources"] if r["path"] == "rainfall.csv")


def _first(package: dict[str, Any]) -> dict[str, Any]:
    return _resource(package)["schema"]["fields"][0]


DICTIONARIES = {
    "a list": (lambda p: [p], ": must be an object, in {braces}."),
    "no resources": (lambda p: p.pop("resources"), ": `resources` is missing or empty. Add it."),
    "resources of a wrong kind": (lambda p: p.update(resources="all"), ": `resources` must be a list, in [brackets]."),
    "a resource without a file": (lambda p: p["resources"][0].pop("path"), ", resource 1: `path` is missing"),
    "a resource that is none": (lambda p: p["resources"].insert(0, "floods"), ", resource 1: must be an object"),
    "neither its own nor another's": (lambda p: _resource(p).update(own="yes"), "`own` must be true or false."),
    "no licence": (lambda p: _resource(p).pop("licenses"), ", table rainfall: `licenses` is missing or empty."),
    "an empty licence": (
        lambda p: _resource(p).update(licenses=[{}]),
        ", table rainfall, licence: `title` is missing",
    ),
    "no columns": (lambda p: _resource(p).pop("schema"), ", table rainfall: `schema` is missing or empty."),
    "no meaning": (
        lambda p: _first(p).pop("description"),
        ", table rainfall, column 1 (id): `description` is missing or empty.",
    ),
    "an unknown type": (
        lambda p: _first(p).update(type="any"),
        ", table rainfall, column 1 (id): the type 'any' is unknown. It is one of: string, integer, number, date.",
    ),
    "a bound for a text": (
        lambda p: _first(p).update(constraints={"minimum": 1}),
        "are for numbers, and the type is string",
    ),
    "a bound of a wrong kind": (
        lambda p: _first(p).update(constraints={"minimum": "a"}),
        "`minimum` must be a number.",
    ),
    "values of a wrong kind": (
        lambda p: _first(p).update(constraints={"enum": [1]}),
        "`enum` must be a list of texts.",
    ),
    "a broken pattern": (
        lambda p: _first(p).update(constraints={"pattern": "("}),
        "`pattern` is no regular expression",
    ),
}


@pytest.mark.parametrize("kind", DICTIONARIES)
def test_a_dictionary_that_leaves_something_out_says_where(copy: Book, kind: str) -> None:
    change, reason = DICTIONARIES[kind]
    path = copy.data_dir / "datapackage.json"
    package = json.loads(path.read_text())
    changed = change(package)
    path.write_text(json.dumps(changed if kind == "a list" else package))
    with pytest.raises(data.DataError) as caught:
        data.load(copy, "rainfall")
    assert str(caught.value).startswith("book/data/datapackage.json")
    assert reason in str(caught.value)


COLUMNS = (
    Column("id", "string", "", "", {"required": True, "unique": True, "pattern": "[a-z0-9-]+"}),
    Column("when", "date", ""),
    Column("people", "integer", "", "people", {"minimum": 0}),
)


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_the_answer_is_rows_or_a_message(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("t") / "x.csv"
    path.write_text("id,when,people\n" + text, encoding="utf-8", newline="")
    table = Table("x", path, "", "", "", "", "", "", "", COLUMNS)
    try:
        found = rows(table)
    except data.DataError as error:
        assert "book/data/x.csv" in str(error)
    else:
        assert all(row["people"] is None or row["people"] >= 0 for row in found)


def test_pick_gives_the_rows_with_a_value() -> None:
    rows_of_2021 = data.pick(RIVERS, "rainfall", year=2021)
    assert set(rows_of_2021["year"]) == {2021}
    assert rows_of_2021.attrs["title"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [({"yeer": 2021}, "has no column 'yeer'.*year"), ({"year": 1914}, "has no year 1914. There is: 2017")],
)
def test_pick_says_what_is_possible(wanted: dict[str, object], message: str) -> None:
    with pytest.raises(data.DataError, match=message):
        data.pick(RIVERS, "rainfall", **wanted)


def test_pick_looks_each_value_up_in_the_whole_table() -> None:
    # Each is there, but no row has both.
    with pytest.raises(
        data.DataError, match=r"the table floods has no row with place 'mill hill' and precision 'month' together"
    ):
        data.pick(RIVERS, "floods", place="mill hill", precision="month")
    with pytest.raises(data.DataError, match=r"has no precision 'week'. There is: day, month."):
        data.pick(RIVERS, "floods", place="mill hill", precision="week")


def test_a_reader_sees_a_sentence_not_a_traceback() -> None:
    with pytest.raises(data.DataError) as caught:
        data.load(RIVERS, "deaths")
    assert caught.value._render_traceback_() == [str(caught.value)]
