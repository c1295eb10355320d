"""``quiz("history")``: questions as one object, a form in the book and a live widget in a notebook."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from minusma.quiz import bank, grade, markdown, render

#: Answers of this kernel by question id: a cell that is run again keeps them.
_KEPT: dict[str, dict[str, Any]] = {}
_NUMBER = itertools.count(1)


class Quiz:
    """Some questions, as the book and a notebook show them.

    ``answers`` gives what was answered (as JSON values, by question id), ``score`` the sum of the shares that are right, ``to_frame()`` a row
    a question. Scores are computed here, from the bank. ``observe(f)`` calls ``f(quiz)`` after each answer.

    A cell that is run again keeps the answers of this kernel; ``fresh=True`` begins anew, and so does a question whose content changed.
    """

    def __init__(self, questions: Iterable[Any], title: str, mode: str = "practice", fresh: bool = False) -> None:
        self.questions = list(questions)
        if mode not in ("practice", "check"):
            raise bank.BankError(f"no mode {mode!r}. There is: practice, check.")
        self.title = title
        self.mode = mode
        if fresh:
            for q in self.questions:
                _KEPT.pop(q.id, None)
        self._widget: Any = None

    @property
    def widget(self) -> Any:
        """The live widget; made when first asked for, so that building the book makes none."""
        if self._widget is None:
            from minusma.quiz.widget import QuizWidget

            hashes = {q.id: bank.content_hash(q) for q in self.questions}
            held = {i: e for i, e in _KEPT.items() if hashes.get(i) == e.get("hash")}
            text = render.quiz_html(self.questions, self.title, self.mode, None, f"w{next(_NUMBER)}-")
            self._widget = QuizWidget(html=text, entries=held)
            self._widget.observe(self._keep, names="entries")
        return self._widget

    def _keep(self, change: Any) -> None:
        for q in self.questions:
            if q.id in change["new"]:
                _KEPT[q.id] = change["new"][q.id]
            else:
                _KEPT.pop(q.id, None)

    def observe(self, function: Callable[[Quiz], None]) -> None:
        """Call ``function(quiz)`` each time an answer changes."""
        self.widget.observe(lambda _: function(self), names="entries")

    def _entries(self) -> dict[str, dict[str, Any]]:
        return {i: e for i, e in dict(self.widget.entries).items() if isinstance(e, dict) and e.get("tries")}

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by question id."""
        return {i: e.get("answer") for i, e in self._entries().items()}

    @property
    def score(self) -> float:
        """Sum of the shares that are right, from 0 to the number of questions."""
        answers = self.answers
        return sum(grade.grade(render.key(q), answers[q.id]) for q in self.questions if q.id in answers)

    def to_frame(self) -> pd.DataFrame:
        """A row a question: ``prompt``, ``answer``, ``tries``, ``score`` (0 to 1; missing where not answered)."""
        entries = self._entries()
        rows = []
        for q in self.questions:
            entry = entries.get(q.id)
            rows.append(
                {
                    "question": q.id,
                    "prompt": markdown.plain(render.filled(q.prompt)),
                    "answer": entry.get("answer") if entry else None,
                    "tries": int(entry["tries"]) if entry else 0,
                    "score": grade.grade(render.key(q), entry.get("answer")) if entry else None,
                }
            )
        return pd.DataFrame(rows).astype({"score": "Float64"}).set_index("question")

    def html(self, root: str | None = "..") -> str:
        """The form as the book shows it."""
        return render.quiz_html(self.questions, self.title, self.mode, root)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/html": self.html(), "text/plain": repr(self)}
        if not os.environ.get("MINUSMA_STATIC"):
            made = self.widget._repr_mimebundle_()
            bundle |= made[0] if isinstance(made, tuple) else made
        return bundle

    def __repr__(self) -> str:
        return f"<quiz: {self.title}, {len(self.questions)} questions>"


def quiz(chapter: str, objective: int | str | None = None, mode: str = "practice", fresh: bool = False) -> Quiz:
    """The questions of a chapter, or those of one of its objectives (by number or id).

    Unknown chapters and objectives raise ``BankError``, which lists what there is.
    """
    held = bank.load(chapter)
    chosen = (*held.questions, *(bank.find(name) for name in held.borrowed))
    if objective is not None:
        goals = {o.id for o in held.objectives}
        goal = next((g for g in goals if g == objective or g.endswith(f"-o{objective}")), None)
        if goal is None:
            raise bank.BankError(f"no objective {objective!r} in {chapter}. There is: {', '.join(sorted(goals))}.")
        chosen = tuple(q for q in chosen if q.objective == goal)
    return Quiz(chosen, held.title, mode, fresh)


def question(name: str, fresh: bool = False) -> Quiz:
    """One question by its id."""
    return Quiz([bank.find(name)], name, "practice", fresh)


def questions(names: Iterable[str], title: str = "Questions", mode: str = "practice", fresh: bool = False) -> Quiz:
    """Some questions by their ids, from any chapter, in the order given."""
    return Quiz([bank.find(n) for n in names], title, mode, fresh)
