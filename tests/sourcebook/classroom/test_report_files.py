"""The report as files, and the command that writes them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import html5lib
import pandas as pd
import pytest

from sourcebook.book import Book
from sourcebook.classroom import report_page, spreadsheet
from sourcebook.classroom.class_report import TABLES, report
from sourcebook.quiz import bank
from tests import rivers
from tests.rivers import RIVERS
from tests.sourcebook.classroom.example import CLASS, response

ROOT = Path(__file__).resolve().parents[3]


def command(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command in the folder of a book."""
    rivers.copy(cwd)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "sourcebook", "report", *map(str, words)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_tables_read_back_are_those_of_the_report(
    river_book: Book, the_class: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found, out = report(river_book, the_class), tmp_path_factory.mktemp("out") / "new" / "report"
    report_page.write(found, out)
    back = pd.read_csv(out / "questions.csv", index_col="question")
    assert back["difficulty"].to_dict() == found.questions()["difficulty"].to_dict()
    assert back["discrimination"].to_dict() == found.questions()["discrimination"].to_dict()
    with (out / "distractors.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1] == {"question": "riv-port", "answer": "'=Mopti", "students": "2"}
    assert len(rows) == len(found.distractors())


def test_the_page_is_whole_and_sound(river_book: Book, the_class: Path, hand_in: Callable[..., Path]) -> None:
    hand_in("<b>", CLASS["fox"], name="x.json")
    (the_class / "broken.json").write_text("{")
    page = report_page.html(report(river_book, the_class))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert [h.text for h in tree.iter("h2")] == ["What to teach again", *TABLES.values()]
    assert ">&lt;b&gt;</td>" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "broken.json" in page


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1", "|calc", "＝1"])
def test_no_text_is_a_formula(tmp_path: Path, text: str) -> None:
    path = spreadsheet.write(
        pd.DataFrame({"code": [text, "fox"], "n": [-1, 2]}, index=pd.Index([text, "b"], name=text)), tmp_path / "a.csv"
    )
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [f"'{text}", "code", "n"]
    assert rows[1] == [f"'{text}", f"'{text}", "-1"], "a number stays a number"
    assert rows[2] == ["b", "fox", "2"]


def test_letters_arrive_whole_in_a_spreadsheet(tmp_path: Path) -> None:
    path = spreadsheet.write(pd.DataFrame({"code": ["Ségou"]}), tmp_path / "a.csv")
    assert path.read_bytes() == "\ufeffcode\nSégou\n".encode()
    assert pd.read_csv(path).to_dict("list") == {"code": ["Ségou"]}


def test_the_command_says_what_it_read_and_what_to_teach(tmp_path: Path) -> None:
    folder = tmp_path / "responses"
    folder.mkdir()
    question = bank.load(RIVERS, "high-water").questions[0].id
    for code in "abc":
        text = json.dumps(response(RIVERS, code, {question: 1}))
        (folder / f"{code}.json").write_text(text)
    (folder / "broken.json").write_text("{")
    done = command("responses", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "Reading the files of responses ...\n3 response files read, with 3 answers to 1 question. Left out: 1."
    )
    assert "  broken.json (left out): is damaged, or not a response file." in done.stdout
    assert f"Ask again ({question})" in done.stdout
    assert {p.name for p in (tmp_path / "dist" / "report").iterdir()} == {"report.html", *(f"{n}.csv" for n in TABLES)}


def test_the_command_on_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "responses").mkdir()
    done = command("responses", cwd=tmp_path)
    assert done.returncode == 0
    assert "There are no answers to report on yet." in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["nowhere"],
            "sourcebook report: nowhere is not there. Name the folder in which the students' response files are.\n",
        ),
        (["file.json"], "sourcebook report: file.json is a file. Name the folder"),
        (
            [".", "--out", "file.json"],
            "sourcebook report: the report cannot be written (File exists: file.json). Close it where it is open, or "
            "choose",
        ),
        ([], "the following arguments are required: folder"),
    ],
)
def test_the_command_s_errors_say_what_to_do(tmp_path: Path, words: list[str], says: str) -> None:
    (tmp_path / "file.json").write_text("{}")
    done = command(*words, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert says in done.stderr
    assert "Traceback" not in done.stderr
