"""The made-up book of the engine's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sourcebook.book import Book
from tests.sourcebook import made_up_book as river


@pytest.fixture
def made_up_book(tmp_path: Path) -> Callable[..., Book]:
    """``made_up_book(FACTS="…")`` writes a small book into a folder of the test's own and gives it."""

    def make(**files: str) -> Book:
        return river.make(tmp_path / "river", **files)

    return make
