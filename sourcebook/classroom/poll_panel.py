"""*Ask the class* in a notebook: the tool of the page, with the file ``class-history.json`` in place of the browser."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from sourcebook.book import Book, static_build
from sourcebook.classroom import items, polls
from sourcebook.classroom.store import Store, sound
from sourcebook.text import html_table, json_script
from sourcebook.text.html_table import Row
from sourcebook.views.live_widget import Kept, LiveWidget, module, style
from sourcebook.views.widget_scripts import bundle

STATIC = Path(__file__).parent / "static"
MEANWHILE = "Another notebook has counted in this poll meanwhile. Look at the hands, and press again."
UNSAVED = "The counts could not be saved ({reason}). They stand on the screen: write them down."


def _id(poll: dict[str, Any]) -> str:
    return f"{poll['started']} {poll['question']}"


def _by_id(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {_id(poll): poll for poll in found}


class PollWidget(LiveWidget):
    """The tool, live; ``store`` is the file it keeps polls in, and ``tell`` hears the poll that was counted in."""

    _esm = module("SourcebookPoll.start", STATIC / "poll.js")
    _css = style(STATIC / "poll.css")

    def __init__(self, html: str, store: Store, tell: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(html, _by_id(store.fresh()), store.notice, self._write, store.path)
        self.store = store
        self.tell_python = tell

    def _write(self, changed: Kept, known: Kept) -> tuple[Kept, str]:
        """Write what the page changed. What is no poll is left out, and so is what another notebook changed, too."""
        there, notice, unsaved = _by_id(self.store.fresh()), "", {}
        for name, poll in changed.items():
            if poll is not None and not (sound(poll) and _id(poll) == name):
                continue
            if there.get(name) not in (known.get(name), poll, None):
                notice = MEANWHILE
                continue
            try:
                if poll is None:
                    self.store.drop(there.get(name) or known[name])
                else:
                    self.store.put(deepcopy(poll))
            except OSError as error:
                notice = UNSAVED.format(reason=error.strerror or error)
                unsaved[name] = poll
            if poll is not None:
                for tool in (self, *self.others()):
                    tool.tell_python(deepcopy(poll))
        now = {name: poll for name, poll in (_by_id(self.store.fresh()) | unsaved).items() if poll is not None}
        for other in self.others():
            other.show(now)
        return now, notice or self.store.notice


def _tool(config: dict[str, Any], found: dict[str, Any], instead: str = "") -> str:
    """What ``poll.js`` makes the tool of; ``instead`` stands there without scripts."""
    return (
        f'<div class="mm-ask"><script type="application/json">{json_script.script(config)}</script>'
        f'<script type="application/json" class="mm-later">{json_script.script(found)}</script>{instead}</div>'
    )


def _settings(book: Book) -> dict[str, Any]:
    identity = book.identity
    return {"schema": identity.schema_name("history"), "reads": sorted(identity.reads("history"))}


class Poll(polls.Poll):
    """A poll as a notebook shows it: live with its tool, in the book the question alone."""

    def __init__(self, book: Book, question: str, folder: Path | str = ".", label: str = "") -> None:
        super().__init__(book, question, folder, label)
        self._book = book

    def tool(self) -> str:
        """The tool for this question alone."""
        config = {**_settings(self._book), "groups": {}, "ask": self.item.id, "label": self.label}
        return _tool(config, {self.item.id: items.for_script(self.item)})

    def _follow(self, poll: dict[str, Any]) -> None:
        """This object says what was counted in the tool."""
        if poll["question"] == self.item.id and poll.get("class", "") == self.label:
            self.state = poll

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = {"text/html": self.html(), "text/plain": repr(self)}
        return shown | bundle(PollWidget(self.tool(), self.store, self._follow)) if self.store is not None else shown


def poll(book: Book, question: str, folder: Path | str = ".", label: str = "") -> Poll:
    """One question for the class. A poll of the same question that was begun today and not revealed goes on where it
    stopped.
    """
    return Poll(book, question, folder, label)


class Chooser:
    """Lists to choose a question from, and its poll. ``last`` is the poll that was counted in last, as in its file."""

    def __init__(self, book: Book, folder: Path | str = ".", label: str = "") -> None:
        self.book = book
        self.folder = folder
        self.label = str(label)[:40]
        self.last: dict[str, Any] = {}

    def html(self) -> str:
        """What ``poll.js`` makes the poll of; without scripts, how many questions there are."""
        groups, found = items.for_scripts(self.book)
        config = {"groups": groups, **_settings(self.book)} | ({"label": self.label} if self.label else {})
        return _tool(config, found, self._table())

    def _table(self) -> str:
        rows = [
            Row([html_table.text(title, "row"), html_table.text(len(items.of(self.book, name)))])
            for name, title in items.groups(self.book).items()
        ]
        caption = "With scripts, two lists stand here: a chapter, and its questions for a show of hands."
        return html_table.table([html_table.text(name, "col") for name in ("chapter", "questions")], rows, caption)

    def widget(self) -> PollWidget:
        """The tool, live."""

        def tell(poll: dict[str, Any]) -> None:
            self.last = poll

        return PollWidget(self.html(), Store(self.book, self.folder), tell)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = {"text/html": self.html(), "text/plain": repr(self)}
        return shown if static_build() else shown | bundle(self.widget())

    def __repr__(self) -> str:
        return f"<choose a question; counted last: {self.last['question']}>" if self.last else "<choose a question>"


def ask(book: Book, folder: Path | str = ".", label: str = "") -> Chooser:
    """Choose a question from two lists and ask the class; ``label`` keeps the counts of several classes apart."""
    return Chooser(book, folder, label)
