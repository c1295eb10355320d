"""Thirty made-up response files with two forms of a check: the report has the numbers of a
sheet that was worked by hand.

``thirty-answers.csv`` is what seven groups answered, ``thirty-by-hand.csv`` the sheet, each number with the way to it.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sourcebook import book
from sourcebook.book import Book
from sourcebook.classroom import gain, report_page
from sourcebook.classroom.class_report import Report, report
from sourcebook.quiz import bank, response_file
from sourcebook.quiz.values import lookup

HERE = Path(__file__).parent
RIVERS = HERE.parents[1] / "books" / "rivers"
CHAPTER = "rain-one-millimetre"


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rivers() -> Book:
    """The book with two forms, four questions each."""
    return book.at(RIVERS)


def value(kind: str, text: str) -> Any:
    return {"single": int, "order": lambda t: [int(n) for n in t.split()]}.get(kind, str)(text)


def entry(of: Book, question: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"hash": bank.content_hash(bank.find(of, question), lookup(of)), "answer": value(kind, text)} | more


def given(of: Book, group: dict[str, str], minute: int) -> dict[str, Any]:
    """The checks of one student of a group; one that is not handed in is begun."""
    checks = {}
    for letter in "AB":
        asked = bank.load(of, f"check-{letter.lower()}").questions
        answers = {q.id: entry(of, q.id, q.type, text) for q in asked if (text := group[f"{letter.lower()}-{q.type}"])}
        if answers:
            day = 1 if letter == group["first"] else 2
            checks[f"check-{letter.lower()}"] = {
                "handed_in": letter in group["handed"].split(),
                "time": f"2026-05-0{day}T08:{minute:02}:00.000Z",
                "form": letter,
                "answers": answers,
            }
    return checks


def write(of: Book, folder: Path) -> None:
    minute = 0
    for group in rows("thirty-answers.csv"):
        for number in range(int(group["students"])):
            checks = given(of, group, minute)
            sure = {"sure": group["sure"]} if group["sure"] else {}
            answers = {CHAPTER: entry(of, CHAPTER, "single", group["chapter-single"], time=f"8:{minute}", **sure)}
            for check in checks.values():
                answers |= check["answers"] if check["handed_in"] else {}
            content = {
                "schema": of.identity.schema_name("responses"),
                "code": f"{group['group']} {number}",
                "id": f"sample-{minute}",
            }
            file = content | {"created": "2026-05-03", "answers": answers, "checks": checks}
            (folder / f"{minute:02}.json").write_text(json.dumps(file), encoding="utf-8")
            minute += 1


@pytest.fixture(scope="module")
def found(rivers: Book, tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("thirty")
    write(rivers, folder)
    return report(rivers, folder)


def cell(found: Report, name: str, row: str, column: str) -> float:
    table = getattr(found, name)()
    if name == "slips":
        table.index = table["question"] + ": " + table["mistake"]
    return float(table.loc[row, column])


def test_thirty_files_are_read(found: Report) -> None:
    assert found.responses == 30
    problems = found.problems()
    assert set(problems["what"]) == {"counted, but see why"}
    # Group seven has begun form B and not handed it in.
    assert (
        problems["why"].tolist()
        == ["Answers of a check that was begun and not handed in: 2. They are drafts, not counted."] * 2
    )


@pytest.mark.parametrize(
    "line", rows("thirty-by-hand.csv"), ids=lambda line: f"{line['table']}-{line['row']}-{line['column']}"
)
def test_the_numbers_are_those_of_the_sheet(found: Report, line: dict[str, str]) -> None:
    assert cell(found, line["table"], line["row"], line["column"]) == float(line["value"])


def test_the_sheet_has_every_row(found: Report) -> None:
    sheet = {(line["table"], line["row"], line["column"]) for line in rows("thirty-by-hand.csv")}
    for name in ("gain", "gain_objectives"):
        table = getattr(found, name)()
        numbers = [column for column in table.columns if column != "text"]
        assert {(name, row, column) for row in table.index for column in numbers} <= sheet
    assert len(found.slips()) == sum(table == "slips" for table, _, _ in sheet)


def test_what_was_answered_in_a_form_stands_in_no_table_of_the_chapters(found: Report) -> None:
    assert found.questions().index.tolist() == [CHAPTER]
    assert set(found.distractors()["question"]) == {CHAPTER}
    assert found.objectives().index.tolist() == ["rain-o1"]
    assert set(found.students()["answered"]) == {1}
    # It is said of each of them, and who answered so much is told.
    said = found.students()[["answered", "in_forms"]].sum().tolist()
    assert sum(said) == len(found.scores)
    note = f": {said[1]} answers to questions of a check before or after reading (form A or B)."
    for name in ("questions", "distractors", "objectives", "students"):
        assert f"{note} “Before and after” tells of the forms that were handed in." in found.table(name)._repr_html_()
    assert "Not counted here" not in found.table("gain")._repr_html_()


def test_the_page_says_what_a_gain_shows_and_what_not(found: Report) -> None:
    page = found._repr_html_()
    for text in (
        *gain.SHOWS,
        "25 students handed in both forms.",
        "5 students handed in one form only",
        "in all (25 students): 47% before, then 72% after",
    ):
        assert text in page
    assert "+25 points" in report_page.html(found)
    sentences = found.advice().sentences
    assert (
        "Before and after, 25 students: 47%, then 72% right on average. The report says what that shows and what not."
        in sentences
    )
    assert any(
        s.startswith("Certain and wrong (rain-one-millimetre): “What does one millimetre of rain mean?” 7 of 27")
        for s in sentences
    )
    assert any(s.startswith("10 made the same mistake (checka-days): 8. You counted both ends.") for s in sentences)


def test_of_one_form_alone_it_is_said_what_was_right(rivers: Book) -> None:
    # High water: a town and a number; rain: a word and an order. In form A both of high water are right, and the word;
    # of the second student the town; in form B the number.
    found = measured(
        rivers,
        owl=handed(rivers, "a", "1", single="0", number="7", text="mm"),
        fox=handed(rivers, "a", "1", single="0"),
        bee=handed(rivers, "b", "1", number="12"),
    )
    assert found.table().empty
    first, a, b = found.words()
    assert first == "3 students handed in one form only: no gain is counted for them."
    assert a == "Right on average in form A, 2 students: in all 50%; High water 75%; Rain at two gauges 25%."
    assert b == "Right on average in form B, 1 student: in all 25%; High water 50%; Rain at two gauges 0%."


# --- edges ------------------------------------------------------------------------------------------------------------


def handed(of: Book, letter: str, time: Any, **answers: str) -> dict[str, Any]:
    asked = {q.type: q for q in bank.load(of, f"check-{letter}").questions}
    own = {asked[kind].id: entry(of, asked[kind].id, kind, text) for kind, text in answers.items()}
    return {f"check-{letter}": {"handed_in": True, "time": time, "answers": own}}


def measured(of: Book, **checks: dict[str, Any]) -> gain.Gain:
    found = [response_file.Response("f", code, "", {}, checks=own) for code, own in checks.items()]
    return gain.Gain(of, found, response_file.asked(of))


def test_without_an_order_in_time_nobody_says_what_came_first(rivers: Book) -> None:
    same = handed(rivers, "a", "8:00", single="0") | handed(rivers, "b", "8:00", single="0")
    none = handed(rivers, "a", None, single="0") | handed(rivers, "b", "8:00", single="0")
    found = measured(rivers, same=same, none=none)
    assert (found.pairs, found.unordered) == ({}, ["same", "none"])
    assert found.table().empty
    assert found.words() == ["Of same, none the file does not say which form came first: left out here."]


def test_a_question_that_has_changed_since_counts_for_nobody(rivers: Book) -> None:
    checks = handed(rivers, "a", "1", single="0", number="7") | handed(rivers, "b", "2", single="1", number="12")
    checks["check-a"]["answers"]["checka-bank"]["hash"] = "00000000"
    found = measured(rivers, owl=checks)
    # Before: the number right, the word and the order left out; after: the single choice wrong besides.
    assert found.table().loc["in all", ["before", "after", "gain"]].tolist() == [0.33, 0.25, -0.08]
    assert found.objectives().index.tolist() == ["high-o2", "rain-o1", "rain-o2"]


def test_a_form_of_which_nothing_is_asked_any_more_is_no_form(rivers: Book) -> None:
    checks = handed(rivers, "a", "1", single="0", number="7", text="mm", order="0 1 2") | handed(
        rivers, "b", "2", single="0"
    )
    for changed in checks["check-a"]["answers"].values():
        changed["hash"] = "0"
    found = measured(rivers, owl=checks)
    assert (found.pairs, list(found.one_only)) == ({}, ["owl"])


def test_a_check_that_is_no_form_is_none(rivers: Book) -> None:
    other = {"rain": {"handed_in": True, "time": "1", "answers": {}, "form": "A"}}
    found = measured(rivers, owl=other)
    assert (found.pairs, found.one_only, found.words()) == ({}, {}, [])
    assert isinstance(found.objectives(), pd.DataFrame)
