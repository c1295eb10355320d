"""The strands of curricula that objectives name are explained to teachers."""

from __future__ import annotations

import pytest

from sourcebook.quiz import bank
from tests.ours import OURS


@pytest.mark.parametrize("chapter", bank.names(OURS))
def test_every_strand_that_an_objective_relates_to_is_explained(chapter: str) -> None:
    explained = (OURS.folder / "for-teachers.md").read_text(encoding="utf-8")
    for objective in bank.load(OURS, chapter).objectives:
        assert [name for name in objective.relates if f"| {name} |" not in explained] == []
