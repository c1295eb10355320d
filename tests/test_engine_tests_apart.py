"""Tests of the engine know no content of this book: correcting a cell of a table breaks none of them."""

from __future__ import annotations

import re
from pathlib import Path

ENGINE = Path(__file__).resolve().parent / "sourcebook"
#: Whoever reads this book's own tables, questions or pages imports one of these.
THIS_BOOK = re.compile(
    r"^\s*(?:from (?:tests\.ours|minusma)\b|from tests import .*\bours\b|import minusma\b)", re.MULTILINE
)


def test_no_test_of_the_engine_reads_this_book() -> None:
    sources = sorted(ENGINE.rglob("*.py"))
    assert len(sources) > 70
    found = [path.name for path in sources if THIS_BOOK.search(path.read_text(encoding="utf-8"))]
    assert found == []
