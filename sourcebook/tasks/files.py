"""The files of tasks of a book, one a chapter, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank, places, values
from sourcebook.tasks.models import Task
from sourcebook.tasks.parse import AS_THEY_STAND, UNCHECKED, Known, TaskError, TaskFile, parse
from sourcebook.text import litter, reads
from sourcebook.text.textfile import read_text
from sourcebook.text.wording import did_you_mean, listing, titled


def files(book: Book) -> list[Path]:
    """The files of tasks; none where the book has no tasks."""
    reads.stamp(book.tasks_dir)  # a first file of tasks reaches who found none
    return list(litter.files(book.tasks_dir, "*.yml")) if book.tasks_dir.is_dir() else []


def chapters(book: Book) -> list[str]:
    """The chapters that have tasks."""
    return [path.stem for path in files(book)]


def title(book: Book, chapter: str) -> str:
    """The title of a chapter: that of its questions, and where it asks none, its name in words."""
    return bank.load(book, chapter).title if chapter in bank.names(book) else titled(chapter)


def known_to(
    book: Book, chapter: str, sources: frozenset[str] = frozenset(), facts: frozenset[str] = frozenset()
) -> Known:
    """What the tasks of a chapter may refer to: its objectives, sections of pages, these ``sources`` and ``facts``."""
    goals: frozenset[str] = frozenset()
    if chapter in bank.names(book):
        goals = frozenset(o.id for o in bank.load(book, chapter).objectives)
    return Known(goals, sources, places.sections(book), tuple(book.identity.prefixes.items()), facts)


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int, known: Known) -> TaskFile:
    name = f"book/tasks/{path.name}"
    return parse(read_text(path, name, TaskError), name, known)


def load(book: Book, chapter: str, known: Known = UNCHECKED) -> TaskFile:
    """The tasks of one chapter, with the values of facts in their texts; an unknown chapter raises ``TaskError`` and
    lists those there are.
    """
    path = book.tasks_dir / f"{chapter}.yml"
    if not path.is_file():
        there = f"There are: {listing(chapters(book))}." if chapters(book) else "This book has none."
        raise TaskError(f"no tasks for {chapter!r}.{did_you_mean(chapter, chapters(book), 1)} {there}")
    read = _read(path, reads.stamp(path), known)
    resolve = values.lookup(book)
    return replace(read, tasks=tuple(filled(task, resolve) for task in read.tasks))


def filled(task: Task, resolve: values.Resolve) -> Task:
    """The task with every ``{{fact}}`` of its texts replaced by its value."""

    def fill(part: Any, key: Any = None) -> Any:
        if isinstance(part, str):
            return part if key in AS_THEY_STAND else values.filled(part, resolve)
        if isinstance(part, dict):
            return {name: value if name in AS_THEY_STAND else fill(value, name) for name, value in part.items()}
        return [fill(one) for one in part] if isinstance(part, list) else part

    has_facts = "{{" in task.model_dump_json(exclude=set(AS_THEY_STAND))
    return Task.model_validate(fill(task.model_dump())) if has_facts else task


def together(read: Mapping[str, TaskFile], questions: Mapping[str, object]) -> Iterator[TaskError]:
    """Everything that is wrong between files: an id that two tasks share, or a task and a question."""
    first: dict[str, str] = {}
    for chapter, held in read.items():
        for task in held.tasks:
            here = f"book/tasks/{chapter}.yml, line {held.lines[task.id]}, task {task.id}"
            other = "a question" if task.id in questions else first.get(task.id, "")
            if other:
                yield TaskError(f"{here}: this id is that of {other} already. Give the task another.")
            first.setdefault(task.id, f"the task in book/tasks/{chapter}.yml")


def every(book: Book) -> dict[str, Task]:
    """All tasks of the book by id, in the order of the files."""
    return {task.id: task for chapter in chapters(book) for task in load(book, chapter).tasks}


def find(book: Book, name: str) -> Task:
    """The task with this id; an unknown one raises ``TaskError`` and names near ones."""
    held = every(book)
    if name not in held:
        near = did_you_mean(name, held)
        raise TaskError(f"there is no task {name!r}.{near or ' task.names() lists them all.'}")
    return held[name]


def check_all(book: Book) -> None:
    """Check every file of tasks against the book; raises ``TaskError`` for the first mistake."""
    from sourcebook import facts, sources

    keys, names = frozenset(sources.keys(book)), frozenset(facts.names(book))
    read = {chapter: load(book, chapter, known_to(book, chapter, keys, names)) for chapter in chapters(book)}
    for fault in together(read, bank.every(book) if read else {}):
        raise fault
