"""The vote of the Council on a plain page, opened by double click, with no network: counted
as Python counts, and kept.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from minusma.council import panel, voting
from sourcebook.views.widget_scripts import DOM, KEPT
from tests.ours import OURS

SEATS = list(voting.members(OURS, 2022)["member"])
PERMANENT = SEATS[:5]
COUNT = """cases => cases.map(([votes, permanent, needed]) => {
    const { passes, tally, vetoes, why } = CouncilChamber.count(votes, permanent, needed);
    return [passes, tally, vetoes, why];
})"""

ROLES = "([members, spoken, sizes]) => sizes.map((size) => CouncilChamber.roles(members, spoken, size))"


def cases() -> list[dict[str, str]]:
    """Each edge of the rule, and 300 votes drawn with one seed."""
    choices = (*voting.CHOICES, voting.ABSENT)
    edges = [dict.fromkeys(SEATS, choice) for choice in choices]
    for yes, rest, first in itertools.product((8, 9, 10), choices, (False, True)):
        order = SEATS if first else SEATS[::-1]
        edges.append({member: "yes" if order.index(member) < yes else rest for member in SEATS})
    draw = random.Random(2690)
    return edges + [dict(zip(SEATS, draw.choices(choices, (6, 1, 1, 1), k=15), strict=True)) for _ in range(300)]


def address(folder: Path) -> str:
    """The vote as the book shows it, without the shell of the book."""
    script = DOM + KEPT + (panel.STATIC / "chamber.js").read_text(encoding="utf-8")
    style = (panel.STATIC / "chamber.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><title>Vote</title><style>{style}</style>'
    main = f"<main>{panel.council(OURS, 2022).html()}</main><script>{script}</script>"
    page = folder / "vote.html"
    page.write_text(
        f'<!doctype html><html lang="en" data-book="example"><head>{head}</head><body>{main}</body></html>',
        encoding="utf-8",
    )
    return page.as_uri()


def vote(page: Page, member: str, choice: str) -> None:
    page.get_by_role("group", name=member).get_by_role("radio", name=choice, exact=True).check()


def result(page: Page) -> Any:
    return page.locator(".mm-chamber-result")


def test_a_class_votes_without_an_install(watch: Callable[..., Any], tmp_path: Path) -> None:
    watched = watch(address(tmp_path), offline=True)
    page = watched.page

    votes = cases()
    ours = [voting.count(case, set(PERMANENT)) for case in votes]
    theirs = page.evaluate(COUNT, [[case, PERMANENT, voting.NEEDED] for case in votes])
    assert theirs == [[one.passes, one.tally, list(one.vetoes), one.why] for one in ours]
    assert {one.passes for one in ours} == {True, False}

    # Roles for each size of class, and advice for others.
    members, spoken = SEATS, sorted(voting.spoken(OURS, 2022))
    shared = page.evaluate(ROLES, [members, spoken, list(range(5, 32))])
    assert shared == [voting.sharing(OURS, students, 2022) for students in range(5, 32)]
    page.get_by_text("Who plays whom").click()
    for students in (7, 31):
        page.get_by_label("Students (5 to 31)").fill(str(students))
        assert page.locator(".mm-chamber ol:visible li").all_inner_texts() == voting.sharing(OURS, students, 2022)
    page.get_by_label("Students (5 to 31)").fill("32")
    expect(page.get_by_text("Split a larger class into two Councils.")).to_be_visible()
    page.get_by_text("Who plays whom").click()

    # Nobody has voted, and the record is not in sight.
    expect(result(page)).to_have_text("0-0-0, 15 still to vote")
    expect(page.locator(".mm-chamber table")).to_be_hidden()
    expect(page.get_by_role("button", name="Write it down")).to_be_disabled()
    assert page.get_by_role("radio", name="not yet", exact=True).count() == 15
    for member in SEATS[:14]:
        vote(page, member, "yes")
    expect(result(page)).to_have_text("14-0-0, 1 still to vote")

    page.reload()
    expect(result(page)).to_have_text("14-0-0, 1 still to vote")
    vote(page, SEATS[14], "absent")
    expect(result(page)).to_have_text("Passes: 14-0-0")
    expect(page.locator(".mm-chamber-why")).to_contain_text(f"{SEATS[14]} took no part in the vote")
    # By the keyboard alone: from yes to no is one step.
    page.get_by_role("group", name="China").get_by_role("radio", name="yes", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(result(page)).to_have_text("Does not pass: 13-1-0")
    expect(page.locator(".mm-chamber-why")).to_contain_text("a veto")

    # An amendment is written down, and the draft comes next, with every seat open again.
    name = page.get_by_label("What is voted on")
    name.fill("Amendment <1>")
    page.get_by_role("button", name="Write it down").click()
    expect(result(page)).to_have_text("0-0-0, 15 still to vote")
    expect(page.locator(".mm-chamber li")).to_contain_text("Amendment <1>: Does not pass: 13-1-0")
    page.reload()
    expect(page.locator(".mm-chamber li")).to_have_count(1)
    expect(name).to_have_value("Amendment <1>")

    # What a damaged store holds is set aside.
    key = page.evaluate("Object.keys(localStorage).find((name) => name.endsWith(':council'))")
    whole = page.evaluate("key => localStorage.getItem(key)", key)
    for choice in ("maybe", "toString"):
        damaged = whole.replace('"votes":{}', f'"votes":{{"China":"{choice}"}}')
        assert damaged != whole
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, damaged])
        page.reload()
        expect(result(page)).to_have_text("0-0-0, 15 still to vote")
        expect(page.locator(".mm-chamber li")).to_have_count(0)

    page.get_by_text("The record of June 2022").click()
    expect(page.locator(".mm-chamber table")).to_be_visible()
    assert watched.faults == []
