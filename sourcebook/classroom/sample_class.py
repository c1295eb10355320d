"""A made-up class, so that a teacher sees a report before the first real one: the same every time, and plainly no real students."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from sourcebook.quiz import bank, render

CODES = ("acacia", "baobab", "cowrie", "dune", "egret", "fennec", "ginger", "heron", "indigo", "jackal", "kora", "lark")
SEED = 2013
LEFT_OUT = 0.15  # share of questions that a student does not answer


def _wrong(question: Any, key: dict[str, Any], dice: random.Random) -> Any:
    """An answer that is not fully right."""
    right = key["a"]
    if question.type in ("single", "claim"):
        count = 3 if question.type == "claim" else len(question.options)
        return dice.choice([n for n in range(count) if n != right])
    if question.type == "multiple":
        others = [n for n in range(key["n"]) if n not in right]
        return right[:-1] if not others or (len(right) > 1 and dice.random() < 0.5) else [*right, others[0]]
    if question.type == "number":
        return f"{right * dice.choice([2, 10]) + 1:g}"
    if question.type == "text":
        return "I do not know"
    place = dice.randrange(len(right) - 1)
    return [*right[:place], right[place + 1], right[place], *right[place + 2 :]]


def write(folder: Path, chapter: str = "history") -> None:
    """Write the response files of the class, and one that is damaged and one that is empty, into a folder."""
    dice = random.Random(SEED)
    for number, code in enumerate(CODES):
        skill = 0.35 + 0.6 * number / len(CODES)
        answers = {}
        for question in bank.load(chapter).questions:
            if dice.random() < LEFT_OUT:
                continue
            key = render.key(question)
            fine = dice.random() < skill + 0.15 * (2 - question.difficulty)
            answer = (key["a"][0] if question.type == "text" else key["a"]) if fine else _wrong(question, key, dice)
            answers[question.id] = {
                "hash": bank.content_hash(question),
                "answer": str(answer) if question.type == "number" else answer,
            }
        held = {
            "schema": "minusma-responses/1",
            "book": "",
            "code": code,
            "created": "2026-05-04T08:00:00.000Z",
            "answers": answers,
        }
        (folder / f"responses-{code}.json").write_text(json.dumps(held), encoding="utf-8")
    (folder / "responses-damaged.json").write_text('{"schema": "minusma-resp', encoding="utf-8")
    (folder / "responses-empty.json").write_bytes(b"")
