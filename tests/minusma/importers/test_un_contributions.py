"""The importer of the UN's monthly file, tried on a small file with made-up numbers: none
of them is of any real month.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from minusma import data
from minusma.importers import un_contributions as importer
from sourcebook import book
from sourcebook.errors import ReaderError

KEY = "made-up-un-file"
HEADER = ",".join(importer.COLUMNS)
#: Missions of steady size in every month of the made-up file.
STEADY = {"UNIFIL": 9000, "UNFICYP": 800, "UNTSO": 150}


@dataclass(frozen=True)
class Done:
    """What a run of the importer left: its exit code, and what it said."""

    code: int
    stdout: str
    stderr: str


class Case:
    """A copy of the book's tables, and a made-up file that the importer reads into them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.file = folder / "un.csv"
        self.rows: list[list[str]] = []

    def month(self, date: str, **people: int) -> None:
        """One row a kind; ``usa`` of the troops are Americans, the other rows are Chad's."""
        usa = people.pop("usa", 0)
        for kind, count in people.items():
            self.row(date, "TCD", "MINUSMA", kind.replace("_", " ").title(), count - (usa if kind == "troops" else 0))
        if usa:
            self.row(date, "USA", "MINUSMA", "Troops", usa)
        for mission, count in STEADY.items():
            self.row(date, "FJI", mission, "Troops", count)

    def row(self, date: str, country: str, mission: str, kind: str, count: int) -> None:
        number = str(len(self.rows) + 1)
        self.rows.append([number, date, country, "A country", mission, kind, "1", str(count - 1)])

    def write(self, header: str = HEADER) -> Path:
        text = "\n".join([header, *(",".join(row) for row in self.rows)]) + "\n"
        self.file.write_text(text, encoding="utf-8")
        return self.file

    def run(self, *words: str) -> Done:
        code = importer.main([str(self.file), "--source", KEY, *words])
        return Done(code, *self.capsys.readouterr())

    def text(self, name: str) -> str:
        return (self.folder / "data" / f"{name}.csv").read_text(encoding="utf-8")

    def table(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(self.text(name).splitlines()))


@pytest.fixture
def case(book: Any, capsys: pytest.CaptureFixture[str]) -> Case:
    """March 2017 is the table's own month; April and June are made up, and May is missing."""
    with (book.folder / "references.bib").open("a", encoding="utf-8") as handle:
        handle.write(
            f"\n@misc{{{KEY},\n  author = {{{{Nobody}}}},\n  title = {{{{Made up}}}},\n  year = {{2023}},\n}}\n"
        )
    new = Case(book.folder, capsys)
    known = {r["group"]: int(r["people"]) for r in new.table("strength_monthly") if r["date"] == "2017-03-31"}
    new.month(
        "2017-03-31",
        troops=known["troops"] - 300,
        staff_officers=300,
        experts_on_mission=known["military experts"],
        individual_police=200,
        formed_police_units=known["police"] - 200,
    )
    new.month(
        "2017-04-30T00:00:00", troops=1000, staff_officers=20, experts_on_mission=7, individual_police=30,
        formed_police_units=40, usa=5,
    )  # fmt: skip
    new.month(
        "2017-06-30", troops=2000, staff_officers=10, experts_on_mission=3, individual_police=5, formed_police_units=5
    )
    return new


def test_months_become_rows_of_both_tables_and_the_rest_stays(case: Case) -> None:
    case.write()
    before = {name: case.text(name) for name in ("strength_monthly", "us_contributions")}
    done = case.run("--write")
    assert done.code == 0, done.stderr
    rows = {row["id"]: row for row in case.table("strength_monthly")}
    assert [rows[f"2017-04-{g}"]["people"] for g in ("military", "police", "military-experts", "uniformed")] == [
        "1020", "70", "7", "1097",
    ]  # fmt: skip
    assert rows["2017-04-military"]["source"] == KEY
    assert rows["2017-03-military"]["source"] != KEY
    americans = {row["id"]: row for row in case.table("us_contributions")}
    assert americans["personnel-minusma-2017-04"]["value"] == "5"
    assert americans["personnel-minusma-2017-06"]["value"] == "0"
    assert "names no Americans" in americans["personnel-minusma-2017-06"]["note"]
    for name, text in before.items():
        after = case.text(name).splitlines()
        assert [line for line in after if line in set(text.splitlines())] == text.splitlines()
    assert "May 2017" in done.stdout


def test_the_written_tables_keep_to_the_dictionary(case: Case) -> None:
    case.write()
    assert case.run("--write").code == 0
    months = data.load("strength_monthly")
    assert months["date"].is_monotonic_increasing
    assert len(data.load("us_contributions")) > 0


def test_without_write_nothing_changes(case: Case) -> None:
    case.write()
    before = case.table("strength_monthly")
    done = case.run()
    assert "8 new rows" in done.stdout
    assert "Nothing written" in done.stdout
    assert case.table("strength_monthly") == before


def test_months_after_the_mission_are_left_out(case: Case) -> None:
    case.month("2024-01-31", troops=50, experts_on_mission=1, individual_police=1)
    case.write()
    assert case.run("--write").code == 0
    assert not [row for row in case.table("strength_monthly") if row["date"] >= "2024"]


def test_a_corrected_file_changes_its_own_rows_only(case: Case) -> None:
    case.write()
    assert case.run("--write").code == 0
    number = next(n for n, row in enumerate(case.rows) if row[1].startswith("2017-04") and row[5] == "Staff Officers")
    case.rows[number][7] = "29"
    case.write()
    done = case.run("--write")
    assert "0 new rows, 2 with new values" in done.stdout
    rows = {row["id"]: row["people"] for row in case.table("strength_monthly")}
    assert (rows["2017-04-military"], rows["2017-04-uniformed"]) == ("1030", "1107")


def test_another_definition_of_soldiers_is_refused_whole(case: Case) -> None:
    """Experts counted among the troops: the month that both have differs, and nothing is taken over."""
    first = [row for row in case.rows if row[1] == "2017-03-31" and row[4] == "MINUSMA"]
    experts = next(row for row in first if row[5] == "Experts On Mission")
    troops = next(row for row in first if row[5] == "Troops")
    troops[7] = str(int(troops[7]) + int(experts[7]) + int(experts[6]))
    experts[6], experts[7] = "0", "0"
    case.write()
    done = case.run("--write")
    assert done.code == 1
    assert "troops at the end of March 2017" in done.stderr
    assert "nothing was taken over" in done.stderr
    assert not [row for row in case.table("strength_monthly") if row["source"] == KEY]


def test_without_a_month_in_common_the_definition_cannot_be_seen(case: Case) -> None:
    case.rows = [row for row in case.rows if row[1] != "2017-03-31"]
    case.write()
    assert "Take the file from January 2017 on" in case.run().stderr


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("personnel_type", "Military", "column personnel_type: 'Military' is none of: troops"),
        ("personnel_type", "Troops and Experts", "would begin another series"),
        ("last_reporting_date", "31/03/2017", "'31/03/2017' is not a date. Save the column in the form YYYY-MM-DD"),
        ("last_reporting_date", "2017-02-30", "is not a day of the calendar"),
        ("last_reporting_date", "2017-03-15", "is not the last day of a month"),
        ("female_personnel", "", "column female_personnel: is empty. Write digits only, and 0"),
        ("male_personnel", "1,000", "cells, but the header has 8"),
        ("male_personnel", "-4", "'-4' is not a whole number"),
        ("isocode3", "", "column isocode3: is empty"),
        ("contribution_id", "2", "column contribution_id: '2' stands already in line"),
    ],
)
def test_a_broken_cell_is_named_with_its_line(case: Case, column: str, text: str, says: str) -> None:
    case.rows[0][importer.COLUMNS.index(column)] = text
    file = case.write()
    with pytest.raises(ReaderError) as caught:
        importer.read(file)
    assert says in str(caught.value)
    assert f"{file}, line {3 if column == 'contribution_id' else 2}" in str(caught.value)


def test_the_same_count_twice_is_refused(case: Case) -> None:
    case.rows.append(["999", *case.rows[0][1:]])
    with pytest.raises(ReaderError, match="line 2 has the same month, country, mission and kind already"):
        importer.read(case.write())


def test_a_missing_column_is_named(case: Case) -> None:
    file = case.write(HEADER.replace("male_personnel", "men").replace("fewomen", "female_personnel"))
    with pytest.raises(ReaderError, match=r"line 1: no column .*male_personnel"):
        importer.read(file)


def test_another_encoding_is_refused_in_a_sentence(case: Case) -> None:
    case.write()
    case.file.write_bytes(case.file.read_text("utf-8").encode("utf-16"))
    assert "not UTF-8" in case.run().stderr


def test_a_month_that_is_not_whole_is_seen_by_missions_of_steady_size(case: Case) -> None:
    gone = next(row for row in case.rows if row[4] == "UNIFIL" and row[1] == "2017-06-30")
    gone[7] = "4000"
    case.write()
    assert "UNIFIL has 4,001 people in June 2017 and 9,000 in the middle" in case.run().stderr


def test_a_file_of_one_mission_alone_is_refused(case: Case) -> None:
    case.rows = [row for row in case.rows if row[4] == "MINUSMA"]
    case.write()
    assert "Take the file with all missions" in case.run().stderr


def test_an_unknown_source_is_refused(case: Case) -> None:
    case.write()
    with pytest.raises(ReaderError, match="--source: 'nobody-knows' is not in book/references.bib"):
        importer.changes(book.find(package="minusma"), case.file, "nobody-knows", "high")
