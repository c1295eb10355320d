"""The small book of the classroom's tests, and a folder for what its class hands in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.book import Book
from sourcebook.quiz import bank
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import CLASS, QUESTIONS, response


@pytest.fixture
def river_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book that asks five questions."""
    return made_up_book.make(tmp_path_factory.mktemp("river"), QUESTIONS=QUESTIONS)


@pytest.fixture
def river(river_book: Book) -> bank.Bank:
    """Its only chapter."""
    return bank.load(river_book, "river")


@pytest.fixture
def hand_in(river_book: Book, tmp_path: Path) -> Callable[..., Path]:
    """``hand_in("fox", answers)`` puts a response file into the folder and gives its path;
    ``name=`` calls it otherwise.
    """

    def write(code: str, answers: dict[str, Any], name: str = "", **more: Any) -> Path:
        path = tmp_path / (name or f"responses-{code}.json")
        path.write_text(json.dumps(response(river_book, code, answers, **more)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def the_class(hand_in: Callable[..., Path], tmp_path: Path) -> Path:
    """The folder with the files of all six."""
    for code, answers in CLASS.items():
        hand_in(code, answers)
    return tmp_path
