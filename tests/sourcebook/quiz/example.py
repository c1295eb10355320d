"""The guide's example, one question of each type, as a bank for tests: no table and no page of the book is needed."""

from __future__ import annotations

import re
from functools import partial
from types import SimpleNamespace
from typing import Any

from sourcebook import sources
from sourcebook.quiz import bank
from tests.ours import OURS

TEXT = re.search(r"```yaml\n(.*?)```", (OURS.quiz_dir / "README.md").read_text(encoding="utf-8"), re.DOTALL).group(1)
BANK = bank.parse(TEXT, "book/quizzes/example.yml")
BY_TYPE: dict[str, Any] = {q.type: q for q in BANK.questions}


def fact(name: str) -> Any:
    """A fact that never changes."""
    return SimpleNamespace(value=300, text="300", name=name)


#: The sources are those of the book for which the guide is written.
cite = partial(sources.cite, OURS)
