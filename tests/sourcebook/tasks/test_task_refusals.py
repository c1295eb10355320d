"""Mistakes in a file of tasks: each is told with its line, its task and what to do."""

from __future__ import annotations

import pytest

from sourcebook.quiz import bank
from sourcebook.tasks import files, parse
from tests.rivers import RIVERS

TEXT = (RIVERS.tasks_dir / "rain.yml").read_text(encoding="utf-8")
FIRST = 'rain = data.pick("rainfall", gauge="old bridge")\n'


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("chapter: rain", "chapter: reign", 1, "Write `chapter: rain`."),
        ("chapter: rain", "chapter: rain\ntitle: Rain", 2, "unknown key `title`"),
        ("id: rain-t1", "id: T1", 3, "lower-case words joined by dashes"),
        ("id: rain-t1", "id: high-t1", 3, "begin with rain-"),
        ("id: rain-t2", "id: rain-t1", 28, "stands already in line 3"),
        ("objective: rain-o1", "objective: rain-o7", 4, "'rain-o7' is not in the objectives of the chapter."),
        ("minutes: 3", "minutes: 90", 5, "`minutes`"),
        ("kind: count", "kind: counting", 6, "is one of: find a row, count"),
        ("      result = ...\n    solution: result = (", "    solution: result = (", 3, "must end with the line"),
        (FIRST, FIRST + f"      {FIRST}" * 3, 3, "has 5 lines; it has at most 4"),
        ('result = (rain["millimetres"] > 600).sum()', "result = (rain", 11, "`solution` is no Python"),
        ('result = (rain["millimetres"] > 600).sum()', "answer = 5", 11, "must set `result`"),
        ("code: result = len(rain)", "code: len(rain)", 16, "`code` must set `result`"),
        ("        code: result = len(rain)\n", "", 15, "code` is missing"),
        ("name: the others", "name: all rows", 3, "'all rows' stands twice"),
        ("type: number, label: How many years?", "type: choice, label: How many?", 12, "`options` belongs to"),
        ("label: How many years?", "label: How many?, value: 'len('", 12, "no expression of Python"),
        ("label: How many years?", "lable: How many?", 12, "Did you mean label"),
        ("sources: [sample-2024-rainfall]", "sources: [sample-2024-rain]", 26, "Did you mean sample-2024-rainfall"),
        ("teaches: book/rain#rain-measure", "teaches: book/rain#rain", 27, "is not in the pages"),
        ("kind: thinking", "kind: group", 110, "`starter` is missing"),
        ("      - {text: The last one., lacks: It gives no reason.}\n", "", 110, "has 3 `samples`"),
        ("[Begin by grouping the rows by the gauge.]", "['{{rain.gaugs}} groups.']", 51, "Did you mean rain.gauges"),
        ("eight years", "{{Rain gauges}} years", 52, "written in lower case and without blanks"),
        ("label: How many years?", "label: How many?, unit: '{{rain.gauges}}'", 12, "`unit` is taken as it stands"),
        ("code: result = len(rain)", "code: result = '{{rain.gauges}}'", 16, "`code` is taken as it stands"),
        ("tasks:\n", "tasks: none\nother:\n", 2, "must be a list of tasks"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in TEXT
    known = files.known_to(RIVERS, "rain", frozenset({"sample-2024-rainfall"}), frozenset({"rain.gauges"}))
    found = parse.faults(TEXT.replace(old, new, 1), "book/tasks/rain.yml", known)
    told = [str(fault) for fault in found]
    assert any(f"line {line}" in one and says in one for one in told), told


def test_an_id_belongs_to_one_task_and_to_no_question() -> None:
    read = files.load(RIVERS, "rain")
    assert not list(files.together({"rain": read}, bank.every(RIVERS)))
    assert "is that of a question" in str(next(files.together({"rain": read}, {"rain-t2": None})))
    assert "in book/tasks/rain.yml already" in str(next(files.together({"rain": read, "high": read}, {})))
