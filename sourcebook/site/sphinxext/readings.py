"""``{reading-list} shelf|student|teacher|advanced``: the readings of one shelf, from ``readings.csv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sourcebook import data

if TYPE_CHECKING:
    from sphinx.application import Sphinx

SHELVES = ("shelf", "student", "teacher", "advanced")


class ReadingList(SphinxDirective):
    """One bullet a reading: title as a link, author and year, language where it is not English, why, and where to find it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        shelf = self.arguments[0]
        if shelf not in SHELVES:
            raise self.error(f"no shelf {shelf!r}; there are: {', '.join(SHELVES)}.")
        frame = data.load("readings")
        on_shelf = frame["shelf"] == "yes"
        chosen = frame[on_shelf] if shelf == "shelf" else frame[~on_shelf & (frame["level"] == shelf)]
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
