"""A line of ``{sources}`` names rows of a table, or a statement and its sources; what cannot be looked up says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sourcebook.book import Book
from sourcebook.facts import evidence
from tests.sourcebook.made_up_book import IDENTITY

TOLD = (
    IDENTITY
    + """evidence:
  gauge: {link: "reading of {year}", says: "It read {level}."}
"""
)


@pytest.fixture
def book(made_up_book: Callable[..., Book]) -> Book:
    """The made-up book, which says how a row of its table is told."""
    return made_up_book(IDENTITY=TOLD)


def test_a_line_names_rows_or_sources(book: Book) -> None:
    one, two = evidence.entries(book, "gauge: gauge-2019 gauge-2020")
    assert (one.table, one.row["id"], two.row["id"]) == ("gauge", "gauge-2019", "gauge-2020")
    assert (one.link, one.statement) == ("reading of 2019", "It read 140.")
    assert one.keys == ("town-2020-gauge",)
    (entry,) = evidence.entries(book, "  The gauge: who reads it: town-2020-gauge")
    assert (entry.statement, entry.row, entry.keys) == ("The gauge: who reads it", None, ("town-2020-gauge",))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("gauge: gauge-2091", r"no row 'gauge-2091' in book/data/gauge\.csv\. Did you mean gauge-2019"),
        ("The river was high: town-2020-gouge", r"no source .* Did you mean town-2020-gauge\?"),
        ("The river was high", "write a table or a statement, a colon, and"),
        ("The river was high: ", "write a table or a statement, a colon, and"),
        (": town-2020-gauge", "write a table or a statement, a colon, and"),
    ],
)
def test_a_line_that_cannot_be_looked_up_says_why(book: Book, line: str, message: str) -> None:
    with pytest.raises(evidence.EvidenceError, match=message):
        list(evidence.entries(book, line))


def test_a_table_that_is_told_nowhere_says_where_to_tell_it(made_up_book: Callable[..., Book]) -> None:
    with pytest.raises(evidence.EvidenceError, match="book.yml does not say how a row of gauge is told"):
        list(evidence.entries(made_up_book(), "gauge: gauge-2019"))
