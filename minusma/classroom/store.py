"""The class's own small file: polls and counts, written so that a stopped kernel or a full disk loses nothing counted."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

SCHEMA = "minusma-class/1"
FILE = "class-history.json"


class Store:
    """Polls in one JSON file: ``{"schema": …, "polls": [{"question", "hash", "started", "rounds", "revealed"}]}``.

    A damaged file is set aside under another name, never overwritten; ``notice`` then says so.
    """

    def __init__(self, folder: Path | str = ".") -> None:
        self.path = Path(folder) / FILE
        self.notice = ""
        self.polls: list[dict[str, Any]] = self._read()

    def _read(self) -> list[dict[str, Any]]:
        if not self.path.is_file():
            return []
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            if held["schema"] != SCHEMA:
                raise ValueError(f"schema {held['schema']!r}")
            polls = held["polls"]
            if not all(_sound(poll) for poll in polls):
                raise ValueError("a poll without question or rounds")
        except (ValueError, KeyError, TypeError, OSError) as error:
            aside = self.path.with_name(f"class-history.damaged-{os.getpid()}.json")
            os.replace(self.path, aside)
            self.notice = f"{FILE} could not be read ({error}). It was kept as {aside.name}, and a new history was begun."
            return []
        return polls

    def save(self) -> None:
        """Write the file whole or not at all: first beside it, then in its place."""
        text = json.dumps({"schema": SCHEMA, "polls": self.polls}, ensure_ascii=False, indent=1)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".class-history-", suffix=".json")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _sound(poll: Any) -> bool:
    return (
        isinstance(poll, dict)
        and isinstance(poll.get("question"), str)
        and isinstance(poll.get("rounds"), list)
        and all(isinstance(r, dict) and all(isinstance(n, int) and n >= 0 for n in r.values()) for r in poll["rounds"])
    )
