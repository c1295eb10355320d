"""A task as plain HTML: what a page shows without a script, and what ``task.js`` upgrades."""

from __future__ import annotations

from html import escape
from typing import Any

from sourcebook.book import Book
from sourcebook.data import show
from sourcebook.quiz.markdown import inline
from sourcebook.quiz.render import explained
from sourcebook.tasks import reply
from sourcebook.tasks.content import content_hash
from sourcebook.tasks.models import Asks, Task
from sourcebook.tasks.running import Computed
from sourcebook.tasks.shapes import shape
from sourcebook.text import html_table
from sourcebook.text.html_table import Cell, Row
from sourcebook.text.json_script import script
from sourcebook.text.wording import counted

#: As many rows a page shows of a table; of a longer one it shows the way to it.
MOST_ROWS = 25
#: So many columns stand side by side on a phone. Rows of a wider table become cards there (``book.js``).
_NARROW = 2
LEVELS = ("A first answer", "A better one", "A good one")


def data(computed: Computed) -> dict[str, Any]:
    """What the script needs besides the form: key, hash, hints, and what is said of each slip."""
    task = computed.task
    both = {"id": task.id, "h": content_hash(task, computed.right.asked), "i": [inline(hint) for hint in task.hints]}
    if task.thinking:
        return {**both, "t": "thinking"}
    slips = {"n": [slip.name for slip in computed.named], "e": [inline(slip.says) for slip in computed.named]}
    return {**both, **reply.key(computed), **slips}


def code_html(code: str) -> str:
    """Lines of Python as they stand."""
    return f'<pre class="mm-task-code" tabindex="0"><code>{escape(code, quote=False)}</code></pre>'


def _rows(computed: Computed, name: str) -> str:
    frame = computed.rows
    if frame is None or len(frame) > MOST_ROWS:
        return ""
    asks = computed.task.asks
    choose = asks.by if asks and asks.type == "row" else ""
    columns = dict(zip(map(str, frame.columns), show.columns(frame), strict=True))

    def cell(column: str, number: int) -> str:
        text = columns[column][0][number]
        control = f'<input type="radio" name="{name}" value="{number}">'
        return f"<label>{control} <span>{text}</span></label>" if column == choose else text

    body = [
        Row([Cell(cell(column, n), "" if place else "row", columns[column][1]) for place, column in enumerate(columns)])
        for n in range(len(frame))
    ]
    head = [Cell(show.breakable(column), "col", kind) for column, (_, kind) in columns.items()]
    caption = asks.label if asks and choose else "The rows of this task"
    table = html_table.table(head, body, caption)
    stacked = " mm-stacks" if len(head) > _NARROW else ""
    return html_table.region(table, f"mm-table mm-task-rows{stacked}", f"{caption} ({name})")


def _way(book: Book, computed: Computed, root: str | None) -> str:
    """The way to the whole table, where the page does not show the rows."""
    task, frame = computed.task, computed.rows
    if root is None or task.thinking or (frame is not None and len(frame) <= MOST_ROWS):
        return ""
    table = _table_of(task)
    page = book.identity.pages.table(table)
    if not table or not (book.root / f"{page}.md").is_file():
        return ""
    link = f'<a href="{root}/{escape(page)}.html">{escape(table)}</a>'
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


def value_words(asks: Asks, value: Any) -> str:
    """A value that a page asks for, the right one or that of a slip, in words."""
    # A year counts nothing: its digits are not parted.
    named = "year" if "year" in asks.label.lower() else ""
    return f"{show.cell_text(value, named)} {asks.unit}".strip()


def _solution(computed: Computed, name: str) -> str:
    task, asks = computed.task, computed.task.asks
    if asks is None:
        items = "".join(
            f"<li><b>{level}.</b> {inline(sample.text)} <i>What it lacks:</i> {inline(sample.lacks)}</li>"
            for level, sample in zip(LEVELS, task.samples, strict=True)
        )
        return f'<ul class="mm-task-samples">{items}</ul>'
    found = shape(computed.right.result)
    drawing = ""
    if found.kind == "chart":
        words = escape(found.value.words)
        picture = f'role="img" aria-label="{words}">{found.value.svg(name)}'
        drawing = f'<figure class="mm-task-chart" {picture}</figure>'
    gives = inline(value_words(asks, computed.right.asked))
    return f"{code_html(task.code(task.solution))}{drawing}<p>It gives: <b>{gives}</b>.</p>"


def solution_html(book: Book, computed: Computed, root: str | None, name: str = "") -> str:
    """Solution and explanation, as they stand in the fold of a page and as a live notebook shows them.

    ``name`` begins the ids in it; without one they are those of no other.
    """
    task = computed.task
    return _solution(computed, name) + explained(book, task.explanation, task.sources, task.teaches, root)


def heading(task: Task) -> str:
    """What kind of task it is and how long it takes."""
    return f"Task, {task.kind}, {counted(task.minutes, 'minute')}."


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
        f"{inline(task.prompt)}</legend>{_rows(computed, name)}{_way(book, computed, root)}"
        f"{_field(computed, name)}{live}"
        f'<details class="mm-q-answer"><summary>{summary}</summary>'
        f"{solution_html(book, computed, root, name)}</details></fieldset></form>"
    )
