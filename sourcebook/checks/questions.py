"""Checks of the question bank: each file by itself, then what questions of several files say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from sourcebook import facts, sources
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, changed, places


def questions(material: Material) -> Iterator[Finding]:
    """Every question keeps to the rules."""
    from sourcebook.views import registry  # takes a second, which the first findings need not wait for

    book = material.book

    def known(read: Callable[[], Iterable[str]]) -> frozenset[str]:
        # What cannot be read is reported by its own check, and not looked up here.
        with suppress(ValueError, KeyError, TypeError):
            return frozenset(read())
        return frozenset()

    refers = bank.Known(
        known(lambda: facts.names(book)),
        known(lambda: sources.keys(book)),
        known(lambda: places.sections(book)),
        known(lambda: registry.ids(book)),
    )
    banks: dict[str, bank.Bank] = {}
    for path in material.question_files:
        try:
            banks[path.stem] = bank.parse(material.text(path), material.name(path), refers)
        except ReaderError as error:
            yield of_error(error)
    if len(banks) == len(material.question_files):  # else a borrowed question may stand in a file that cannot be read
        try:
            changed.check(book, bank.together(banks))
        except ReaderError as error:
            yield of_error(error)
