"""A task as plain HTML: what a page shows without a script, and what ``task.js`` upgrades."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from sourcebook import sources
from sourcebook.book import Book
from sourcebook.data.show import cell_text
from sourcebook.quiz import places
from sourcebook.quiz.markdown import inline
from sourcebook.quiz.render import script
from sourcebook.tasks import reply
from sourcebook.tasks.content import content_hash
from sourcebook.tasks.models import Task
from sourcebook.tasks.running import Computed
from sourcebook.tasks.shapes import shape
from sourcebook.text import html_table
from sourcebook.text.html_table import Cell, Row

#: As many rows a page shows of a table; of a longer one it shows the way to it.
MOST_ROWS = 25
#: So many columns stand side by side on a phone. Rows of a wider table become cards there (``book.js``).
_NARROW = 2
LEVELS = ("A first answer", "A better one", "A good one")


def data(computed: Computed) -> dict[str, Any]:
    """What the script needs besides the form: key, hash, hints, and what is said of each slip."""
    task = computed.task
    both = {"id": task.id, "h": content_hash(computed), "i": [inline(hint) for hint in task.hints]}
    if task.thinking:
        return {**both, "t": "thinking"}
    slips = {"n": [slip.name for slip in computed.named], "e": [inline(slip.says) for slip in computed.named]}
    return {**both, **reply.key(computed), **slips}


def code_html(code: str) -> str:
    """Lines of Python as they stand."""
    return f'<pre class="mm-task-code" tabindex="0"><code>{escape(code, quote=False)}</code></pre>'


def _breakable(text: str) -> str:
    """The text as HTML. A long name breaks after its underscores, and stays what a student types."""
    return escape(text, quote=False).replace("_", "_<wbr>")


def _rows(book: Book, computed: Computed, name: str, root: str | None) -> str:
    frame = computed.rows
    if frame is None or len(frame) > MOST_ROWS:
        return ""
    asks = computed.task.asks
    choose = asks.by if asks and asks.type == "row" else ""
    units = frame.attrs.get("units", {})
    texts = {
        str(column): [cell_text(value, str(column), units.get(column, "")) for value in frame[column]]
        for column in frame
    }
    kinds = {str(column): "n" if pd.api.types.is_numeric_dtype(frame[column].dtype) else "" for column in frame}
    body = []
    for number in range(len(frame)):
        cells = []
        for place, (column, shown) in enumerate(texts.items()):
            content = _breakable(shown[number])
            if column == choose:
                control = f'<input type="radio" name="{name}" value="{number}">'
                content = f"<label>{control} <span>{content}</span></label>"
            cells.append(Cell(content, "" if place else "row", {"class": kinds[column]} if kinds[column] else {}))
        body.append(Row(cells))
    head = [Cell(_breakable(column), "col", {"class": kind} if kind else {}) for column, kind in kinds.items()]
    caption = asks.label if asks and choose else "The rows of this task"
    table = html_table.table(head, body, caption)
    stacked = " mm-stacks" if len(head) > _NARROW else ""
    return html_table.region(table, f"mm-table mm-task-rows{stacked}", f"{caption} ({name})")


def _way(book: Book, task: Task, frame: pd.DataFrame | None, root: str | None) -> str:
    """The way to the whole table, where the page does not show the rows."""
    if root is None or task.thinking or (frame is not None and len(frame) <= MOST_ROWS):
        return ""
    table = _table_of(task)
    if not table or not (book.folder / "tables" / f"{table.replace('_', '-')}.md").is_file():
        return ""
    link = f'<a href="{root}/book/tables/{escape(table.replace("_", "-"))}.html">{escape(table)}</a>'
    return f'<p class="mm-q-note">The rows stand in the table {link}.</p>'


def _table_of(task: Task) -> str:
    """The name of the first table that the given lines load."""
    for begin in ('data.load("', 'data.pick("'):
        if begin in task.given:
            return task.given.partition(begin)[2].partition('"')[0]
    return ""


def _field(computed: Computed, name: str) -> str:
    task, asks = computed.task, computed.task.asks
    if task.thinking:
        label = "Your answer. Write first; then compare."
        return f'<p><label>{label}<br><textarea name="{name}" rows="4" maxlength="500"></textarea></label></p>'
    assert asks is not None
    if asks.type == "row":
        return ""
    if asks.type == "choice":
        texts = enumerate(map(inline, asks.options))
        options = "".join(
            f'<li><label><input type="radio" name="{name}" value="{n}"> <span>{text}</span></label></li>'
            for n, text in texts
        )
        return f'<p class="mm-q-note">{inline(asks.label)}</p><ul class="mm-q-options">{options}</ul>'
    unit = f" ({escape(asks.unit)})" if asks.unit else ""
    mode = ' inputmode="decimal"' if asks.type == "number" else ""
    field = f'<input type="text" name="{name}" autocomplete="off" maxlength="60"{mode}>'
    return f"<p><label>{inline(asks.label)}{unit} {field}</label></p>"


def right_words(computed: Computed) -> str:
    """The right value of the page in words."""
    asks, right = computed.task.asks, computed.right.asked
    assert asks is not None
    if isinstance(right, str):
        return right
    # A year counts nothing: its digits are not parted.
    named = "year" in asks.label.lower()
    shown = f"{right:g}" if named else f"{right:,.2f}".rstrip("0").rstrip(".")
    return f"{shown} {asks.unit}".strip()


def _solution(computed: Computed, prefix: str) -> str:
    task = computed.task
    if task.thinking:
        items = "".join(
            f"<li><b>{level}.</b> {inline(sample.text)} <i>What it lacks:</i> {inline(sample.lacks)}</li>"
            for level, sample in zip(LEVELS, task.samples, strict=True)
        )
        return f'<ul class="mm-task-samples">{items}</ul>'
    found = shape(computed.right.result)
    drawing = ""
    if found.kind == "chart":
        drawing = (
            f'<figure class="mm-task-chart" role="img" aria-label="{escape(found.value.words)}">'
            f"{found.value.svg(f'{prefix}{task.id}')}</figure>"
        )
    return f"{code_html(task.code(task.solution))}{drawing}<p>It gives: <b>{inline(right_words(computed))}</b>.</p>"


def explained(book: Book, task: Task, root: str | None) -> str:
    """The explanation with its sources and, on a page, the way back to the section."""
    try:
        cited = f'<p class="mm-source">{sources.source_line(book, task.sources, root)}</p>'
    except ValueError:
        cited = ""
    page, _, section = task.teaches.partition("#")
    title = places.title(book, task.teaches)
    back = (
        f'<p><a href="{root}/{escape(page)}.html#{escape(section)}">Read about it'
        f"{f': {inline(title)}' if title else ''}</a></p>"
        if root is not None
        else ""
    )
    return f"<p>{inline(task.explanation)}</p>{cited}{back}"


def solution_html(book: Book, computed: Computed, root: str | None, prefix: str = "") -> str:
    """Solution and explanation, as they stand in the fold of a page and as a live notebook shows them."""
    return _solution(computed, prefix) + explained(book, computed.task, root)


def heading(task: Task) -> str:
    """What kind of task it is and how long it takes."""
    minutes = f"{task.minutes} minute{'' if task.minutes == 1 else 's'}"
    return f"Task, {task.kind}, {minutes}."


def live_lines(task: Task) -> str:
    """What a student writes in a live notebook."""
    if task.thinking:
        return f'task("{task.id}").check("…")'
    return f'{task.starter}\ntask("{task.id}").check(result)'


def task_html(book: Book, computed: Computed, root: str | None = "..", prefix: str = "") -> str:
    """One task as a form; ``root`` and ``prefix`` as in ``quiz.render.question_html``."""
    task = computed.task
    name = f"{prefix}{task.id}"
    live = "" if task.thinking else f"<details><summary>With Python</summary>{code_html(live_lines(task))}</details>"
    summary = "Samples and explanation" if task.thinking else "Solution and explanation"
    return (
        f'<form class="mm-task" data-task="{task.id}" aria-label="Task {task.id}" autocomplete="off">'
        f'<script type="application/json">{script(data(computed))}</script>'
        f'<fieldset class="mm-q" id="t-{name}"><legend><span class="mm-q-n">{escape(heading(task))}</span> '
        f"{inline(task.prompt)}</legend>{_rows(book, computed, name, root)}{_way(book, task, computed.rows, root)}"
        f"{_field(computed, name)}{live}"
        f'<details class="mm-q-answer"><summary>{summary}</summary>'
        f"{solution_html(book, computed, root, prefix)}</details></fieldset></form>"
    )
