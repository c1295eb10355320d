"""Claims and drafts as a class is asked them."""

from __future__ import annotations

import zlib

import pytest

from minusma.claims import verdicts
from minusma.council import voting
from sourcebook import data
from sourcebook.classroom import items, sets
from sourcebook.quiz import bank
from tests.ours import OURS


def test_every_claim_can_be_asked_with_our_verdict_as_the_right_option() -> None:
    rows = data.load(OURS, "claims").sort_values("order")
    asked = items.of(OURS, "claims")
    assert [item.id for item in asked] == list(rows["id"])
    for item, row in zip(asked, rows.itertuples(), strict=True):
        assert item.options == tuple(verdicts(OURS))
        assert item.options[item.right] == row.verdict
        assert row.claim in item.plain
        # Before the answer nothing of ours is in sight.
        assert row.verdict not in item.prompt.replace(row.claim, "")
    assert len({item.hash for item in asked}) == len(asked)


@pytest.mark.parametrize("year", voting.SESSIONS)
def test_a_draft_has_no_right_vote_and_tells_the_record_only_after_the_count(year: int) -> None:
    item = items.get(OURS, f"draft-{year}")
    assert (item.options, item.right) == (voting.CHOICES, None)
    assert f"resolution {voting.resolution(year)}, {voting.record(OURS, year).tally}" in item.why
    assert str(voting.resolution(year)) not in item.prompt


def test_no_question_has_the_name_of_a_claim_or_draft() -> None:
    names = {item.id for kind in ("claims", "drafts") for item in items.of(OURS, kind)}
    assert not names & set(bank.every(OURS))


def test_a_set_can_hold_each_question_task_and_claim_and_tells_them_apart() -> None:
    found = sets.groups(OURS)
    assert list(dict.fromkeys(noun for _, _, noun in found)) == ["questions", "tasks", "claims"]
    ids = [name for _, entries, _ in found for name, _ in entries]
    assert set(items.of_the_book(OURS)["claims"].ids(OURS)) <= set(ids)
    # A code has three bytes for each.
    assert len({zlib.crc32(f"set {name}".encode()) >> 8 for name in ids}) == len(ids)
    form = items.of_the_book(OURS)["claims"].form
    assert form is not None
    assert all(form(OURS, "..").count(f'data-id="{name}"') == 2 for name in ("c01", "c50")), "itself, and its row"
