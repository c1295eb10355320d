"""The Council in a notebook: who plays whom, the vote of the class under the real rule, and the record beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from minusma.council import voting
from minusma.council.votes_file import VotesFile
from sourcebook.book import Book, static_build
from sourcebook.errors import ReaderError
from sourcebook.text import html_table, json_script
from sourcebook.text.html_table import Row
from sourcebook.views.widget_scripts import bundle

STATIC = Path(__file__).parent / "static"


def roles(book: Book, students: int, year: int) -> pd.DataFrame:
    """One role a student, numbered from 1."""
    shared = voting.sharing(book, students, year)
    return pd.DataFrame({"role": shared}, index=pd.RangeIndex(1, len(shared) + 1, name="student"))


def positions(book: Book, year: int) -> pd.DataFrame:
    """What each speaker wanted in public, and what they feared or made a condition; a row a speaker."""
    return voting.positions(book, year)[["speaker", "wanted", "concern", "confidence"]].set_index("speaker")


def council(book: Book, year: int, folder: Path | str = ".") -> Council:
    """The session of June ``year``: the votes of the class, and the record when it is asked for.

    In a live notebook the votes are kept in ``council-votes.json`` in ``folder``.
    """
    return Council(book, year, folder)


class Council:
    """One session. ``votes`` maps each member to the vote of the class, empty where there is none yet; ``result()``
    counts it.
    """

    def __init__(self, book: Book, year: int, folder: Path | str = ".") -> None:
        self.book = book
        self.year = year
        self.seats = voting.members(book, year)
        self.permanent = set(self.seats.loc[self.seats["seat"] == "permanent", "member"])
        self.votes: dict[str, str] = dict.fromkeys(self.seats["member"], "")
        self._file: VotesFile | None = None
        # The book shows the tool and keeps nothing.
        if not static_build():
            self._file = VotesFile(book, folder)
            self._follow(self._file.read())

    def result(self) -> voting.Result:
        """What the votes of the class come to; ``ReaderError`` where a member has not voted yet."""
        left = [member for member, vote in self.votes.items() if not vote]
        if left:
            raise ReaderError(f"not every member has voted yet: {len(left)} of {len(self.votes)} are left.")
        return voting.count(self.votes, self.permanent)

    def _follow(self, sessions: Mapping[str, Any]) -> None:
        """Take over what a tool or the file has of this session."""
        cast = sessions.get(str(self.year), {}).get("votes", {})
        self.votes = {member: cast.get(member, "") for member in self.votes}

    def html(self) -> str:
        """What ``chamber.js`` makes the vote of the class of; without scripts the record, as a table behind a word."""
        seats = self.seats[["member", "seat"]].astype(str).to_numpy().tolist()
        spoken = voting.spoken(self.book, self.year)
        config = {"year": self.year, "needed": voting.NEEDED, "seats": seats, "spoken": sorted(spoken)}
        return (
            f'<div class="mm-chamber"><script type="application/json">{json_script.script(config)}</script>'
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

    def widget(self) -> Any:
        """The tool, live."""
        from minusma.council.live import CouncilWidget

        if self._file is None:
            raise ReaderError("the built book has the tool on its page, and makes no live one.")
        return CouncilWidget(self.html(), self._file, self._follow)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = {"text/html": self.html(), "text/plain": repr(self)}
        return shown if static_build() else shown | bundle(self.widget())

    def __repr__(self) -> str:
        return f"<the Council of June {self.year}>"
