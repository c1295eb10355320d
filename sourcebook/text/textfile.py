"""Text files as they must be: UTF-8, without the marks that a merge leaves, without control
characters. What is not, is named by its line.
"""

from __future__ import annotations

import re
from pathlib import Path

from sourcebook.errors import ReaderError

_MERGE = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def read_text(path: Path, name: str, error: type[ReaderError] = ReaderError, *, cells: bool = False) -> str:
    """The text of the file, without the mark that some editors put before it; line ends are
    as they stand where it has ``cells``.

    ``name`` is the file as an author knows it. Raises ``error`` where it is no text; control characters of a table with
    ``cells`` are left to who knows its columns.
    """
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise error(f'{name}, line 1: saved as UTF-16 (some programs say "Unicode"), not UTF-8. {_AGAIN}')
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise error(
            f"{name}, line {line}: not UTF-8: a letter in this line was saved in an older encoding. {_AGAIN}"
        ) from None
    if mark := _MERGE.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        raise error(
            f"{name}, line {line}: {mark[0][:7]!r} is a mark of a merge: the file holds two versions. Keep one of "
            "them, and take the lines with <<<<<<<, ======= and >>>>>>> out."
        )
    if cells:
        return text
    if odd := _CONTROL.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise error(f"{name}, line {line}: holds an invisible control character (U+{ord(odd[0]):04X}). Delete it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_AGAIN = "Save the file again with the encoding UTF-8."
