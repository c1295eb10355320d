"""The figures of a bank, of each of its files and of all together, and the table in which they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sourcebook.quiz.levels import Judged
from sourcebook.quiz.models import CLAIM_ANSWERS, Claim, Single
from sourcebook.quiz.psychometrics import agreement, blind, cues
from sourcebook.quiz.values import Resolve


@dataclass(frozen=True)
class Figures:
    """The figures of some questions. Shares go from 0 to 1; what there is nothing of is ``None``."""

    questions: int
    singles: int
    longest: float
    key_length: float | None
    statements: Mapping[str, int]
    wrong: int
    absolute_wrong: int
    right: int
    absolute_right: int
    chance: float
    blind: Mapping[str, float]
    above_recall: tuple[float, float] | None


def of(questions: Sequence[Any], resolve: Resolve, judged: Mapping[str, Judged]) -> Figures:
    """The figures of these questions; ``judged`` may lack some of them, which then do not count among the levels."""
    singles = [q for q in questions if isinstance(q, Single)]
    choices = [q for q in questions if cues.is_choice(q)]
    ratios = [ratio for q in choices if (ratio := cues.key_length(q, resolve)) is not None]
    options = [(cues.shown(o.text, resolve), o.right) for q in choices for o in q.options]
    statements = Counter(q.answer for q in questions if isinstance(q, Claim))
    codes = [judged[q.id] for q in questions if q.id in judged]
    return Figures(
        questions=len(questions),
        singles=len(singles),
        longest=sum(cues.longest(q, resolve) for q in singles),
        key_length=sum(ratios) / len(ratios) if ratios else None,
        statements={answer: statements[answer] for answer in CLAIM_ANSWERS},
        wrong=sum(not right for _, right in options),
        absolute_wrong=sum(cues.absolute(text) for text, right in options if not right),
        right=sum(right for _, right in options),
        absolute_right=sum(cues.absolute(text) for text, right in options if right),
        chance=blind.expected(questions, blind.chance, resolve),
        blind={name: blind.expected(questions, strategy, resolve) for name, strategy in blind.STRATEGIES.items()},
        above_recall=_above(codes),
    )


def _above(codes: Sequence[Judged]) -> tuple[float, float] | None:
    if not codes:
        return None
    return (
        sum(code.first != "recall" for code in codes) / len(codes),
        sum(code.second != "recall" for code in codes) / len(codes),
    )


def table(found: Mapping[str, Figures], judged: Mapping[str, Judged]) -> list[str]:
    """The lines of the table: one column for each of ``found``, one line for each figure."""
    rows = [
        ("questions", [str(f.questions) for f in found.values()]),
        ("key is the longest option", [_of(f.longest, f.singles) for f in found.values()]),
        ("length of keys to others", [_number(f.key_length, 2) for f in found.values()]),
        ("true / false / needs context", [" / ".join(map(str, f.statements.values())) for f in found.values()]),
        ("absolute words, wrong options", [_of(f.absolute_wrong, f.wrong) for f in found.values()]),
        ("absolute words, right options", [_of(f.absolute_right, f.right) for f in found.values()]),
        ("score by chance", [_number(f.chance, 1) for f in found.values()]),
        *((f"score blind: {name}", [_number(f.blind[name], 1) for f in found.values()]) for name in blind.STRATEGIES),
    ]
    if judged:
        rows.append(("above recall, by each reading", [_shares(f.above_recall) for f in found.values()]))
    head = ("", list(found))
    first = max(len(name) for name, _ in rows)
    widths = [max(len(cells[n]) for _, cells in [head, *rows]) for n in range(len(found))]
    lines = [
        "  ".join([f"{name:<{first}}", *(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))])
        for name, cells in [head, *rows]
    ]
    return [*lines, *(_agreement(judged) if judged else ())]


def _agreement(judged: Mapping[str, Judged]) -> list[str]:
    levels = [code.first for code in judged.values()], [code.second for code in judged.values()]
    hard = [code.difficulty[0] for code in judged.values()], [code.difficulty[1] for code in judged.values()]
    return [
        f"two readings agree on the {what} of {agreement.share(first, second):.0%} of {len(judged)} questions "
        f"(Cohen's kappa {_number(agreement.kappa(first, second), 2)})"
        for what, first, second in (("level", *levels), ("difficulty", *hard))
    ]


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _of(part: float, whole: int) -> str:
    return f"{part:.3g} of {whole}" if whole else "-"


def _shares(pair: tuple[float, float] | None) -> str:
    return "-" if pair is None else f"{pair[0]:.0%}, {pair[1]:.0%}"
