"""The guide for authors: its example is a file that the book would take, with a question of each type."""

from __future__ import annotations

import re

from sourcebook.quiz import bank, grade, render
from tests.ours import FACTS, OURS

GUIDE = (OURS.quiz_dir / "README.md").read_text(encoding="utf-8")


def test_the_example_has_each_type_and_passes_every_check() -> None:
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL).group(1)
    held = bank.parse(example, "the example", bank.known_to_the_book(OURS))
    assert [q.type for q in held.questions] == list(bank.TYPES)
    for question in held.questions:
        assert grade.grade(render.key(question, FACTS), None) == 0


def test_every_key_of_the_schema_is_explained() -> None:
    for key in bank.Single.model_fields.keys() - {"options"}:
        assert f"| `{key}` |" in GUIDE
    for model in (bank.Single, bank.Claim, bank.Number, bank.ShortText, bank.Order, bank.Match):
        for name, field in model.model_fields.items():
            assert f"{field.alias or name}:" in GUIDE
