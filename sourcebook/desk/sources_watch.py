"""Tell when files of a book change, in batches that are complete: an editor that writes a
file in three steps is one change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue

from watchfiles import Change, watch

from sourcebook.book import Book

#: Folders and files that no build reads: what builds and tools write, and what systems and
#: office programs leave behind.
_IGNORED_FOLDERS = {"_build", "dist", "__pycache__", "node_modules"}
_IGNORED_NAMES = ("~$", "._", ".~lock.")
_IGNORED_ENDS = ("~", ".part", ".half", ".tmp", ".swp", ".swx", ".pyc")
#: How long nothing may have changed before a batch is complete, in seconds: longer than an
#: editor pauses between two steps of a save.
QUIET = 0.12
_WAIT_MS = 400


def matters(root: Path, path: Path) -> bool:
    """Whether a change of this file can change the book."""
    try:
        parts = path.relative_to(root).parts
    except ValueError:  # the engine, outside the book's folder
        parts = path.parts[-1:]
    if any(part in _IGNORED_FOLDERS or part.startswith(".") for part in parts[:-1]):
        return False
    name = parts[-1] if parts else ""
    return not (name.startswith((".", *_IGNORED_NAMES)) or name.endswith(_IGNORED_ENDS) or name in _IGNORED_FOLDERS)


class SourcesWatch:
    """Watches the book's folders, the packages that build it, and the files beside them,
    also when a folder is replaced.
    """

    def __init__(self, book: Book, packages: Iterable[Path]) -> None:
        self._root = book.root.resolve()
        self._folders = [book.folder.resolve(), book.notebooks.resolve(), *(path.resolve() for path in packages)]
        self._found: SimpleQueue[Path] = SimpleQueue()
        self._stop, self._again = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._watch_root, self._watch_folders)]
        for thread in self._threads:
            thread.start()

    def next(self) -> set[Path]:
        """Wait for a change; the answer is every path of it, once nothing has changed for a moment.

        Empty after ``close``.
        """
        batch = {self._found.get()}
        while True:
            try:
                batch.add(self._found.get(timeout=QUIET))
            except Empty:
                return set() if self._stop.is_set() else batch

    def close(self) -> None:
        """Stop watching, and wake who waits."""
        self._stop.set()
        self._again.set()
        self._found.put(self._root)

    def _relevant(self, change: Change, path: str) -> bool:
        return matters(self._root, Path(path))

    def _watch_root(self) -> None:
        while not self._stop.is_set():
            for changes in self._changes([self._root], self._stop, recursive=False):
                for path in changes:
                    # A folder that was removed and came back, as with another branch, has to be watched anew.
                    if path in self._folders:
                        self._again.set()
                    self._found.put(path)

    def _watch_folders(self) -> None:
        while not self._stop.is_set():
            self._again.clear()
            there = [folder for folder in self._folders if folder.is_dir()]
            for changes in self._changes(there, self._again, recursive=True) if there else ():
                for path in changes:
                    self._found.put(path)
            if not there:
                self._again.wait(_WAIT_MS / 1000)

    def _changes(self, folders: list[Path], stop: threading.Event, recursive: bool) -> Iterable[set[Path]]:
        try:
            for changes in watch(
                *folders,
                watch_filter=self._relevant,
                stop_event=stop,
                recursive=recursive,
                rust_timeout=_WAIT_MS,
                debounce=400,
                step=30,
                raise_interrupt=False,
            ):
                yield {Path(path) for _, path in changes}
        except (OSError, RuntimeError):  # a folder went away between two looks
            time.sleep(_WAIT_MS / 1000)
