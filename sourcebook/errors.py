"""The one kind of error that a reader or author is meant to see: a sentence, not a traceback."""

from __future__ import annotations

import errno


class ReaderError(ValueError):
    """Something the person at the keyboard can mend; the message says what is possible.

    In a notebook IPython asks the error itself how to show it, so the reader sees the sentence and nothing else.
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class CommandError(ReaderError):
    """A command cannot do what it was asked to; the message says why and what to do."""


class BookError(ReaderError):
    """There is no book here, or ``book.yml`` is not as it must be; the message says where and what to do."""


_FULL = {
    errno.ENOSPC: "there is no room left on the disk",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "a file became larger than this place allows",
}


def in_a_sentence(error: BaseException) -> str:
    """The error in one sentence with a remedy, whatever it is."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            where = f"{error.filename} was not written: " if error.filename else ""
            return f"{where}{_FULL[error.errno]}. Make room, or choose another place with --out."
        if error.strerror and error.filename:
            reason = f"{error.filename} cannot be read or written ({error.strerror})"
            return f"{reason}. Choose another place, or close it where it is open."
        return str(error)
    if isinstance(error, UnicodeError):
        return (
            f"a text has a letter that cannot be read or written ({error}). Save the file again with the encoding "
            "UTF-8."
        )
    if isinstance(error, MemoryError):
        return "there is not enough memory. Close other programs and try again."
    return str(error)
