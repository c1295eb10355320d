"""One file of tasks, checked so that a mistake names file, line, task and remedy. No code of a task runs here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sourcebook.errors import ReaderError
from sourcebook.quiz import values
from sourcebook.quiz.models import ID, LONGEST_ID
from sourcebook.tasks.models import KINDS, Asks, Sample, Slip, Task
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

_FILE_KEYS = ("chapter", "tasks")
#: Code: braces that stand for no fact are Python's own.
_CODE = {"starter", "solution", "code", "rows", "value"}
#: Where a fact cannot stand: code, what is compared, and what is no text for readers.
AS_THEY_STAND = _CODE | {"id", "objective", "kind", "unit", "also", "options", "by", "name", "sources", "teaches"}


class TaskError(ReaderError):
    """A file of tasks is not as it must be; the message says where and what to do."""


@dataclass(frozen=True)
class Known:
    """What tasks may refer to; an empty set means that this is not checked."""

    objectives: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    #: How the ids of each chapter begin, by the name of its file.
    prefixes: tuple[tuple[str, str], ...] = ()
    facts: frozenset[str] = frozenset()


UNCHECKED = Known()


@dataclass(frozen=True)
class TaskFile:
    """The tasks of one chapter in the order of the file; ``lines`` says in which line each id stands."""

    chapter: str
    tasks: tuple[Task, ...] = field(repr=False)
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)


def _keys(place: tuple[Any, ...]) -> list[str]:
    """The keys that may stand beside the one at this place of a task."""
    models = {"slips": Slip, "asks": Asks, "samples": Sample}
    model: Any = models.get(str(place[0]), Task) if len(place) > 1 else Task
    return list(model.model_fields)


class _Reader:
    def __init__(self, file: str, known: Known) -> None:
        self.file, self.known = file, known
        self.stem = file.rpartition("/")[2].removesuffix(".yml")
        self.faults: list[TaskError] = []
        self.lines: dict[str, int] = {}

    def fail(self, line: int, task: str, reason: str) -> None:
        who = f", task {task}" if task else ""
        self.faults.append(TaskError(f"{self.file}, line {line}{who}: {reason}"))

    def read(self, text: str) -> TaskFile | None:
        odd: list[Unreadable] = []
        try:
            yaml = YamlFile(text, odd)
        except Unreadable as error:
            self.fail(error.line, "", str(error))
            return None
        for one in odd:
            self.fail(one.line, "", str(one))
        raw = yaml.values
        if not isinstance(raw, dict):
            self.fail(1, "", "must begin with `chapter:` and `tasks:`.")
            return None
        for key in raw:
            if key not in _FILE_KEYS:
                self.fail(yaml.line(key), "", f"unknown key `{key}`.{did_you_mean(key, _FILE_KEYS)} Take it out.")
        if raw.get("chapter") != self.stem:
            self.fail(yaml.line("chapter"), "", f"`chapter` is not the name of the file. Write `chapter: {self.stem}`.")
        items = raw.get("tasks")
        if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
            self.fail(yaml.line("tasks"), "", "`tasks` must be a list of tasks, each beginning with `- id:`.")
            return None
        found = [self._task(yaml, number, item) for number, item in enumerate(items)]
        return TaskFile(self.stem, tuple(task for task in found if task is not None), self.lines)

    def _task(self, yaml: YamlFile, number: int, item: dict[str, Any]) -> Task | None:
        at, name = ("tasks", number), str(item.get("id", ""))
        if item.get("kind") not in KINDS:
            reason = f"`kind` {item.get('kind')!r} is unknown. It is one of: {', '.join(KINDS)}."
            self.fail(yaml.line(*at, "kind"), name, reason)
            return None
        try:
            task = Task.model_validate(item)
        except ValidationError as error:
            for one in error.errors():
                self.fail(yaml.line(*at, *one["loc"]), name, explain(one, _keys(one["loc"])))
            return None
        self._id(yaml.line(*at, "id"), task.id)
        for key, given, allowed, where in (
            ("objective", [task.objective], self.known.objectives, "the objectives of the chapter"),
            ("sources", task.sources, self.known.sources, "book/references.bib"),
            ("teaches", [task.teaches], self.known.sections, "the pages (write page#label)"),
        ):
            for value in given:
                if allowed and value not in allowed:
                    reason = f"{value!r} is not in {where}.{did_you_mean(value, allowed)}"
                    self.fail(yaml.line(*at, key), task.id, reason)
        for path, value in values.in_braces(item):
            is_code = not _CODE.isdisjoint(path) and not values.FACT.search(value)
            if not is_code and (reason := values.fault(path, value, self.known.facts, AS_THEY_STAND)):
                self.fail(yaml.line(*at, *path), task.id, reason)
        return task

    def _id(self, line: int, name: str) -> None:
        if not ID.fullmatch(name) or len(name) > LONGEST_ID:
            self.fail(line, name, "the id must be a few lower-case words joined by dashes, like rain-t1.")
        if name in self.lines:
            self.fail(line, name, f"this id stands already in line {self.lines[name]}. Give the task another.")
        self.lines.setdefault(name, line)
        own = dict(self.known.prefixes).get(self.stem, "")
        if own and not name.startswith(f"{own}-"):
            self.fail(line, name, f"the ids of {self.stem} begin with {own}- (book.yml, prefixes). Rename it.")


def faults(text: str, file: str, known: Known = UNCHECKED) -> list[TaskError]:
    """Everything that is wrong with one file of tasks, each with file, line, task and remedy."""
    reader = _Reader(file, known)
    reader.read(text)
    return reader.faults


def parse(text: str, file: str, known: Known = UNCHECKED) -> TaskFile:
    """Read one file of tasks; raises ``TaskError`` for the first mistake. ``file`` is its name for messages."""
    reader = _Reader(file, known)
    read = reader.read(text)
    if reader.faults or read is None:
        raise reader.faults[0]
    return read
