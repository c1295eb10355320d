"""The guide's example, one question of each type, as a bank for tests: no table and no page of the book is needed."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from sourcebook import paths
from sourcebook.quiz import bank

TEXT = re.search(r"```yaml\n(.*?)```", (paths.quiz_dir() / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
BANK = bank.parse(TEXT, "book/quizzes/example.yml")
BY_TYPE: dict[str, Any] = {q.type: q for q in BANK.questions}


def fact(name: str) -> Any:
    """A fact that never changes."""
    return SimpleNamespace(value=300, text="300", name=name)
