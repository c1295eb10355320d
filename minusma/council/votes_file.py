"""The votes of a class in a live notebook: ``council-votes.json`` beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minusma.council import voting
from sourcebook.book import Book
from sourcebook.text.kept_file import KeptFile

FILE = "council-votes.json"
_VOTES = {"", *voting.CHOICES, voting.ABSENT}
_UNSAVED = "The votes could not be saved ({reason}). They stand on the screen: write them down."


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 200


def sound(session: Any) -> bool:
    """Whether this is a session: what is voted on, the votes by member, and the votes before it."""
    return (
        isinstance(session, dict)
        and _is_text(session.get("subject"))
        and isinstance(session.get("votes"), dict)
        and all(_is_text(member) and _is_text(vote) and vote in _VOTES for member, vote in session["votes"].items())
        and isinstance(session.get("past"), list)
        and all(isinstance(row, list) and len(row) == 3 and all(map(_is_text, row)) for row in session["past"])
    )


def _are_sessions(value: Any) -> bool:
    return isinstance(value, dict) and all(map(sound, value.values()))


class VotesFile:
    """Sessions by year in one JSON file. ``notice`` says what ``KeptFile`` has to say of it."""

    def __init__(self, book: Book, folder: Path | str = ".") -> None:
        self._file: KeptFile[dict[str, Any]] = KeptFile(
            Path(folder) / FILE, f"{book.identity.slug}-council-votes/1", "sessions", _are_sessions, {},
            things="Votes", new="a new file",
        )  # fmt: skip
        self.path = self._file.path

    @property
    def notice(self) -> str:
        """What the teacher must know of the file; empty where all is well."""
        return self._file.notice

    def read(self) -> dict[str, Any]:
        """The sessions by year, as the file has them; those known before where there is no sound file (any more)."""
        return dict(self._file.read())

    def change(self, changed: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """Take over sessions, ``None`` taking one back, and leave out what is none. Gives all sessions, and what must
        be said.

        The file is read again first: another notebook may have kept votes meanwhile.
        """

        def with_them(before: dict[str, Any]) -> dict[str, Any]:
            kept = {year: session for year, session in before.items() if changed.get(year, session) is not None}
            return kept | {year: session for year, session in changed.items() if session is not None and sound(session)}

        try:
            self._file.change(with_them)
        except OSError as error:
            return dict(self._file.known), _UNSAVED.format(reason=error.strerror or error)
        return dict(self._file.known), self.notice
