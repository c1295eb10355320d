"""What two readings, made apart, judged of each question: ``book/quizzes/levels.yml``.

It says what an answer takes and how hard it seems to be, each from the first and the second reading::

    hist-coup-count: {first: recall, second: recall, difficulty: [1, 1]}

A level is one of ``LEVELS``; a difficulty is 1, 2 or 3. Both are judgements. No question is asked or graded by them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sourcebook.book import Book
from sourcebook.quiz.content import BankError
from sourcebook.text import reads
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

FILE = "levels.yml"
NAME = f"book/quizzes/{FILE}"
LEVELS = ("recall", "understand", "apply", "judge")
Level = Literal["recall", "understand", "apply", "judge"]


class Judged(BaseModel):
    """The codes of one question, from two readings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: Level
    second: Level
    difficulty: Annotated[list[Literal[1, 2, 3]], Field(min_length=2, max_length=2)]


_LIST = TypeAdapter(dict[str, Judged])


def parse(text: str, asked: Collection[str] | None = None, waiting: Collection[str] = ()) -> dict[str, Judged]:
    """The text of the list. ``asked`` are the ids of all questions; without it they are not checked. Those ``waiting``,
    of a chapter that is being written, need no line yet.

    Raises ``BankError`` for the first mistake, with file, line and remedy.
    """
    try:
        content = YamlFile(text)
    except Unreadable as error:
        raise BankError(f"{NAME}, line {error.line}: {error}") from None
    try:
        found = _LIST.validate_python(content.values or {})
    except ValidationError as error:
        first = error.errors()[0]
        raise BankError(f"{NAME}, line {content.line(*first['loc'])}: {explain(first, Judged.model_fields)}") from None
    for name in found:
        if asked is not None and name not in asked:
            raise BankError(f"{NAME}, line {content.line(name)}: no question {name!r}.{did_you_mean(name, asked)}")
    for name in asked or ():
        if name not in found and name not in waiting:
            raise BankError(f"{NAME}: question {name} is not judged. Add its line.")
    return found


def load(book: Book, asked: Collection[str] | None = None, waiting: Collection[str] = ()) -> dict[str, Judged]:
    """The list of the book; empty where it has none."""
    path = book.quiz_dir / FILE
    return parse(path.read_text(encoding="utf-8"), asked, waiting) if reads.stamp(path) else {}
