"""What gives a key away to who knows tests and not the matter: its length, and words without exception."""

from __future__ import annotations

import re
from typing import Any

from sourcebook.quiz.markdown import plain
from sourcebook.quiz.models import Multiple, Single
from sourcebook.quiz.values import Resolve, filled

#: Words by which a reader who knows tests crosses an option out.
ABSOLUTE = re.compile(
    r"\b(?:all|always|completely|entirely|every|everybody|everyone|everything|impossible|never|nobody|none|nothing|only)\b",
    re.IGNORECASE,
)


def is_choice(question: Any) -> bool:
    """Whether a reader chooses among options of its own."""
    return isinstance(question, Single | Multiple)


def shown(text: str, resolve: Resolve) -> str:
    """A text as its reader sees it, without marks."""
    return plain(filled(text, resolve))


def lengths(question: Any, resolve: Resolve) -> list[int]:
    """The letters of each option of a choice, in the order of the file."""
    return [len(shown(option.text, resolve)) for option in question.options]


def longest(question: Single, resolve: Resolve) -> float:
    """Whether the key is the longest option: 1 or 0; a part of 1 where it shares this with others."""
    found = lengths(question, resolve)
    key = next(n for n, option in enumerate(question.options) if option.right)
    return 1 / found.count(found[key]) if found[key] == max(found) else 0.0


def key_length(question: Any, resolve: Resolve) -> float | None:
    """The mean length of the right options of a choice by that of the others; nothing where all are right."""
    found = lengths(question, resolve)
    right = [n for n, option in zip(found, question.options, strict=True) if option.right]
    wrong = [n for n, option in zip(found, question.options, strict=True) if not option.right]
    return (sum(right) / len(right)) / (sum(wrong) / len(wrong)) if wrong else None


def absolute(text: str) -> bool:
    """Whether an option has a word that allows no exception."""
    return bool(ABSOLUTE.search(text))
