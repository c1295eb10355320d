"""Checks of the question bank: each file by itself, then what questions of several files say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from sourcebook import facts, sources
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, changed, levels, places
from sourcebook.quiz.values import lookup


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
            asked = bank.together(banks)
            changed.check(book, asked)
            levels.load(book, asked)
        except ReaderError as error:
            yield of_error(error)
    yield from _slips(material, banks)


def _slips(material: Material, banks: Mapping[str, bank.Bank]) -> Iterator[Finding]:
    """No slip of a number is right, or cannot be worked out, with the tables as they are today."""
    resolve = lookup(material.book)
    for chapter, held in banks.items():
        for question in held.questions:
            if not isinstance(question, bank.Number) or not question.slips:
                continue
            try:
                bank.number_slips(question, resolve)
            except ReaderError as error:
                where = f"book/quizzes/{chapter}.yml, line {held.lines[question.id]}"
                yield of_error(bank.BankError(f"{where}, {error}"))
            except (ValueError, KeyError, TypeError):
                continue  # a fact that cannot be read is reported by its own check
