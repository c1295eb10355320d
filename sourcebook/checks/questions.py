"""Checks of the question bank: each file by itself, then what questions of several files say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from sourcebook import facts
from sourcebook.checks import as_it_stands
from sourcebook.checks.chapters import is_drafted
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.checks.names import Names
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, changed, levels, places
from sourcebook.quiz.hand_in_line import short_hash
from sourcebook.quiz.values import countable, lookup


def questions(material: Material) -> Iterator[Finding]:
    """Every question keeps to the rules."""
    refers = _known(material)
    banks: dict[str, bank.Bank] = {}
    for path in material.question_files:
        try:
            text, name = material.text(path), material.name(path)
        except ReaderError as error:
            yield of_error(error)
            continue
        faults = bank.faults(text, name, refers)
        yield from map(of_error, faults)
        if not faults:
            banks[path.stem] = bank.parse(text, name, refers)
    if len(banks) == len(material.question_files):  # else a borrowed question may stand in a file that cannot be read
        faults_between = list(bank.faults_together(banks))
        yield from map(of_error, faults_between)
        if not faults_between:
            try:
                asked = bank.together(banks)
                changed.check(material.book, asked)
                drafts = {q.id for name in banks if is_drafted(material, name) for q in banks[name].questions}
                levels.load(material.book, asked, drafts)
            except ReaderError as error:
                yield of_error(error)
    yield from _slips(material, banks)
    yield from _alike_in_a_line(material, banks)
    for path in [*material.question_files, *material.task_files]:
        yield from material.clean.part(f"markup of {material.name(path)}", partial(as_it_stands.asked, material, path))


def _slips(material: Material, banks: Mapping[str, bank.Bank]) -> Iterator[Finding]:
    """No slip of a number is right, or cannot be worked out, with the tables as they are today."""
    resolve = lookup(material.book)
    for chapter, held in banks.items():
        for question in held.questions:
            if not isinstance(question, bank.Number) or not question.slips:
                continue
            try:
                bank.number_slips(question, resolve)
            except bank.BankError as error:
                where = f"book/quizzes/{chapter}.yml, line {held.lines[question.id]}"
                yield of_error(bank.BankError(f"{where}, {error}"))
            except (ReaderError, ValueError, KeyError, TypeError):
                continue  # a fact that cannot be read is reported by its own check


def _alike_in_a_line(material: Material, banks: Mapping[str, bank.Bank]) -> Iterator[Finding]:
    """No two questions have the same short hash, by which a hand-in line knows them."""
    resolve = lookup(material.book)
    first: dict[int, str] = {}
    for chapter, held in banks.items():
        for question in held.questions:
            try:
                hash = short_hash(question.id, bank.content_hash(question, resolve))
            except (ReaderError, ValueError, KeyError, TypeError):
                continue  # a fact that cannot be read is reported by its own check
            other = first.setdefault(hash, question.id)
            if other != question.id:
                reason = f"by chance, a hand-in line cannot tell it from {other}. Change a word of its prompt."
                text = f"question {question.id}: {reason}"
                yield Finding(f"book/quizzes/{chapter}.yml", held.lines[question.id], text)


def _known(material: Material) -> bank.Known:
    """What questions may refer to. What cannot be read is reported by its own check, and not looked up here."""
    book, names = material.book, Names(material)
    try:
        given = book.identity.prefixes
        # One that two chapters have, or that no file is for, is said where it stands in book.yml.
        once = [begin for begin, times in Counter(given.values()).items() if times == 1]
        there = {path.stem for path in material.question_files}
        prefixes = tuple((name, begin) for name, begin in given.items() if begin in once and name in there)
    except ReaderError:
        prefixes = ()
    try:
        sections = places.sections(book)
    except ReaderError:
        sections = frozenset()
    # A changed question changes no fact.
    _, texts = material.clean.part_with("facts that are texts", lambda: ((), _texts(material, names)))
    return bank.Known(
        frozenset(names.facts or ()),
        frozenset(names.sources or ()),
        sections,
        frozenset(names.views or ()),
        frozenset(texts),
        prefixes,
        in_book=True,
    )


def _texts(material: Material, names: Names) -> list[str]:
    return [name for name in names.facts or () if _is_text(material, name)]


def _is_text(material: Material, name: str) -> bool:
    try:
        return not countable(facts.get(material.book, name).value)
    except ReaderError:
        return False
