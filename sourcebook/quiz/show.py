"""``quiz("history")``: questions as one object, a form in the book and a live widget in a notebook."""

from __future__ import annotations

import itertools
import secrets
import weakref
from collections.abc import Iterable
from typing import Any

import pandas as pd
import traitlets

from sourcebook.book import Book, static_build
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, grade, keeping, markdown, render, saving
from sourcebook.quiz.values import lookup
from sourcebook.text.wording import counted, instead
from sourcebook.views.widget_scripts import bundle

#: Answers of this kernel by question id: a cell that is run again keeps them.
_KEPT: dict[str, dict[str, Any]] = keeping.HELD["answers"]
#: Decides the order of options, in each kernel another.
_MIX = secrets.token_hex(4)
_NUMBER = itertools.count(1)
#: Every object that may be in sight: two cells can ask the same question.
_LIVE: weakref.WeakSet[Quiz] = weakref.WeakSet()


class Quiz(traitlets.HasTraits):
    """Some questions, as the book and a notebook show them.

    ``answers`` gives what was answered (as JSON values, by question id), ``score`` the sum of the
    shares that are right (from 0 to the number of questions), ``tries`` how often each was tried,
    ``to_frame()`` a row a question. The first three are traits: ``q.observe(f, names="answers")``
    calls ``f`` after each new answer. Scores are computed here, from the bank.

    A cell that is run again keeps the answers of this kernel; ``fresh=True`` or ``clear()``
    begins anew, and so does a question whose content changed. A question that is shown
    twice has one answer: what is given in one view stands in the other too.
    """

    answers = traitlets.Dict(read_only=True)
    score = traitlets.Float(read_only=True)
    tries = traitlets.Dict(read_only=True)

    def __init__(
        self,
        book: Book,
        questions: Iterable[Any],
        title: str,
        mode: str = "practice",
        fresh: bool = False,
        name: str = "",
    ) -> None:
        super().__init__()
        if mode not in ("practice", "check"):
            raise bank.BankError(f"no mode {mode!r}. There is: practice, check.")
        self.book = book
        self._resolve = lookup(book)
        self.questions = list(questions)
        names = [q.id for q in self.questions]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise bank.BankError(f"question {twice} is asked twice. Name each question once.")
        self.title = title
        self.mode = mode
        keeping.held(book, "answers")
        self.name = name or (self.questions[0].id if self.questions else "none")
        self._hashes = {q.id: bank.content_hash(q, self._resolve) for q in self.questions}
        self._widget: Any = None
        self._told = False
        if fresh:
            self.clear()
        self._tell()
        _LIVE.add(self)

    def _names(self) -> list[str]:
        """What is kept for this object: an entry a question, and the check that is under way or handed in."""
        return [*self._hashes, f"check-{self.name}"]

    def _current_entries(self) -> dict[str, dict[str, Any]]:
        """The kept entries of questions that have not changed since, and of the check."""
        found = {name: _KEPT[name] for name in self._names() if name in _KEPT}
        return {name: e for name, e in found.items() if name not in self._hashes or e.get("hash") == self._hashes[name]}

    @property
    def widget(self) -> Any:
        """The live widget; made when first asked for, so that building the book makes none."""
        if self._widget is None:
            from sourcebook.quiz.widget import QuizWidget

            self._widget = QuizWidget(
                html=self.html(None, f"w{next(_NUMBER)}-"), entries=self._current_entries(), mix=_MIX
            )
            self._widget.observe(self._keep, names="entries")
            self._widget.on_msg(self._save)
        return self._widget

    def _keep(self, change: Any) -> None:
        """Keep what came from the page. Nothing in it is trusted: what is no entry of these questions is left out.

        A page takes an entry back by ``None``. One that it does not name is as it was: the
        page may not have heard of it yet.
        """
        if self._told:
            return
        given = {name: change["new"][name] for name in self._names() if name in change["new"]}
        new = {name: entry if isinstance(entry, dict) else None for name, entry in given.items()}
        changed = {name: entry for name, entry in new.items() if entry != _KEPT.get(name)}
        self._widget.notice = keeping.hold(self.book, "answers", changed) or self._widget.notice
        self._tell()
        for other in set(_LIVE) - {self}:
            other._follow()

    def _save(self, _: Any, content: object, __: object = None) -> None:
        """The reader pressed *Save for your teacher*."""
        code = content.get("save") if isinstance(content, dict) else None
        try:
            self._widget.notice = repr(saving.save(self.book, code if isinstance(code, str) else ""))
        except ReaderError as error:
            self._widget.notice = str(error)

    def _follow(self) -> None:
        """Show what is kept now, in the page and in the traits."""
        if self._widget is not None and self._widget.entries != self._current_entries():
            self._told = True
            self._widget.entries = self._current_entries()
            self._told = False
        self._tell()

    def _tell(self) -> None:
        """Set the traits, and with them call who observes."""
        entries = self._entries()
        answers = {name: entry.get("answer") for name, entry in entries.items()}
        with self.hold_trait_notifications():
            self.set_trait("answers", answers)
            self.set_trait("tries", {name: entry["tries"] for name, entry in entries.items()})
            self.set_trait(
                "score",
                sum(
                    grade.grade(render.key(q, self._resolve), answers[q.id]) for q in self.questions if q.id in answers
                ),
            )

    def _entries(self) -> dict[str, dict[str, Any]]:
        return {
            name: e
            for name, e in self._current_entries().items()
            if name in self._hashes and isinstance(e.get("tries"), int) and e["tries"] > 0
        }

    def clear(self) -> None:
        """Forget the answers to these questions, here and in every view of them."""
        keeping.hold(self.book, "answers", dict.fromkeys(self._names()))
        for each in {self, *_LIVE}:
            each._follow()

    def to_frame(self) -> pd.DataFrame:
        """A row a question: ``prompt``, ``answer``, ``tries``, ``score`` (0 to 1; missing where not answered)."""
        entries = self._entries()
        rows = []
        for q in self.questions:
            entry = entries.get(q.id)
            rows.append(
                {
                    "question": q.id,
                    "prompt": markdown.plain(render.filled(q.prompt, self._resolve), curly=True),
                    "answer": entry.get("answer") if entry else None,
                    "tries": entry["tries"] if entry else 0,
                    "score": grade.grade(render.key(q, self._resolve), entry.get("answer")) if entry else None,
                }
            )
        columns = ["question", "prompt", "answer", "tries", "score"]
        return pd.DataFrame(rows, columns=columns).astype({"score": "Float64"}).set_index("question")

    def html(self, root: str | None = "..", prefix: str = "", on_the_way: bool = False) -> str:
        """The form as the book shows it; the parameters are those of ``render.quiz_html``."""
        return render.quiz_html(
            self.book,
            self.questions,
            self.title,
            self.mode,
            root,
            prefix,
            name=self.name,
            on_the_way=on_the_way,
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = {"text/html": self.html(), "text/plain": repr(self)}
        return shown if static_build() else shown | bundle(self.widget)

    def __repr__(self) -> str:
        return f"<quiz: {self.title}, {counted(len(self.questions), 'question')}>"


def quiz(
    book: Book, chapter: str, objective: int | str | None = None, mode: str = "practice", fresh: bool = False
) -> Quiz:
    """The questions of a chapter, or those of one of its objectives (by number or id).

    Unknown chapters and objectives raise ``BankError``, which lists what there is.
    """
    chapter_bank = bank.load(book, chapter)
    chosen, name = (*chapter_bank.questions, *(bank.find(book, name) for name in chapter_bank.borrowed)), chapter
    if objective is not None:
        goals = {o.id for o in chapter_bank.objectives}
        goal = next((g for g in goals if g == objective or g.endswith(f"-o{objective}")), None)
        if goal is None:
            raise bank.BankError(f"no objective {objective!r} in {chapter}. There is: {', '.join(sorted(goals))}.")
        chosen, name = tuple(q for q in chosen if q.objective == goal), goal
    return Quiz(book, chosen, chapter_bank.title, mode, fresh, name)


def question(book: Book, name: str, mode: str = "practice", fresh: bool = False) -> Quiz:
    """One question by its id."""
    return Quiz(book, [bank.find(book, name)], "Question", mode, fresh)


def questions(
    book: Book, names: str | Iterable[str], title: str = "Questions", mode: str = "practice", fresh: bool = False
) -> Quiz:
    """Some questions by their ids, from any chapter, in the order given; as a list, or as one text with blanks."""
    listed = names.split() if isinstance(names, str) else names
    if not isinstance(listed, Iterable) or hasattr(listed, "columns"):
        raise bank.BankError(f'ids of questions are asked for, as ["one", "another"]: this is {instead(names)}.')
    return Quiz(book, [bank.find(book, n) for n in listed], title, mode, fresh)
