"""Words around names and dates: what was probably meant, several things in a row, a day as it is read."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Sized


def did_you_mean(name: object, known: Iterable[object], most: int = 3, join: str = " or ") -> str:
    """`` Did you mean …?`` with the nearest of the ``known`` names, or an empty string."""
    words = [str(one) for one in known]
    close = difflib.get_close_matches(str(name), words, n=most)
    if not close:  # ``ucdp`` for ``UCDP``
        small = {word.lower(): word for word in words}
        close = [small[word] for word in difflib.get_close_matches(str(name).lower(), small, n=most)]
    return f" Did you mean {join.join(close)}?" if close else ""


def instead(value: object) -> str:
    """What a value is that stands where one name was asked for, in words for a beginner."""
    if value is None:
        return "nothing (None)"
    if value is Ellipsis:
        return "three dots"
    if isinstance(value, int | float):
        return f"the number {value}"
    if hasattr(value, "columns"):
        return "a table"
    if isinstance(value, Sized) and not isinstance(value, str):
        return f"a list of {counted(len(value), 'value')}"
    return "a command without its parentheses" if callable(value) else f"a {type(value).__name__}"


def listing(words: Iterable[object], last: str = "and") -> str:
    """``a, b and c``; one word stays alone, no word is an empty text."""
    parts = [str(word) for word in words]
    return f" {last} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def day(date: dt.date, precision: str = "day") -> str:
    """A date as exact as it is known: ``3 August 2023``, ``August 2023``, ``2023``, ``about 2023``."""
    if date is None or date != date:  # what is missing in a table equals nothing, not even itself
        return "not known"
    form = {"day": f"{date.day} {date:%B} {date.year}", "month": f"{date:%B} {date.year}", "year": f"{date.year}"}
    return form.get(precision, f"about {date.year}")


def counted(number: int, what: str) -> str:
    """``1 view``, ``2 views``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def said(value: object) -> str:
    """A value in a sentence, as it is typed: of a moment its day."""
    return value.date().isoformat() if isinstance(value, dt.datetime) and value == value else str(value)


def upper(text: str) -> str:
    """The text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def titled(name: str) -> str:
    """A name in lower case as a title: ``high-water`` becomes ``High water``."""
    return upper(name.replace("-", " "))
