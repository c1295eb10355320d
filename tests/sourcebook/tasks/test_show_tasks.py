"""``task(…)`` as a notebook shows it: check, hint, solution; and the mistakes of beginners, each a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from sourcebook import book
from sourcebook.errors import ReaderError
from sourcebook.notebook import Bound, Quiz, Room, Tasks, Views, bind
from sourcebook.quiz import keeping, response_file, saving
from sourcebook.tasks import running, show, solutions
from tests.rivers import RIVERS


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    yield
    keeping.HELD["tasks"].clear()
    show._HINTS.clear()


def test_a_task_is_shown_checked_hinted_and_solved() -> None:
    task = show.task(RIVERS, "rain-t1")
    shown = task._repr_html_()
    assert "result = ..." in shown
    assert task.task.solution not in shown
    assert "Not tried yet" in repr(task.check(...))
    assert "between the parentheses" in repr(task.check())
    said = task.check(8)
    assert said._repr_html_().startswith('<div role="alert">')
    assert "the number of the rows" in repr(said)
    assert repr(task.check(task._known.right.result)).startswith("Right.")
    assert "Your answer from before: right." in task._repr_html_()
    assert [repr(task.hint())[:12] for _ in range(3)] == ["Hint 1 of 2.", "Hint 2 of 2.", "Hint 1 of 2."]
    assert "(rain[&quot;" in task.solution()._repr_html_() or "(rain[" in task.solution()._repr_html_()
    assert keeping.HELD["tasks"]["rain-t1"]["tries"] == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (np.int64(8), "8"),
        (np.float64(2.5), "2.5"),
        (pd.Series([8]), "8"),
        (" eight\n", "eight"),
        ("x" * 600, "x" * 500),
        (True, None),
        (pd.DataFrame({"a": [1, 2]}), None),
    ],
)
def test_one_number_or_text_is_kept_whoever_made_it(given: object, kept: str | None) -> None:
    show.task(RIVERS, "rain-t1").check(given)
    assert json.loads(json.dumps(keeping.HELD["tasks"]))["rain-t1"].get("value") == kept


def test_sentences_open_the_samples() -> None:
    task = show.task(RIVERS, "rain-t5")
    assert "quotation marks" in repr(task.check(5))
    assert "Write a sentence first" in repr(task.check("wet"))
    assert "What it lacks" in task.check("The last year, for it was the wettest.")._repr_html_()


def test_what_was_done_is_in_the_response_file(tmp_path: Path) -> None:
    show.task(RIVERS, "rain-t1").check(8)
    show.task(RIVERS, "rain-t5").check("The last year, for it was the wettest.")
    assert "0 answers and 2 tasks" in repr(saving.save(RIVERS, "night owl", tmp_path))
    path = tmp_path / "responses-night-owl.json"
    read = response_file.read(path.read_bytes(), RIVERS.identity)
    assert {name: (e["verdict"], e.get("slip")) for name, e in read.tasks.items()} == {
        "rain-t1": ("slip", "all rows"),
        "rain-t5": ("written", None),
    }


@pytest.fixture(scope="module")
def bound() -> Bound:
    def find() -> book.Book:
        return RIVERS

    whole = bind()
    data = Room(find, whole.data._functions)
    quiz, classroom = (Room(find, room._functions) for room in (whole.quiz, whole.classroom))
    return Bound(
        find, data, Quiz(find, quiz._functions), Tasks(find, {"names": "sourcebook.tasks.show"}), Views(find), classroom
    )


MISTAKES: list[tuple[Callable[[Bound], Any], str]] = [
    (lambda b: b.task(), "in quotation marks, for instance task("),
    (lambda b: b.task(["rain-t1"]), "the id of one task"),
    (lambda b: b.task("rain-1"), "Did you mean rain-t1"),
    (lambda b: b.task("a", "b"), "too many positional arguments"),
    (lambda b: b.task("rain-t1").chek(1), "Did you mean check?"),
    (lambda b: b.task.check(1), "There is: names."),
    (lambda b: b.data.load("rianfall"), "Did you mean rainfall"),
    (lambda b: b.data.load(["rainfall"]), "one table is asked for, in quotation marks"),
    (lambda b: b.data.load(), "missing a required argument: 'name'"),
    (lambda b: b.data.lode("rainfall"), "Did you mean load?"),
    (lambda b: b.data.pick("rainfall"), "say which rows"),
    (lambda b: b.data.pick("rainfall", "old bridge"), "too many positional arguments"),
    (lambda b: b.data.pick("rainfall", gage="old bridge"), "Did you mean gauge?"),
    (lambda b: b.data.pick("rainfall", gauge="old brige"), "Did you mean old bridge?"),
    (lambda b: b.data.pick("rainfall", gauge=["old bridge", "mill hill"]), "here are several values"),
    (lambda b: b.data.pick("rainfall", gauge=...), "here are three dots"),
    (lambda b: b.data.pick("rainfall", gauge="mill hill", id="bridge-2017"), "no row with"),
    (lambda b: b.quiz("Rain"), "Did you mean rain?"),
    (lambda b: b.quiz(["rain"]), "one chapter is asked for, in quotation marks: this is a list of 1 value. There are:"),
    (lambda b: b.quiz(b.data.load("rainfall")), "this is a table."),
    (lambda b: b.quiz["rian"], "Did you mean rain?"),
    (lambda b: b.quiz.question(["rain-wettest"]), "one question is asked for, in quotation marks: this is a list"),
    (lambda b: b.quiz.question(None), "this is nothing (None)"),
    (lambda b: b.quiz.questions(3), "this is the number 3"),
    (lambda b: b.quiz.questions([["rain-wettest"]]), "one question is asked for"),
    (lambda b: b.quiz.questions(b.data.load("rainfall")), "this is a table"),
    (lambda b: b.data.table(["rainfall"]), "one table is asked for, in quotation marks"),
    (lambda b: b.data("rainfall"), "after a dot, as in data.load"),
    (lambda b: b.data["rainfall"], "after a dot, as in data.load"),
    (lambda b: b.data.pick("rainfall", gauge="OLD BRIDGE"), "Did you mean old bridge?"),
    (lambda b: b.views("rain-by-yaer"), "Did you mean rain_by_year?"),
    (lambda b: b.views["rain_by_year"], "write the name of a view after a dot"),
    (lambda b: b.views.rain_by_year(guage="mill hill"), "was called in another way: got an unexpected"),
    (lambda b: b.classroom.questions(["rain"]), "one chapter is asked for"),
    (lambda b: b.classroom.poll(["rain-wettest"]), "one question is asked for"),
    (lambda b: b.classroom.poll(b.data.load("rainfall")), "this is a table"),
    (lambda b: b.classroom.history(3), "folder is a name in quotation marks, and here is the number 3."),
    (lambda b: b.classroom.export(["a.csv"]), "file is a name in quotation marks, and here is a list of 1 value."),
    (lambda b: b.classroom.report(len), "here is a command without its parentheses"),
    (lambda b: b.classroom.raport("x"), "Did you mean report"),
    (lambda b: b.quiz(), "missing a required argument: 'chapter'"),
    (lambda b: b.views.rain_by_yaer(), "Did you mean"),
]


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_a_beginners_mistake_is_a_sentence(bound: Bound, number: int) -> None:
    mistake, says = MISTAKES[number]
    with pytest.raises(ReaderError) as told:
        mistake(bound)
    assert says in str(told.value)
    # What IPython shows is the sentence, and no traceback.
    assert told.value._render_traceback_() == [str(told.value)]


def test_solution_notebooks_run_and_hold_every_slip(tmp_path: Path) -> None:
    (path,) = solutions.write(RIVERS, tmp_path)
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), 4)
    nbformat.validate(notebook)
    whole = json.dumps(notebook.cells)
    for task in (show.task(RIVERS, name).task for name in show.names(RIVERS, "rain")):
        assert task.id in whole
        if not task.thinking:
            code = next(c.source for c in notebook.cells if c.id == f"{task.id}-code")
            assert running.run(RIVERS, code.rpartition("\n")[0], task.id)["result"] is not None
