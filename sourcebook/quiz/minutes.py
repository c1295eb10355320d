"""How long reading takes: words, views and questions. Worked out, so that no author has to guess."""

from __future__ import annotations

import re
from functools import lru_cache

from sourcebook.book import Book
from sourcebook.quiz import bank, places
from sourcebook.text import reads

#: A reader of 16 reads so many words in a minute, with numbers and names to think about.
WORDS_A_MINUTE = 180
A_VIEW, A_QUESTION = 1.5, 0.75  # minutes

_FENCE = re.compile(r"^`{3,}.*?^`{3,}$", re.MULTILINE | re.DOTALL)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SECTION = re.compile(r"^\(([a-z0-9-]+)\)=\n+#+ (.*?)(?=^\(|^#|\Z)", re.MULTILINE | re.DOTALL)
_SHORT_WAY = re.compile(r"^`{3,}\{short-way\} (.+)$", re.MULTILINE)
_VIEW = re.compile(r"^`{3,}\{view\} |\bviews\.[a-z_]+\(", re.MULTILINE)


def _questions(book: Book, text: str) -> int:
    """How many questions a page asks: those it names, and whole chapters."""
    count = 0
    for name in places.named_questions(text):
        held = bank.load(book, name) if name in bank.names(book) else None
        count += len(held.questions) + len(held.borrowed) if held else 1
    return count


def without_tasks(book: Book, prose: str, code: str = "") -> float:
    """Minutes of a page but for its tasks. ``prose`` is Markdown, ``code`` the cells of a notebook."""
    words = len(_FENCE.sub("", _FRONT.sub("", prose)).split())
    views, asked = len(_VIEW.findall(prose + code)), _questions(book, prose + code)
    return words / WORDS_A_MINUTE + A_VIEW * views + A_QUESTION * asked


@lru_cache(maxsize=4)
def _sections(book: Book, stamps: tuple[int, ...]) -> dict[str, int]:
    """Minutes to read each labelled section of a page."""
    found = {}
    for name, (prose, _) in places.texts(book).items():
        for label, body in _SECTION.findall(prose):
            found[f"{name}#{label}"] = max(1, round(len(_FENCE.sub("", body).split()) / WORDS_A_MINUTE))
    return found


@reads.derived
def section(book: Book, teaches: str) -> int:
    """Minutes to read a section, such as ``book/history#hist-2012``; 0 where it is not known."""
    return _sections(book, places.stamps(book)).get(teaches, 0) if book.is_checkout else 0


def of_sections(book: Book, page: str, labels: list[str]) -> int:
    """Minutes of some sections, each with a picture to look at and a question to answer."""
    read = sum(section(book, f"{page}#{label}") for label in labels)
    return round(read + len(labels) * (A_VIEW + A_QUESTION))


@reads.derived
def short_way(book: Book, page: str) -> int:
    """Minutes of the short way through a page; 0 where it has none."""
    prose, _ = places.texts(book).get(page, ("", "")) if book.is_checkout else ("", "")
    found = _SHORT_WAY.search(prose)
    return of_sections(book, page, found[1].split()) if found else 0
