"""Hints go from small to large, and none gives the answer away.

How much a hint helps no program can tell. What it can see is how many there are, whether a later one is much shorter
than the one before, and whether the answer stands in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sourcebook.quiz.content import number_answer
from sourcebook.quiz.models import Claim, Match, Multiple, Number, ShortText, Single
from sourcebook.quiz.psychometrics.cues import shown
from sourcebook.quiz.psychometrics.limits import HINT_GROWTH, HINTS, HINTS_FROM
from sourcebook.quiz.reading import parse_number, plain_text
from sourcebook.quiz.values import Resolve

_DIGITS = re.compile(r"[+-]?\d[\d.,\u00a0\u202f]*\d|\d")


def faults(question: Any, resolve: Resolve) -> Iterator[str]:
    """What is wrong with the hints of a question, each with its remedy."""
    hints = [shown(hint, resolve) for hint in question.hints]
    if question.difficulty >= HINTS_FROM and len(hints) < HINTS:
        least = f"a question of difficulty {question.difficulty} has {HINTS} hints or more"
        yield f"{least}, and this one {len(hints)}. Add one."
    for n, (before, after) in enumerate(zip(hints, hints[1:], strict=False), 2):
        if len(after) < HINT_GROWTH * len(before):
            yield (
                f"hint {n} is shorter than hint {n - 1} ({len(after)} letters after {len(before)}). Hints go from "
                "small to large: let it help more, or change their order."
            )
    for n, hint in enumerate(hints, 1):
        if given := _given(question, hint, resolve):
            yield f"hint {n} gives the answer away ({given!r}). Leave the last step to the reader."


def _given(question: Any, hint: str, resolve: Resolve) -> str:
    """What of the answer stands in a hint; empty where nothing does."""
    words = f" {plain_text(hint)} "
    answers: list[str] = []
    match question:
        case Single() | Multiple():
            answers = [shown(option.text, resolve) for option in question.options if option.right]
        case ShortText():
            answers = question.forms
        case Claim():
            answers = [question.answer]
        case Match():
            for pair in question.pairs:
                sides = [plain_text(shown(side, resolve)) for side in (pair.left, pair.right)]
                if all(f" {side} " in words for side in sides):
                    return shown(pair.right, resolve)
        case Number():
            right = number_answer(question, resolve)
            # Words as well as digits, but "one" and "two" also count points and lines.
            for text in [*_DIGITS.findall(hint), *(w for w in hint.split() if len(w.strip(".,;:?")) > 3)]:
                value = parse_number(text.strip(".,;:?"))
                if value is not None and abs(value - right) <= question.tolerance + 1e-9:
                    return text
    return next((answer for answer in answers if f" {plain_text(answer)} " in words), "")
