"""``task("rain-t1")``: a task in a live notebook and in the book, from one definition."""

from __future__ import annotations

from html import escape
from typing import Any

from sourcebook.book import Book, static_build
from sourcebook.errors import ReaderError
from sourcebook.quiz import keeping
from sourcebook.quiz.markdown import inline, plain
from sourcebook.quiz.response_file import LONGEST_ANSWER, now, printable
from sourcebook.tasks import files, plotting, render, reply, running
from sourcebook.tasks.content import content_hash
from sourcebook.tasks.models import Task
from sourcebook.tasks.parse import TaskError
from sourcebook.tasks.reply import Reply
from sourcebook.tasks.running import Computed
from sourcebook.text.wording import did_you_mean

#: Fewer letters are no sentence.
ENOUGH = 20
_COMMANDS = ("check", "hint", "solution")
_HINTS: dict[str, int] = {}
_NOTHING = object()


class Said:
    """A sentence or more, shown as a notebook shows a result, and read aloud by a screen reader."""

    def __init__(self, text: str, html: str = "", state: str = "") -> None:
        self.text = text
        self.state = state
        self._html = html or f"<p>{inline(text)}</p>"

    def _repr_html_(self) -> str:
        return f'<div role="alert">{self._html}</div>'

    def __repr__(self) -> str:
        return plain(self.text)


class LiveTask:
    """One task: it shows itself; ``check(result)``, ``hint()`` and ``solution()`` answer."""

    def __init__(self, book: Book, asked: Task) -> None:
        self.book = book
        self.task = asked
        self._computed: Computed | None = None
        plotting.use()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NoSuchCommand(
            f"A task has no .{name}.{did_you_mean(name, _COMMANDS, 1)} It has .check(result), .hint() and .solution()."
        )

    @property
    def _known(self) -> Computed:
        if self._computed is None:
            self._computed = running.compute(self.book, self.task)
        return self._computed

    def __call__(self, *_: Any, **__: Any) -> Said:
        """A beginner's mistake: what to write instead."""
        return Said(
            f'Write what the task shall do: `task("{self.task.id}").check(result)`, `.hint()` or `.solution()`.'
        )

    def check(self, result: Any = _NOTHING, *more: Any, **named: Any) -> Said:
        """What is said of an answer: a live value, or the sentences of a thinking task."""
        if result is _NOTHING or named:
            return Said(f'Put what you worked out between the parentheses: `task("{self.task.id}").check(result)`.')
        if more:
            return Said("One value is asked for, and you gave several. Check one: `.check(result)`.")
        given = self._thinking(result) if self.task.thinking else reply.of_live(self._known, result)
        notice = self._keep(given, result) if given.kind != "open" else ""
        text = f"{given.says} {notice}".strip()
        if given.kind == "written":
            return Said(text, f"<p>{inline(text)}</p>{self._solution()}", given.kind)
        return Said(text, state=given.kind)

    def _thinking(self, text: Any) -> Reply:
        if not isinstance(text, str):
            return Reply("open", "Write your answer as a text, in quotation marks.")
        if len(text.strip()) < ENOUGH:
            return Reply("open", "Write a sentence first. Then the samples open.")
        return Reply("written", "Kept. Now compare it with the samples. Nobody grades a sentence.")

    def _keep(self, given: Reply, result: Any) -> str:
        held = keeping.held(self.book, "tasks").get(self.task.id, {})
        digest = content_hash(self.task, self._known.right.asked)
        tries = held.get("tries", 0) if held.get("hash") == digest else 0
        entry: dict[str, Any] = {
            "tries": tries + (given.kind != "written" or not tries),
            "verdict": given.kind,
            "hash": digest,
            "time": now(),
        }
        if given.slip:
            entry["slip"] = given.slip
        if given.kind == "written":
            entry["text"] = printable(result)[:LONGEST_ANSWER]
        elif value := reply.kept(result):
            entry["value"] = value
        return keeping.hold(self.book, "tasks", {self.task.id: entry})

    def hint(self, *_: Any) -> Said:
        """The next hint, whatever was asked for, small to large; after the last one the first again."""
        number = _HINTS.get(self.task.id, 0)
        _HINTS[self.task.id] = number + 1
        total = len(self.task.hints)
        place = number % total
        return Said(f"Hint {place + 1} of {total}. {self.task.hints[place]}")

    def _solution(self) -> str:
        return render.solution_html(self.book, self._known, None)

    def solution(self, *_: Any) -> Said:
        """The solution with its explanation; of a thinking task the samples."""
        if self.task.thinking:
            return Said(self.task.explanation, self._solution())
        return Said(f"{self.task.code(self.task.solution)}\n{self.task.explanation}", self._solution())

    def html(self, root: str | None = "..", prefix: str = "") -> str:
        """The form as the book shows it."""
        return render.task_html(self.book, self._known, root, prefix)

    def _live_html(self) -> str:
        task = self.task
        before = keeping.held(self.book, "tasks").get(task.id)
        told = f"<p>Your answer from before: {_STATES.get(str(before.get('verdict')), 'open')}.</p>" if before else ""
        return (
            f"<div><p><b>{escape(render.heading(task))}</b> {inline(task.prompt)}</p>"
            f"<p>Copy these lines into a new cell below, and put your own code in place of the dots:</p>"
            f"{render.code_html(render.live_lines(task))}{told}</div>"
        )

    def _repr_html_(self) -> str:
        return self.html() if static_build() else self._live_html()

    def __repr__(self) -> str:
        return f"<task {self.task.id}: {plain(self.task.prompt)}>"


_STATES = {"right": "right", "slip": "not right yet", "wrong": "not right yet", "written": "written", "open": "open"}


class NoSuchCommand(ReaderError, AttributeError):
    """A task has no command of this name; the message lists those that it has."""


def task(book: Book, name: object = "") -> LiveTask:
    """The task with this id; anything else raises ``TaskError`` and says what to write."""
    if not isinstance(name, str) or not name:
        example = next(iter(files.every(book)), "rain-t1")
        raise TaskError(f'Write the id of one task in quotation marks, for instance task("{example}").')
    return LiveTask(book, files.find(book, name.strip()))


def names(book: Book, chapter: str = "") -> list[str]:
    """The ids of all tasks, or of those of a chapter, in their order."""
    return [t.id for t in files.load(book, chapter).tasks] if chapter else list(files.every(book))
