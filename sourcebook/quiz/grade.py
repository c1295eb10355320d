"""Grading, once in words and twice in code: this module and ``quiz.js`` pass the same vectors (``vectors.json``).

An answer is plain JSON. Single choice and claim: the option's number from 0. Multiple: a
list of such numbers. Number and text: what was typed. Order: the numbers of the items in
the reader's order. Match: for each left side the number of the chosen right side, or -1.
"""

from __future__ import annotations

import re
from typing import Any

from sourcebook.quiz.reading import parse_number, plain_text

__all__ = ["grade", "parse_number", "plain_text", "readable", "slips", "unit_key"]


def _distance(a: str, b: str) -> int:
    """How many slips lie between two words: a letter more, less or other, or two neighbours swapped."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                steps = min(steps, last[j - 2] + 1)
            row.append(steps)
    return row[-1]


def _fits(answer: Any, forms: list[str]) -> bool:
    if not isinstance(answer, str) or len(answer) > 200:
        return False
    given = plain_text(answer)
    for form in forms:
        wanted = plain_text(form)
        allowed = 2 if len(wanted) >= 10 else 1 if len(wanted) >= 5 else 0
        if given and (given == wanted or _distance(given, wanted) <= allowed):
            return True
    return False


def _value(key: dict[str, Any], answer: Any) -> float | None:
    """The number of an answer.

    A unit that would be read as a part of the number ("3 times", "5 m" for metres) is none there.
    """
    unit = key.get("u", "")
    if unit and isinstance(answer, str) and answer[-len(unit) :].lower() == unit:
        before = answer[: -len(unit)]
        if not re.search("[A-Za-z]$", before):
            answer = before
    return parse_number(answer)


def _numbers(answer: Any) -> list[int] | None:
    if not isinstance(answer, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in answer):
        return None
    return answer


def grade(key: dict[str, Any], answer: Any) -> float:
    """The share of the question that is right, from 0 to 1; an empty, foreign or absurd answer is 0.

    ``key`` is the question's grading key (``render.key``): ``{"t": type, "a": what is right}``
    with ``"tol"`` for a number and ``"n"``, the number of options, ``"u"`` a unit that is not
    read with the number, and ``"s"`` the slips that have a name.
    """
    kind, right = key["t"], key["a"]
    if kind in ("single", "claim"):
        return float(isinstance(answer, int) and not isinstance(answer, bool) and answer == right)
    if kind == "multiple":
        chosen = _numbers(answer)
        if not chosen or len(set(chosen)) != len(chosen) or any(not 0 <= c < key["n"] for c in chosen):
            return 0
        good = sum(c in right for c in chosen)
        return max(0.0, (good - (len(chosen) - good)) / len(right))
    if kind == "number":
        value = _value(key, answer)
        return float(value is not None and abs(value - right) <= key["tol"] + 1e-9)
    if kind == "text":
        return float(_fits(answer, right))
    given = _numbers(answer)
    if given is None or len(given) != len(right):
        return 0
    if kind == "order" and sorted(given) != sorted(right):
        return 0
    return sum(g == r for g, r in zip(given, right, strict=True)) / len(right)


def unit_key(unit: str) -> dict[str, str]:
    """``u`` of a key: a unit that stands beside the field and that a reader may write too, where reading a number does
    not leave it out anyway.
    """
    unit = unit.lower()
    return {"u": unit} if unit and parse_number(f"1 {unit}") != 1 else {}


def readable(key: dict[str, Any], answer: Any) -> bool:
    """Whether this is an answer at all. What is none is not graded: a page asks for another, a report leaves it out."""
    if key["t"] == "number":
        return _value(key, answer) is not None
    if key["t"] == "text":
        return isinstance(answer, str) and len(answer) <= 200 and bool(plain_text(answer))
    return answer is not None


def slips(key: dict[str, Any], answer: Any) -> list[int]:
    """Which of the question's named slips a wrong answer shows, by their places in ``key["s"]``.

    A slip is ``[number, room]`` of a number, a list of forms of a text,
    ``[earlier, later]`` items of an order, ``[left, right]`` of a match.
    """
    named = key.get("s", [])
    if not named or grade(key, answer) == 1:
        return []
    if key["t"] == "number":
        value = _value(key, answer)
        return (
            [] if value is None else [n for n, (slip, room) in enumerate(named) if abs(value - slip) <= room + 1e-9][:1]
        )
    if key["t"] == "text":
        return [n for n, forms in enumerate(named) if _fits(answer, forms)][:1]
    given = _numbers(answer)
    if given is None or len(given) != len(key["a"]):
        return []
    if key["t"] == "match":
        return [n for n, (left, right) in enumerate(named) if given[left] == right]
    if sorted(given) != sorted(key["a"]):
        return []
    return [n for n, (earlier, later) in enumerate(named) if given.index(earlier) > given.index(later)]
