"""A made-up class, so that a teacher sees a report before the first real one: the same
every time, and plainly no real students.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, render
from sourcebook.quiz.response_file import SURE
from sourcebook.quiz.values import lookup
from sourcebook.tasks import files as task_files
from sourcebook.tasks.content import hash_today
from sourcebook.tasks.models import Task
from sourcebook.text import atomic

CODES = ("acacia", "baobab", "cowrie", "dune", "egret", "fennec", "ginger", "heron", "indigo", "jackal", "kora", "lark")
SEED = 2013
LEFT_OUT = 0.15  # share of questions that a student does not answer


def _slip(question: Any, key: dict[str, Any], more: random.Random) -> str:
    """Half of the time, where the question names slips: the answer of one of them."""
    if not key["s"] or more.random() < 0.5:
        return ""
    first = key["s"][0][0]
    return first if question.type == "text" else f"{first:.15g}"


def _sure(fine: bool, more: random.Random) -> dict[str, str]:
    """How sure a student said to be; one in five says nothing. Who is right is the surer, and not always."""
    if more.random() < 0.2:
        return {}
    return {"sure": more.choices(SURE, (1, 3, 4) if fine else (4, 3, 2))[0]}


def _wrong(question: Any, key: dict[str, Any], dice: random.Random, more: random.Random) -> Any:
    """An answer that is not fully right."""
    right = key["a"]
    if question.type in ("single", "claim"):
        count = 3 if question.type == "claim" else len(question.options)
        return dice.choice([n for n in range(count) if n != right])
    if question.type == "multiple":
        others = [n for n in range(key["n"]) if n not in right]
        return right[:-1] if not others or (len(right) > 1 and dice.random() < 0.5) else [*right, others[0]]
    if question.type in ("number", "text") and (slip := _slip(question, key, more)):
        return slip
    if question.type == "number":
        return f"{right * dice.choice([2, 10]) + 1:.15g}"
    if question.type == "text":
        return "I do not know"
    place = dice.randrange(len(right) - 1)
    return [*right[:place], right[place + 1], right[place], *right[place + 2 :]]


def _tasks(hashes: Mapping[str, str], tasks: Iterable[Task], skill: float, dice: random.Random) -> dict[str, Any]:
    """What a student did with the tasks of a chapter; ``hashes`` by id."""
    done: dict[str, Any] = {}
    for task in tasks:
        if dice.random() < LEFT_OUT:
            continue
        entry: dict[str, Any] = {"hash": hashes[task.id], "tries": dice.randint(1, 3), "verdict": "right", "time": ""}
        if task.thinking:
            entry |= {"verdict": "written", "text": "What a made-up student writes."}
        elif dice.random() > skill:
            entry |= {"verdict": "slip", "slip": dice.choice(task.slips).name}
        done[task.id] = entry
    return done


def _first_chapter(book: Book) -> str:
    own = (
        name for name in bank.names(book) if (chapter_bank := bank.load(book, name)).questions and not chapter_bank.form
    )
    if found := next(own, ""):
        return found
    raise ReaderError(
        "this book asks no questions yet, so that there is no report to show. Write some in book/quizzes."
    )


def write(book: Book, folder: Path, chapter: str = "") -> None:
    """Write the response files of the class, and one that is damaged and one that is empty, into a folder.

    They answer the questions of ``chapter``, or of the first that has its own, and hand in the two forms of the check
    where the book has them: half of the class begins with one, half with the other.
    """
    dice, more, resolve = random.Random(SEED), random.Random(SEED + 1), lookup(book)
    chapter = chapter or _first_chapter(book)
    forms = [chapter_bank for chapter_bank in (bank.load(book, name) for name in bank.names(book)) if chapter_bank.form]

    def answer(question: Any, chance: float) -> dict[str, Any]:
        key = render.key(question, resolve) | {"s": render.slips(question, resolve)}
        fine = dice.random() < chance
        right = key["a"][0] if question.type == "text" else key["a"]
        given = right if fine else _wrong(question, key, dice, more)
        return {
            "hash": bank.content_hash(question, resolve),
            "answer": str(given) if question.type == "number" else given,
            **_sure(fine, more),
        }

    chapters = task_files.chapters(book)
    tasks = task_files.load(book, chapters[0]).tasks if chapters else []
    hashes = {task.id: hash_today(book, task.id) for task in tasks}
    of_tasks = random.Random(SEED + 2)
    for number, code in enumerate(CODES):
        skill = 0.35 + 0.6 * number / len(CODES)
        answers = {}
        for question in bank.load(book, chapter).questions:
            if dice.random() >= LEFT_OUT:
                answers[question.id] = answer(question, skill + 0.15 * (2 - question.difficulty))
        checks = {}
        for turn, form in enumerate(forms if number % 2 else forms[::-1]):
            own = {question.id: answer(question, skill - 0.15 + 0.25 * turn) for question in form.questions}
            checks[form.chapter] = {
                "handed_in": True,
                "time": f"2026-05-0{4 + turn}T08:00:00.000Z",
                "form": form.form,
                "answers": own,
            }
            answers |= {name: entry | {"form": form.form} for name, entry in own.items()}
        content = {
            "schema": book.identity.schema_name("responses"),
            "book": "",
            "code": code,
            "id": f"made-up-{code}",
            "created": "2026-05-05T08:00:00.000Z",
            "answers": answers,
            "checks": checks,
            "tasks": _tasks(hashes, tasks, skill, of_tasks),
        }
        atomic.write_text(folder / f"responses-{code}.json", json.dumps(content))
    atomic.write_text(folder / "responses-damaged.json", f'{{"schema": "{book.identity.slug}')
    atomic.write_bytes(folder / "responses-empty.json", b"")
