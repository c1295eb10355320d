"""The question bank: YAML files, one a chapter or a form of a check, and what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import levels, places
from sourcebook.quiz.content import BankError, content_hash, number_answer, number_slips
from sourcebook.quiz.models import (
    CLAIM_ANSWERS,
    ID,
    TYPES,
    Claim,
    FactAnswer,
    Match,
    Multiple,
    Number,
    Objective,
    Option,
    Order,
    Pair,
    ShortText,
    Single,
)
from sourcebook.quiz.parse import UNCHECKED, Bank, Known, faults, parse
from sourcebook.text import litter, reads
from sourcebook.text.textfile import read_text
from sourcebook.text.wording import did_you_mean, instead

__all__ = [
    "CLAIM_ANSWERS",
    "ID",
    "TYPES",
    "Bank",
    "BankError",
    "Claim",
    "FactAnswer",
    "Known",
    "Match",
    "Multiple",
    "Number",
    "Objective",
    "Option",
    "Order",
    "Pair",
    "ShortText",
    "Single",
    "content_hash",
    "faults",
    "number_answer",
    "number_slips",
    "parse",
]


def known_to_the_book(book: Book, views: Iterable[str] = ()) -> Known:
    """What the questions of this book may refer to. Views stand above the bank: who asks for them to be checked gives
    their ids.
    """
    from sourcebook import facts, sources

    return Known(
        frozenset(facts.names(book)),
        frozenset(sources.keys(book)),
        places.sections(book),
        frozenset(views),
        prefixes=tuple(book.identity.prefixes.items()),
        in_book=True,
    )


@lru_cache(maxsize=32)
def _read(path: Path, stamp: int, known: Known) -> Bank:
    return parse(read_text(path, _file(path.stem), BankError), _file(path.stem), known)


def _file(chapter: str) -> str:
    """A question file's name for messages."""
    return f"book/quizzes/{chapter}.yml"


def files(book: Book) -> list[Path]:
    """The question files. What two readings judged of the questions (``levels.yml``) lies beside them and is none."""
    return [path for path in litter.files(book.quiz_dir, "*.yml") if path.name != levels.FILE]


def names(book: Book) -> list[str]:
    """The chapters and forms that have a question file."""
    return [path.stem for path in files(book)]


def load(book: Book, chapter: str, known: Known = UNCHECKED) -> Bank:
    """The bank of one chapter; what its questions refer to is looked up in ``known``.

    An unknown chapter raises ``BankError`` and lists those there are.
    """
    if not isinstance(chapter, str):
        there = f"There are: {', '.join(names(book))}."
        raise BankError(
            f"the name of one chapter is asked for, in quotation marks: this is {instead(chapter)}. {there}"
        )
    path = book.quiz_dir / f"{chapter}.yml"
    if not path.is_file():
        near = did_you_mean(chapter, names(book), 1)
        raise BankError(f"no questions for {chapter!r}.{near} There are: {', '.join(names(book))}.")
    return _read(path, reads.stamp(path), known)


def together(banks: Mapping[str, Bank]) -> dict[str, Any]:
    """All questions of these files, by id. Takes the banks by chapter.

    Raises ``BankError`` where two files share an id, or a borrowed question does not exist, with file, line and remedy.
    """
    for fault in faults_together(banks):
        raise fault
    return {q.id: q for one_bank in banks.values() for q in one_bank.questions}


def faults_together(banks: Mapping[str, Bank]) -> Iterator[BankError]:
    """Everything that is wrong between files: an id that two share, a borrowed question that does not exist, a form
    that is not whole.
    """
    first: dict[str, str] = {}
    for chapter, one_bank in banks.items():
        for q in one_bank.questions:
            here = f"{_file(chapter)}, line {one_bank.lines[q.id]}"
            if q.id in first:
                yield BankError(
                    f"{here}, question {q.id}: this id stands already in {first[q.id]}. Give the question another."
                )
            first.setdefault(q.id, here)
    try:
        _check_forms(banks)
    except BankError as error:
        yield error
    for chapter, one_bank in banks.items():
        for name in one_bank.borrowed:
            if name not in first:
                here = f"{_file(chapter)}, line {one_bank.lines[name]}"
                yield BankError(
                    f"{here}: no question {name!r} in book/quizzes.{did_you_mean(name, first)} "
                    "Take it out, or mend its name."
                )


def _check_forms(banks: Mapping[str, Bank]) -> None:
    """Raise ``BankError`` where a form asks of no objective of the chapters, of one twice, or not of each.

    A chapter of which neither form asks is a new one: the forms come to it when it is whole.
    """
    goals = [o.id for bank in banks.values() for o in bank.objectives]
    in_forms = {q.objective for bank in banks.values() if bank.form for q in bank.questions}
    covered = [
        o.id for bank in banks.values() if any(o.id in in_forms for o in bank.objectives) for o in bank.objectives
    ]
    letters: dict[str, str] = {}
    for chapter, bank in banks.items():
        if not bank.form:
            continue
        if bank.form in letters:
            raise BankError(
                f"{_file(chapter)}: form {bank.form} is {_file(letters[bank.form])} already. Give one another letter."
            )
        letters[bank.form] = chapter
        asked = Counter(q.objective for q in bank.questions)
        for q in bank.questions:
            here = f"{_file(chapter)}, line {bank.lines[q.id]}, question {q.id}"
            if q.objective not in goals:
                raise BankError(f"{here}: no objective {q.objective!r} in a chapter.{did_you_mean(q.objective, goals)}")
            if asked[q.objective] > 1:
                raise BankError(
                    f"{here}: a form asks once of each objective, and of {q.objective} twice. Take one out."
                )
        missing = [goal for goal in covered if goal not in asked]
        if missing:
            raise BankError(
                f"{_file(chapter)}: a form asks of each objective, and not of {missing[0]}. Add a question."
            )


def every(book: Book) -> dict[str, Any]:
    """All questions of the book by id."""
    return together({chapter: load(book, chapter) for chapter in names(book)})


@reads.derived
def find(book: Book, question: str) -> Any:
    """The question with this id, whatever chapter it is in; an unknown one raises ``BankError``.

    Whoever asks depends on this question, not on every bank that was looked through.
    """
    if not isinstance(question, str):
        more = "quiz.questions takes a list of ids, and quiz a chapter."
        raise BankError(f"the id of one question is asked for, in quotation marks: this is {instead(question)}. {more}")
    questions = every(book)
    if question not in questions:
        raise BankError(f"no question {question!r} in book/quizzes.{did_you_mean(question, questions)}")
    return questions[question]


def check_all(book: Book, known: Known | None = None) -> None:
    """Check every question file: each by itself, that no two share an id, and that every borrowed question exists.

    ``known`` is what the questions may refer to; without it the book's facts, sources and sections
    (``known_to_the_book``). Raises ``BankError`` for the first mistake, with file, line, question and remedy.
    """
    known = known_to_the_book(book) if known is None else known
    together({chapter: load(book, chapter, known) for chapter in names(book)})
