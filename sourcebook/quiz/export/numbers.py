"""The numbers of a picture that a question asks about: the picture stays in the book, its table travels."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from sourcebook.book import Book
from sourcebook.views import registry
from sourcebook.views.columns import plain_cells


@dataclass(frozen=True)
class Numbers:
    """The table under a picture as plain text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def html(self) -> str:
        """The table as HTML that every system keeps."""
        head = "".join(f"<th>{escape(text)}</th>" for text in self.head)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.title)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    @property
    def text(self) -> str:
        """The table as lines, its cells parted by a bar."""
        return "\n".join((self.title, *(" | ".join(row) for row in (self.head, *self.rows))))


def numbers(book: Book, view_id: str) -> Numbers:
    """The table under the picture of this id; an unknown one raises ``ReaderError``."""
    view = registry.maker(book, view_id)()
    head, rows = plain_cells(book, view.table, view.columns)
    return Numbers(view.title, head, rows)
