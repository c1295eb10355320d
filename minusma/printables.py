"""What this book prints for a class besides worksheets: the role sheets of the Council."""

from __future__ import annotations

from functools import partial

from minusma.council import role_sheets
from sourcebook.book import Book
from sourcebook.classroom.printables import Printable


def _roles(year: int, book: Book) -> str:
    """Every sheet of one session on a page of its own."""
    return role_sheets.html(book, year, None).replace('class="mm-sheets"', 'class="sheets"', 1)


PRINTABLES = {
    f"council-roles-{year}": Printable(
        f"Role sheets of the Council: June {year}",
        "one page a member, then the guests: what each wanted and feared, with sources",
        partial(_roles, year),
    )
    for year in (2022, 2023)
}
