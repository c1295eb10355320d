"""A poll by show of hands: count, discuss, count again, reveal, and see the shift. Every count is saved at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
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
    title = (isinstance(chapter, str) and items.groups(book).get(chapter)) or bank.load(book, chapter).title
    found = items.of(book, chapter)
    frame = pd.DataFrame(
        {"prompt": [item.plain for item in found], "level": [item.level for item in found]},
        index=pd.Index([item.id for item in found], name="question"),
    )
    return tables.Shown(frame, f"Questions of {title} for a show of hands; level 1 is easy, 3 is hard")


def history(book: Book, folder: Path | str = ".") -> tables.Shown:
    """Every poll of the folder, a row for each option and round: question, day, round, option, hands, and whether it is
    right; where classes have a name, the time and the class too.

    ``.frame`` is the data frame.
    """
    rows = []
    for held in Store(book, folder).polls:
        options, right = _known(book, held)
        when = {"time": str(held.get("started", ""))[11:16], "class": held.get("class", "")}
        for number, counts in enumerate(held["rounds"]):
            for option, hands in counts.items():
                known = option.isdecimal() and int(option) < len(options)
                rows.append(
                    {
                        "question": _asked(held),
                        "day": str(held.get("started", ""))[:10],
                        "round": ROUNDS[number],
                        "option": options[int(option)] if known else f"option {option} of an earlier version",
                        "hands": hands,
                        "right": known and int(option) == right,
                        **when,
                    }
                )
    # One class a day needs no more than the day.
    more = ["time", "class"] if any(row["class"] for row in rows) else []
    frame = pd.DataFrame(rows, columns=["question", "day", *more, "round", "option", "hands", "right"])
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


def _asked(held: dict[str, Any]) -> str:
    """The id of what was asked, or the question as it was typed in a page."""
    typed = held.get("item")
    return str(typed["prompt"]) if isinstance(typed, dict) and "prompt" in typed else str(held["question"])


def _known(book: Book, held: dict[str, Any]) -> tuple[tuple[str, ...], int | None]:
    """Options and right option of what a poll asked; none where the item is gone, or has changed since: its options may
    be others.
    """
    typed = held.get("item")
    if isinstance(typed, dict) and isinstance(typed.get("options"), list):
        # It was typed in a page, and stands in its poll.
        return tuple(map(str, typed["options"])), None
    try:
        item = items.get(book, held["question"])
    except ReaderError:
        return (), None
    return (item.options, item.right) if held.get("hash") == item.hash else ((), None)


# --- what a count says: the same as in static/poll.js; both pass polls.json -------------------------------------------


def named(item: items.Item, option: int) -> str:
    """An option, with the letter a teacher calls out where it has one, in the order shown."""
    letter = f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[item.order.index(option)]}. " if item.lettered else ""
    return letter + item.options[option].removesuffix(".")


def _counts(item: items.Item, held: Mapping[str, int]) -> list[int]:
    return [held.get(str(n), 0) for n in range(len(item.options))]


def _share(counts: list[int], option: int) -> float:
    return counts[option] / sum(counts) if sum(counts) else 0.0


def moved(item: items.Item, rounds: list[dict[str, int]]) -> str:
    """How the share of right answers changed between the counts; empty where that cannot be said."""
    counts = [_counts(item, held) for held in rounds]
    if item.right is None or len(counts) < 2 or not all(sum(count) for count in counts):
        return ""
    first, second = (_share(count, item.right) for count in counts)
    return f"The right answer went from {first:.0%} to {second:.0%} of the hands."


def shares(item: items.Item, rounds: list[dict[str, int]]) -> list[tuple[str, list[tuple[float, str, bool]]]]:
    """A row an option in the order shown: its name, and of each count its share, its words, whether it is the last."""
    rows = []
    for option in item.order:
        drawn = []
        for place, held in enumerate(rounds, 1):
            counts = _counts(item, held)
            share, hands = _share(counts, option), counts[option]
            words = f"{hands} hand{'' if hands == 1 else 's'} ({share:.0%})"
            drawn.append((share, words, place == len(rounds)))
        rows.append((named(item, option) + (" (right)" if option == item.right else ""), drawn))
    return rows


def open_poll(polls: list[dict[str, Any]], asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """The last poll of this question and class that was begun on the same day and is not revealed."""

    def known(held: Mapping[str, Any]) -> tuple[Any, ...]:
        # A question that was typed has a new name each time: its words and options say which it is.
        what = held.get("item") or held["question"]
        return what, held.get("hash"), held["started"][:10], held.get("class", "")

    return next((held for held in reversed(polls) if known(held) == known(asked) and not held["revealed"]), None)


class Poll:
    """The state of one poll; one of the same question that was begun today and not revealed goes on where it stopped.

    ``counts(round)`` gives hands by option; ``set``, ``next_round`` and ``reveal`` go on, ``undo`` goes back.
    ``order`` is how the options are shown; everywhere else an option is its number in the bank.
    """

    def __init__(self, book: Book, question: str, folder: Path | str = ".", label: str = "") -> None:
        self.label = str(label)[:40]
        self.item = items.get(book, question)
        self.options, self.right, self.order = self.item.options, self.item.right, self.item.order
        self.store: Store | None = None
        self.unsaved = ""
        self.state: dict[str, Any] = {
            "question": self.item.id,
            "hash": self.item.hash,
            "started": dt.datetime.now().isoformat(timespec="milliseconds"),
            "rounds": [self._empty()],
            "revealed": False,
        } | ({"class": self.label} if self.label else {})
        self._undo: list[Callable[[], None]] = []
        # The book shows the question and keeps nothing.
        if not static_build():
            self.store = Store(book, folder)
            self.state = deepcopy(open_poll(self.store.polls, self.state) or self.state)

    def _empty(self) -> dict[str, int]:
        return {str(n): 0 for n in range(len(self.options))}

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
        held = next((held for held in polls if same(held, self.state)), None)
        if held is None and not self._undo:
            held = open_poll(polls, self.state)
        self.state = deepcopy(held or self.state)

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
        rows = [(name, [bars.Bar(*bar) for bar in drawn]) for name, drawn in shares(self.item, self.state["rounds"])]
        legend = "<p>Outline: first count. Filled: second count.</p>" if self.round else ""
        return bars.draw(rows, 900) + legend

    def moved(self) -> str:
        """In a sentence, how the share of right answers changed between the counts; empty with one round, without
        hands, or where none is right.
        """
        return moved(self.item, self.state["rounds"])

    def named(self, option: int) -> str:
        """An option, with the letter a teacher calls out where it has one, in the order shown."""
        return named(self.item, option)

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
