"""A small JSON file that fills while a class works, so that a dead kernel or a full disk loses nothing.

A damaged file is set aside under a name of its own and never written over. Nor is one that cannot be opened. Two
notebooks that count at the same moment wait for each other: a change reads the file again under a lock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Generic, TypeVar

from sourcebook.text import atomic, lockfile

MOST_BYTES = 20_000_000
#: Seconds to wait for another notebook that writes.
_PATIENCE = 10.0
T = TypeVar("T")


class KeptFile(Generic[T]):
    """``{"schema": …, key: what is kept}``, where ``is_sound`` says whether that is whole; ``reads`` are the schemas of
    earlier versions that are read, too.

    ``notice`` is what whoever works with it must know: ``things`` is what the file keeps, ``new`` what takes its place.
    """

    def __init__(
        self,
        path: Path,
        schema: str,
        key: str,
        is_sound: Callable[[Any], bool],
        empty: T,
        *,
        things: str,
        new: str,
        reads: Collection[str] = (),
    ) -> None:
        self.path = path
        #: What was read or written last, saved or not.
        self.known = empty
        self._schema, self._reads, self._key = schema, {schema, *reads}, key
        self._is_sound = is_sound
        self._things = things
        self._new = new
        self._aside = self._shut = ""

    @property
    def notice(self) -> str:
        """Why nothing is kept at present, else what was set aside; empty where all is well."""
        return self._shut or self._aside

    def read(self) -> T:
        """What the file holds; what was known before where there is no sound file (any more)."""
        try:
            self._read()
        except (ValueError, RecursionError):
            with self._locked():
                self._read_or_set_aside()
        return self.known

    def change(self, change: Callable[[T], T]) -> T:
        """What the file holds becomes what ``change`` makes of it, whole or not at all: first beside it, then in its
        place.

        Raises ``OSError`` where the file cannot be read, and would be lost, and where nothing can be written; what was
        made is ``known`` all the same.
        """
        with self._locked() as failed:
            self._read_or_set_aside()
            self.known = change(self.known)
            if self._shut:
                raise OSError(self._shut.removesuffix("."))
            if failed:
                raise failed
            text = json.dumps({"schema": self._schema, self._key: self.known}, ensure_ascii=False, indent=1)
            atomic.write_text(self.path, text, durable=True)
        return self.known

    @contextmanager
    def _locked(self) -> Iterator[OSError | None]:
        """Alone with the file; gives why not, where that cannot be had: a folder to read only, another who stays."""
        failed = None
        with ExitStack() as stack:
            try:
                stack.enter_context(lockfile.holding(self.path.with_name(f".{self.path.name}.lock"), _PATIENCE))
            except OSError as error:
                failed = error
            yield failed

    def _read(self) -> None:
        self._shut = ""
        try:
            if self.path.exists():
                self.known = self._content(document(self.path))
        except OSError as error:
            name, reason = self.path.name, error.strerror or error
            self._shut = f"{name} cannot be opened ({reason}). {self._things} are not saved until it can."

    def _content(self, found: Any) -> T:
        schema = found.get("schema") if isinstance(found, dict) else None
        if not isinstance(schema, str) or schema not in self._reads:
            raise ValueError(f"it is no file of this version, {self._schema}")
        if not self._is_sound(found.get(self._key)):
            raise ValueError(f"something among its {self._key} is damaged")
        content: T = found[self._key]
        return content

    def _read_or_set_aside(self) -> None:
        """Under the lock: what another has just begun anew is not what was damaged."""
        try:
            self._read()
        except (ValueError, RecursionError) as error:
            self._set_aside(error)

    def _set_aside(self, error: Exception) -> None:
        name = self.path.name
        try:
            aside = set_aside(self.path)
        except OSError as failed:
            self._shut = (
                f"{name} cannot be read ({error}) nor renamed ({failed.strerror}). "
                f"Move it away: {self._things.lower()} are not saved until then."
            )
        else:
            self._aside = f"{name} could not be read ({error}). It was kept as {aside.name}, and {self._new} was begun."


def document(path: Path) -> Any:
    """The JSON of a file; ``ValueError`` with the reason, or ``RecursionError``, where it is none."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError("it is far too large")
    try:
        # An editor may have put a mark at the beginning.
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError:
        raise ValueError("it is damaged") from None


def set_aside(path: Path) -> Path:
    """Give a damaged file a name of its own beside its old one, and say which."""
    aside = next(p for n in count(1) if not (p := path.with_name(f"{path.stem}.damaged-{n}.json")).exists())
    return path.replace(aside)
