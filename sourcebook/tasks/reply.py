"""What is said of an answer to a task: of a live value, whatever it is, and of the value that a page asks for.

The page's script grades the same value by the same key (``key``), with the grading of the questions, which script and
Python share; a test goes through all tasks in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sourcebook.quiz import grade
from sourcebook.quiz.response_file import LONGEST_ANSWER, printable
from sourcebook.tasks.parse import TaskError
from sourcebook.tasks.running import Computed
from sourcebook.tasks.shapes import Shape, missing_columns, only_one, same, shape
from sourcebook.text.wording import counted, did_you_mean, listing

OPEN = "Not tried yet. Put your own code in place of the three dots, run the cell, and check again."
RIGHT = "Right."
WRONG = "Not yet. Read once more what is asked for, and look at the rows again. A hint helps, too."
UNREADABLE = "This value cannot be read. Check a number, a text, a column, a table or a chart."


@dataclass(frozen=True)
class Reply:
    """``kind`` is one of ``response_file.VERDICTS``; ``slip`` the name of the slip that the value shows."""

    kind: str
    says: str
    slip: str = ""


def of_live(computed: Computed, value: Any) -> Reply:
    """What is said of a live value. Nothing that a student can hand over raises."""
    try:
        return _of(computed, shape(value))
    except Exception:  # an object that answers nothing: what is said of it is a sentence too
        return Reply("wrong", UNREADABLE)


def kept(value: Any) -> str:
    """A live answer as a file keeps it, where it is one number or text; nothing of anything else."""
    try:
        found = only_one(shape(value))
    except Exception:  # as above
        return ""
    return printable(str(found.value))[:LONGEST_ANSWER] if found.kind in ("number", "text") else ""


def _of(computed: Computed, found: Shape) -> Reply:
    if found.kind == "gap":
        return Reply("open", OPEN)
    task, wanted = computed.task, shape(computed.right.result)
    if same(found, wanted, task.tolerance):
        return Reply("right", f"{RIGHT} {task.explanation}")
    for slip in task.slips:
        if same(found, shape(computed.slips[slip.name].result), task.tolerance):
            return Reply("slip", slip.says, slip.name)
    return Reply("wrong", other_kind(found, wanted) or WRONG)


_ASKED = {
    "number": "one number",
    "text": "one word or name",
    "values": "a list of values (a column, or what groupby gives)",
    "table": "a table",
    "chart": "a chart, made with .plot,",
}


def other_kind(found: Shape, wanted: Shape) -> str:
    """What a value is instead of what was asked for; empty where it is of the right kind."""
    asked = f"{_ASKED[wanted.kind]} was asked for" if wanted.kind in _ASKED else "something else was asked for"
    if found.kind == "nothing":
        return (
            "There is nothing in it (None). Some commands, print among them, show a value and give none: "
            "write result = and what you worked out."
        )
    if found.kind == "missing":
        return f"This is a missing or endless value, no number to work with; {asked}. An empty selection gives that."
    if found.kind == "error":
        return f"This is an error that Python raised ({type(found.value).__name__}), no value; {asked}."
    if found.kind == "method":
        return f"This is a command that was not run yet; {asked}. Put parentheses after its name: {found.value}()."
    if found.kind == "groups":
        return f"These are rows in groups, and nothing is counted yet; {asked}. Add .size(), .sum() or .count()."
    if found.kind == "truth":
        return f"This is {found.value}, the answer to a yes-or-no question; {asked}."
    if found.kind == "thing":
        return f"This is a {found.value}; {asked}."
    if found.kind in ("values", "table") and not len(found.value):
        return f"No row is left: the selection is empty. {asked[0].upper()}{asked[1:]}. Look at how the name is spelt."
    if found.kind == "table" and wanted.kind == "table":
        return _of_tables(found.value, wanted.value)
    if found.kind == wanted.kind:
        return _of_lists(found.value, wanted.value) if found.kind == "values" else ""
    if only_one(found).kind == wanted.kind:
        return ""
    return f"{_named(found)}; {asked}."


def _of_lists(given: pd.Series, wanted: pd.Series) -> str:
    if len(given) == len(wanted):
        return ""
    return f"This list has {len(given)} values, and not as many as were asked for. Look at which rows it is made from."


def _of_tables(given: pd.DataFrame, wanted: pd.DataFrame) -> str:
    if missing := missing_columns(given, wanted):
        missing = missing_columns(given.reset_index(), wanted)
    if missing:
        return f"The column {missing[0]!r} is not in your table. Keep it."
    if len(given) != len(wanted):
        return f"Your table has {len(given)} rows, and not as many as were asked for. Look at what you selected by."
    return ""


def _named(found: Shape) -> str:
    if found.kind == "table":
        return f"This is a table with {counted(len(found.value), 'row')}"
    if found.kind == "values":
        return f"This is a list of {counted(len(found.value), 'value')}"
    if found.kind == "text":
        return "This is a text"
    return f"This is a {found.kind}"


# --- the value that a page asks for -----------------------------------------------------------------------------------


def options(computed: Computed) -> list[str]:
    """What a page lets choose from: the options of a choice, or the names of the rows shown. Raises ``TaskError`` where
    ``by`` names no column of them.
    """
    asks = computed.task.asks
    if asks is None or asks.type in ("number", "text"):
        return []
    if asks.type == "choice":
        return list(asks.options)
    assert computed.rows is not None
    if asks.by not in computed.rows.columns:
        columns = [str(column) for column in computed.rows.columns]
        raise TaskError(
            f"task {computed.task.id}: {asks.by!r} in `by` is no column of the rows shown."
            f"{did_you_mean(asks.by, columns)} There are: {listing(columns)}. Mend `by`, or show the column in `rows`."
        )
    return [str(value) for value in computed.rows[asks.by]]


def key(computed: Computed) -> dict[str, Any]:
    """The grading key of the value asked, as ``quiz.grade`` and the script take it, its slips in their order. Raises
    ``TaskError`` where a row is asked for that is not shown.
    """
    task, asks = computed.task, computed.task.asks
    assert asks is not None
    slips = [computed.slips[slip.name].asked for slip in computed.named]
    right = computed.right.asked
    if asks.type == "number":
        told = [[value, asks.tolerance] for value in slips]
        return {"t": "number", "a": right, "tol": asks.tolerance, "s": told, **grade.unit_key(asks.unit)}
    if asks.type == "text":
        return {"t": "text", "a": [right, *asks.also], "s": [[value] for value in slips]}
    there = options(computed)
    named = [f"the slip {slip.name!r}" for slip in computed.named]
    for whose, row in zip(["the solution", *named], [right, *slips], strict=True):
        if row not in there:
            raise TaskError(
                f"task {task.id}: the row {row!r} of {whose} is none of those shown. Show it in `rows`, or mend "
                "the code."
            )
    return {"t": "single", "a": there.index(right), "s": [there.index(value) for value in slips]}


def of_asked(key: dict[str, Any], answer: Any) -> tuple[str, int]:
    """``open``, ``right``, ``slip`` or ``wrong``, and of a slip its place, for the value that a page asks for.

    What is no answer at all is ``open``: it costs no try.
    """
    if answer is None or not grade.readable(key, answer):
        return "open", -1
    if grade.grade(key, answer) == 1:
        return "right", -1
    if key["t"] == "single":
        places = [n for n, slip in enumerate(key["s"]) if slip == answer]
    else:
        places = grade.slips(key, answer)
    return ("slip", places[0]) if places else ("wrong", -1)
