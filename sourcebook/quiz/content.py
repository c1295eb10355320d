"""What a question asks today, with the facts in it: its right number, its numbers of a slip, and the hash of it all."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from sourcebook.errors import ReaderError
from sourcebook.quiz.models import Asked, FactAnswer, Match, Number, Order, Worked, check_slip
from sourcebook.quiz.values import Resolve, countable, filled

#: What may change without the question asking something else.
_BESIDE = {
    "hints",
    "explanation",
    "sources",
    "teaches",
    "difficulty",
    "objective",
    "feedback",
    "view",
    "ordered",
    "slips",
    "near",
    "peoples",
    "steps",
}


class BankError(ReaderError):
    """A question file is not as it must be; the message says where and what to do."""


def _number_of(question: Number, fact: str, resolve: Resolve) -> float:
    value = resolve(fact).value
    if not countable(value):
        raise BankError(f"question {question.id}: the fact {fact} is {value!r}, not a number. Choose another fact.")
    return value


def number_answer(question: Number, resolve: Resolve) -> float:
    """The right number, computed from the data where the question says so."""
    answer = question.answer
    return _number_of(question, answer.fact, resolve) if isinstance(answer, FactAnswer) else answer


def _worked(question: Number, when: Worked, resolve: Resolve) -> float:
    from sourcebook.facts.expressions import ExpressionError, value_of

    names = {name: _number_of(question, fact, resolve) for name, fact in when.parts.items()}
    try:
        value = value_of(when.value, names=names)
    except ExpressionError as error:
        raise BankError(f"question {question.id}: `slips`: the expression {when.value!r} {error}") from None
    if not countable(value):
        raise BankError(f"question {question.id}: `slips`: {when.value!r} gives {value!r}, not a number. Mend it.")
    return float(value)


def _room(value: float) -> float:
    """How far an answer may lie from a slip where the question has no tolerance: half a
    unit of the second digit, or one half.
    """
    if value == int(value):
        return 0
    return min(0.5, 0.5 * 10.0 ** (math.floor(math.log10(abs(value))) - 1))


def number_slips(question: Number, resolve: Resolve) -> list[list[float]]:
    """Each slip's number and how far an answer may lie from it. A slip that is right raises ``BankError``."""
    found = []
    for slip in question.slips:
        if isinstance(slip.when, Worked):
            value = _worked(question, slip.when, resolve)
        else:
            value = _number_of(question, slip.when.fact, resolve) if isinstance(slip.when, FactAnswer) else slip.when
        right = number_answer(question, resolve)
        try:
            check_slip(value, right, question.tolerance)
        except ValueError as error:
            raise BankError(f"question {question.id}: {error}") from None
        found.append([value, question.tolerance or _room(value)])
    return found


def content_hash(question: Asked, resolve: Resolve) -> str:
    """Eight hex digits over what a reader is asked and how it is graded, with the facts in it as they are now.

    Feedback, hints and slips may change without it. A cell of a table that changes a number
    in the question, or its answer, changes it.
    """
    part: dict[str, Any] = question.model_dump(exclude=_BESIDE)
    if isinstance(question, Order):
        part["items"] = question.items
    if isinstance(question, Match):
        part["pairs"] = [{"left": p.left, "right": p.right} for p in question.pairs]
    for option in part.get("options", []):
        option.pop("feedback")
    if isinstance(question, Number):
        part["answer"] = float(number_answer(question, resolve))
    text = filled(json.dumps(part, ensure_ascii=False, sort_keys=True), resolve)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
