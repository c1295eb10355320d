"""This book has nothing to mend, and counts itself rightly."""

from __future__ import annotations

from sourcebook import checks, data
from sourcebook.quiz import bank
from tests.ours import OURS


def test_the_book_has_nothing_to_mend() -> None:
    assert [str(f) for _, findings in checks.run(OURS) for f in findings] == []


def test_what_the_book_counts_of_itself_is_right() -> None:
    for form in ("check-a", "check-b"):
        assert len(bank.load(OURS, form).questions) == 15, "book/final-check.md says fifteen"
    assert len(data.load(OURS, "claims")) == 50, "notebooks/claims-lab.ipynb says fifty"
