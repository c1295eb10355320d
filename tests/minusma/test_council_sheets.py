"""The printed sheets of the Council simulation: one a member and a guest, with notes, sources and what is not known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from minusma import data
from minusma.council import role_sheets, voting
from tests.ours import OURS


def test_every_member_and_guest_has_a_sheet_with_sources(build: Callable[..., Any]) -> None:
    built = build(
        {"book/teachers/a": "# A\n\n```{council-sheets} 2022\n```\n"}, ["minusma.council.sphinx_sheets"], of=OURS
    )
    assert built.warnings == ""
    soup = BeautifulSoup(built.page("book/teachers/a"), "html.parser")
    members, positions = list(voting.members(OURS, 2022)["member"]), voting.positions(OURS, 2022)
    guests = [s for s in dict.fromkeys(positions["speaker"]) if s not in members]
    found = {sheet.h2.get_text(): sheet for sheet in soup.select("section.mm-sheet")}
    assert list(found) == members + guests
    for speaker, sheet in found.items():
        mine = positions[positions["speaker"] == speaker]
        assert all(text in sheet.get_text() for text in mine["wanted"])
        assert (role_sheets.NOTHING_FOUND in sheet.get_text()) == mine.empty
        assert mine.empty or sheet.select_one(".mm-source a")["href"].startswith("../../book/references.html#cite-")


def test_a_note_follows_its_text_once(monkeypatch: Any) -> None:
    rows = data.pick("council_positions", resolution=2640).assign(note="Said on 13 June 2022 & later.")
    monkeypatch.setattr(role_sheets.voting, "positions", lambda book, year: rows[rows["speaker"] == "Brazil"])
    text = role_sheets.html(OURS, 2022, None)
    assert text.count("<small>(Said on 13 June 2022 &amp; later.)</small>") == 1


def test_a_wrong_year_is_an_error_that_names_the_right_ones(build: Callable[..., Any]) -> None:
    for year in ("2019", "june"):
        built = build(
            {"book/a": f"# A\n\nText.\n\n```{{council-sheets}} {year}\n```\n"}, ["minusma.council.sphinx_sheets"]
        )
        assert "book/a.md:5" in built.warnings
        assert "There is: 2021, 2022, 2023." in built.warnings
