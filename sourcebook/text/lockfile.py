"""One at a time, between programs: a lock that the system itself lets go of when whoever holds it is ended."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_EVERY = 0.02
#: A file system without locks: better kept without one than not at all.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def _take(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(number: int) -> None:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise


def _hold(path: Path) -> int | None:
    """The open file of the lock; nothing while another holds it."""
    number = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    with suppress(BlockingIOError, PermissionError, FileNotFoundError):
        _take(number)
        # Who held it last may have taken the file away since it was opened here: then others lock another file.
        if os.path.samestat(os.fstat(number), path.stat()):
            return number
    os.close(number)
    return None


@contextmanager
def holding(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock of this file, which is there only meanwhile; wait so many seconds for others to let go of it.

    Raises ``TimeoutError`` when they do not, and ``OSError`` where the file cannot be made.
    """
    until = time.monotonic() + patience
    while (number := _hold(path)) is None:
        if time.monotonic() > until:
            raise TimeoutError(errno.ETIMEDOUT, "another notebook holds it")
        time.sleep(_EVERY)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows takes away no open file: it stays, and locks nobody out
            path.unlink(missing_ok=True)
        os.close(number)
