"""What counts as a number typed by hand, and what does not."""

from __future__ import annotations

import pytest

from minusma import check


@pytest.mark.parametrize(
    "text",
    [
        "On 25 April 2013 the Council met.",
        "Between 30 March and 1 April 2012 three capitals fell.",
        "In the 1990s and in 2012/13.",
        "Resolution 2100 and resolutions 2164 and 2227.",
        "S/RES/2690 (2023) and A/67/863.",
        "The paper is called *Mali: 12 lessons*, and says “five in 10”.",
        "{fact}`deaths.total` people died {cite}`s-2015-426`.",
        "A lesson of 45 minutes.",
        "See [the page](https://example.org/1234).",
        "1. A list\n2. goes on",
        "The 19th century.",
        "```{view} deaths-2013\n:width: 340\n```",
        "## Chapter VII",
        "```python\n311\n```",
        "    ```\n    311\n    ```",
    ],
)
def test_what_may_be_typed(text: str) -> None:
    assert list(check.typed_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("It lost 311 people.", 1, "311"),
        ("one\n\nabout 12,000 people", 3, "12,000"),
        ("some $1.2 billion", 1, "$1.2 billion"),
        ("a rise of 54 per cent", 1, "54 per cent"),
        ("hundreds of people", 1, "hundreds"),
        ("two million people", 1, "million"),
        ("7 of 10", 1, "7"),
        # Prose between two directives, and within one.
        ("```{view} money\n```\n\nIt lost 311 people.\n\n```{view} deaths\n```", 4, "311"),
        (":::{note}\nIt lost 311 people.\n```{view} deaths\n```\n:::", 2, "311"),
        ("````{note}\n```text\n5\n```\nIt lost 311 people.\n````", 5, "311"),
    ],
)
def test_what_must_be_looked_up(text: str, line: int, found: str) -> None:
    assert (line, found) in list(check.typed_numbers(text))


def test_the_book_has_nothing_to_mend() -> None:
    found = [str(f) for findings in check.run().values() for f in findings]
    assert found == []
