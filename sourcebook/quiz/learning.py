"""What a reader has read and can do by now, chapter by chapter: the frame as HTML, which ``learning.js`` fills in."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank, markdown, minutes, places


def _links(book: Book, questions: list[Any], root: str) -> str:
    """The sections that teach these questions, that of most of them first; each link names its questions."""
    taught: dict[str, list[str]] = {}
    for q in questions:
        taught.setdefault(q.teaches, []).append(q.id)
    links = []
    for place in sorted(taught, key=lambda place: -len(taught[place])):
        page, _, section = place.partition("#")
        title, time = places.title(book, place), minutes.section(book, place)
        if title:
            address = f"{root}/{escape(page)}.html#{escape(section)}"
            asked = escape(" ".join(taught[place]))
            links.append(f'<a href="{address}" data-teaches="{asked}">{markdown.inline(title)}</a>{_minutes(time)}')
    return f'<p class="mm-goal-links">Read: {"; ".join(links)}</p>' if links else ""


def _minutes(time: int) -> str:
    return f" ({time} min)" if time else ""


def _sections(book: Book, page: str, root: str, slug: Callable[[str], str]) -> str:
    """The sections of a story as links, each under the id that the page gives it."""
    items = []
    for title, label in places.headings(book, page):
        plain = markdown.plain(title)
        name, time = slug(plain), minutes.section(book, f"{page}#{label}")
        items.append(
            f'<li data-section="{escape(name)}"><a href="{root}/{escape(page)}.html#{escape(name)}">'
            f"{markdown.inline(title)}</a>{_minutes(time)}</li>"
        )
    return "".join(items)


def _begin(book: Book, page: str, title: str, root: str) -> str:
    """The way in, for who has kept nothing yet: the short way where the story has one."""
    time = minutes.short_way(book, page)
    anchor = "#the-short-way" if time else ""
    link = f'<a href="{root}/{escape(page)}.html{anchor}">{markdown.inline(title)}</a>'
    return f"<b>Begin here:</b> {link}{', ' if time else ''}{f'the short way ({time} min)' if time else ''}."


def html(book: Book, root: str, slug: Callable[[str], str]) -> str:
    """Every chapter that has questions: the sections of its story, its objectives, and what teaches them.

    ``slug`` gives the id of a section from its heading.
    """
    parts, begin = [], ""
    for chapter in bank.names(book):
        held = bank.load(book, chapter)
        goals = []
        for goal in held.objectives:
            asked = [q for q in held.questions if q.objective == goal.id]
            if not asked:
                continue
            goals.append(
                f'<li class="mm-goal" data-goal="{escape(goal.id)}"><p>{markdown.inline(goal.text)}</p>'
                f'<p class="mm-goal-count"></p>{_links(book, asked, root)}</li>'
            )
        if not goals:
            continue
        title, page = markdown.inline(held.title), f"{book.folder.name}/{chapter}"
        sections = _sections(book, page, root, slug)
        if sections:
            begin = begin or _begin(book, page, held.title, root)
            title = f'<a href="{root}/{escape(page)}.html">{title}</a>'
            sections = f'<details class="mm-read"><summary><span>Sections</span></summary><ol>{sections}</ol></details>'
        parts.append(
            f'<section class="mm-learnt" data-page="{escape(page)}"><h3>{title}</h3>{sections}'
            f'<details class="mm-goals"><summary><span>Questions, by objective</span></summary>'
            f"<ul>{''.join(goals)}</ul></details></section>"
        )
    reads = " ".join(sorted(book.identity.reads("answers")))
    return (
        f'<div class="mm-learning" data-reads="{escape(reads)}" '
        f'data-schema="{escape(book.identity.schema_name("answers"))}">'
        f'<div class="mm-next"><p>{begin}</p></div>{"".join(parts)}</div>'
    )
