"""Before and after: what a class had right in the two forms of a check, the one handed in
first and the one handed in later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import pandas as pd

from sourcebook.book import Book
from sourcebook.quiz import bank, grade
from sourcebook.quiz.bank import Bank
from sourcebook.quiz.response_file import Asked, Response

ALL = "in all"
#: What such a gain shows, and what it does not.
SHOWS = (
    "Before and after are mean shares right in the form that a student handed in first and in the one handed in later; "
    "gain is the difference, of those who handed in both. What was left out counts as not right.",
    "A gain says that the same students had more right the second time. It does not say why: lessons, talk, the book, "
    "having seen the first form, or the book open beside it can all be the reason, and without a class that did not "
    "read there is nothing to compare it with.",
    "The two forms ask different questions on the same objectives. Two readings judged them about as hard; nobody has "
    "measured it. Where half of the class begins with one form and half with the other, a difference between the "
    "forms weighs on both sides: compare the two rows. One objective is one question in each form, so its row only "
    "counts students; in a small class chance alone moves these numbers.",
)


@dataclass(frozen=True)
class Taken:
    """One form as a student handed it in: the score of each question that is still asked as it was."""

    form: str
    time: str
    scores: Mapping[str, float]  # by objective: a form asks once of each

    def mean(self, objectives: Iterable[str]) -> float | None:
        found = [self.scores[name] for name in objectives if name in self.scores]
        return fmean(found) if found else None


class Gain:
    """What the forms of a check show of a class."""

    def __init__(self, book: Book, found: Iterable[Response], asked: Mapping[str, Asked]) -> None:
        banks = {name: bank.load(book, name) for name in bank.names(book)}
        self._forms = {name: chapter_bank for name, chapter_bank in banks.items() if chapter_bank.form}
        self._chapters = {
            chapter_bank.title: [o.id for o in chapter_bank.objectives]
            for chapter_bank in banks.values()
            if chapter_bank.objectives
        }
        self._texts = {o.id: o.text for chapter_bank in banks.values() for o in chapter_bank.objectives}
        self._asked = asked
        self.pairs: dict[str, tuple[Taken, Taken]] = {}
        #: Code names of those who handed in one form, and of those whose file does not say which came first.
        self.one_only: dict[str, Taken] = {}
        self.unordered: list[str] = []
        for response in found:
            self._add(response)

    def _add(self, response: Response) -> None:
        taken = [
            self._taken(self._forms[name], check)
            for name, check in response.checks.items()
            if name in self._forms and check["handed_in"]
        ]
        taken = sorted((form for form in taken if form.scores), key=lambda form: form.time)
        if len(taken) == 1:
            self.one_only[response.code] = taken[0]
        elif len(taken) == 2:
            before, after = taken
            if before.time and before.time != after.time:
                self.pairs[response.code] = (before, after)
            else:
                self.unordered.append(response.code)

    def _taken(self, form: Bank, check: Mapping[str, Any]) -> Taken:
        scores: dict[str, float] = {}
        for question in form.questions:
            entry, asked = check["answers"].get(question.id), self._asked[question.id]
            if entry is None:
                scores[question.objective] = 0.0
            elif entry["hash"] == asked.hash:
                scores[question.objective] = grade.grade(asked.key, entry["answer"])
        time = check.get("time")
        return Taken(form.form, time if isinstance(time, str) else "", scores)

    def table(self) -> pd.DataFrame:
        """A row for all, for each chapter, and for those who began with each form: ``students``, ``before``,
        ``after``, ``gain``, and how many ``rose`` and ``sank``.
        """
        rows: dict[str, dict[str, Any]] = {}
        every = list(self.pairs.values())
        if every:
            rows[ALL] = _row(every, list(self._texts))
            rows |= {title: _row(every, goals) for title, goals in self._chapters.items()}
            for letter in sorted({chapter_bank.form for chapter_bank in self._forms.values()}):
                began = [pair for pair in every if pair[0].form == letter]
                rows[f"began with form {letter}"] = _row(began, list(self._texts))
        columns = ["students", "before", "after", "gain", "rose", "sank"]
        found = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("part")
        return found.astype(
            {"students": "int64", "rose": "int64", "sank": "int64"} | dict.fromkeys(columns[1:4], "float64")
        )

    def objectives(self) -> pd.DataFrame:
        """A row an objective: how many had its question fully right ``before`` and
        ``after``, of how many ``students``.
        """
        rows = []
        for name, text in self._texts.items():
            both = [
                (before.scores[name], after.scores[name])
                for before, after in self.pairs.values()
                if name in before.scores and name in after.scores
            ]
            if both:
                right = [sum(pair[n] >= 1 for pair in both) for n in (0, 1)]
                rows.append((name, text, *right, len(both)))
        columns = ["objective", "text", "before", "after", "students"]
        return pd.DataFrame(rows, columns=columns).set_index("objective")

    def words(self) -> list[str]:
        """Who is in the tables, and who is not."""
        sentences = []
        if self.pairs:
            sentences.append(f"{_many(len(self.pairs))} handed in both forms.")
        if self.one_only:
            sentences.append(f"{_many(len(self.one_only))} handed in one form only: no gain is counted for them.")
            sentences += [self._alone(letter) for letter in sorted({form.form for form in self.one_only.values()})]
        if self.unordered:
            sentences.append(
                f"Of {', '.join(self.unordered)} the file does not say which form came first: left out here."
            )
        return sentences

    def _alone(self, letter: str) -> str:
        """What those had right who handed in this form and no other, in all and by chapter."""
        own = [form for form in self.one_only.values() if form.form == letter]
        told = []
        for part, goals in {ALL: list(self._texts), **self._chapters}.items():
            if means := [mean for form in own if (mean := form.mean(goals)) is not None]:
                told.append(f"{part} {round(fmean(means), 2):.0%}")
        return f"Right on average in form {letter}, {_many(len(own))}: {'; '.join(told)}."


def _row(pairs: list[tuple[Taken, Taken]], objectives: list[str]) -> dict[str, Any]:
    means = [(before.mean(objectives), after.mean(objectives)) for before, after in pairs]
    both = [(before, after) for before, after in means if before is not None and after is not None]
    if not both:
        return {"students": 0, "before": None, "after": None, "gain": None, "rose": 0, "sank": 0}
    before, after = (fmean(pair[n] for pair in both) for n in (0, 1))
    # Rounded, so that shares that are the same in truth are the same here.
    moved = [round(pair[1] - pair[0], 9) for pair in both]
    return {
        "students": len(both),
        "before": round(before, 2),
        "after": round(after, 2),
        "gain": round(round(after - before, 9), 2),
        "rose": sum(gain > 0 for gain in moved),
        "sank": sum(gain < 0 for gain in moved),
    }


def _many(count: int) -> str:
    return f"{count} student{'' if count == 1 else 's'}"
