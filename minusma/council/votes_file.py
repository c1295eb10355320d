"""The votes of a class in a live notebook: ``council-votes.json`` beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minusma.council import voting
from sourcebook.book import Book
from sourcebook.text import atomic

FILE = "council-votes.json"
_VOTES = {"", *voting.CHOICES, voting.ABSENT}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 200


def sound(session: Any) -> bool:
    """Whether this is a session: what is voted on, the votes by member, and the votes before it."""
    return (
        isinstance(session, dict)
        and _is_text(session.get("subject"))
        and isinstance(session.get("votes"), dict)
        and all(_is_text(member) and vote in _VOTES for member, vote in session["votes"].items())
        and isinstance(session.get("past"), list)
        and all(isinstance(row, list) and len(row) == 3 and all(map(_is_text, row)) for row in session["past"])
    )


class VotesFile:
    """Sessions by year in one JSON file. One that cannot be read is set aside under another name, never written over;
    ``notice`` then says so.
    """

    def __init__(self, book: Book, folder: Path | str = ".") -> None:
        self.path = Path(folder) / FILE
        self.notice = ""
        self._schema = f"{book.identity.slug}-council-votes/1"

    def read(self) -> dict[str, Any]:
        """The sessions, by year."""
        try:
            content = json.loads(self.path.read_text(encoding="utf-8-sig"))
            if content["schema"] == self._schema and all(map(sound, content["sessions"].values())):
                return dict(content["sessions"])
            self._set_aside()
        except FileNotFoundError:
            pass
        except OSError as error:
            self.notice = f"{FILE} cannot be opened ({error.strerror})."
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._set_aside()
        return {}

    def _set_aside(self) -> None:
        aside = self.path.with_name("council-votes.damaged.json")
        try:
            self.path.replace(aside)
            self.notice = f"{FILE} could not be read. It was kept as {aside.name}."
        except OSError as error:
            self.notice = f"{FILE} cannot be read, nor renamed ({error.strerror})."

    def write(self, sessions: Mapping[str, Any]) -> str:
        """Write the sessions; gives what must be said where that failed."""
        text = json.dumps({"schema": self._schema, "sessions": dict(sessions)}, ensure_ascii=False, indent=1)
        try:
            atomic.write_text(self.path, text)
        except OSError as error:
            return (
                f"The votes could not be saved ({error.strerror or error}). They stand on the screen: write them down."
            )
        return self.notice
