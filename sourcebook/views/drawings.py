"""Pictures that were drawn already: a view asked for twice, of the same data, is drawn once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from sourcebook.book import Book
from sourcebook.data.schema import PACKAGE_FILE


class Drawings:
    """SVG texts by their key, the ``most`` lately used ones. What keeps them in files between builds needs ``get`` and ``put`` alone."""

    def __init__(self, most: int = 200) -> None:
        self._most = most
        self._drawn: OrderedDict[str, str] = OrderedDict()

    def get(self, key: str) -> str | None:
        """The picture, or ``None`` where it has to be drawn."""
        if key in self._drawn:
            self._drawn.move_to_end(key)
        return self._drawn.get(key)

    def put(self, key: str, svg: str) -> None:
        """Keep a picture; the one not used for longest makes room."""
        self._drawn[key] = svg
        while len(self._drawn) > self._most:
            self._drawn.popitem(last=False)


#: The pictures of this process.
DRAWINGS = Drawings()


def key(book: Book, view_id: str, arguments: str, files: Iterable[str]) -> str:
    """What pictures of a view depend on: its id, what was asked of it, and the contents of the ``files`` of ``book/data``."""
    total = hashlib.sha256(f"{view_id}\0{arguments}".encode())
    for name in sorted({*files, PACKAGE_FILE}):
        path = book.data_dir / name
        status = path.stat() if path.is_file() else None
        total.update(f"\0{name}\0{_digest(path, status.st_mtime_ns, status.st_size) if status else ''}".encode())
    return total.hexdigest()


@lru_cache(maxsize=256)
def _digest(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
