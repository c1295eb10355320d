"""What readers score who know nothing of the matter: by chance, and by four rules that take no reading.

Each rule is for some types; a question of another type is answered by chance. A number or a word cannot be guessed:
there every rule scores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb
from typing import Any

from sourcebook.quiz import grade
from sourcebook.quiz.models import CLAIM_ANSWERS, Claim, Match, Multiple, Order, Single
from sourcebook.quiz.psychometrics.cues import lengths
from sourcebook.quiz.values import Resolve

Strategy = Callable[[Any, Resolve], float]


def chance(question: Any, resolve: Resolve | None = None) -> float:
    """The expected score, from 0 to 1, of an answer drawn by chance."""
    match question:
        case Single():
            return 1 / len(question.options)
        case Multiple():
            boxes = len(question.options)
            # Any boxes but none at all: an empty answer cannot be handed in.
            return sum(comb(boxes, k) * _boxes(question, k) for k in range(1, boxes + 1)) / (2**boxes - 1)
        case Claim():
            return 1 / len(CLAIM_ANSWERS)
        case Order():
            return 1 / len(question.items)
        case Match():
            return 1 / (len(question.pairs) + len(question.distractors))
    return 0.0


def longest(question: Any, resolve: Resolve) -> float:
    """The longest option of a single choice, the longer half of the boxes of a multiple one."""
    if isinstance(question, Single):
        return _first(question, resolve, [1], key=lambda n: -n)
    if isinstance(question, Multiple):
        return _first(question, resolve, _halves(len(question.options)), key=lambda n: -n)
    return chance(question)


def middle_length(question: Any, resolve: Resolve) -> float:
    """An option that is neither the longest nor the shortest of a single choice; of four options one of two."""
    if not isinstance(question, Single):
        return chance(question)
    found = lengths(question, resolve)
    order = sorted(found)
    centre = {order[(len(order) - 1) // 2], order[len(order) // 2]}
    taken = [n for n, length in enumerate(found) if length in centre]
    return sum(question.options[n].right for n in taken) / len(taken)


def needs_context(question: Any, resolve: Resolve) -> float:
    """*Needs context* for each claim."""
    return float(question.answer == "needs context") if isinstance(question, Claim) else chance(question)


def half_the_boxes(question: Any, resolve: Resolve) -> float:
    """Half of the boxes of a multiple choice, whichever."""
    if not isinstance(question, Multiple):
        return chance(question)
    halves = _halves(len(question.options))
    return sum(_boxes(question, k) for k in halves) / len(halves)


def together(question: Any, resolve: Resolve) -> float:
    """The rules at once: longest of one, half the boxes of several, *needs context* of a claim."""
    if isinstance(question, Single):
        return longest(question, resolve)
    return half_the_boxes(question, resolve) if isinstance(question, Multiple) else needs_context(question, resolve)


STRATEGIES: dict[str, Strategy] = {
    "longest": longest,
    "middle length": middle_length,
    "needs context": needs_context,
    "half the boxes": half_the_boxes,
    "together": together,
}


def expected(questions: Sequence[Any], strategy: Strategy, resolve: Resolve) -> float:
    """The expected score of a strategy over questions, in questions."""
    return sum(strategy(question, resolve) for question in questions)


def _halves(boxes: int) -> list[int]:
    """Half of the boxes, and of an odd number the two counts beside it."""
    return sorted({boxes // 2, (boxes + 1) // 2})


def _score(question: Multiple, taken: tuple[int, ...]) -> float:
    rights = [number for number, option in enumerate(question.options) if option.right]
    return grade.grade({"t": question.type, "a": rights, "n": len(question.options)}, list(taken))


def _boxes(question: Multiple, count: int) -> float:
    """The mean score of all ways to tick so many boxes."""
    ways = list(combinations(range(len(question.options)), count))
    return sum(_score(question, taken) for taken in ways) / len(ways)


def _first(question: Any, resolve: Resolve, counts: list[int], key: Callable[[int], int]) -> float:
    """The mean score of ticking the first so many options by their length; options alike in length take turns."""
    ranks = [key(length) for length in lengths(question, resolve)]
    total = 0.0
    for count in counts:
        last = sorted(ranks)[count - 1]
        sure = [n for n, rank in enumerate(ranks) if rank < last]
        turns = [n for n, rank in enumerate(ranks) if rank == last]
        ways = [(*sure, *more) for more in combinations(turns, count - len(sure))]
        total += sum(
            float(question.options[taken[0]].right) if isinstance(question, Single) else _score(question, taken)
            for taken in ways
        ) / len(ways)
    return total / len(counts)
