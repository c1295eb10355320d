"""How long a page takes: its words, views and questions, and the minutes that each of its tasks says it takes."""

from __future__ import annotations

import re
from functools import lru_cache

from sourcebook.book import Book
from sourcebook.quiz import bank, minutes, places
from sourcebook.tasks import files
from sourcebook.text import reads

_DIRECTIVE = re.compile(r"^`{3,}\{task\} (\S+)", re.MULTILINE)
_CALL = re.compile(r"""\btask\(\s*["']([^"']+)["']\s*\)""")


def _tasks(book: Book, prose: str, code: str) -> int:
    """Minutes of the tasks that a page shows; one that is shown twice is done once."""
    named = {*_DIRECTIVE.findall(prose), *_CALL.findall(code)}
    known = files.every(book) if named else {}
    return sum(known[name].minutes for name in named if name in known)


def of_text(book: Book, prose: str, code: str = "") -> tuple[int, int]:
    """Whole minutes, at least one, and those of the tasks. ``prose`` is Markdown, ``code`` the cells of a notebook."""
    tasks = _tasks(book, prose, code)
    return max(1, round(minutes.without_tasks(book, prose, code) + tasks)), tasks


@lru_cache(maxsize=4)
def _pages(book: Book, stamps: tuple[int, ...]) -> dict[str, tuple[int, int]]:
    return {page: of_text(book, prose, code) for page, (prose, code) in places.texts(book).items()}


@reads.derived
def parts(book: Book, name: str) -> tuple[int, int]:
    """Minutes of a page, such as ``book/history``, and how many of them its tasks take; 0 where it is not known."""
    if not book.is_checkout:
        return 0, 0
    kept_by = (*files.files(book), *bank.files(book))
    stamps = (*places.stamps(book), *(reads.stamp(path) for path in kept_by))
    return _pages(book, stamps).get(name, (0, 0))


def page(book: Book, name: str) -> int:
    """Minutes of a page, its tasks with it."""
    return parts(book, name)[0]


def told(book: Book, name: str) -> str:
    """The minutes of a page in words: who reads and looks needs fewer than who does all tasks."""
    whole, tasks = parts(book, name)
    if not whole:
        return ""
    return f"{max(1, whole - tasks)} min{f', tasks {tasks} min' if tasks else ''}"
