"""Words around names: what was probably meant, and several things in a row."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(name: object, known: Iterable[object], most: int = 3, join: str = " or ") -> str:
    """`` Did you mean …?`` with the nearest of the ``known`` names, or an empty string."""
    close = difflib.get_close_matches(str(name), [str(one) for one in known], n=most)
    return f" Did you mean {join.join(close)}?" if close else ""


def listing(words: Iterable[object], last: str = "and") -> str:
    """``a, b and c``; one word stays alone, no word is an empty text."""
    parts = [str(word) for word in words]
    return f" {last} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
