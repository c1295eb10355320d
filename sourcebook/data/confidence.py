"""How sure a row of a table is."""

from __future__ import annotations

from collections.abc import Iterable

#: From the surest to the least sure.
LEVELS = ("high", "medium", "low", "unverified")

#: What a value that is not sure is called where it stands alone.
UNSURE = {"low": "low confidence", "unverified": "unverified"}


def weakest(levels: Iterable[str]) -> str:
    """The least sure of these levels: what is made of several rows is as sure as that."""
    return max(map(str, levels), key=LEVELS.index)
