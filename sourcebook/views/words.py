"""Numbers, dates and lists in words, as titles and text alternatives write them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sourcebook.text import numbers

_SMALL = ("no", *numbers.SMALL[1:])


def num(value: float, digits: int = 0) -> str:
    """``12345.6`` as ``12,346``; a missing value as ``not known``."""
    return "not known" if pd.isna(value) else f"{value:,.{digits}f}"


def small(value: int) -> str:
    """Whole numbers to twelve in words, larger ones in digits."""
    return _SMALL[value] if 0 <= value < len(_SMALL) else num(value)


def percent(part: float, whole: float) -> str:
    """Share in whole per cent: ``56 per cent``."""
    return f"{100 * part / whole:.0f} per cent"


def million(usd: float, digits: int = 0) -> str:
    """``923305800`` as ``$923 million``; from a thousand million on as ``$1.11 billion``."""
    return numbers.dollars(usd, digits)


def listing(parts: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    parts = list(parts)
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def day(date: pd.Timestamp, precision: str = "day") -> str:
    """A date as exact as it is known: ``3 August 2023``, ``August 2023``, ``2023``, ``about 2023``."""
    if pd.isna(date):
        return "not known"
    form = {"day": f"{date.day} {date:%B} {date.year}", "month": f"{date:%B} {date.year}", "year": f"{date.year}"}
    return form.get(precision, f"about {date.year}")


def upper(text: str) -> str:
    """The text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]
