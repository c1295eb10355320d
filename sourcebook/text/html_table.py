"""The one writer of HTML tables.

What a cell shows is the business of who fills it; here it becomes rows, heads and a caption.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

Attributes = Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """One cell. ``content`` is HTML, so texts come escaped; ``scope`` (``col`` or ``row``) makes the cell a head."""

    content: str
    scope: str = ""
    attributes: Attributes = field(default_factory=dict)

    def html(self) -> str:
        """The cell as an element."""
        if self.scope:
            return f'<th scope="{self.scope}"{_attributes(self.attributes)}>{self.content}</th>'
        return f"<td{_attributes(self.attributes)}>{self.content}</td>"


@dataclass(frozen=True)
class Row:
    """Cells in a row, and attributes of the row."""

    cells: Sequence[Cell]
    attributes: Attributes = field(default_factory=dict)

    def html(self) -> str:
        """The row as an element."""
        return f"<tr{_attributes(self.attributes)}>{''.join(cell.html() for cell in self.cells)}</tr>"


def text(value: object, scope: str = "", kind: str = "") -> Cell:
    """A cell of plain text; ``kind`` is its class."""
    return Cell(escape(str(value), quote=False), scope, {"class": kind} if kind else {})


def table(
    head: Sequence[Cell],
    body: Iterable[Row],
    caption: str = "",
    caption_id: str = "",
    attributes: Attributes | None = None,
) -> str:
    """A whole table. ``caption`` is plain text; ``caption_id`` is its id, for what the table is labelled by."""
    named = f' id="{escape(caption_id)}"' if caption_id else ""
    above = f"<caption{named}>{escape(caption, quote=False)}</caption>" if caption else ""
    rows = "".join(row.html() for row in body)
    return (
        f"<table{_attributes(attributes or {})}>{above}<thead>{Row(head).html()}</thead><tbody>{rows}</tbody></table>"
    )


def region(inner: str, kind: str, label: str = "", labelled_by: str = "") -> str:
    """A frame that scrolls where the table is wider than the page; who uses the keyboard can stand in it and scroll."""
    name = f'aria-labelledby="{escape(labelled_by)}"' if labelled_by else f'aria-label="{escape(label)}"'
    return f'<div class="{kind}" role="region" {name} tabindex="0">{inner}</div>'


def _attributes(given: Attributes) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items())
