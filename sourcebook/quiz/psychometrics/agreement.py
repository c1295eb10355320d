"""How far two readings agree that coded the same questions apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def share(first: Sequence[object], second: Sequence[object]) -> float:
    """The share of codes that are the same, from 0 to 1."""
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def kappa(first: Sequence[object], second: Sequence[object]) -> float | None:
    """Cohen's kappa: agreement beyond what chance would bring; nothing where both gave one code throughout."""
    ours, theirs = Counter(first), Counter(second)
    by_chance = sum(ours[code] * theirs[code] for code in ours) / len(first) ** 2
    return None if by_chance == 1 else (share(first, second) - by_chance) / (1 - by_chance)
