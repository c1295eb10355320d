"""The guide for authors: its example is a file that the book would take, with a question of each type."""

from __future__ import annotations

import re

import pytest

from sourcebook.quiz import bank, grade, levels, render
from sourcebook.quiz.psychometrics import limits
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


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("right option is the longest", f"at most {limits.LONGEST_KEYS * 100:.0f} %"),
        ("right option is the longest", {10: "from ten of them on"}[limits.ENOUGH]),
        ("length of right options", f"at most {limits.KEY_LENGTH} "),
        ("wrong options with a word", f"at most {limits.ABSOLUTE_OPTIONS * 100:.0f} %"),
        ("statements to judge", {0.2: "at least a fifth"}[limits.CLAIM_ANSWER]),
        ("| hints ", f"{ {2: 'two'}[limits.HINTS] } or more from difficulty {limits.HINTS_FROM} on"),
        ("| hints ", {0.8: "four fifths of the letters"}[limits.HINT_GROWTH]),
        ("questions above recall", {0.5: "at least half"}[limits.ABOVE_RECALL]),
        ("a rule without reading", f"at most {limits.BLIND_IN_A_CHAPTER} times chance"),
        ("a rule without reading", {1: "chance and one item"}[int(limits.BLIND_IN_A_FORM)]),
    ],
)
def test_the_limits_of_the_bank_are_told_as_they_are(row: str, words: str) -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith("|") and row in line)
    assert words in line


def test_every_level_is_defined() -> None:
    assert [level for level in levels.LEVELS if f"- `{level}`: " not in GUIDE] == []
