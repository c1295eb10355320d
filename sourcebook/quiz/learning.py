"""What a reader can do by now, objective by objective: the frame of it as HTML, which ``learning.js`` fills in."""

from __future__ import annotations

from html import escape
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank, markdown, minutes, places

_LINKS = 3  # sections to read again, of each objective


def _links(book: Book, questions: list[Any], root: str) -> str:
    """The sections that teach most of these questions."""
    count: dict[str, int] = {}
    for q in questions:
        count[q.teaches] = count.get(q.teaches, 0) + 1
    links = []
    for place in sorted(count, key=lambda place: -count[place])[:_LINKS]:
        page, _, section = place.partition("#")
        title, time = places.title(book, place), minutes.section(book, place)
        if title:
            length = f" ({time} min)" if time else ""
            address = f"{root}/{escape(page)}.html#{escape(section)}"
            links.append(f'<a href="{address}">{markdown.inline(title)}</a>{length}')
    return f'<p class="mm-goal-links">Read: {"; ".join(links)}</p>' if links else ""


def html(book: Book, root: str) -> str:
    """Every objective of every chapter that has questions, with the sections that teach it."""
    parts = []
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
        if goals:
            # Folded until something of the chapter is answered.
            title = f"<summary><h3>{markdown.inline(held.title)}</h3></summary>"
            parts.append(f'<details class="mm-goals">{title}<ul>{"".join(goals)}</ul></details>')
    reads = " ".join(sorted(book.identity.reads("answers")))
    return (
        f'<div class="mm-learning" data-reads="{escape(reads)}" '
        f'data-schema="{escape(book.identity.schema_name("answers"))}">'
        f'<p class="mm-next" hidden></p>{"".join(parts)}</div>'
    )
