"""What was clean when it was last looked at, with all that was read then: it is not looked
at again until something of that changes.

A check as a whole is one such piece of work, and so is a page or a file within a check (``Clean.part``). What was found
is never kept, only that nothing was: a mistake is said each time until it is mended. Nothing counts as clean when the
code of the engine or of the book has changed, ``book.yml`` included.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from sourcebook.book import Book
from sourcebook.checks.finding import Finding
from sourcebook.text import atomic, digest, reads
from sourcebook.text.reads import Freshness, Reads

FOLDER = ".checked"
_FILE = "clean.json"


class Clean:
    """The clean pieces of work of one book; one object serves for one run."""

    def __init__(self, book: Book) -> None:
        self._root = book.root
        self._file = book.root / "_build" / FOLDER / _FILE
        # Paths are whole ones: a copy of the folder begins anew.
        self._code = f"{digest.code(book)} {book.root}"
        self._freshness = Freshness(book)
        self._was: dict[str, tuple[Reads, Any]] = {}
        self._now: dict[str, tuple[Reads, Any]] = {}
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):  # else everything is looked at
            stored = json.loads(self._file.read_text(encoding="utf-8"))
            if stored["code"] == self._code:
                self._was = {key: (Reads.from_json(found), brings) for key, (found, brings) in stored["clean"].items()}

    def part(self, key: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
        """What ``look`` finds; nothing, and nothing is looked at, where it found nothing
        and all that it read is as it was.
        """
        yield from self.part_with(key, lambda: (look(), None))[0]

    def part_with(self, key: str, look: Callable[[], tuple[Iterable[Finding], Any]]) -> tuple[list[Finding], Any]:
        """The same for a ``look`` that brings something beside what it finds, as JSON can
        hold it, for what comes after.
        """
        if key in self._was and self._freshness.holds(self._was[key][0]):
            found, brings = self._now[key] = self._was[key]
            reads.note(found)
            return [], brings
        self._was.pop(key, None)
        found = Reads()
        try:
            with reads.recording(self._root, found):
                more, brings = look()
                findings = list(more)
        finally:
            reads.note(found)
        if not findings:
            self._now[key] = (found, brings)
        return findings, brings

    def save(self) -> None:
        """Keep it for the next time. A disk that is full, or that nobody may write to, only makes that take longer."""
        # Parts of a check that was clean as a whole were not asked for: they stay as they were.
        clean = {key: (found.as_json(), brings) for key, (found, brings) in (self._was | self._now).items()}
        with suppress(OSError):
            atomic.write_text(self._file, json.dumps({"code": self._code, "clean": clean}))
