"""Which files can be tidied, and how each kind is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sourcebook.book import Book
from sourcebook.data.schema import Table, tables
from sourcebook.desk.tidying import markdown, notebook, table, yaml_keys
from sourcebook.desk.tidying.result import Tidied
from sourcebook.errors import ReaderError

_MARK = b"\xef\xbb\xbf"
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def _plain(result: Tidied) -> None:
    """A kind of file of which only the encoding and the line ends are mended."""


_KINDS: dict[str, Callable[[Tidied], None]] = {
    ".md": markdown.tidy,
    ".ipynb": notebook.tidy,
    ".yml": yaml_keys.tidy,
    ".yaml": yaml_keys.tidy,
    ".bib": _plain,
    ".json": _plain,
}
SUFFIXES = (*_KINDS, ".csv")


def sources(book: Book) -> list[Path]:
    """Every file of the book that ``tidy`` looks at when none is named."""
    found = [*book.folder.rglob("*"), *book.notebooks.glob("*"), *book.root.glob("_*.yml")]
    return sorted(
        path for path in found if path.suffix in SUFFIXES and path.is_file() and not path.name.startswith((".", "~$"))
    )


def tidy_file(path: Path, book: Book | None = None) -> tuple[str, Tidied]:
    """The text of a file as it is, and what tidying makes of it.

    What a table's columns hold is taken from the ``book``.
    """
    raw = path.read_bytes()
    result = Tidied("")
    try:
        before = result.text = _decoded(raw, result)
    except UnicodeDecodeError:
        result.left.append(
            "it is not UTF-8. Save it again with the encoding UTF-8; what its letters mean cannot be known."
        )
        return "", result
    result.mend(result.text.replace("\r\n", "\n").replace("\r", "\n"), "line ends made those of all systems")
    if path.suffix == ".csv":
        table.tidy(result, _described(path, book))
    else:
        _KINDS[path.suffix](result)
    return before, result


def _decoded(raw: bytes, result: Tidied) -> str:
    if raw.startswith(_MARK):
        result.mended.append("byte order mark taken out")
        return raw.removeprefix(_MARK).decode("utf-8")
    if raw[:2] in _WIDE:
        text = raw[2:].decode(_WIDE[raw[:2]])
        result.mended.append("encoding UTF-16 made UTF-8")
        return text
    return raw.decode("utf-8")


def _described(path: Path, book: Book | None) -> Table | None:
    """The table of the data dictionary that this file is; ``None`` where the dictionary
    does not know it or cannot be read.
    """
    if book is None:
        return None
    try:
        known = tables(book).values()
    except ReaderError:
        return None
    return next((one for one in known if one.path.resolve() == path.resolve()), None)
