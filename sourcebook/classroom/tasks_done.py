"""What a class did with the tasks: tried, right, which slip. For the class report.

What a student worked out live, a table or a chart, is not in a response file: what was said of it then is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import pandas as pd

from sourcebook.book import Book
from sourcebook.quiz import markdown
from sourcebook.quiz.response_file import Response
from sourcebook.tasks import files
from sourcebook.tasks.content import hash_today
from sourcebook.tasks.models import Task

COLUMNS = ["prompt", "kind", "tried", "right", "written", "slip", "students", "says"]


class TasksDone:
    """The tasks of some response files: one row a task that somebody tried.

    ``left_out`` says of each file how many of its tasks are of another version of the book, or not of it.
    """

    def __init__(self, book: Book, found: Iterable[Response]) -> None:
        self._known = files.every(book)
        self.left_out: dict[str, int] = {}
        self._entries: dict[str, list[dict[str, Any]]] = {}
        today: dict[str, str] = {}
        for response in found:
            for name, entry in response.tasks.items():
                if name in self._known and name not in today:
                    today[name] = hash_today(book, name)
                if name in today and entry.get("hash") == today[name]:
                    self._entries.setdefault(name, []).append(entry)
                else:
                    self.left_out[response.file] = self.left_out.get(response.file, 0) + 1

    def table(self) -> pd.DataFrame:
        """``tried``, ``right`` and ``written`` count students; ``slip`` is the most frequent, ``says`` its words."""
        return self._table.copy()

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = {name: _row(task, self._entries[name]) for name, task in self._known.items() if name in self._entries}
        return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS).rename_axis("task")


def prompt(task: Task) -> str:
    """What is asked, as plain text."""
    return markdown.plain(task.prompt, curly=True)


def says(task: Task) -> dict[str, str]:
    """What is said of each slip, as plain text, by its name."""
    return {slip.name: markdown.plain(slip.says, curly=True) for slip in task.slips}


def _row(task: Task, entries: list[dict[str, Any]]) -> dict[str, Any]:
    stand = Counter(entry["verdict"] for entry in entries)
    told = says(task)
    slips = Counter(slip for entry in entries if isinstance(slip := entry.get("slip"), str) and slip in told)
    name, students = min(slips.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return {
        "prompt": prompt(task),
        "kind": task.kind,
        "tried": len(entries),
        "right": stand["right"],
        "written": stand["written"],
        "slip": name,
        "students": students,
        "says": told.get(name, ""),
    }
