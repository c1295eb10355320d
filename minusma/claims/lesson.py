"""The claims of the one lesson: dealt to pairs by four cards, and asked with three verdicts in place of seven."""

from __future__ import annotations

import pandas as pd

from sourcebook import data
from sourcebook.book import Book

CARDS = "ABCD"
#: What hands can be counted for, and the verdicts of the lab that each stands for.
COARSE = {
    "holds": ("supported",),
    "does not hold": ("incorrect", "imprecise", "outdated"),
    "cannot tell": ("contested", "unverified", "opinion"),
}


def coarse(verdict: str) -> str:
    """The coarse verdict for one of the seven."""
    return next(name for name, verdicts in COARSE.items() if verdict in verdicts)


def rows(book: Book) -> pd.DataFrame:
    """The rows of the claims of the lesson, in the order of the text."""
    return data.pick(book, "claims", in_lesson="yes").sort_values("order").reset_index(drop=True)


def dealt(book: Book) -> dict[str, pd.DataFrame]:
    """The rows of each card. Claims are dealt as cards are, one to each in turn, so that no card has one part alone."""
    claims = rows(book)
    return {card: claims.iloc[number :: len(CARDS)] for number, card in enumerate(CARDS)}
