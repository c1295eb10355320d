"""Facts in questions: ``{{deaths.total}}`` in a text stands for the value that the tables give today."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sourcebook.book import Book

Resolve = Callable[[str], Any]
FACT = re.compile(r"\{\{([a-z0-9.-]+)\}\}")


def lookup(book: Book) -> Resolve:
    """What gives the book's facts by their names; the tables load only when one is asked for."""

    def get(name: str) -> Any:
        from sourcebook import facts

        return facts.get(book, name)

    return get


def filled(text: str, resolve: Resolve) -> str:
    """``text`` with every ``{{fact}}`` in it replaced by its value."""
    return FACT.sub(lambda m: resolve(m.group(1)).text, text)


def countable(value: Any) -> bool:
    """Whether this is a number that an answer can be compared with: no ``true``, no text, nothing without end."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
