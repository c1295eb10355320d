"""What the rows under a picture rest on: their sources, and how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from sourcebook.data import UNSURE

#: What a picture says under it where one of its marks is drawn dashed.
DASHED = "A dashed mark: not sure, or not verified."


def sources_of(*frames: pd.DataFrame) -> tuple[str, ...]:
    """Keys of the sources of these rows, the most used first."""
    count: Counter[str] = Counter()
    for frame in frames:
        for text in frame["source"].dropna():
            count.update(str(text).split("; "))
    return tuple(key for key, _ in sorted(count.items(), key=lambda item: (-item[1], item[0])))


def unsure(frame: pd.DataFrame) -> pd.Series:
    """True for the rows whose confidence is low or unverified: they are drawn dashed and named in words."""
    return frame["confidence"].isin(list(UNSURE))


def joined(sources: Iterable[str]) -> str:
    """The sources of several rows as one cell, each key once."""
    return "; ".join(dict.fromkeys(key for text in sources for key in str(text).split("; ")))
