"""The one kind of error that a reader or author is meant to see: a sentence, not a traceback."""

from __future__ import annotations


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
