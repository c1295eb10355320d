"""Runs the code of tasks over the tables: what is right, what each slip gives. For builds, tests and live notebooks.

``check`` never calls this module: whoever runs it trusts the files of tasks as they trust code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.tasks import plotting
from sourcebook.tasks.models import Asks, Slip, Task
from sourcebook.tasks.parse import TaskError
from sourcebook.tasks.shapes import plain_value


@dataclass(frozen=True)
class Worked:
    """What the code of a task gives: its ``result``, and in ``asked`` the value that the page asks for."""

    result: Any = field(repr=False)
    asked: Any


@dataclass(frozen=True)
class Computed:
    """The values of a task on today's tables: the right ones, those of each slip by its name, the rows of the page."""

    task: Task
    right: Worked
    slips: Mapping[str, Worked]
    rows: pd.DataFrame | None = field(default=None, repr=False)

    @property
    def named(self) -> list[Slip]:
        """The slips that a page can tell."""
        return [slip for slip in self.task.slips if not slip.live]


def namespace(book: Book) -> dict[str, Any]:
    """What the code of a task finds there: ``data`` of the book, and pandas as ``pd``."""
    calls = {name: partial(getattr(data, name), book) for name in ("load", "pick", "names")}
    return {"data": SimpleNamespace(**calls), "pd": pd}


def run(book: Book, code: str, name: str) -> dict[str, Any]:
    """The names that the code leaves; what it raises becomes a ``TaskError`` that says in which task and line."""
    names = namespace(book)
    file = f"<task {name}>"
    try:
        with pd.option_context("plotting.backend", plotting.__name__):
            exec(compile(code, file, "exec"), names)
    except Exception as error:
        raise TaskError(f"task {name}: its code fails ({type(error).__name__}: {error}):\n{code}\nMend it.") from error
    return names


def _value(names: dict[str, Any], expression: str, name: str) -> Any:
    try:
        return eval(compile(expression, f"<task {name}>", "eval"), names)
    except Exception as error:
        raise TaskError(f"task {name}: {expression!r} fails ({type(error).__name__}: {error}). Mend it.") from error


def _asked(asks: Asks, names: dict[str, Any], name: str) -> Any:
    value = plain_value(_value(names, asks.value, name))
    wanted: Any = int | float if asks.type == "number" else str
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TaskError(f"task {name}: `asks` gives {value!r}, which is no {asks.type}. Mend `value`.")
    if asks.type == "choice" and value not in asks.options:
        raise TaskError(f"task {name}: {value!r} is none of the `options`: {', '.join(asks.options)}. Add it.")
    return value


def _work(book: Book, task: Task, instead: str, on_page: bool = True) -> Worked:
    assert task.asks is not None
    names = run(book, task.code(instead), task.id)
    return Worked(names["result"], _asked(task.asks, names, task.id) if on_page else None)


def _rows(book: Book, task: Task) -> pd.DataFrame | None:
    if not task.rows:
        return None
    frame = _value(run(book, task.given, task.id), task.rows, task.id)
    if isinstance(frame, pd.Series):
        frame = frame.to_frame()
    if not isinstance(frame, pd.DataFrame):
        raise TaskError(f"task {task.id}: `rows` gives no table. Write Python that gives one.")
    attrs = dict(frame.attrs)
    if frame.index.name is not None or any(frame.index.names):
        frame = frame.reset_index()
    frame.attrs = attrs
    return frame


def compute(book: Book, task: Task) -> Computed:
    """Run the solution and every slip. A thinking task has nothing to compute, only its rows."""
    slips = {} if task.thinking else {s.name: _work(book, task, s.code, not s.live) for s in task.slips}
    return Computed(task, right(book, task), slips, _rows(book, task))


def right(book: Book, task: Task) -> Worked:
    """Run the solution alone."""
    return Worked(None, None) if task.thinking else _work(book, task, task.solution)
