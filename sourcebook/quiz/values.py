"""Facts in questions: ``{{deaths.total}}`` in a text stands for the value that the tables give today."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sourcebook.book import Book
from sourcebook.text.wording import did_you_mean

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


def in_braces(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Place and text of every text below ``part`` that has a fact in it or seems to."""
    if isinstance(part, str) and "{{" in part:
        yield path, part
    elif isinstance(part, dict | list):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from in_braces(value, (*path, key))


def fault(path: tuple[Any, ...], text: str, known: Collection[str], as_they_stand: Collection[str]) -> str:
    """What is wrong with the facts in a text, or nothing. ``as_they_stand`` are the keys where no fact is looked up;
    nothing ``known`` means that the names are not checked.
    """
    if key := next((part for part in path if part in as_they_stand), None):
        return f"`{key}` is taken as it stands; a fact in braces cannot be looked up there. Write the words."
    if "{{" in FACT.sub("", text):
        return (
            f"{text!r}: a fact is written in lower case and without blanks, like {{{{deaths.total}}}}. Mend the name."
        )
    for name in FACT.findall(text):
        if known and name not in known:
            return f"{name!r} is not in book/data/facts.yml.{did_you_mean(name, known)}"
    return ""


def countable(value: Any) -> bool:
    """Whether this is a number that an answer can be compared with: no ``true``, no text, nothing without end."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300
