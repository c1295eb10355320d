"""The plans of lessons against what a class is really given: the words of its sheets, the claims of its cards."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from minusma.claims import lesson, verdicts
from minusma.claims.references import find
from sourcebook import data
from sourcebook.classroom import items, plans, printables
from sourcebook.tasks import files
from sourcebook.tasks.models import Task
from tests.ours import OURS

PLANS = {name: plans.plan(OURS, name) for name in plans.plan_files(OURS)}
SHEETS = printables.of_the_book(OURS)
CLAIMS = data.load(OURS, "claims")


def words(text: str) -> int:
    return len(text.split())


def printed(name: str) -> BeautifulSoup:
    return BeautifulSoup(SHEETS[name].html(OURS), "html.parser")


def test_the_twelve_claims_are_dealt_three_a_card_and_each_card_is_mixed() -> None:
    dealt = lesson.dealt(OURS)
    assert [len(rows) for rows in dealt.values()] == [3, 3, 3, 3]
    names = list(chain.from_iterable(rows["id"] for rows in dealt.values()))
    assert sorted(names) == sorted(lesson.rows(OURS)["id"])
    for rows in dealt.values():
        assert len({lesson.coarse(verdict) for verdict in rows["verdict"]}) > 1
    assert sorted(chain.from_iterable(lesson.COARSE.values())) == sorted(verdicts(OURS))


def test_hands_are_counted_for_claims_of_the_cards_that_the_plan_calls_up() -> None:
    first = PLANS["one-lesson"].steps[2].does
    asked = [find(name, CLAIMS) for name in re.findall(r"\{claim-words\}`([^`]+)`", first)]
    cards = {name: card for card, rows in lesson.dealt(OURS).items() for name in rows["id"]}
    assert [cards[row["id"]] for row in asked] == ["D", "B"]
    # Two claims and three words: what is heard, and how often hands are counted.
    for number, step in enumerate(PLANS["one-lesson"].steps):
        if step.counts:
            assert step.counts == len(asked) * len(lesson.COARSE), number
    assert PLANS["one-lesson"].steps[2].words >= sum(words(row["claim"]) for row in asked)
    short = {item.id: item for item in items.of(OURS, "lesson")}
    assert len(short) == 12
    for row in asked:
        item = short[f"{row['id']}-short"]
        assert item.options == tuple(lesson.COARSE)
        assert item.right is not None
        assert item.options[item.right] == lesson.coarse(row["verdict"])


def test_what_a_plan_says_is_read_is_what_a_sheet_holds() -> None:
    longest = {
        "claims-cards": max(sum(map(words, rows["claim"])) for rows in lesson.dealt(OURS).values()),
        "claims-record": max(sum(map(words, rows["record"])) for rows in lesson.dealt(OURS).values()),
        "council-drafts": max(map(words, plans.sheet(OURS, "council-drafts").parts)),
        "story-slips": sum(words(part) for part in plans.sheet(OURS, "story-slips").parts[:10]),
        **{
            name: max(words(part.get_text(" ")) for part in printed(name).select("section"))
            for name in ("council-roles-2022", "council-roles-2023")
        },
    }
    checked = set()
    for name, plan in PLANS.items():
        for step in plan.steps:
            read = [sheet for sheet in re.findall(r"\{sheet\}`([^`]+)`", "; ".join(step.uses)) if sheet in longest]
            checked |= set(read)
            if name != "homework":  # its cards are another way through the same step
                assert step.words >= max((longest[sheet] for sheet in read), default=0), (name, step.does)
    assert checked == set(longest)
    rules = [step for step in PLANS["one-lesson"].steps if "seven verdicts" in step.does]
    assert rules[0].words >= sum(words(rule) + 1 for rule in verdicts(OURS).values())


def test_the_first_lesson_gives_time_to_read_each_task_that_it_names() -> None:
    named = []
    for step in PLANS["first-lesson"].steps:
        asked = [files.find(OURS, name) for name in re.findall(r"`(hist-t\d+)`", step.does)]
        named += asked
        # Whoever is fast and draws a further one reads faster too.
        read = [task for task in asked if task.kind != "chart it"]
        assert step.words >= sum(map(to_read, read)), step.does
        assert step.minutes >= sum(task.minutes for task in read), step.does
    assert len(named) == 5


def to_read(task: Task) -> int:
    slip = max((words(slip.says) for slip in task.slips), default=0)
    samples = [text for sample in task.samples for text in (sample.text, sample.lacks)]
    return slip + sum(map(words, [task.prompt, task.starter, *task.hints, task.explanation, *samples]))


@pytest.mark.parametrize("name", ["claims-cards", "claims-record", "claims-handout"])
def test_no_sheet_for_students_gives_a_verdict_away(name: str) -> None:
    text = printed(name).get_text(" ")
    for _, row in lesson.rows(OURS).iterrows():
        assert row["teaching_note"] not in text
    if name != "claims-handout":  # the seven are listed there, with their rules
        assert not [verdict for verdict in verdicts(OURS) if re.search(rf"\b{verdict}\b", text)]


def test_the_key_has_each_claim_with_its_card_and_our_verdict() -> None:
    rows = [[cell.get_text() for cell in row("td")] for row in printed("claims-key").select("tbody tr")]
    assert [row[1] for row in rows] == list(lesson.rows(OURS)["claim"])
    assert [row[3] for row in rows] == list(lesson.rows(OURS)["verdict"])
    assert all(row[2] == lesson.coarse(row[3]) for row in rows)


def test_each_slip_and_each_voting_card_is_there() -> None:
    assert len(printed("story-slips").select(".cards > div")) == 12
    assert len(printed("council-votes").select(".cards > div")) == 45


def test_the_page_of_the_claims_lab_shows_no_verdict_of_ours_unasked(html: Path) -> None:
    """Nor in print, for a fold that is closed is not printed."""
    page = BeautifulSoup((html / "notebooks" / "claims-lab.html").read_text(encoding="utf-8"), "html.parser")
    assert len(page.select("details.mm-folded table")) == 2
    for fold in page.select("main details"):
        assert not fold.has_attr("open")
        fold.decompose()
    shown = " ".join(cell.get_text() for cell in page.select("main td"))
    assert not [verdict for verdict in verdicts(OURS) if verdict in shown]
