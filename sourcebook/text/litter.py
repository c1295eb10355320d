"""Files that an office program, an operating system or a cloud folder leaves behind: no
content of a book, wherever they lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath

_NAMES = {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "__pycache__", "icon\r"}
_BEGINS = (".", "~$")
_ENDS = ("~", ".tmp", ".bak", ".orig", ".part", ".crdownload")
# What stands at the end of the name, before the suffix, of a second copy.
_COPY = re.compile(
    r" \(\d+\)$"  # history (1).yml
    r"|(?: -)? copy$| - copy \(\d+\)$| copy \d+$|^copy of "
    r"|[ _(\[-](?:case )?conflict(?:ed)?\b"  # history (Anna's conflicted copy 2026-01-02).csv, history [Conflict].csv
    r"|\.sync-conflict-\d"
    r"|-(?:desktop|laptop)-[a-z0-9]{6,8}(?:-\d+)?$"  # OneDrive names the computer
    r"|-checkpoint$",
    re.IGNORECASE,
)


@cache
def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is what a program left behind."""
    low = name.lower()
    return low.startswith(_BEGINS) or low.endswith(_ENDS) or low in _NAMES or bool(_COPY.search(PurePath(name).stem))


def files(folder: Path, pattern: str) -> Iterator[Path]:
    """The files below ``folder`` that match the pattern, sorted, without litter and without
    what lies in a folder that is litter.
    """
    for path in sorted(folder.glob(pattern)):
        if path.is_file() and not any(map(is_litter, path.relative_to(folder).parts)):
            yield path
