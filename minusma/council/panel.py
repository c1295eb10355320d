"""The Council in a notebook: who plays whom, the vote of the class under the real rule, and the record beside it."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from minusma.council import voting
from sourcebook.book import Book, static_build
from sourcebook.text import html_table
from sourcebook.text.html_table import Row

STATIC = Path(__file__).parent / "static"


def roles(book: Book, students: int, year: int) -> pd.DataFrame:
    """One role a student, numbered from 1."""
    shared = voting.sharing(book, students, year)
    return pd.DataFrame({"role": shared}, index=pd.RangeIndex(1, len(shared) + 1, name="student"))


def positions(book: Book, year: int) -> pd.DataFrame:
    """What each speaker wanted in public, and what they feared or made a condition; a row a speaker."""
    return voting.positions(book, year)[["speaker", "wanted", "concern", "confidence"]].set_index("speaker")


def council(book: Book, year: int) -> Council:
    """The session of June ``year``: in the book the members and the record, live the vote of the class."""
    return Council(book, year)


class Council:
    """One session. ``votes`` maps each member to the vote of the class; ``result()`` counts it."""

    def __init__(self, book: Book, year: int) -> None:
        self.book = book
        self.year = year
        self.seats = voting.members(book, year)
        self.permanent = set(self.seats.loc[self.seats["seat"] == "permanent", "member"])
        self.votes: dict[str, str] = dict.fromkeys(self.seats["member"], "yes")

    def result(self) -> voting.Result:
        """What the votes of the class come to."""
        return voting.count(self.votes, self.permanent)

    def outcome(self) -> str:
        """The result of the class and of the record, as HTML."""
        ours, theirs = self.result(), voting.record(self.book, self.year)
        table = voting.compare(self.book, self.votes, self.year)
        differs = list(table.loc[~table["same"], "member"])
        word = "passes" if ours.passes else "does not pass"
        rest = (
            f" You voted otherwise than the record for: {escape(', '.join(differs))}."
            if differs
            else " Every vote is as in the record."
        )
        return (
            f"<p><b>The draft {word}: {ours.tally}</b> (in favour, against, abstaining). {escape(ours.why)}</p>"
            f"<p>The record of June {self.year}: resolution {voting.resolution(self.year)}, {theirs.tally}.{rest}</p>"
        )

    def html(self) -> str:
        """What ``chamber.js`` makes the vote of the class of; without scripts the record, as a table behind a word."""
        seats = self.seats[["member", "seat"]].astype(str).to_numpy().tolist()
        chamber = json.dumps({"year": self.year, "needed": voting.NEEDED, "seats": seats}).replace("<", "\\u003c")
        return (
            f'<div class="mm-chamber"><script type="application/json">{chamber}</script>'
            f"<details><summary>The record of June {self.year}</summary>{self._record()}</details></div>"
        )

    def _record(self) -> str:
        theirs = voting.record(self.book, self.year)
        return html_table.table(
            [html_table.text(name, "col") for name in ("member", "seat", "vote on record")],
            [
                Row([html_table.text(member, "row"), html_table.text(seat), html_table.text(vote)])
                for member, seat, vote in self.seats[["member", "seat", "vote"]].itertuples(index=False)
            ],
            f"June {self.year}: resolution {voting.resolution(self.year)}, {theirs.tally}. {theirs.why}",
            attributes={"class": "mm-council"},
        )

    def _live(self) -> Any:
        import ipywidgets as w

        outcome = w.HTML()
        buttons = []
        for member, seat in zip(self.seats["member"], self.seats["seat"], strict=True):
            mark = " (permanent)" if seat == "permanent" else ""
            look = {"description": member + mark, "style": {"description_width": "16rem"}}
            choice = w.ToggleButtons(options=list(voting.CHOICES), value=self.votes[member], **look)
            choice.observe(lambda change, member=member: self.votes.__setitem__(member, change["new"]), names="value")
            buttons.append(choice)
        count = w.Button(description="Count the votes", button_style="primary")

        def show(_: object) -> None:
            outcome.value = f'<div role="status">{self.outcome()}</div>'

        count.on_click(show)
        return w.VBox([*buttons, count, outcome])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/html": self.html(), "text/plain": repr(self)}
        if not static_build():
            bundle |= self._live()._repr_mimebundle_()
        return bundle

    def __repr__(self) -> str:
        return f"<the Council of June {self.year}>"
