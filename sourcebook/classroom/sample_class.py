"""A made-up class, so that a teacher sees a report before the first real one: the same every time, and plainly no real students."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, render
from sourcebook.quiz.values import lookup
from sourcebook.text import atomic

CODES = ("acacia", "baobab", "cowrie", "dune", "egret", "fennec", "ginger", "heron", "indigo", "jackal", "kora", "lark")
SEED = 2013
LEFT_OUT = 0.15  # share of questions that a student does not answer


def _wrong(question: Any, key: dict[str, Any], dice: random.Random) -> Any:
    """An answer that is not fully right."""
    right = key["a"]
    if question.type in ("single", "claim"):
        count = 3 if question.type == "claim" else len(question.options)
        return dice.choice([n for n in range(count) if n != right])
    if question.type == "multiple":
        others = [n for n in range(key["n"]) if n not in right]
        return right[:-1] if not others or (len(right) > 1 and dice.random() < 0.5) else [*right, others[0]]
    if question.type == "number":
        return f"{right * dice.choice([2, 10]) + 1:.15g}"
    if question.type == "text":
        return "I do not know"
    place = dice.randrange(len(right) - 1)
    return [*right[:place], right[place + 1], right[place], *right[place + 2 :]]


def _first_chapter(book: Book) -> str:
    own = (name for name in bank.names(book) if bank.load(book, name).questions)
    if found := next(own, ""):
        return found
    raise ReaderError(
        "this book asks no questions yet, so that there is no report to show. Write some in book/quizzes."
    )


def write(book: Book, folder: Path, chapter: str = "") -> None:
    """Write the response files of the class, and one that is damaged and one that is empty, into a folder.

    They answer the questions of ``chapter``, or of the first that has its own.
    """
    dice, resolve = random.Random(SEED), lookup(book)
    chapter = chapter or _first_chapter(book)
    for number, code in enumerate(CODES):
        skill = 0.35 + 0.6 * number / len(CODES)
        answers = {}
        for question in bank.load(book, chapter).questions:
            if dice.random() < LEFT_OUT:
                continue
            key = render.key(question, resolve)
            fine = dice.random() < skill + 0.15 * (2 - question.difficulty)
            answer = (key["a"][0] if question.type == "text" else key["a"]) if fine else _wrong(question, key, dice)
            answers[question.id] = {
                "hash": bank.content_hash(question, resolve),
                "answer": str(answer) if question.type == "number" else answer,
            }
        held = {
            "schema": book.identity.schema_name("responses"),
            "book": "",
            "code": code,
            "created": "2026-05-04T08:00:00.000Z",
            "answers": answers,
        }
        atomic.write_text(folder / f"responses-{code}.json", json.dumps(held))
    atomic.write_text(folder / "responses-damaged.json", f'{{"schema": "{book.identity.slug}')
    atomic.write_bytes(folder / "responses-empty.json", b"")
