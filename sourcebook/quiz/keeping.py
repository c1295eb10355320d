"""What a student answers in a live notebook, in a small file beside it: a restart of the kernel loses nothing.

``{"schema": "our-river-kept/1", "id": …, "answers": {id: entry}, "tasks": {id: entry}}``. Each change reads the file
again under a lock and writes it whole or not at all: two notebooks in one folder share it. Where it cannot be read or
written it stays as it is, a sentence says so (``notice``), and nothing else fails. Where no kernel runs, nothing is
kept.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from sourcebook.book import Book, static_build
from sourcebook.text import atomic, kept_file, lockfile

PARTS = ("answers", "tasks")
#: What was answered in this kernel, or read from its file: by part, an entry a question, task or check.
HELD: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
#: Seconds to wait for another notebook that writes.
_PATIENCE = 10.0
FORGETS = (
    "This service forgets its folder when you close it. Save for your teacher before you leave, and download the file."
)


def in_kernel() -> bool:
    """Whether a notebook's kernel runs this, and not a build or a test."""
    if static_build() or "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def forgets() -> bool:
    """Whether the service around the kernel throws the folder away."""
    return any(name in os.environ for name in ("BINDER_SERVICE_HOST", "BINDER_LAUNCH_HOST", "COLAB_RELEASE_TAG"))


def held(book: Book, part: str) -> dict[str, Any]:
    """All that is kept of a part, with what the file holds from before; what was answered here counts more."""
    if in_kernel():
        for name, entry in Keeper(book).read()[part].items():
            if isinstance(entry, dict):
                HELD[part].setdefault(name, entry)
    return HELD[part]


def hold(book: Book, part: str, entries: dict[str, Any]) -> str:
    """Keep these entries, ``None`` taking one back; gives what there is to say, which is mostly nothing."""
    for name, entry in entries.items():
        if entry is None:
            HELD[part].pop(name, None)
        else:
            HELD[part][name] = entry
    if not entries or not in_kernel():
        return ""
    keeper = Keeper(book)
    keeper.change(part, entries)
    return keeper.notice


def _parts(found: dict[str, Any]) -> dict[str, Any]:
    parts: dict[str, Any] = {part: dict(found.get(part) or {}) for part in PARTS}
    return {"id": str(found.get("id") or secrets.token_hex(5)), **parts}


class Keeper:
    """The file of one folder.

    It is no ``KeptFile``: what it says tells a student what to do, and a damaged file stays until something new is to
    be kept.
    """

    def __init__(self, book: Book, folder: Path | str = ".") -> None:
        self.path = Path(folder).resolve() / f"{book.identity.slug}-answers.json"
        self._schema = f"{book.identity.slug}-kept/1"
        #: What could not be kept and why, in a sentence; empty where all is well.
        self.notice = FORGETS if forgets() else ""

    def read(self) -> dict[str, Any]:
        """All that is kept: ``id`` and the two parts. A damaged file is set aside by its next change."""
        try:
            return _parts(self._found())
        except OSError as error:
            self._cannot_be_opened(error)
            return _parts({})

    def _found(self) -> dict[str, Any]:
        """What the file holds; nothing where there is none. Raises ``OSError`` where it is there and stays shut."""
        try:
            found = kept_file.document(self.path)
            sound = isinstance(found, dict) and found.get("schema") == self._schema
            if not sound or not all(isinstance(found.get(part, {}), dict) for part in PARTS):
                raise ValueError
            return dict(found)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (ValueError, RecursionError):
            self.notice = f"{self.path.name} could not be read. It is set aside, and a new one is begun."
            return {"damaged": True}

    def _cannot_be_opened(self, error: OSError) -> None:
        self.notice = (
            f"{self.path.name} cannot be opened ({error.strerror}), so nothing new is kept in it. Your answers last "
            "until the kernel stops. Save for your teacher, or close what else uses that file and answer again."
        )

    def change(self, part: str, entries: dict[str, Any]) -> bool:
        """Keep these entries; ``None`` takes one back. False, and a ``notice``, where that is not possible."""
        try:
            with lockfile.holding(self.path.with_name(f".{self.path.name}.lock"), _PATIENCE):
                try:
                    found = self._found()
                except OSError as error:  # what it holds would be lost under a new one
                    self._cannot_be_opened(error)
                    return False
                if found.get("damaged"):
                    kept_file.set_aside(self.path)
                held = _parts(found)
                for name, entry in entries.items():
                    if entry is None:
                        held[part].pop(name, None)
                    else:
                        held[part][name] = entry
                atomic.write_text(self.path, json.dumps({"schema": self._schema, **held}, ensure_ascii=False, indent=1))
        except OSError as error:
            why = error.strerror or "the folder is in use"
            self.notice = (
                f"Your answers are not kept: {self.path.name} cannot be written here ({why}). "
                "They last until the kernel stops. Save for your teacher, or open the notebook in another folder."
            )
            return False
        return True
