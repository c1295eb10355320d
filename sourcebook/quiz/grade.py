"""Grading, once in words and twice in code: this module and ``quiz.js`` pass the same vectors (``vectors.json``).

An answer is plain JSON. Single choice and claim: the option's number from 0. Multiple: a list of such numbers. Number and text: what was
typed. Order: the numbers of the items in the reader's order. Match: for each left side the number of the chosen right side, or -1.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_NUMBER = re.compile(r"^([+-]?) ?([0-9][0-9 '.,]*|[.,][0-9]+) ?(thousand|million|billion)?(?: ?%| ?[a-z][a-z .]*)?$")
_MINUS = re.compile("[\u2010-\u2015\u2212\ufe63]")
_MARKS = re.compile("[\u0300-\u036f]")
# What JavaScript takes for white space, so that both read the same numbers; Python's own \s is wider in places.
_SPACE = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_ARTICLE = re.compile(r"^(?:the|an|a|la|le|les|l) (?=.)")


def parse_number(text: Any) -> float | None:
    """What a person typed, as a number; ``None`` where it is none.

    Understands minus signs, ``$``, ``%``, a unit in words, thousands separators (space, comma, apostrophe), a decimal point or comma, and
    thousand, million and billion. One comma before exactly three digits separates thousands, unless nothing but 0 stands before it.
    """
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return float(text) if abs(text) < 1e300 else None
    if not isinstance(text, str) or len(text) > 60:
        return None
    plain = _MINUS.sub("-", unicodedata.normalize("NFKC", text)).replace("\u2019", "'").lower()
    plain = _SPACE.sub(" ", re.sub(r"us\$|[$€£]", "", plain)).strip(" ")
    found = _NUMBER.match(plain)
    if not found:
        return None
    sign, digits, word = found.groups()
    digits = re.sub(r"[ ']", "", digits)
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal, other = (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
        if digits.count(decimal) > 1:
            return None
        digits = digits.replace(other, "").replace(decimal, ".")
    elif commas:
        if re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", digits):
            digits = digits.replace(",", "")
        elif commas == 1:
            digits = digits.replace(",", ".")
        else:
            return None
    elif points > 1:
        if not re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", digits):
            return None
        digits = digits.replace(".", "")
    if not re.fullmatch(r"[0-9]*\.?[0-9]*", digits) or not re.search(r"[0-9]", digits):
        return None
    return (-1 if sign == "-" else 1) * float(digits) * _UNITS.get(word or "", 1)


def plain_text(text: str) -> str:
    """Text without case, accents, punctuation or a leading article, for comparing; letters of any script stay."""
    for _ in range(2):
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split(" ")
    return _ARTICLE.sub("", " ".join(filter(None, words)))


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def _text(answer: Any, accept: list[str]) -> float:
    if not isinstance(answer, str) or len(answer) > 200:
        return 0
    given = plain_text(answer)
    for form in accept:
        wanted = plain_text(form)
        slips = 2 if len(wanted) >= 10 else 1 if len(wanted) >= 5 else 0
        if given and (given == wanted or _distance(given, wanted) <= slips):
            return 1
    return 0


def _numbers(answer: Any) -> list[int] | None:
    if not isinstance(answer, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in answer):
        return None
    return answer


def grade(key: dict[str, Any], answer: Any) -> float:
    """The share of the question that is right, from 0 to 1; an empty, foreign or absurd answer is 0.

    ``key`` is the question's grading key (``render.key``): ``{"t": type, "a": what is right}`` with ``"tol"`` for a number and ``"n"``, the
    number of options.
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
        value = parse_number(answer)
        return float(value is not None and abs(value - right) <= key["tol"] + 1e-9)
    if kind == "text":
        return _text(answer, right)
    given = _numbers(answer)
    if given is None or len(given) != len(right):
        return 0
    if kind == "order" and sorted(given) != sorted(right):
        return 0
    return sum(g == r for g, r in zip(given, right, strict=True)) / len(right)
