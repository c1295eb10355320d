"""Questions that ask something else than in an earlier version: ``book/data/changed-questions.yml``.

A reader's answer is kept with the content hash of the question. Where that has changed the
question is asked again, and this list says why, and what the answer was in words: a kept
answer holds numbers of options, which may have other words by now::

    us-share-now:
      - hash: 1a2b3c4d      # of the question as it was asked
        since: 2026-11-29   # the day on which it changed
        why: figure         # figure, key (what counts as right), wording, or gone (no longer asked)
        options: [one, two] # of a choice, an order or the left sides of a match, in the order of the bank then
        sides: [a, b]       # of a match: the right sides in the order in which they were shown

A question without an entry is asked again too; its reader is told only that it has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sourcebook.book import Book
from sourcebook.quiz.content import BankError
from sourcebook.text import reads
from sourcebook.text.validation import explain
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

FILE = "changed-questions.yml"
NAME = f"book/data/{FILE}"


class Change(BaseModel):
    """One state in which a question was asked, and why it is another now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hash: Annotated[str, Field(pattern="^[0-9a-f]{8}$")]
    since: dt.date
    why: Literal["figure", "key", "wording", "gone"]
    prompt: str = ""
    options: list[str] = []
    sides: list[str] = []


_LIST = TypeAdapter(dict[str, Annotated[list[Change], Field(min_length=1)]])


def parse(text: str) -> dict[str, list[Change]]:
    """The text of the list; raises ``BankError`` for the first mistake, with file, line and remedy."""
    try:
        content = YamlFile(text)
    except Unreadable as error:
        raise BankError(f"{NAME}, line {error.line}: {error}") from None
    try:
        return _LIST.validate_python(content.values or {})
    except ValidationError as error:
        first = error.errors()[0]
        raise BankError(f"{NAME}, line {content.line(*first['loc'])}: {explain(first, Change.model_fields)}") from None


def load(book: Book) -> dict[str, list[Change]]:
    """The list of the book; empty where it has none."""
    path = book.data_dir / FILE
    stamp = reads.stamp(path)
    return _read(path, stamp) if stamp else {}


@lru_cache(maxsize=8)
def _read(path: Path, stamp: int) -> dict[str, list[Change]]:
    return parse(path.read_text(encoding="utf-8"))


def check(book: Book, asked: Collection[str]) -> None:
    """Raise ``BankError`` where the list names a question that there is not, or calls one gone that is asked."""
    for name, changes in load(book).items():
        gone = any(change.why == "gone" for change in changes)
        if not gone and name not in asked:
            raise BankError(
                f"{NAME}: no question {name!r}.{did_you_mean(name, asked)} Mend its name, or say `why: gone`."
            )
        if gone and name in asked:
            raise BankError(
                f"{NAME}: {name!r} is called gone and is asked. An id is never used again: give one another name."
            )


@reads.derived
def before(book: Book, question: str) -> dict[str, Any]:
    """For ``quiz.js``, by hash: ``y`` why the question changed, ``o`` its options and ``s``
    its right sides as they were.
    """
    return {
        change.hash: {"y": change.why}
        | ({"o": change.options} if change.options else {})
        | ({"s": change.sides} if change.sides else {})
        for change in load(book).get(question, [])
    }


def gone(book: Book) -> dict[str, str]:
    """The prompts of the questions that are no longer asked, by id."""
    return {name: c.prompt or name for name, changes in load(book).items() for c in changes if c.why == "gone"}
