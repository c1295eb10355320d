"""The class report as a page of the built book makes it, without an install: what ``report.js`` needs of the book."""

from __future__ import annotations

from functools import partial
from typing import Any

from sourcebook.book import Book
from sourcebook.classroom import mistakes, tasks_done
from sourcebook.classroom.gain import SHOWS
from sourcebook.quiz import bank, markdown, render
from sourcebook.quiz.values import Resolve, lookup
from sourcebook.tasks import files
from sourcebook.tasks.content import hash_today
from sourcebook.text import json_script


def html(book: Book, tables: dict[str, str], words: dict[str, str], proves: str) -> str:
    """The element that the script fills; ``tables`` are headings by name, ``words`` explain them."""
    identity = book.identity
    config = {
        "slug": identity.slug,
        "reads": sorted(identity.reads("responses")),
        "answers": sorted(identity.reads("answers")),
        "newest": identity.schema_name("responses"),
        "shows": SHOWS,
    }
    later = f'<script type="application/json" class="mm-later">{json_script.script(for_scripts(book))}</script>'
    return element(config | said(tables, words, proves), later)


def said(tables: dict[str, str], words: dict[str, str], proves: str) -> dict[str, Any]:
    """What ``report-show.js`` says besides the numbers."""
    return {"tables": tables, "words": words, "proves": proves}


def element(config: dict[str, Any], more: str = "") -> str:
    """The element itself."""
    return f'<div class="mm-report"><script type="application/json">{json_script.script(config)}</script>{more}</div>'


def for_scripts(book: Book) -> dict[str, Any]:
    """``questions`` by id: ``k`` (grading key with slips), ``h`` (hash), ``f`` (form), ``o`` (objective), ``p``
    (prompt), ``c`` (choices or items), ``l`` and ``r`` (sides of a match), ``m`` (of each named slip its name and what
    is said).

    ``tasks`` by id: ``h`` (hash), ``p`` (prompt), ``k`` (kind), ``s`` (of each slip its name and what is said).

    ``objectives``: texts by id; ``chapters``: ids by title; ``forms``: letter ``f`` and questions ``q`` by quiz.
    """
    resolve = lookup(book)
    banks = {name: bank.load(book, name) for name in bank.names(book)}
    questions = {
        q.id: _question(q, held.form, bank.content_hash(q, resolve), resolve)
        for held in banks.values()
        for q in held.questions
    }
    return {
        "questions": questions,
        "tasks": {
            name: {"h": hash_today(book, name), "p": tasks_done.prompt(task), "k": task.kind}
            | {"s": list(tasks_done.says(task).items())}
            for name, task in files.every(book).items()
        },
        "objectives": {o.id: o.text for held in banks.values() for o in held.objectives},
        "chapters": {held.title: [o.id for o in held.objectives] for held in banks.values() if held.objectives},
        "forms": {
            name: {"f": held.form, "q": [q.id for q in held.questions]} for name, held in banks.items() if held.form
        },
        "quizzes": list(banks),
    }


def plain(text: str, resolve: Resolve) -> str:
    """A text of a question as a reader meets it."""
    return markdown.plain(render.filled(text, resolve), curly=True)


def _question(question: Any, form: str, hash: str, resolve: Resolve) -> dict[str, Any]:
    shown = partial(plain, resolve=resolve)
    named = render.slips(question, resolve)
    found: dict[str, Any] = {
        "k": render.key(question, resolve) | ({"s": named} if named else {}),
        "h": hash,
        "f": form,
        "o": question.objective,
        "p": shown(question.prompt),
    }
    if question.type == "claim":
        found["c"] = bank.CLAIM_ANSWERS
    elif question.type in ("single", "multiple"):
        found["c"] = [shown(option.text) for option in question.options]
    elif question.type == "order":
        found["c"] = [shown(item) for item in question.items]
    elif question.type == "match":
        found |= {
            "l": [shown(pair.left) for pair in question.pairs],
            "r": [shown(side) for side in render.choices(question)],
        }
    if named:
        names = mistakes.slip_names(question, resolve, shown)
        found["m"] = list(zip(names, map(shown, render.slip_words(question)), strict=True))
    return found
