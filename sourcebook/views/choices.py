"""What a reader may ask a view for: one of the values of a table, or several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sourcebook.errors import ReaderError

Value = TypeVar("Value")


def choose(value: object, allowed: Iterable[Value], what: str) -> Value:
    """The one of ``allowed`` that reads like ``value`` (2022 or ``"2022"``); else
    ``ReaderError``, a sentence that says what is possible.
    """
    allowed = list(allowed)
    for one in allowed:
        if str(one) == str(value):
            return one
    raise ReaderError(f"{what} {value!r} is not in the table. Possible: {', '.join(map(str, allowed))}.")


def chosen(values: object, allowed: Iterable[Value], what: str) -> list[Value]:
    """One value, several, or ``None`` for all, checked by ``choose`` and given in the order of ``allowed``."""
    allowed = list(allowed)
    if values is None:
        return allowed
    several = isinstance(values, Iterable) and not isinstance(values, str)
    wanted = [choose(value, allowed, what) for value in (values if several else [values])]  # type: ignore[attr-defined]
    if not wanted:
        raise ReaderError(f"{what}: choose at least one of {', '.join(map(str, allowed))}.")
    return [value for value in allowed if value in wanted]
