"""The facts of this book: each has a value, and stands on rows with sources."""

from __future__ import annotations

import pytest

from sourcebook import facts
from tests.ours import OURS


@pytest.mark.parametrize("name", facts.names(OURS))
def test_every_fact_of_the_book_has_a_value_and_a_source(name: str) -> None:
    fact = facts.get(OURS, name)
    assert fact.text
    assert fact.sources
    assert fact.rows
    assert fact.confidence in ("high", "medium", "low", "unverified")
