"""The class's own small file: polls and counts, written so that a dead kernel or a full disk loses nothing counted."""

from __future__ import annotations

import json
import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sourcebook.book import Book
from sourcebook.text import atomic

if TYPE_CHECKING:
    from sourcebook.identity import Identity

FILE = "class-history.json"
MOST_BYTES = 20_000_000


class Store:
    """Polls in one JSON file: ``{"schema": …, "polls": [{"question", "hash", "started", "rounds", "revealed"}]}``.

    The schema carries the book's short name, or what ``book.yml`` says; names of earlier versions are read for ever. A
    damaged file is set aside under another name, never overwritten; ``notice`` then says so. A file that cannot be
    opened at all is left alone, and nothing is written over it.
    """

    def __init__(self, book: Book, folder: Path | str = ".") -> None:
        self.path = Path(folder) / FILE
        self._identity = book.identity
        self.notice = ""
        self.polls: list[dict[str, Any]] = self._read() or []

    def _read(self) -> list[dict[str, Any]] | None:
        """The polls of the file, or ``None`` where there is no sound file (any more)."""
        try:
            if not self.path.exists():
                return None
            if self.path.stat().st_size > MOST_BYTES:
                raise ValueError("it is far too large")
            return _polls(self.path.read_bytes(), self._identity)
        except (ValueError, RecursionError) as error:
            self._set_aside(error)
        except OSError as error:
            self.notice = f"{FILE} cannot be opened ({error.strerror}). Counts are not saved until it can."
        return None

    def _set_aside(self, error: Exception) -> None:
        aside = next(p for n in count(1) if not (p := self.path.with_name(f"class-history.damaged-{n}.json")).exists())
        try:
            os.replace(self.path, aside)
        except OSError as failed:
            self.notice = (
                f"{FILE} cannot be read ({error}) nor renamed ({failed.strerror}). "
                "Move it away: counts are not saved until then."
            )
        else:
            self.notice = (
                f"{FILE} could not be read ({error}). It was kept as {aside.name}, and a new history was begun."
            )

    def fresh(self) -> list[dict[str, Any]]:
        """The polls as the file has them now; those known before where there is no sound file (any more)."""
        read = self._read()
        return self.polls if read is None else read

    def put(self, poll: dict[str, Any]) -> None:
        """Add a poll, or take the place of the same one, and write the file.

        The file is read again first: another notebook may have counted meanwhile. Raises ``OSError`` where it cannot be
        written.
        """
        polls = self._read()
        if polls is None:
            # Never over a file that could not be read: only where there is none (any more).
            if self.path.exists():
                raise OSError(self.notice)
            polls = self.polls
        for number, saved in enumerate(polls):
            if same(saved, poll):
                polls[number] = poll
                break
        else:
            polls.append(poll)
        self.polls = polls
        self._write()

    def drop(self, poll: dict[str, Any]) -> None:
        """Take a poll out again; as ``put`` does."""
        polls = self._read()
        if polls is None and self.path.exists():
            raise OSError(self.notice)
        self.polls = [saved for saved in (self.polls if polls is None else polls) if not same(saved, poll)]
        self._write()

    def _write(self) -> None:
        """The file whole or not at all: first beside it, then in its place."""
        text = json.dumps(
            {"schema": self._identity.schema_name("history"), "polls": self.polls}, ensure_ascii=False, indent=1
        )
        atomic.write_text(self.path, text, durable=True)


def _polls(content: bytes, identity: Identity) -> list[dict[str, Any]]:
    """The polls of a history file; ``ValueError`` where it is none."""
    try:
        # An editor may have put a mark at the beginning.
        document = json.loads(content.decode("utf-8-sig"))
    except ValueError:
        raise ValueError("it is damaged") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(schema, str) or schema not in identity.reads("history"):
        raise ValueError(f"it is no history of this version, {identity.schema_name('history')}")
    if not isinstance(document.get("polls"), list) or not all(sound(poll) for poll in document["polls"]):
        raise ValueError("a poll in it is damaged")
    return document["polls"]


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether these are states of one poll: it is known by its question and start."""
    return (one["question"], one["started"]) == (other["question"], other["started"])


def sound(poll: Any) -> bool:
    """Whether this is the state of a poll."""
    return (
        isinstance(poll, dict)
        and isinstance(poll.get("question"), str)
        and isinstance(poll.get("started"), str)
        and isinstance(poll.get("revealed"), bool)
        and isinstance(poll.get("rounds"), list)
        and len(poll["rounds"]) in (1, 2)
        and all(
            isinstance(r, dict) and all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in r.values())
            for r in poll["rounds"]
        )
    )
