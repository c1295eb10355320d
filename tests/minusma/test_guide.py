"""The guide for authors: its example is a file that the book would take, with a question of each type."""

from __future__ import annotations

import re

import pytest

from sourcebook.quiz import bank, grade, render
from tests.ours import FACTS, OURS

GUIDE = (OURS.quiz_dir / "README.md").read_text(encoding="utf-8")


def test_the_example_has_each_type_and_passes_every_check() -> None:
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL).group(1)
    parsed = bank.parse(example, "book/quizzes/example.yml", bank.known_to_the_book(OURS))
    assert [q.type for q in parsed.questions] == list(bank.TYPES)
    for question in parsed.questions:
        assert grade.grade(render.key(question, FACTS), None) == 0


def test_every_key_of_the_schema_is_explained() -> None:
    for key in bank.Single.model_fields.keys() - {"options"}:
        assert f"| `{key}` |" in GUIDE
    for model in (bank.Single, bank.Claim, bank.Number, bank.ShortText, bank.Order, bank.Match):
        for name, field in model.model_fields.items():
            assert f"{field.alias or name}:" in GUIDE


BAD = re.findall(r"```yaml\n(# .*?)```\n\n> (.*?)\n\n", GUIDE, re.DOTALL)


@pytest.mark.parametrize(("question", "sentence"), BAD, ids=[re.search(r"type: (\w+)", q)[1] for q, _ in BAD])  # type: ignore[index]
def test_the_bad_example_brings_the_sentence_below_it(question: str, sentence: str) -> None:
    head = "chapter: example\ntitle: T\nobjectives:\n- {id: ex-o1, text: A}\n- {id: ex-o2, text: B}\nquestions:\n"
    with pytest.raises(bank.BankError) as refused:
        bank.parse(head + question, "the example", bank.known_to_the_book(OURS))
    name = re.search(r"id: (\S+)", question)[1]  # type: ignore[index]
    assert str(refused.value).partition(f", question {name}: ")[2] == sentence


def test_there_is_a_bad_example_of_each_type() -> None:
    assert [re.search(r"type: (\w+)", question)[1] for question, _ in BAD] == list(bank.TYPES)  # type: ignore[index]
