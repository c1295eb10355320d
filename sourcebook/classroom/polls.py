"""A poll by show of hands: count, discuss, count again, reveal, and see the shift. Every count is saved at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from sourcebook.book import Book, static_build
from sourcebook.classroom import bars, items, spreadsheet, tables
from sourcebook.classroom.store import Store, same
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank

ROUNDS = ("first count", "second count")
MOST_HANDS = 999


def questions(book: Book, chapter: str) -> tables.Shown:
    """The questions of a chapter for a show of hands, a row each: id, prompt, level (1 easy to 3 hard). ``.frame`` is
    the data frame.

    The name of a kind of items that the book adds stands for a chapter too.
    """
    title = items.groups(book).get(chapter) or bank.load(book, chapter).title
    found = items.of(book, chapter)
    frame = pd.DataFrame(
        {"prompt": [item.plain for item in found], "level": [item.level for item in found]},
        index=pd.Index([item.id for item in found], name="question"),
    )
    return tables.Shown(frame, f"Questions of {title} for a show of hands; level 1 is easy, 3 is hard")


def history(book: Book, folder: Path | str = ".") -> tables.Shown:
    """Every poll of the folder, a row for each option and round: question, day, round, option, hands, and whether it is
    right.

    ``.frame`` is the data frame.
    """
    rows = []
    for poll in Store(book, folder).polls:
        options, right = _known(book, poll)
        for number, counts in enumerate(poll["rounds"]):
            for option, hands in counts.items():
                known = option.isdecimal() and int(option) < len(options)
                rows.append(
                    {
                        "question": poll["question"],
                        "day": str(poll.get("started", ""))[:10],
                        "round": ROUNDS[number],
                        "option": options[int(option)] if known else f"option {option} of an earlier version",
                        "hands": hands,
                        "right": known and int(option) == right,
                    }
                )
    frame = pd.DataFrame(rows, columns=["question", "day", "round", "option", "hands", "right"])
    return tables.Shown(frame, "What the class has answered so far")


def export(book: Book, file: Path | str = "class-history.csv", folder: Path | str = ".") -> Saved:
    """Write the history as CSV for a spreadsheet; ``ReaderError`` where the file cannot be written."""
    table = history(book, folder).frame
    # Building the book saves nothing.
    if not static_build():
        try:
            spreadsheet.write(table, file)
        except OSError as error:
            raise ReaderError(
                f"{file} cannot be written ({error.strerror}). Close it where it is open, or choose another name."
            ) from None
    return Saved(f"{len(table)} row{'' if len(table) == 1 else 's'} saved in {file}. Open it with your spreadsheet.")


class Saved(str):
    """A sentence that a notebook shows without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def _known(book: Book, poll: dict[str, Any]) -> tuple[tuple[str, ...], int | None]:
    """Options and right option of what a poll asked; none where the item is gone, or has changed since: its options may
    be others.
    """
    try:
        item = items.get(book, poll["question"])
    except ReaderError:
        return (), None
    return (item.options, item.right) if poll.get("hash") == item.hash else ((), None)


class Poll:
    """The state of one poll; one of the same question that was begun today and not revealed goes on where it stopped.

    ``counts(round)`` gives hands by option; ``set``, ``next_round`` and ``reveal`` go on, ``undo`` goes back.
    ``order`` is how the options are shown; everywhere else an option is its number in the bank.
    """

    def __init__(self, book: Book, question: str, folder: Path | str = ".") -> None:
        self.item = items.get(book, str(question))
        self.options, self.right, self.order = self.item.options, self.item.right, self.item.order
        self.store: Store | None = None
        self.unsaved = ""
        self.state: dict[str, Any] = {"rounds": [self._empty()], "revealed": False}
        self._undo: list[Callable[[], None]] = []
        # The book shows the question and keeps nothing.
        if not static_build():
            self.store = Store(book, folder)
            self._resume()

    def _empty(self) -> dict[str, int]:
        return {str(n): 0 for n in range(len(self.options))}

    def _resume(self) -> None:
        self.state |= {
            "question": self.item.id,
            "hash": self.item.hash,
            "started": dt.datetime.now().isoformat(timespec="milliseconds"),
        }
        self.state = deepcopy(self._open(self.store.polls if self.store else []) or self.state)

    def _open(self, polls: list[dict[str, Any]]) -> dict[str, Any] | None:
        """The last poll of this question that was begun on the same day and is not revealed."""

        def known(poll: dict[str, Any]) -> tuple[str, str | None, str]:
            return poll["question"], poll.get("hash"), poll["started"][:10]

        return next(
            (poll for poll in reversed(polls) if known(poll) == known(self.state) and not poll["revealed"]), None
        )

    @property
    def round(self) -> int:
        """0 for the first count, 1 for the second."""
        return len(self.state["rounds"]) - 1

    @property
    def revealed(self) -> bool:
        """Whether the answer was shown; then nothing is counted any more."""
        return bool(self.state["revealed"])

    @property
    def notice(self) -> str:
        """What the teacher must know of the file of counts; empty where all is well."""
        return self.unsaved or (self.store.notice if self.store else "")

    def counts(self, number: int | None = None) -> list[int]:
        """Hands by option, in the order of the bank, in the given or the present round."""
        hands = self.state["rounds"][self.round if number is None else number]
        return [hands.get(str(n), 0) for n in range(len(self.options))]

    def set(self, option: int, hands: int) -> None:
        """So many hands for an option (its number in the bank) in the present round; saved at once.

        Raises ``ReaderError`` for an option that is none, for what is no count from 0 to 999, and after the answer was
        shown.
        """
        self._check(option)
        if isinstance(hands, bool) or not isinstance(hands, int) or not 0 <= hands <= MOST_HANDS:
            raise ReaderError(f"{hands!r} is no count of hands. Give a whole number from 0 to {MOST_HANDS}.")
        self._refresh()
        self._count(option, hands)

    def add(self, option: int, hands: int) -> None:
        """So many hands more, or fewer, for an option in the present round, between 0 and 999; saved at once. Raises as
        ``set`` does.
        """
        self._check(option)
        self._refresh()
        self._count(option, min(MOST_HANDS, max(0, self.counts()[option] + hands)))

    def next_round(self) -> None:
        """Begin the second count; there is no third."""
        self._refresh()
        if self.round == 0 and not self.revealed:
            self.state["rounds"].append(self._empty())
            self._done(lambda: self.state["rounds"].pop() if self.round else None)

    def reveal(self) -> None:
        """The answer may be shown; the poll is closed."""
        self._refresh()
        if not self.revealed:
            self.state["revealed"] = True
            self._done(lambda: self.state.update(revealed=False))

    @property
    def can_undo(self) -> bool:
        """Whether this object has a step to take back."""
        return bool(self._undo)

    def undo(self) -> None:
        """Take the last step back: a hand, the second count, or the reveal."""
        if self._undo:
            self._refresh()
            self._undo.pop()()
            self._save()

    def _check(self, option: Any) -> None:
        if isinstance(option, bool) or not isinstance(option, int) or not 0 <= option < len(self.options):
            raise ReaderError(f"there is no option {option!r}. There are: 0 to {len(self.options) - 1}.")

    def _count(self, option: int, hands: int) -> None:
        if self.revealed:
            raise ReaderError("the answer was shown: this poll is closed. Undo opens it again.")
        number, before = self.round, self.counts()[option]
        if hands == before:
            return

        def back() -> None:
            # Another cell may have taken back the second count meanwhile.
            if number <= self.round:
                self.state["rounds"][number][str(option)] = before

        self.state["rounds"][number][str(option)] = hands
        self._done(back)

    def _refresh(self) -> None:
        """Go on from what the file says: another cell or notebook may have begun this poll, or counted in it. Unsaved
        counts come first.
        """
        if self.store is None or self.unsaved:
            return
        polls = self.store.fresh()
        saved = next((saved for saved in polls if same(saved, self.state)), None)
        if saved is None and not self._undo:
            saved = self._open(polls)
        self.state = deepcopy(saved or self.state)

    def _done(self, back: Callable[[], None]) -> None:
        self._undo.append(back)
        self._save()

    def _save(self) -> None:
        if self.store is None:
            return
        try:
            self.store.put(deepcopy(self.state))
        except OSError as error:
            self.unsaved = (
                f"The counts could not be saved ({error.strerror or error}). They stand on the screen: write them down."
            )
        else:
            self.unsaved = ""

    def shift(self) -> str:
        """Bars of both rounds as SVG, with the shares in words."""
        rows = []
        for n in self.order:
            drawn = []
            for number in range(self.round + 1):
                counts = self.counts(number)
                share = counts[n] / sum(counts) if sum(counts) else 0
                drawn.append(
                    bars.Bar(
                        share,
                        f"{counts[n]} hand{'' if counts[n] == 1 else 's'} ({share:.0%})",
                        filled=number == self.round,
                    )
                )
            rows.append((self.named(n) + (" (right)" if n == self.right else ""), drawn))
        legend = "<p>Outline: first count. Filled: second count.</p>" if self.round else ""
        return bars.draw(rows, 900) + legend

    def moved(self) -> str:
        """In a sentence, how the share of right answers changed between the counts; empty with one round, without
        hands, or where none is right."""
        if self.right is None or self.round == 0 or not all(sum(self.counts(number)) for number in (0, 1)):
            return ""
        first, second = (self.counts(number)[self.right] / sum(self.counts(number)) for number in (0, 1))
        return f"The right answer went from {first:.0%} to {second:.0%} of the hands."

    def named(self, option: int) -> str:
        """An option, with the letter a teacher calls out where it has one, in the order shown."""
        letter = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[self.order.index(option)]}. " if self.item.lettered else ""
        return letter + self.options[option].removesuffix(".")

    def html(self) -> str:
        """The question, large, with its options."""
        options = "".join(f"<li>{escape(self.options[n])}</li>" for n in self.order)
        kind = 'ol type="A"' if self.item.lettered else "ul"
        prompt = f'<p class="mm-poll-prompt"><strong>{self.item.prompt}</strong></p>'
        return f'<div class="mm-poll">{prompt}<{kind}>{options}</{kind[:2]}></div>'

    def answer(self) -> str:
        """The right option, where there is one, and why, as HTML."""
        right = "" if self.right is None else f"<b>Right: {escape(self.named(self.right))}.</b> "
        return f"<p>{right}{self.item.why}</p>"

    def __repr__(self) -> str:
        return f"<poll: {self.item.id}, {ROUNDS[self.round]}: {self.counts()}>"
