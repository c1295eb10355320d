"""The tasks of the made-up book: every reply to a live value, and of the value that a page asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sourcebook.quiz.values import lookup
from sourcebook.tasks import files, parse, reply, running
from sourcebook.tasks.parse import TaskError
from tests import tasks_walk
from tests.rivers import RIVERS


@pytest.fixture(scope="module")
def computed() -> dict[str, running.Computed]:
    return {one.task.id: one for one in tasks_walk.computed(RIVERS)}


def test_every_task_of_the_book_holds(computed: dict[str, running.Computed]) -> None:
    files.check_all(RIVERS)
    for one in computed.values():
        tasks_walk.live(one, RIVERS)
        assert tasks_walk.asked(one)


def test_a_number_may_come_alone_in_a_list_or_as_text(computed: dict[str, running.Computed]) -> None:
    one = computed["rain-t1"]
    right = int(one.right.result)
    for value in (
        right,
        float(right),
        np.array(right),
        [right],
        pd.DataFrame({"n": [right]}),
        f" {right} ",
        f"{right} years",
    ):
        assert reply.of_live(one, value).kind == "right", value


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (pd.DataFrame({"a": range(12)}), "a table with 12 rows; one number was asked for"),
        (pd.DataFrame({"a": []}), "the selection is empty"),
        (pd.Series([1, 2]), "a list of 2 values; one number"),
        (pd.Series([1]).sum, "Put parentheses after its name: sum()"),
        (pd.DataFrame({"a": [1]}).groupby("a"), "nothing is counted yet"),
        (None, "nothing in it (None)"),
        (True, "yes-or-no"),
        ("many", "This is a text; one number"),
        (ValueError("x"), "an error that Python raised (ValueError)"),
    ],
)
def test_what_is_wrong_in_kind_is_told_in_words(
    computed: dict[str, running.Computed], value: object, says: str
) -> None:
    assert says in reply.of_live(computed["rain-t1"], value).says


def test_rows_and_columns_may_stand_in_any_order(computed: dict[str, running.Computed]) -> None:
    groups, row = computed["rain-t2"], computed["rain-t4"]
    right = groups.right.result
    for value in (right.iloc[::-1], right.to_frame(), right.reset_index(), right.to_dict(), right.astype("float64")):
        assert reply.of_live(groups, value).kind == "right"
    table = row.right.result
    assert reply.of_live(row, table[table.columns[::-1]]).kind == "right"
    assert reply.of_live(row, table.assign(more=1)).kind == "right"
    assert "'year' is not in your table" in reply.of_live(row, table.drop(columns="year")).says
    assert "has 16 rows" in reply.of_live(row, pd.concat([table] * 16)).says


def test_a_chart_is_told_by_its_kind_and_its_numbers(computed: dict[str, running.Computed]) -> None:
    from sourcebook.views.charts import alt

    one = computed["rain-t3"]
    points = one.right.result.points
    assert reply.of_live(one, alt.Chart(points).mark_line().encode(x="x:O", y="y:Q")).kind == "right"
    assert reply.of_live(one, alt.Chart(points).mark_bar().encode(x="x:O", y="y:Q")).slip == "bars"
    assert "a chart, made with .plot, was asked for" in reply.of_live(one, points).says
    assert "<svg" in one.right.result._repr_html_()


def test_code_that_fails_names_its_task() -> None:
    with pytest.raises(TaskError, match=r"task rain-t1: its code fails \(NameError"):
        running.run(RIVERS, "result = nowhere", "rain-t1")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "by: year",
            "by: yaer",
            "'yaer' in `by` is no column of the rows shown. Did you mean year? There are:",
        ),
        (
            "rows: rain",
            "rows: rain[rain.year > 2030]",
            "the row '2022' of the solution is none of those shown. Show it",
        ),
        (
            "rows: rain",
            "rows: rain.nsmallest(1, 'millimetres')",
            "the row '2024' of the slip 'the most' is none of those shown.",
        ),
    ],
)
def test_a_row_that_is_not_shown_is_named_with_its_task(old: str, new: str, says: str) -> None:
    name = "book/tasks/rain.yml"
    text = (RIVERS.tasks_dir / "rain.yml").read_text(encoding="utf-8")
    start = text.index("  - id: rain-t4")
    assert old in text[start:]
    (task,) = (
        one for one in parse.parse(text[:start] + text[start:].replace(old, new, 1), name).tasks if one.id == "rain-t4"
    )
    with pytest.raises(TaskError, match="^task rain-t4: ") as fault:
        reply.key(running.compute(RIVERS, task))
    assert says in str(fault.value)


def test_a_fact_in_a_text_gives_its_value_and_braces_of_python_stay() -> None:
    asked = files.find(RIVERS, "rain-t2")
    assert asked.explanation == "Each of the 2 groups has eight years, which are added up."
    code = 'result = f"{{{len(rain)}}}"'
    slips = [slip.model_copy(update={"code": code, "says": "Of {{rain.gauges}}."}) for slip in asked.slips]
    filled = files.filled(asked.model_copy(update={"slips": slips}), lookup(RIVERS))
    assert {(slip.code, slip.says) for slip in filled.slips} == {(code, "Of 2.")}


def test_unknown_names_are_told_with_the_nearest() -> None:
    with pytest.raises(TaskError, match="no tasks for 'rian'. Did you mean rain"):
        files.load(RIVERS, "rian")
    with pytest.raises(TaskError, match="Did you mean rain-t1"):
        files.find(RIVERS, "rain-1")
