"""A plain table: one question a row, for spreadsheets and for systems with a format of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from sourcebook.identity import Identity
from sourcebook.quiz.export.item import Item
from sourcebook.quiz.export.text import digits
from sourcebook.quiz.markdown import plain
from sourcebook.text import spreadsheet_cell


def parts(item: Item) -> list[tuple[str, str, str]]:
    """The parts of an answer as plain text: what a student sees, what is right about it, the feedback.

    Options: text, ``right`` or ``wrong``, feedback. Items to order: text and place. Pairs: left and right side; a
    distractor has no left side. Short answers: an accepted form.
    """
    if item.choices:
        return [(plain(c.text), "right" if c.right else "wrong", plain(c.feedback)) for c in item.choices]
    if item.pairs:
        taken = {right for _, right in item.pairs}
        rows = (*item.pairs, *(("", side) for side in item.sides if side not in taken))
        return [(plain(left), plain(right), "") for left, right in rows]
    return [(form, "right", "") for form in item.accept]


def texts(item: Item) -> dict[str, str]:
    """The columns of text that every row has, as plain text."""
    return {
        "id": item.id,
        "type": item.type,
        "objective": item.objective,
        "difficulty": str(item.difficulty),
        "prompt": plain(item.prompt),
        "unit": item.unit,
        "feedback_wrong": plain(item.wrong),
        "hints": "\n".join(map(plain, item.hints)),
        "explanation": plain(item.explanation),
        "sources": "; ".join(item.sources),
        "teaches": item.teaches,
        "view": item.view,
        "numbers": item.numbers.text if item.numbers else "",
    }


def write(of: Identity, name: str, title: str, items: Sequence[Item]) -> bytes:
    """The table as CSV: UTF-8 with a mark at its start, without which Excel garbles accents."""
    width = max((len(parts(item)) for item in items), default=0)
    head = [*(texts(items[0]) if items else []), "answer", "tolerance"]
    head += [f"{column}_{n}" for n in range(1, width + 1) for column in ("part", "right", "feedback")]
    buffer = io.StringIO(newline="")
    table = csv.writer(buffer)
    table.writerow(head)
    for item in items:
        number = [digits(item.answer), digits(item.tolerance)] if item.type == "number" else ["", ""]
        cells = [cell for part in parts(item) for cell in part]
        row = [*map(spreadsheet_cell.harmless, texts(item).values()), *number, *map(spreadsheet_cell.harmless, cells)]
        table.writerow(row + [""] * (len(head) - len(row)))
    return buffer.getvalue().encode("utf-8-sig")
