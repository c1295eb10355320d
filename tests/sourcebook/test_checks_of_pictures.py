"""The rule of pictures, on a made-up book: words without a view, views that stand twice, sentences full of numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.checks import pictures
from sourcebook.checks.material import Material
from tests.sourcebook import made_up_book

RULES = "chapters:\n  part: Chapters\n  headings: [The end]\n  pictures: {words: 30, numbers: 2, sentences: 2}\n"
TOC = "format: jb-book\nroot: book/about\nparts:\n- caption: Chapters\n  chapters:\n  - file: book/river\n"
VIEW = "```{view} gauge\n```\n"
LEVEL = "{fact}`gauge.highest`"


def found(root: Path, *parts: str, rules: str = RULES) -> list[str]:
    page = "---\nmyst: {}\n---\n# The river\n\n" + "\n\n".join(parts) + "\n"
    book = made_up_book.make(root, PAGE=page, TOC=TOC, IDENTITY=made_up_book.IDENTITY + rules)
    return [str(finding) for finding in pictures.pictures(Material(book))]


def words(count: int) -> str:
    return " ".join(["water"] * count)


def test_a_chapter_that_shows_what_it_tells_is_left_alone(tmp_path: Path) -> None:
    assert (
        found(tmp_path, words(25), VIEW, words(30), "![a gauge](gauge.png)", words(30), "| a |\n|---|", words(30)) == []
    )


def test_without_the_rule_nothing_is_said(tmp_path: Path) -> None:
    assert found(tmp_path, words(99), rules="") == []


def test_words_without_a_picture_are_named_once_where_they_are_too_many(tmp_path: Path) -> None:
    says = found(tmp_path, words(20), "## Floods", words(13), words(40), VIEW, words(31))
    assert [text.partition(" without")[0] for text in says] == [
        "book/river.md, line 10: more than 30 words since line 6",
        "book/river.md, line 18: more than 30 words since line 18",
    ]


def test_what_sums_up_at_the_end_needs_no_picture(tmp_path: Path) -> None:
    assert found(tmp_path, words(20), "## The end", words(50), f"{LEVEL} {LEVEL} {LEVEL}") == []


def test_sources_and_other_directives_are_no_words(tmp_path: Path) -> None:
    assert found(tmp_path, words(20), f"```{{sources}}\n{words(40)}\n```", words(5)) == []


def test_a_view_stands_once_in_a_chapter(tmp_path: Path) -> None:
    (says,) = found(tmp_path, VIEW, "Text.", VIEW)
    assert says.startswith("book/river.md, line 12: the view 'gauge' stands already in line 6.")


@pytest.mark.parametrize(
    ("text", "many"),
    [
        (f"It read {LEVEL}, {LEVEL} and {LEVEL}.", True),
        (f"It read {LEVEL}. Then {LEVEL}. Then {LEVEL}.", False),
        (f"It read {LEVEL} and {LEVEL}. Then {LEVEL}. And so on.", True),
        (f"On 3 May 2013 it read {LEVEL}, in 2014 {LEVEL}.", False),
        (f"It read {LEVEL}, {LEVEL}.\n\nA new thought: {LEVEL}.", True),
    ],
)
def test_sentences_full_of_numbers_need_a_view(tmp_path: Path, text: str, many: bool) -> None:
    says = found(tmp_path, "## Floods", text)
    assert ["book/river.md, line 6: 3 numbers in 2 sentences of `Floods`" in line for line in says] == [True] * many
    assert found(tmp_path, "## Floods", text, VIEW) == []
