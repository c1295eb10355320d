"""Claims by their words: a text names a claim by a few of its words, and its number is looked up."""

from __future__ import annotations

import pandas as pd

from sourcebook.errors import ReaderError


class ClaimError(ReaderError):
    """The words fit no claim, or more than one; the message says which and what to do."""


def find(words: str, claims: pd.DataFrame) -> pd.Series:
    """The only row of ``claims`` whose claim holds these words (upper and lower case alike).

    Raises ``ClaimError`` where there is none, or where there are several: then it names them.
    """
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        raise ClaimError("no words of a claim. Write a few that only this claim holds.")
    texts = claims["claim"].astype(str).str.casefold()
    found = claims[texts.str.contains(wanted, regex=False)]
    if found.empty:
        raise ClaimError(f"no claim holds the words {words!r}. Take them from the column `claim` of claims.csv.")
    if len(found) > 1:
        known = ", ".join(found["id"])
        raise ClaimError(
            f"{len(found)} claims hold the words {words!r}: {known}. Write more words, so that one is left."
        )
    return found.iloc[0]
