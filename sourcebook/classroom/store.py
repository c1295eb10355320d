"""The class's own small file: polls and counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.text.kept_file import KeptFile

FILE = "class-history.json"


class Store:
    """Polls in one JSON file: ``{"schema": …, "polls": [{"question", "hash", "started", "rounds", "revealed"}]}``.

    The schema carries the book's short name, or what ``book.yml`` says; names of earlier versions are read for ever.
    ``notice`` says what ``KeptFile`` has to say of the file.
    """

    def __init__(self, book: Book, folder: Path | str = ".") -> None:
        identity = book.identity
        self._file: KeptFile[list[dict[str, Any]]] = KeptFile(
            Path(folder) / FILE, identity.schema_name("history"), "polls", _are_polls, [],
            things="Counts", new="a new history", reads=identity.reads("history"),
        )  # fmt: skip
        self.path = self._file.path
        self._file.read()

    @property
    def polls(self) -> list[dict[str, Any]]:
        """The polls as they were read or put last."""
        return self._file.known

    @property
    def notice(self) -> str:
        """What the teacher must know of the file; empty where all is well."""
        return self._file.notice

    def fresh(self) -> list[dict[str, Any]]:
        """The polls as the file has them now; those known before where there is no sound file (any more)."""
        return self._file.read()

    def put(self, poll: dict[str, Any]) -> None:
        """Add a poll, or take the place of the same one, and write the file.

        The file is read again first: another notebook may have counted meanwhile. Raises ``OSError`` where it cannot be
        written.
        """

        def with_it(polls: list[dict[str, Any]]) -> list[dict[str, Any]]:
            is_new = not any(same(saved, poll) for saved in polls)
            return [*(poll if same(saved, poll) else saved for saved in polls), *([poll] if is_new else [])]

        self._file.change(with_it)

    def drop(self, poll: dict[str, Any]) -> None:
        """Take a poll out again; as ``put`` does."""
        self._file.change(lambda polls: [saved for saved in polls if not same(saved, poll)])


def _are_polls(value: Any) -> bool:
    return isinstance(value, list) and all(map(sound, value))


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
