"""``{lesson-plan} one-lesson``: a plan of ``book/lessons`` as a table whose minutes add up.

``{sheet-text} drafts 2`` shows the second part of a sheet of ``book/sheets`` in a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sourcebook.classroom import plans
from sourcebook.errors import ReaderError
from sourcebook.quiz.markdown import inline
from sourcebook.site.sphinxext import written
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text.wording import counted

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.classroom.plans import Plan, Step

_HEAD = ["minutes", "what happens", "you need", "reading and counting"]


def _time(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return " ".join(f"{number} {unit}" for number, unit in ((minutes, "min"), (rest, "s")) if number) or "0 s"


def _counted(words: int, reading: int, counts: int, counting: int) -> str:
    read = f"{counted(words, 'word')}: {_time(reading)}" if words else ""
    hands = f"{counted(counts, 'count')} of hands: {_time(counting)}" if counts else ""
    return "; ".join(part for part in (read, hands) if part)


def _row(begins: int, step: Step) -> list[str]:
    return [
        f"{begins} to {begins + step.minutes}",
        f"**{step.who[:1].upper()}{step.who[1:]}.** {step.does}",
        "; ".join(step.uses) + (f". *Without a device:* {step.without}" if step.without else ""),
        _counted(step.words, step.reading, step.counts, step.counting),
    ]


def table(plan: Plan) -> list[str]:
    """The plan as lines of a Markdown table, the sum in the last."""
    sums = [sum(getattr(step, name) for step in plan.steps) for name in ("words", "reading", "counts", "counting")]
    last = [f"**{plan.minutes}**", "**together**", "", _counted(*sums)]
    rows = [_row(begins, step) for begins, step in zip(plan.begins, plan.steps, strict=True)]
    return written.table(_HEAD, [*rows, last])


def board(plan: Plan) -> str:
    """What the class sees of the plan, for ``plan.js``; nothing where no step has such words."""
    items = "".join(
        f'<li data-when="{begins} to {begins + step.minutes}">{inline(step.board)}</li>'
        for begins, step in zip(plan.begins, plan.steps, strict=True)
        if step.board
    )
    return f'<ol class="mm-board" hidden>{items}</ol>' if items else ""


class LessonPlan(written.Written):
    """The table of one plan; an unknown plan, or one that does not add up, is an error."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        try:
            plan = plans.plan(book_of(self.env.app), self.arguments[0])
        except ReaderError as error:
            raise self.error(str(error)) from None
        return [
            nodes.raw("", '<div class="mm-plan">', format="html"),
            *self.read(table(plan)),
            nodes.raw("", f"{board(plan)}</div>", format="html"),
        ]


class SheetText(written.Written):
    """One part of a sheet, quoted in a page."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        name, number = self.arguments
        try:
            parts = plans.sheet(book_of(self.env.app), name).parts
        except ReaderError as error:
            raise self.error(str(error)) from None
        if not number.isdigit() or not 0 < int(number) <= len(parts):
            raise self.error(f"the sheet {name!r} has no part {number}: its parts are 1 to {len(parts)}.")
        return self.read(parts[int(number) - 1].splitlines())


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("lesson-plan", LessonPlan)
    app.add_directive("sheet-text", SheetText)
