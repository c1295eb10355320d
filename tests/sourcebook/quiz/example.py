"""The bank ``example.yml`` beside this file, one question of each type. It needs no table and no page of a book."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sourcebook import sources
from sourcebook.quiz import bank
from tests.rivers import RIVERS

TEXT = Path(__file__).with_name("example.yml").read_text(encoding="utf-8")
BANK = bank.parse(TEXT, "book/quizzes/example.yml")
BY_TYPE: dict[str, Any] = {q.type: q for q in BANK.questions}


def fact(name: str) -> Any:
    """A fact that never changes."""
    return SimpleNamespace(value=300, text="300", name=name)


cite = partial(sources.cite, RIVERS)
