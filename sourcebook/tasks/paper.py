"""Tasks on paper: what is asked, with the rows to answer it from, and the key with solutions and what slips give away.

Solutions and values are worked out from today's tables (``running``), so this is for builds and commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from html import escape

import pandas as pd

from sourcebook import sources
from sourcebook.book import Book
from sourcebook.data import show
from sourcebook.quiz.markdown import inline
from sourcebook.quiz.paper import MOST_ROWS, page
from sourcebook.tasks import files
from sourcebook.tasks.render import value_words
from sourcebook.tasks.running import Computed, Worked, compute
from sourcebook.text import html_table
from sourcebook.text.html_table import Cell, Row

_ROOM = '<p class="room"></p>'
_LINES_TO_WRITE = 6


def _table(frame: pd.DataFrame) -> str:
    shown = show.columns(frame)
    head = [Cell(show.breakable(str(name)), "col") for name in frame.columns]
    rows = (Row([Cell(texts[n]) for texts, _ in shown]) for n in range(len(frame)))
    return html_table.table(head, rows, attributes={"class": "small"})


def _asked(computed: Computed) -> str:
    task = computed.task
    parts = []
    if computed.rows is not None and len(computed.rows) <= MOST_ROWS:
        parts.append(_table(computed.rows))
    elif not task.thinking:
        parts.append('<p class="small">The rows of this task are too many for paper: look at them in the book.</p>')
    if task.asks is None:
        return "".join(parts) + _ROOM * _LINES_TO_WRITE
    label = inline(task.asks.label)
    if task.asks.options:
        choices = "".join(f"<li>{inline(option)}</li>" for option in task.asks.options)
        return "".join(parts) + f'<p>{label}</p><ul class="options one">{choices}</ul>'
    return "".join(parts) + f'<p>{label} <span class="line"></span> {escape(task.asks.unit)}</p>'


def _answered(computed: Computed) -> str:
    task, asks = computed.task, computed.task.asks
    if asks is None:
        samples = "".join(
            f"<li>{inline(sample.text)}<br><em>What it lacks:</em> {inline(sample.lacks)}</li>"
            for sample in task.samples
        )
        return f'<p class="small">Three answers, the weakest first:</p><ol>{samples}</ol>'

    def words(worked: Worked) -> str:
        return inline(value_words(asks, worked.asked))

    right = f"<p><strong>{words(computed.right)}</strong></p><pre>{escape(task.code(task.solution))}</pre>"
    slips = "".join(f"<li>{words(computed.slips[slip.name])}: {inline(slip.says)}</li>" for slip in computed.named)
    return right + (f'<p class="small">If a student got:</p><ul class="small">{slips}</ul>' if slips else "")


def worksheet(title: str, computed: Iterable[Computed], language: str = "en") -> str:
    """The tasks with their rows and room for answers, and nothing that gives them away."""
    parts = ['<p class="name">Code name: <span class="line"></span></p>']
    for number, one in enumerate(computed, 1):
        asked = inline(one.task.prompt)
        parts.append(f"<section><h2>{number}. {asked} ({one.task.minutes} min)</h2>{_asked(one)}</section>")
    return page(f"{title}: tasks", "".join(parts), language)


def key(title: str, computed: Iterable[Computed], cite: Callable[[str], str], language: str = "en") -> str:
    """Solutions with their code, what slips give, and three sample answers to each thinking task."""
    parts = []
    for number, one in enumerate(computed, 1):
        task = one.task
        cited = "; ".join(escape(cite(name)) for name in task.sources)
        parts.append(
            f"<section><h2>{number}. {inline(task.prompt)}</h2>{_answered(one)}<p>{inline(task.explanation)}</p>"
            f'<p class="small">{escape(task.id)}; objective {escape(task.objective)}. {cited}.</p></section>'
        )
    return page(f"{title}: key to the tasks", "".join(parts), language)


def pages(book: Book) -> dict[str, str]:
    """The pages ``CHAPTER-tasks`` and ``CHAPTER-tasks-key`` of every file of tasks; their code runs."""
    found, language = {}, book.identity.language
    for chapter in files.chapters(book):
        title = files.title(book, chapter)
        computed = [compute(book, task) for task in files.load(book, chapter).tasks]
        found[f"{chapter}-tasks"] = worksheet(title, computed, language)
        found[f"{chapter}-tasks-key"] = key(title, computed, partial(sources.cite, book), language)
    return found
