"""A walk through all tasks of a book, which both the made-up book and this one must pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sourcebook.book import Book
from sourcebook.tasks import files, reply, running
from sourcebook.tasks.running import Computed


class Hostile:
    """Answers nothing that it is asked."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError("no words")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = None


def absurd() -> list[Any]:
    """Values that no task asks for."""
    endless: list[Any] = []
    endless.append(endless)
    odd = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")]))
    return [
        None, float("nan"), float("inf"), 10**400, -123456789.5, "x" * 5000, b"bytes", 3 + 4j, object(), Hostile(),
        lambda: 1, KeyError("year"), {}, [], endless, {"a": [1]}, pd.DataFrame(), odd, pd.Series(dtype="float64"),
        pd.NA, pd.NaT, True, int, pd.DataFrame({"a": [1, 1]}).groupby("a"), pd.DataFrame({"a": [1]}).sum,
    ]  # fmt: skip


def computed(book: Book) -> Iterator[Computed]:
    """Every task of the book that has something to compute, with its values."""
    for task in files.every(book).values():
        if not task.thinking:
            yield running.compute(book, task)


def live(one: Computed, book: Book) -> None:
    """The starter is not tried yet, the solution right, each slip its own sentence, an absurd value a sentence."""
    task = one.task
    starter = running.run(book, task.starter, task.id)["result"]
    assert reply.of_live(one, starter).kind == "open", task.id
    assert reply.of_live(one, one.right.result).kind == "right", task.id
    said = set()
    for slip in task.slips:
        given = reply.of_live(one, one.slips[slip.name].result)
        assert (given.kind, given.slip) == ("slip", slip.name), (task.id, slip.name, given)
        said.add(given.says)
    assert len(said) == len(task.slips), f"{task.id}: two slips are told the same"
    for value in absurd():
        given = reply.of_live(one, value)
        assert given.kind == "wrong", (task.id, type(value))
        assert given.says.endswith((".", "?")), (task.id, given.says)


def asked(one: Computed) -> list[tuple[dict[str, Any], Any, list[Any]]]:
    """Of the value that the page asks for: key, answer, and what is said of it, which the script must say too."""
    key = reply.key(one)
    cases: list[tuple[dict[str, Any], Any, list[Any]]] = []

    def add(answer: Any, kind: str, place: int = -1) -> None:
        assert reply.of_asked(key, answer) == (kind, place), (one.task.id, answer)
        cases.append((key, answer, [kind, place]))

    def typed(value: Any) -> Any:
        return reply.options(one).index(value) if key["t"] == "single" else str(value)

    add(typed(one.right.asked), "right")
    for place, slip in enumerate(one.named):
        add(typed(one.slips[slip.name].asked), "slip", place)
    for answer in (None, "", " ", "?", "no idea at all", "-1e309", "9" * 70, -7.25, -3, [1], 10**9):
        kind, place = reply.of_asked(key, answer)
        assert kind in ("open", "wrong"), (one.task.id, answer, kind)
        cases.append((key, answer, [kind, place]))
    return cases
