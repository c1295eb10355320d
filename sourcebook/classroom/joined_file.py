"""Which code names a teacher said are one student's: ``class-report.json`` beside the notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeGuard

from sourcebook.book import Book
from sourcebook.text.kept_file import KeptFile

FILE = "class-report.json"
_UNSAVED = "Who was joined could not be saved ({reason}). It counts until the cell runs again."


def are_codes(value: Any) -> TypeGuard[list[str]]:
    """Whether these are code names."""
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def _are_folders(value: Any) -> bool:
    return isinstance(value, dict) and all(map(are_codes, value.values()))


class JoinedFile:
    """``{"schema": …, "joined": {folder: [code names]}}``; ``notice`` says what must be known of it. Without a folder
    (lines that were pasted, the made-up class) nothing is kept.
    """

    def __init__(self, book: Book, folder: str) -> None:
        self._folder = folder
        self._file: KeptFile[dict[str, list[str]]] = KeptFile(
            Path(FILE).resolve(), f"{book.identity.slug}-class-report/1", "joined", _are_folders, {},
            things="Joins", new="a new file",
        )  # fmt: skip
        self._unsaved = ""

    @property
    def notice(self) -> str:
        """What whoever looks must know; empty where all is well."""
        return self._unsaved or self._file.notice

    def read(self) -> list[str]:
        """The code names that were joined in this folder."""
        return self._file.read().get(self._folder, []) if self._folder else []

    def write(self, codes: list[str]) -> None:
        """Keep these code names for the folder."""
        if not self._folder:
            return

        def with_them(before: dict[str, list[str]]) -> dict[str, list[str]]:
            return {folder: names for folder, names in (before | {self._folder: codes}).items() if names}

        self._unsaved = ""
        try:
            self._file.change(with_them)
        except OSError as error:
            self._unsaved = _UNSAVED.format(reason=error.strerror or error)
