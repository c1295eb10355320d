"""How a data frame looks in a notebook: one row of headings, numbers as a reader writes
them, and nothing that is not said.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from sourcebook import data
from sourcebook.data import show
from tests.rivers import RIVERS


def table(frame: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Headings and rows as a reader sees them."""
    soup = BeautifulSoup(show.html(frame), "html.parser")
    head, *rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    return head, rows


def named(**columns: list[object]) -> pd.DataFrame:
    """A frame as the book's tables are: with a name, and rows that are only numbered."""
    frame = pd.DataFrame(columns)
    frame.attrs["name"] = "example"
    return frame


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("people", 227930, "227,930"),
        ("people", 227930.0, "227,930"),
        ("share", 0.5, "0.5"),
        ("share", 1234.567, "1,234.57"),
        ("share", -0.25, "-0.25"),
        ("share", 0.0012, "0.001"),
        ("share", -0.0012, "-0.001"),
        ("share", 0.0, "0"),
        ("share", 999999.999, "1,000,000"),
        ("share", float("inf"), "inf"),
        ("year", 2012, "2012"),
        ("number", 2100, "2100"),
        ("financial_year", "2012/13", "2012/13"),
        ("people", None, ""),
        ("people", float("nan"), ""),
        ("day", pd.Timestamp(2013, 4, 25), "2013-04-25"),
        ("day", pd.Timestamp(2013, 4, 25, 10, 30), "2013-04-25 10:30:00"),
        ("day", pd.NaT, ""),
        ("right", True, "True"),
        ("place", "Ségou", "Ségou"),
        ("keys", ["a", "b"], "['a', 'b']"),
    ],
)
def test_a_value_is_shown_as_a_reader_wants_it(column: str, value: object, shown: str) -> None:
    assert table(named(**{column: [value]})) == ([column], [[shown]])


def test_numbers_stand_to_the_right_years_and_words_to_the_left() -> None:
    soup = BeautifulSoup(show.html(named(people=[1], year=[2012], place=["Gao"], right=[True])), "html.parser")
    assert [cell.get_text() for cell in soup.find_all(class_="n")] == ["people", "1"]


def test_a_day_stands_in_one_line() -> None:
    soup = BeautifulSoup(show.html(named(day=[pd.Timestamp(2013, 4, 25)])), "html.parser")
    assert [cell.get_text() for cell in soup.find_all(class_="day")] == ["day", "2013-04-25"]


def test_a_sentence_keeps_room_and_a_long_name_may_break() -> None:
    soup = BeautifulSoup(
        show.html(named(text=["One study sees fewer attacks in long missions."], place=["Gao"], key=["deaths_all"])),
        "html.parser",
    )
    assert [cell.get_text() for cell in soup.find_all(class_="sentence")] == [
        "text",
        "One study sees fewer attacks in long missions.",
    ]
    assert [str(cell) for cell in soup.find_all("wbr")] == ["<wbr/>"]
    assert "deaths_all" in soup.get_text()


def test_the_unit_in_the_dictionary_says_whether_a_number_counts() -> None:
    frame = named(paper=[2100], page=[2100])
    frame.attrs["units"] = {"paper": "number", "page": "people"}
    assert table(frame) == (["paper", "page"], [["2100", "2,100"]])
    assert table(frame.set_index("paper")) == (["paper", "page"], [["2100", "2,100"]])


def test_the_row_numbers_of_a_table_say_nothing_and_other_rows_keep_their_names() -> None:
    frame = named(people=[1, 2])
    assert table(frame) == (["people"], [["1"], ["2"]])
    assert table(frame[frame["people"] > 1]) == (["people"], [["2"]])
    assert table(pd.DataFrame({"people": [1]})) == (["", "people"], [["0", "1"]]), (
        "a frame of the reader's own keeps its numbers"
    )
    by_place = frame.assign(place=["Gao", "Kidal"]).groupby("place").sum()
    assert table(by_place) == (["place", "people"], [["Gao", "1"], ["Kidal", "2"]])
    assert table(frame.assign(year=[2012, 2013]).set_index("year"))[1] == [["2012", "1"], ["2013", "2"]]
    assert [c["scope"] for c in BeautifulSoup(show.html(by_place), "html.parser").find_all("th")] == [
        "col",
        "col",
        "row",
        "row",
    ]


def test_nothing_in_a_cell_or_a_name_becomes_a_tag() -> None:
    frame = pd.DataFrame({"<b>": ["<i>&"]}, index=pd.Index(["<u>"], name="<s>"))
    assert table(frame) == (["<s>", "<b>"], [["<u>", "<i>&"]])


def test_two_columns_of_one_name_are_both_shown() -> None:
    assert table(pd.concat([named(n=[1]), named(n=["x"])], axis=1))[1] == [["1", "x"]]


def test_what_it_cannot_show_well_is_left_to_pandas() -> None:
    several = pd.DataFrame({("a", "b"): [1]})
    long = pd.DataFrame({"n": range(pd.get_option("display.max_rows") + 1)})
    for frame in (several, several.T, long):
        assert show.html(frame) == frame._repr_html_()


def test_a_table_of_the_book_and_an_empty_choice_of_it() -> None:
    frame = data.load(RIVERS, "rainfall")
    head, rows = table(frame)
    assert head == list(frame.columns)
    assert len(rows) == len(frame)
    assert table(frame[frame["millimetres"] < 0]) == (head, [])


def test_a_notebook_shows_frames_so_and_plain_python_needs_none() -> None:
    code = (
        "from IPython.testing.globalipapp import start_ipython\nshell = start_ipython()\nfrom sourcebook.notebook "
        "import data\n"
        "shown = shell.display_formatter.formatters['text/html']\nshown.enabled = True\n"
        "assert 'class=\"n\"' in shown(data.load('rainfall').head(1))"
    )
    env = {**os.environ, "PYTHONPATH": str(RIVERS.root.parents[2])}
    for program in (code, "from sourcebook.notebook import data\nimport sys\nassert 'IPython' not in sys.modules"):
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=RIVERS.root, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
