"""Which code names a teacher said are one student's: ``class-report.json`` beside the notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.text import atomic

FILE = "class-report.json"


class JoinedFile:
    """``{"schema": …, "joined": {folder: [code names]}}``. A file that cannot be read is left alone: nothing is written
    over it, and ``notice`` says so. Without a folder (lines that were pasted, the made-up class) nothing is kept.
    """

    def __init__(self, book: Book, folder: str) -> None:
        self.path = Path(FILE).resolve()
        self.notice = ""
        self._schema = f"{book.identity.slug}-class-report/1"
        self._folder = folder

    def read(self) -> list[str]:
        """The code names that were joined in this folder."""
        found = self._all().get(self._folder) if self._folder else None
        return [code for code in found if isinstance(code, str)] if isinstance(found, list) else []

    def _all(self) -> dict[str, Any]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8-sig"))
            if content["schema"] == self._schema and isinstance(content["joined"], dict):
                return dict(content["joined"])
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass
        self.notice = f"{FILE} cannot be read: who was joined is not kept. Move it away, and run the cell again."
        return {}

    def write(self, codes: list[str]) -> None:
        """Keep these code names for the folder."""
        if not self._folder:
            return
        self.notice = ""
        joined = self._all() | {self._folder: codes}
        if self.notice:
            return
        text = {"schema": self._schema, "joined": {folder: names for folder, names in joined.items() if names}}
        try:
            atomic.write_text(self.path, json.dumps(text, ensure_ascii=False, indent=1))
        except OSError as error:
            self.notice = f"{FILE} cannot be written ({error.strerror or error}): who was joined is not kept."
