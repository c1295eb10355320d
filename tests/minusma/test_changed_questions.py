"""Readers of version 1.1 are told of every question that has changed since."""

from __future__ import annotations

from sourcebook.quiz import changed
from tests.net import kept
from tests.ours import OURS

QUESTIONS = kept.read("questions.json")


def test_the_list_for_readers_has_every_question_that_the_net_has() -> None:
    listed = {name: {change.hash for change in changes} for name, changes in changed.load(OURS).items()}
    for name in kept.changed():
        was = QUESTIONS[name]
        assert was["hash"] in listed.get(name, ()), (
            f"{name} has changed since version 1.1. Add to book/data/changed-questions.yml the hash {was['hash']}, why "
            f"(figure, key, wording or gone), and the words of then: {was['asked']}"
        )
    of_then = {name for name, hashes in listed.items() if QUESTIONS.get(name, {}).get("hash") in hashes}
    assert of_then == kept.changed()
