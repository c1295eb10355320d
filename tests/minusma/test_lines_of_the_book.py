"""The hand-in line of a student who answered all that this book asks: 600 signs, and no choice is lost."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sourcebook.classroom import sample_class
from sourcebook.quiz import bank, grade, hand_in_line, render, response_file
from tests.ours import FACTS, OURS

ASKED = response_file.asked(OURS)
BANKS = [bank.load(OURS, name) for name in bank.names(OURS)]


def everything(right: float, sure: bool, seed: int) -> dict[str, Any]:
    """All answered, and both forms of the check handed in."""
    dice, answers, checks = random.Random(seed), {}, {}
    for held in BANKS:
        own = {}
        for question in held.questions:
            key = render.key(question, FACTS) | {"s": render.slips(question, FACTS)}
            best = key["a"][0] if question.type == "text" else key["a"]
            given = best if dice.random() < right else sample_class._wrong(question, key, dice, dice)
            typed = f"{float(given):.6g}" if question.type == "number" else given
            own[question.id] = {"hash": ASKED[question.id].hash, "answer": typed}
            own[question.id] |= {"sure": dice.choice(response_file.SURE)} if sure else {}
        answers |= own
        if held.form:
            checks[held.chapter] = {"handed_in": True, "time": "2026-05-04T09:00:00.000Z", "answers": own}
    code = "the third night owl"
    created = "2026-05-05T08:10:00.000Z"
    return {"code": code, "id": "abcdefghij", "created": created, "answers": answers, "checks": checks}


@pytest.mark.parametrize("sure", [False, True], ids=["plain", "how sure"])
@pytest.mark.parametrize("right", [0.6, 0], ids=["most right", "all wrong"])
def test_all_questions_fit_one_line(right: float, sure: bool) -> None:
    for seed in range(2):
        content = everything(right, sure, seed)
        line = hand_in_line.write(OURS.identity.slug, content, ASKED)
        assert len(line) <= hand_in_line.MOST
        (found,) = hand_in_line.find(line, OURS.identity.slug)
        held = hand_in_line.read(found, OURS.identity, ASKED, bank.names(OURS))
        lost = [name for name in ASKED if name not in held.answers]
        assert held.not_carried == len(lost)
        # With most answers right nearly all of it fits. With all wrong, what was typed may have no room: words first.
        assert len([name for name in lost if ASKED[name].key["t"] == "text"]) <= (2 if right else 11)
        assert len([name for name in lost if ASKED[name].key["t"] == "number"]) <= (0 if right or not sure else 2)
        assert {ASKED[name].key["t"] for name in lost} <= {"text", "number"}
        for name, entry in held.answers.items():
            was = content["answers"][name]["answer"]
            score = grade.grade(ASKED[name].key, was)
            assert grade.grade(ASKED[name].key, entry["answer"]) == score
            assert score == 1 or entry["answer"] == was
            assert entry.get("sure") == content["answers"][name].get("sure")
