"""A set that a teacher put together, on a page: what it may hold, and the forms that a class has it in.

Questions are read from the script that *My progress* has. Tasks, and items of the book that can be worked on alone
(``Kind.form`` of ``items.py``), lie beside the page until a set has some. The code of a set: ``quiz/question_set.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sourcebook.book import Book
from sourcebook.classroom import items
from sourcebook.quiz import bank, markdown, render
from sourcebook.quiz.values import lookup
from sourcebook.tasks import files
from sourcebook.tasks.models import Task
from sourcebook.text import json_script

QUESTIONS, TASKS = "questions", "tasks"
#: Of what a list is made: a title, of each entry its id and its words, and the noun for them.
Group = tuple[str, list[tuple[str, str]], str]
#: Handed a task, gives its form.
Form = Callable[[Task], str]


def groups(book: Book) -> list[Group]:
    """All that a set can hold, in the order of the book."""
    resolve = lookup(book)
    banks = [held for held in (bank.load(book, name) for name in bank.names(book)) if held.questions]
    found: list[Group] = [
        (held.title, [(q.id, markdown.plain(render.filled(q.prompt, resolve), curly=True)) for q in held.questions],
         QUESTIONS)
        for held in banks
    ]  # fmt: skip
    for chapter in files.chapters(book):
        entries = [(task.id, markdown.plain(task.prompt)) for task in files.load(book, chapter).tasks]
        found.append((files.title(book, chapter), entries, TASKS))
    for name, kind in items.of_the_book(book).items():
        if kind.form:
            found.append((kind.title, [(item.id, item.plain) for item in items.of(book, name)], name))
    return [group for group in found if group[1]]


def for_teacher(book: Book, page: str) -> str:
    """The element where a teacher puts a set together; ``page`` is the address of the page where a class has it."""
    words = "A set is put together here, which needs JavaScript. Without it, give each question by its own link."
    return _element({"slug": book.identity.slug, "page": page, "groups": groups(book)}, words)


def for_class(book: Book, later: str, root: str, form: Form) -> str:
    """The element where a class has it; ``later`` is the address of the questions in full (``progress.SCRIPT``)."""
    kinds: dict[str, list[str]] = {}
    for _, entries, noun in groups(book):
        kinds.setdefault(noun, []).extend(name for name, _ in entries)
    beside: dict[str, str] = {}
    if TASKS in kinds:
        beside[TASKS] = "".join(f'<div data-id="{task.id}">{form(task)}</div>' for task in files.every(book).values())
    for name, kind in items.of_the_book(book).items():
        if kind.form and name in kinds:
            beside[name] = kind.form(book, root)
    words = "The questions of your teacher stand here, which needs JavaScript."
    return _element({"slug": book.identity.slug, "kinds": kinds}, words, f' data-later="{later}"', beside)


def _element(config: dict[str, Any], words: str, more: str = "", beside: Mapping[str, str] | None = None) -> str:
    script = f'<script type="application/json">{json_script.script(config)}</script>'
    later = "".join(
        f'<div hidden data-kind="{name}"><template class="mm-later">{html}</template></div>'
        for name, html in (beside or {}).items()
    )
    return f'<div class="mm-set"{more}>{script}<p>{words}</p>{later}</div>'
