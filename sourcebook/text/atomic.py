"""Files that are whole or not there: written beside their place first, then put into it in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: Rights of what is written for others to read: a web server, a teacher's share. ``umask 077`` would hide it from both.
FILE, FOLDER = 0o644, 0o755


@contextmanager
def writing(
    target: Path, mode: str = "w", newline: str | None = None, *, rights: int = FILE, durable: bool = False
) -> Iterator[IO]:
    """A file to write (``w`` in UTF-8, or ``wb``) that takes the place of ``target`` when all is written.

    Where that fails (a full disk, an error of the caller), nothing stands under the name, or the older file does. With
    ``durable`` it is on the disk before it takes its place: a power cut loses nothing either.
    """
    folder(target.parent)
    number, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    half = Path(name)
    try:
        with os.fdopen(number, mode, encoding=None if "b" in mode else "utf-8", newline=newline) as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        half.chmod(rights)
        half.replace(target)
    except OSError as error:
        error.filename = str(target)  # the name that the person at the keyboard knows
        raise
    finally:
        half.unlink(missing_ok=True)


def write_text(
    target: Path, text: str, newline: str | None = None, *, rights: int = FILE, durable: bool = False
) -> None:
    """Write the text as UTF-8, whole or not at all."""
    with writing(target, newline=newline, rights=rights, durable=durable) as file:
        file.write(text)


def write_bytes(target: Path, content: bytes) -> None:
    """Write the bytes, whole or not at all."""
    with writing(target, "wb") as file:
        file.write(content)


def copy(source: Path, target: Path) -> None:
    """Copy the content of a file, whole or not at all."""
    write_bytes(target, source.read_bytes())


def folder(path: Path) -> None:
    """Make the folder and those above it, for others to read too; what is there already stays as it is."""
    for part in [*reversed(path.parents), path]:
        if not part.is_dir():
            part.mkdir(exist_ok=True)
            part.chmod(FOLDER)


def readable(top: Path) -> None:
    """Let others read everything below ``top``, as a web server must: files 0644, folders 0755."""
    for path in [top, *top.rglob("*")]:
        if not path.is_symlink():
            wanted = FOLDER if path.is_dir() else FILE
            if path.stat().st_mode & 0o777 != wanted:
                path.chmod(wanted)
