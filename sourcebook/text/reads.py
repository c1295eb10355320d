"""What a piece of work reads, so that it is done again when one of these things changes, and only then.

While ``recording`` is on, these are noted with their sums: every file and folder below the given root that this process
opens or lists; every file that a reader asks the ``stamp`` of, because it may hold the content already; and what a
function marked ``derived`` gave. A derived value stands for the files it was made from: one more entry in the
bibliography changes no page that cites the others.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cache, lru_cache, wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from sourcebook.errors import ReaderError

if TYPE_CHECKING:
    from sourcebook.book import Book

P = ParamSpec("P")
R = TypeVar("R")
_ABSENT = "absent"
_SKIPPED = {"_build", "dist", "node_modules", "__pycache__"}
_WRITING = os.O_WRONLY | os.O_RDWR


@dataclass
class Reads:
    """Sums of files and folders by path, and of derived values by how they are asked for,
    each with what it was made from.
    """

    files: dict[str, str] = field(default_factory=dict)
    values: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def add(self, other: Reads) -> None:
        """Take over what another piece of work has read."""
        self.files |= other.files
        self.values |= other.values

    def as_json(self) -> dict[str, Any]:
        """As values that JSON can hold."""
        return {"files": self.files, "values": self.values}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reads:
        """The same from JSON; raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is something else."""
        values = {key: (str(checksum), dict(files)) for key, (checksum, files) in stored["values"].items()}
        return cls(dict(stored["files"]), values)


#: What derived functions gave while something was recorded, by root and key, with what is noted of it: who asks again,
#: for another page, is given the same, as long as the files that it was made from are.
_memo: dict[tuple[str, str], tuple[Any, tuple[str, dict[str, str]]]] = {}
#: What is recorded now, and below which folder; the innermost is last.
_active: list[tuple[str, Reads]] = []


@contextmanager
def recording(root: Path, into: Reads | None = None) -> Iterator[Reads]:
    """Note what is read below ``root`` until the block ends."""
    found = Reads() if into is None else into
    start(root, found)
    try:
        yield found
    finally:
        stop()


def start(root: Path, found: Reads) -> None:
    """Note what is read below ``root`` in ``found`` until ``stop``."""
    _install_audit_hook()
    _active.append((f"{root}{os.sep}", found))


def stop() -> None:
    """End what ``start`` began last."""
    _active.pop()


def stamp(path: Path) -> int:
    """When the file was written, 0 where there is none.

    Who keeps what was read from a file asks here whether it is still good.
    """
    if _active:
        _note(str(path))
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def checksum(path: str) -> str:
    """A short sum of a file's content or of a folder's names."""
    try:
        status = os.stat(path)
    except OSError:
        return _ABSENT
    return _checksum(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4096)
def _checksum(path: str, changed: int, size: int) -> str:
    where = Path(path)
    try:
        if where.is_dir():
            names = sorted(name for name in os.listdir(where) if not name.startswith(".") and name not in _SKIPPED)
            return hashlib.sha256("\0".join(names).encode()).hexdigest()[:16]
        return hashlib.sha256(where.read_bytes()).hexdigest()[:16]
    except OSError:
        return _ABSENT


def derived(function: Callable[Concatenate[Book, P], R]) -> Callable[Concatenate[Book, P], R]:
    """For a function of a book and plain values whose answer is much smaller than what it
    reads: a dependency is on the answer.
    """
    name = f"{function.__module__}:{function.__qualname__}"

    @wraps(function)
    def call(book: Book, *args: P.args, **kwargs: P.kwargs) -> R:
        if not _active:
            return function(book, *args, **kwargs)
        root, outer = _active[-1]
        key = key_of(name, *args, **kwargs)
        if (root, key) in _memo:
            kept, noted = _memo[root, key]
            if all(checksum(path) == was for path, was in noted[1].items()):
                outer.values[key] = noted
                return cast(R, copy(kept))
        inner = Reads()
        _active.append((root, inner))
        try:
            answer = function(book, *args, **kwargs)
        except BaseException:
            outer.add(inner)
            raise
        finally:
            _active.pop()
        files = dict(inner.files)
        for _, below in inner.values.values():
            files |= below
        outer.values[key] = (value_checksum(answer), files)
        if root and files:
            _memo[root, key] = (copy(answer), outer.values[key])
        return answer

    return call


def key_of(function: str, *args: Any, **kwargs: Any) -> str:
    """How ``Reads.values`` calls what a function (``module:name``) gives of a book and these values."""
    return json.dumps([function, args, kwargs], ensure_ascii=False)


def note(found: Reads) -> None:
    """Count what was read for something that is kept as read now: by whoever is given what is kept."""
    if _active:
        _active[-1][1].add(found)


class noted_property(Generic[R]):  # as Python's own property and cached_property
    """Like ``cached_property``, of an object with a ``book``: whoever asks for the value
    counts as having read what it was made from.
    """

    def __init__(self, make: Callable[[Any], R]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._key = f"_noted_{name}"

    def __get__(self, instance: Any, owner: type) -> R:
        kept = vars(instance)
        if self._key not in kept:
            found = Reads()
            try:
                with recording(instance.book.root, found):
                    kept[self._key] = (self._make(instance), found)
            finally:
                note(found)
        note(kept[self._key][1])
        value: R = kept[self._key][0]
        return value


@contextmanager
def unrecorded() -> Iterator[None]:
    """For what is read only to check something else, and whose content does not show in the result."""
    _active.append(("", Reads()))
    try:
        yield
    finally:
        _active.pop()


class Freshness:
    """Whether what was read is still as it was. Every file is looked at once, so one object serves for one build."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._checksums: dict[str, str] = {}
        self._values: dict[str, str] = {}

    def holds(self, reads: Reads) -> bool:
        """True where nothing that was read has changed, or where the derived values come out the same."""
        return self._same(reads.files) and all(
            (files and self._same(files)) or self._value(key) == was for key, (was, files) in reads.values.items()
        )

    def _same(self, files: Mapping[str, str]) -> bool:
        return all(self._checksum(path) == was for path, was in files.items())

    def _checksum(self, path: str) -> str:
        if path not in self._checksums:
            self._checksums[path] = checksum(path)
        return self._checksums[path]

    def _value(self, key: str) -> str:
        if key not in self._values:
            name, args, kwargs = json.loads(key)
            module, _, function = name.partition(":")
            try:
                self._values[key] = value_checksum(
                    getattr(import_module(module), function)(self._book, *args, **kwargs)
                )
            except (ReaderError, OSError, ImportError, AttributeError, TypeError):
                self._values[key] = _ABSENT  # whoever reads it again says what is wrong
        return self._values[key]


def value_checksum(answer: object) -> str:
    """A short sum of a value."""
    plain = sorted(answer) if isinstance(answer, set | frozenset) else answer  # a set has no order of its own
    return hashlib.sha256(repr(plain).encode()).hexdigest()[:16]


#: Whether a file is being noted: reading it for its sum is no reading of its own.
_noting = False


def _note(path: str) -> None:
    global _noting
    root, found = _active[-1]
    path = os.path.abspath(path)
    if _noting or not root or path in found.files or not path.startswith(root) or path.endswith((".py", ".pyc")):
        return
    if any(part in _SKIPPED or part.startswith(".") for part in path[len(root) :].split(os.sep)):
        return
    _noting = True
    try:
        found.files[path] = checksum(path)
    finally:
        _noting = False


@cache
def _install_audit_hook() -> None:
    """Have Python tell of every file that it opens or folder that it lists; there is no way
    to end that, so once is enough.
    """
    sys.addaudithook(_audit_hook)


def _audit_hook(event: str, args: tuple[Any, ...]) -> None:
    if not _active or event not in ("open", "os.listdir", "os.scandir"):
        return
    path = args[0]
    if not isinstance(path, str | bytes) or (event == "open" and isinstance(args[2], int) and args[2] & _WRITING):
        return
    # Python lists the folders on its path for every module that it looks for; modules are noted where they matter.
    if event == "os.listdir" and sys._getframe(1).f_globals.get("__name__") == "importlib._bootstrap_external":
        return
    _note(os.fsdecode(path))
