"""What a class sees on the projector: one question large, hands by option, and the lists to choose a question from
(ipywidgets).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as w

from sourcebook.book import Book, static_build
from sourcebook.classroom import items, polls
from sourcebook.errors import ReaderError
from sourcebook.quiz import render
from sourcebook.text import html_table
from sourcebook.text.html_table import Row

# To be read from the last row.
_LARGE = "font-size:2.2rem;line-height:1.25"
_OPTION = "font-size:1.6rem;line-height:1.25"


def bundle(widget: w.Widget) -> dict[str, Any]:
    """What a notebook needs to show a widget."""
    mimebundle = widget._repr_mimebundle_()
    return mimebundle[0] if isinstance(mimebundle, tuple) else mimebundle


def controls(poll: polls.Poll) -> w.Widget:
    """The panel of one poll: buttons and number fields by option, second count, reveal, undo."""
    head = w.HTML(f'<div style="{_LARGE};padding-top:.6rem"><strong>{poll.item.prompt}</strong></div>')
    status, result = w.HTML(), w.HTML()
    fields: dict[int, w.BoundedIntText] = {}
    buttons: list[w.Button] = []
    rows = []
    drawing = False

    def draw() -> None:
        nonlocal drawing
        drawing = True
        for n, field in fields.items():
            field.value = poll.counts()[n]
            field.disabled = poll.revealed
        drawing = False
        for button in buttons:
            button.disabled = poll.revealed
        second.disabled = poll.round > 0 or poll.revealed
        reveal.disabled = poll.revealed
        undo.disabled = not poll.can_undo
        total = sum(poll.counts())
        notice = f'<p role="alert"><b>{escape(poll.notice)}</b></p>' if poll.notice else ""
        now = "Closed" if poll.revealed else polls.ROUNDS[poll.round].capitalize()
        if poll.goes_on:
            notice += f"<p>This count goes on from {poll.goes_on}. For another class: <i>Begin again</i>.</p>"
        status.value = (
            f'<p role="status" style="{_OPTION}"><b>{now}: {total} hand{"" if total == 1 else "s"}</b></p>{notice}'
        )
        moved = f"<p><b>{escape(poll.moved())}</b></p>" if poll.moved() else ""
        result.value = f'<div style="{_OPTION}">{poll.answer()}{moved}{poll.shift()}</div>' if poll.revealed else ""

    def count(change: Callable[[int, int], None], n: int, value: int) -> None:
        # A value that the panel itself wrote is no hand.
        if not drawing:
            # Shown again by another cell, this poll may be closed by now; drawing says so.
            with suppress(ReaderError):
                change(n, value)
            draw()

    for n in poll.order:
        text = poll.named(n)
        narrow = {"layout": {"width": "9rem"}, "style": {"description_width": "3rem"}}
        field = w.BoundedIntText(
            min=0, max=polls.MOST_HANDS, description="hands", tooltip=f"Hands for: {text}", **narrow
        )
        more = w.Button(description="+1", tooltip=f"One more hand for: {text}", layout={"width": "5rem"})
        less = w.Button(description="-1", tooltip=f"One hand fewer for: {text}", layout={"width": "4rem"})
        field.observe(lambda change, n=n: count(poll.set, n, change["new"]), names="value")
        more.on_click(lambda _, n=n: count(poll.add, n, 1))
        less.on_click(lambda _, n=n: count(poll.add, n, -1))
        fields[n] = field
        buttons += [more, less]
        label = w.HTML(
            f'<div style="{_OPTION}">{escape(text)}</div>', layout={"flex": "1 1 20rem", "max_width": "44rem"}
        )
        rows.append(w.HBox([label, more, field, less], layout={"align_items": "center", "padding": "0.25rem 0"}))
    second, undo = w.Button(description="Second count"), w.Button(description="Undo", tooltip="Take the last step back")
    again = w.Button(description="Begin again", tooltip="A new count; what was counted stays in the history")
    reveal = w.Button(description="Reveal", button_style="primary")

    def step(button: w.Button, act: Any) -> None:
        def pressed(_: object) -> None:
            act()
            draw()

        button.on_click(pressed)

    step(second, poll.next_round)
    step(reveal, poll.reveal)
    step(undo, poll.undo)
    step(again, poll.begin_again)
    draw()
    return w.VBox([head, status, *rows, w.HBox([second, reveal, undo, again], layout={"padding": "0.5rem 0"}), result])


class Poll(polls.Poll):
    """A poll as a notebook shows it: live with its panel, in the book the question alone."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        mimebundle: dict[str, Any] = {"text/html": self.html(), "text/plain": repr(self)}
        if self.store is not None:
            mimebundle |= bundle(controls(self))
        return mimebundle


def poll(book: Book, question: str, folder: Path | str = ".", label: str = "") -> Poll:
    """One question for the class. A poll of the same question that was begun today and not revealed goes on where it
    stopped.
    """
    return Poll(book, question, folder, label)


class Chooser:
    """Two lists, a chapter and one of its questions, and below them the poll of the chosen one."""

    def __init__(self, book: Book, folder: Path | str = ".", label: str = "") -> None:
        self.book = book
        self.folder = folder
        self.label = label
        self.poll: polls.Poll | None = None

    def _choices(self, chapter: str) -> list[tuple[str, str]]:
        """The questions of a chapter as a list shows them, and their ids."""
        return [
            (f"{prompt} ({name})", str(name))
            for name, prompt in polls.questions(self.book, chapter).frame["prompt"].items()
        ]

    def _live(self) -> w.Widget:
        titles = {title: name for name, title in items.groups(self.book).items()}
        wide = {"layout": {"width": "95%", "max_width": "60rem"}, "style": {"description_width": "6rem"}}
        chapter = w.Dropdown(options=titles, description="Chapter", **wide)
        # Born with its list: one that is born empty chooses nothing when it is filled.
        question = w.Dropdown(options=self._choices(chapter.value), description="Question", **wide)
        ask = w.Button(description="Ask the class", button_style="primary")
        place = w.VBox()

        def fill(_: object) -> None:
            question.options = self._choices(chapter.value)

        def show(_: object) -> None:
            try:
                self.poll = polls.Poll(self.book, question.value, self.folder, self.label)
            except ReaderError as error:
                place.children = (w.HTML(f'<p role="alert">{escape(str(error))}</p>'),)
            else:
                place.children = (controls(self.poll),)

        chapter.observe(fill, names="value")
        ask.on_click(show)
        return w.VBox([chapter, question, ask, place])

    def html(self) -> str:
        """What ``poll.js`` makes the poll of; without scripts, how many questions there are."""
        groups, found = items.for_scripts(self.book)
        identity = self.book.identity
        config = {
            "groups": groups,
            "schema": identity.schema_name("history"),
            "reads": sorted(identity.reads("history")),
        }
        return (
            f'<div class="mm-ask"><script type="application/json">{render.script(config)}</script>'
            f'<script type="application/json" class="mm-later">{render.script(found)}</script>{self._table()}</div>'
        )

    def _table(self) -> str:
        rows = [
            Row([html_table.text(title, "row"), html_table.text(len(items.of(self.book, name)))])
            for name, title in items.groups(self.book).items()
        ]
        caption = "With scripts, two lists stand here: a chapter, and its questions for a show of hands."
        return html_table.table([html_table.text(name, "col") for name in ("chapter", "questions")], rows, caption)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        mimebundle: dict[str, Any] = {"text/html": self.html(), "text/plain": repr(self)}
        if not static_build():
            mimebundle |= bundle(self._live())
        return mimebundle

    def __repr__(self) -> str:
        return f"<choose a question; now: {self.poll!r}>" if self.poll else "<choose a question>"


def ask(book: Book, folder: Path | str = ".", label: str = "") -> Chooser:
    """Choose a question from two lists and ask the class; ``label`` keeps the counts of several classes apart."""
    return Chooser(book, folder, label)
