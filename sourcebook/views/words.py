"""Numbers, dates and lists in words, as titles and text alternatives write them."""

from __future__ import annotations

import pandas as pd

from sourcebook.text import numbers
from sourcebook.text.wording import day, listing, upper

__all__ = ["day", "listing", "million", "num", "percent", "small", "upper"]


def num(value: float, digits: int = 0) -> str:
    """``12345.6`` as ``12,346``; a missing value as ``not known``."""
    return "not known" if pd.isna(value) else f"{value:,.{digits}f}"


def small(value: int) -> str:
    """Whole numbers to twelve in words, with ``no`` for none; larger ones in digits."""
    return numbers.small(value, none="no")


def percent(part: float, whole: float) -> str:
    """Share in whole per cent: ``56 per cent``."""
    return f"{100 * part / whole:.0f} per cent"


def million(usd: float, digits: int = 0) -> str:
    """``923305800`` as ``$923 million``; from a thousand million on as ``$1.11 billion``."""
    return numbers.dollars(usd, digits)
