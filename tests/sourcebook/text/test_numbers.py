"""Amounts as prose and charts write them."""

from __future__ import annotations

import pytest

from sourcebook.text.numbers import dollars
from sourcebook.views import words


@pytest.mark.parametrize(
    ("usd", "digits", "shown"),
    [
        (0, 2, "$0"),
        (600, 0, "$600"),
        (999_999, 0, "$999,999"),
        (999_999.7, 2, "$1 million"),
        (1_500_000, 2, "$1.5 million"),
        (590_500_000, 0, "$590 million"),
        (999_400_000, 0, "$999 million"),
        (999_500_001, 0, "$1 billion"),
        (999_999_999, 2, "$1 billion"),
        (1_107_318_900, 2, "$1.11 billion"),
        (-1_107_318_900, 0, "-$1.11 billion"),
        (2_100_000_000_000, 2, "$2,100 billion"),
    ],
)
def test_dollars(usd: float, digits: int, shown: str) -> None:
    assert dollars(usd, digits) == shown


def test_charts_write_amounts_as_prose_does() -> None:
    assert words.million(999_999_999) == dollars(999_999_999) == "$1 billion"
