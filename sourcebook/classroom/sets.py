"""A set that a teacher put together, on a page: what it may hold, and the forms that a class has it in.

Questions are read from the script that *My progress* has. Tasks, and items of the book that can be worked on alone
(``Kind.form`` of ``items.py``), lie beside the page until a set has some. The code of a set: ``quiz/question_set.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from sourcebook.book import Book
from sourcebook.classroom import items
from sourcebook.quiz import bank, markdown, render
from sourcebook.quiz.values import Resolve, lookup
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
    return [(title, [(name, words(name)) for name in ids], noun) for title, ids, words, noun in _held(book)]


def _held(book: Book) -> Iterator[tuple[str, list[str], Callable[[str], str], str]]:
    """All that a set can hold: a title, the ids, what gives the words of one, and the noun for them."""
    resolve = lookup(book)
    for name in bank.names(book):
        held = bank.load(book, name)
        prompts = {question.id: question.prompt for question in held.questions}
        if prompts:
            yield held.title, list(prompts), partial(_asked, prompts, resolve), QUESTIONS
    for chapter in files.chapters(book):
        tasks = {task.id: task.prompt for task in files.load(book, chapter).tasks}
        if tasks:
            yield files.title(book, chapter), list(tasks), partial(_asked, tasks, None), TASKS
    for name, kind in items.of_the_book(book).items():
        if kind.form and (ids := kind.ids(book)):
            yield kind.title, ids, partial(_item, book, kind), name


def _asked(prompts: Mapping[str, str], resolve: Resolve | None, name: str) -> str:
    prompt = prompts[name]
    return markdown.plain(render.filled(prompt, resolve), curly=True) if resolve else markdown.plain(prompt)


def _item(book: Book, kind: items.Kind, name: str) -> str:
    return kind.item(book, name).plain


def for_teacher(book: Book, page: str) -> str:
    """The element where a teacher puts a set together; ``page`` is the address of the page where a class has it."""
    words = "A set is put together here, which needs JavaScript. Without it, give each question by its own link."
    return _element({"slug": book.identity.slug, "page": page, "groups": groups(book)}, words)


def for_class(book: Book, later: str, root: str, form: Form) -> str:
    """The element where a class has it; ``later`` is the address of the questions in full (``progress.SCRIPT``)."""
    kinds: dict[str, list[str]] = {}
    for _, ids, _, noun in _held(book):
        kinds.setdefault(noun, []).extend(ids)
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
