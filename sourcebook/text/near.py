"""``Did you mean …?``: the known names nearest to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: object, known: Iterable[object], most: int = 3) -> str:
    """`` Did you mean a or b?`` with up to ``most`` of the nearest names, or an empty string."""
    close = difflib.get_close_matches(str(name), [str(one) for one in known], n=most)
    return f" Did you mean {' or '.join(close)}?" if close else ""
