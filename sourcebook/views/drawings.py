"""Pictures that were drawn already: a view asked for twice, of the same data, is drawn
once, and a build keeps them for the next.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from sourcebook.book import Book
from sourcebook.data.schema import PACKAGE_FILE
from sourcebook.text import atomic, reads

# Names the folder to the processes that run notebooks.
_FOLDER = "SOURCEBOOK_DRAWINGS"
_MOST_FILES = 1000


class Drawings:
    """SVG texts by their key, the ``most`` lately used ones; where ``in_files``, all of
    them in the folder that a build has named.
    """

    def __init__(self, most: int = 200, in_files: bool = False) -> None:
        self._most = most
        self._in_files = in_files
        self._drawn: OrderedDict[str, str] = OrderedDict()

    def get(self, key: str) -> str | None:
        """The picture, or ``None`` where it has to be drawn."""
        file = self._file(key)
        if key in self._drawn:
            self._drawn.move_to_end(key)
        elif file and file.is_file():
            self._remember(key, file.read_text(encoding="utf-8"))
        return self._drawn.get(key)

    def put(self, key: str, svg: str) -> None:
        """Keep a picture; the one not used for longest makes room."""
        self._remember(key, svg)
        if file := self._file(key):
            # Under its name only when it is whole: several processes draw.
            atomic.write_text(file, svg, newline="\n")

    def _remember(self, key: str, svg: str) -> None:
        self._drawn[key] = svg
        while len(self._drawn) > self._most:
            self._drawn.popitem(last=False)

    def _file(self, key: str) -> Path | None:
        """Where the picture is kept between builds, in a process that a build has told."""
        folder = os.environ.get(_FOLDER) if self._in_files else None
        return Path(folder) / f"{key.replace(' ', '-')}.svg" if folder else None


#: The pictures of this process.
DRAWINGS = Drawings(in_files=True)


def keep_in(folder: Path, code: str) -> None:
    """Have this process and those that it starts keep pictures in ``folder``, until
    ``code``, the fingerprint of all that draws (``digest.code``), is another one.
    """
    mine = folder / hashlib.sha256(code.encode()).hexdigest()[:16]
    mine.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old != mine:
            shutil.rmtree(old, ignore_errors=True)
    for old in sorted(mine.iterdir(), key=lambda path: path.stat().st_mtime_ns)[:-_MOST_FILES]:
        old.unlink(missing_ok=True)
    os.environ[_FOLDER] = str(mine)


def key(book: Book, view_id: str, arguments: str, files: Iterable[str]) -> str:
    """What pictures of a view depend on: its id, what was asked of it, and the contents of
    the ``files`` of ``book/data``.
    """
    total = hashlib.sha256(f"{view_id}\0{arguments}".encode())
    for name in sorted({*files, PACKAGE_FILE}):
        path = book.data_dir / name
        reads.stamp(path)
        total.update(f"\0{name}\0{reads.checksum(str(path))}".encode())
    return total.hexdigest()
