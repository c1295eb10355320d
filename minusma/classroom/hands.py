"""A poll by show of hands: count, discuss, count again, reveal, and see the shift. Every count is saved at once."""

from __future__ import annotations

import datetime as dt
import os
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from minusma.classroom.store import Store
from minusma.errors import ReaderError
from minusma.quiz import bank, markdown, render

ROUNDS = ("first count", "second count")


def questions(chapter: str) -> pd.DataFrame:
    """The questions of a chapter that suit a show of hands: one right option of a few."""
    held = bank.load(chapter)
    asked = [*held.questions, *(bank.find(name) for name in held.borrowed)]
    suited = [q for q in asked if q.type in ("single", "claim")]
    return pd.DataFrame(
        {"prompt": [markdown.plain(render.filled(q.prompt)) for q in suited], "difficulty": [q.difficulty for q in suited]},
        index=pd.Index([q.id for q in suited], name="question"),
    )


def poll(question: str, folder: Path | str = ".") -> Poll:
    """One question for the class. A poll of the same question that was begun today and not revealed goes on where it stopped."""
    return Poll(question, folder)


def history(folder: Path | str = ".") -> pd.DataFrame:
    """Every poll of the folder, a row for each option and round: question, day, round, option, hands, and whether it is right."""
    rows = []
    for held in Store(folder).polls:
        try:
            q = bank.find(held["question"])
            options, right = _options(q), render.key(q)["a"]
        except ReaderError:
            options, right = [], -1
        for number, counts in enumerate(held["rounds"]):
            for option, hands in counts.items():
                known = option.isdigit() and int(option) < len(options)
                rows.append(
                    {
                        "question": held["question"],
                        "day": str(held.get("started", ""))[:10],
                        "round": ROUNDS[min(number, 1)],
                        "option": options[int(option)] if known else option,
                        "hands": hands,
                        "right": known and int(option) == right,
                    }
                )
    return pd.DataFrame(rows, columns=["question", "day", "round", "option", "hands", "right"])


def _options(question: Any) -> list[str]:
    if question.type == "claim":
        return list(bank.CLAIM_ANSWERS)
    return [markdown.plain(render.filled(o.text)) for o in question.options]


class Poll:
    """The state of one poll: ``counts(round)`` gives hands by option, ``add`` changes them, ``next_round`` and ``reveal`` go on."""

    def __init__(self, question: str, folder: Path | str = ".") -> None:
        self.question = bank.find(question)
        if self.question.type not in ("single", "claim"):
            raise ReaderError(f"{question} is no question for hands: choose one of type single or claim from classroom.questions().")
        self.options = _options(self.question)
        self.right = render.key(self.question)["a"]
        self.order = list(range(len(self.options))) if self.question.type == "claim" else render.mixed(self.question)
        self.store: Store | None = None
        self.state: dict[str, Any] = {"rounds": [self._empty()], "revealed": False}
        # The book shows the question and keeps nothing.
        if not os.environ.get("MINUSMA_STATIC"):
            self.store = Store(folder)
            self._resume()

    def _empty(self) -> dict[str, int]:
        return {str(n): 0 for n in range(len(self.options))}

    def _resume(self) -> None:
        today, mark = dt.date.today().isoformat(), bank.content_hash(self.question)
        for held in reversed(self.store.polls):
            same = held["question"] == self.question.id and held.get("hash") == mark
            if same and str(held.get("started", ""))[:10] == today and not held.get("revealed"):
                self.state = held
                return
        self.state |= {"question": self.question.id, "hash": mark, "started": dt.datetime.now().isoformat(timespec="seconds")}

    @property
    def round(self) -> int:
        """0 for the first count, 1 for the second."""
        return len(self.state["rounds"]) - 1

    def counts(self, number: int | None = None) -> list[int]:
        """Hands by option, in the order of the bank, in the given or the present round."""
        held = self.state["rounds"][self.round if number is None else number]
        return [held.get(str(n), 0) for n in range(len(self.options))]

    def set(self, option: int, hands: int) -> None:
        """So many hands for an option in the present round (never below zero); saved at once."""
        self.state["rounds"][-1][str(option)] = max(0, int(hands))
        self._save()

    def next_round(self) -> None:
        """Begin the second count; there is no third."""
        if self.round == 0:
            self.state["rounds"].append(self._empty())
            self._save()

    def reveal(self) -> None:
        """The answer may be shown; the poll is closed."""
        self.state["revealed"] = True
        self._save()

    def _save(self) -> None:
        if self.store is None:
            return
        if self.state not in self.store.polls:
            self.store.polls.append(self.state)
        self.store.save()

    def shift(self) -> str:
        """Bars of both rounds as SVG, with the shares in words."""
        parts, y = [], 4
        words = []
        for n in self.order:
            mark = " (right)" if n == self.right else ""
            parts.append(f'<text x="0" y="{y + 12}" font-size="13" fill="currentColor">{escape(self.options[n][:70] + mark)}</text>')
            y += 18
            shares = []
            for number in range(self.round + 1):
                counts = self.counts(number)
                share = counts[n] / sum(counts) if sum(counts) else 0
                shares.append(f"{share:.0%}")
                look = 'fill="currentColor"' if number else 'fill="none" stroke="currentColor"'
                parts.append(f'<rect x="1" y="{y}" width="{max(1, 300 * share):.0f}" height="12" {look}/>')
                parts.append(f'<text x="{310 * share + 8:.0f}" y="{y + 11}" font-size="12" fill="currentColor">{counts[n]} ({share:.0%})</text>')
                y += 16
            words.append(f"{self.options[n]}{mark}: {' then '.join(shares)}")
            y += 8
        text = escape("; ".join(words))
        picture = f'<svg role="img" aria-label="{text}" viewBox="0 0 420 {y}" width="420">{"".join(parts)}</svg>'
        return f"{picture}<p>Outline: first count. Filled: second count.</p>"

    def html(self) -> str:
        """The question, large, with its options."""
        options = "".join(f"<li>{escape(self.options[n])}</li>" for n in self.order)
        prompt = markdown.inline(render.filled(self.question.prompt))
        return f'<div class="mm-poll"><p class="mm-poll-prompt"><strong>{prompt}</strong></p><ol>{options}</ol></div>'

    def answer(self) -> str:
        """The right option and why, as HTML."""
        why = markdown.inline(render.filled(self.question.explanation))
        return f"<p><b>Right: {escape(self.options[self.right])}.</b> {why}</p>"

    def _live(self) -> Any:
        import ipywidgets as w

        head = w.HTML(f'<div style="font-size:1.6rem;line-height:1.35">{self.html()}</div>')
        title, said = w.HTML(), w.HTML()
        fields: dict[int, Any] = {}
        rows = []
        for n in self.order:
            field = w.BoundedIntText(value=self.counts()[n], min=0, max=999, description="hands", layout={"width": "10rem"})
            more = w.Button(description="+1", tooltip=f"One more hand for: {self.options[n]}", layout={"width": "4rem"})
            less = w.Button(description="-1", tooltip=f"One hand fewer for: {self.options[n]}", layout={"width": "4rem"})
            field.observe(lambda change, n=n: self.set(n, change["new"]), names="value")
            more.on_click(lambda _, field=field: setattr(field, "value", field.value + 1))
            less.on_click(lambda _, field=field: setattr(field, "value", max(0, field.value - 1)))
            fields[n] = field
            rows.append(w.HBox([w.HTML(escape(self.options[n]), layout={"width": "28rem"}), field, more, less]))
        second, reveal = w.Button(description="Second count"), w.Button(description="Reveal", button_style="primary")

        def draw() -> None:
            notice = f"<p>{escape(self.store.notice)}</p>" if self.store and self.store.notice else ""
            title.value = f'<p role="status"><b>{ROUNDS[self.round].capitalize()}</b></p>{notice}'
            second.disabled = self.round > 0 or self.state["revealed"]
            reveal.disabled = self.state["revealed"]
            said.value = self.answer() + self.shift() if self.state["revealed"] else ""

        def begin_second(_: object) -> None:
            self.next_round()
            for n, field in fields.items():
                field.value = self.counts()[n]
            draw()

        def show(_: object) -> None:
            self.reveal()
            draw()

        second.on_click(begin_second)
        reveal.on_click(show)
        draw()
        return w.VBox([head, title, *rows, w.HBox([second, reveal]), said])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/html": self.html(), "text/plain": repr(self)}
        if self.store is not None:
            bundle |= self._live()._repr_mimebundle_()
        return bundle

    def __repr__(self) -> str:
        return f"<poll: {self.question.id}, {ROUNDS[self.round]}: {self.counts()}>"
