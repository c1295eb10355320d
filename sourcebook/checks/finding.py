"""One thing to mend, as a check reports it."""

from __future__ import annotations

from dataclasses import dataclass

from sourcebook.errors import ReaderError


@dataclass(frozen=True)
class Finding:
    """Where it is and what to do about it. Without a file, the text says where."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.text}" if place else self.text


def of_error(error: ReaderError) -> Finding:
    """The finding for an error that names its own file."""
    return Finding("", 0, str(error))
