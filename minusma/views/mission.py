"""The mission's own years, as the charts mark them: from the Council's decision to the last day of the mandate."""

from __future__ import annotations

import pandas as pd

from sourcebook import data
from sourcebook.book import Book

#: A rise or fall beside these years is timing; every chart that shows both says so in these words.
NOT_CAUSE = (
    "The shaded years are those of MINUSMA’s mandate. A rise or a fall in them, or after them, is timing. It does not "
    "show that the mission caused it or failed to stop it: coups, French and Russian forces and the armed groups’ own "
    "plans changed things at the same time."
)


def mandate(book: Book) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Day on which the Council created the mission, and last day of its mandate."""
    mandates = data.load(book, "mandates")
    created = mandates[mandates["kind"] == "creates the mission"]["date"].min()
    return created, mandates["mandate_until"].max()


def years(book: Book) -> tuple[int, int]:
    """First and last calendar year of the mandate."""
    first, last = mandate(book)
    return first.year, last.year
