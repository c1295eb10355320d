"""``{reading-list} SHELF``: the readings of one shelf, from ``readings.csv``; ``book.yml``
says which rows stand on which shelf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sourcebook import data
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ReadingList(SphinxDirective):
    """One bullet a reading: title as a link, author and year, language where it is not
    English, why, and where to find it.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        shelf = self.arguments[0]
        book = book_of(self.env.app)
        shelves = book.identity.shelves
        if shelf not in shelves:
            raise self.error(f"no shelf {shelf!r} in book.yml; there are: {', '.join(shelves)}.")
        try:
            chosen = data.pick(book, "readings", **shelves[shelf])
        except data.DataError as error:
            raise self.error(f"the shelf {shelf!r} of book.yml: {error}") from None
        return [nodes.bullet_list("", *(self._item(row) for _, row in chosen.iterrows()), classes=["mm-readings"])]

    @staticmethod
    def _item(row: pd.Series) -> nodes.list_item:
        line = nodes.paragraph()
        line += nodes.reference("", row["title"], refuri=row["url"])
        language = "" if row["language"] == "English" else f", in {row['language']}"
        note = "" if pd.isna(row["note"]) else f" {row['note'].rstrip('.')}."
        line += nodes.Text(f". {row['author']}, {row['year']} ({row['kind']}{language}). {row['why']}{note}")
        return nodes.list_item("", line)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("reading-list", ReadingList)
