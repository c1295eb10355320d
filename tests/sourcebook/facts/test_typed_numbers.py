"""What counts as a number typed by hand, and what does not."""

from __future__ import annotations

import re

import pytest

from sourcebook.facts import typed_numbers


@pytest.mark.parametrize(
    "text",
    [
        "On 25 April 2013 the town met.",
        "Between 30 March and 1 April 2012 three capitals fell.",
        "In the 1990s and in 2012/13.",
        "The paper is called *Rivers: 12 lessons*, and says “five in 10”.",
        "{fact}`deaths.total` people died {cite}`s-2015-426`.",
        "{{deaths.total}} people died.",
        "A lesson of 45 minutes.",
        "See [the page](https://example.org/1234).",
        "1. A list\n2. goes on\n> 3. also here",
        "The 19th century, the twentieth century, the twenty-first.",
        "```{view} deaths-2013\n:width: 340\n```",
        "## Chapter VII",
        "```python\n311\n```",
        "    ```\n    311\n    ```",
        "One of two, eleven of twelve.",
        # Years, by what stands around them.
        "The 2013 elections, the coup of 2020 (2012 was another), 2012, 2020 and 2021.",
        "In 2013 people fled; in March 2022 soldiers came; since 1991 students marched.",
        "Elections: 2018, in four rounds.",
    ],
)
def test_what_may_be_typed(text: str) -> None:
    assert list(typed_numbers.numbers(text)) == []


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
        ("fifteen soldiers", 1, "fifteen"),
        ("Fifty camps", 1, "Fifty"),
        ("twenty-one people", 1, "twenty-one"),
        ("ninety nine people", 1, "ninety nine"),
        ("a dozen states", 1, "dozen"),
        ("dozens of states", 1, "dozens"),
        # No years: something is counted, or paid.
        ("1840 people", 1, "1840"),
        ("about 2000 troops", 1, "2000"),
        ("it cost $2000", 1, "$2000"),
        ("2013 per cent", 1, "2013 per cent"),
        # Prose between two directives, and within one.
        ("```{view} money\n```\n\nIt lost 311 people.\n\n```{view} deaths\n```", 4, "311"),
        (":::{note}\nIt lost 311 people.\n```{view} deaths\n```\n:::", 2, "311"),
        ("````{note}\n```text\n5\n```\nIt lost 311 people.\n````", 5, "311"),
    ],
)
def test_what_must_be_looked_up(text: str, line: int, found: str) -> None:
    assert (line, found) in list(typed_numbers.numbers(text))


def test_quotation_marks_hide_what_others_said_and_not_our_own_words() -> None:
    text = '“Chad lost eighty people.” "It lost 311."'
    assert list(typed_numbers.numbers(text)) == []
    assert list(typed_numbers.numbers(text, quoted=False)) == [(1, "eighty"), (1, "311")]


def test_what_is_allowed_is_allowed_where_its_words_stand() -> None:
    text = "| 0 to 8 | 8 people |\nPython 3.12\n1,150 words"
    allowed = [re.compile(p, re.MULTILINE) for p in (r"^\| \d+ to \d+ \|", r"Python 3\.12", "150 words")]
    assert list(typed_numbers.numbers(text, allowed)) == [(1, "8"), (3, "1,150")]
