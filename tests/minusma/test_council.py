"""The Council's rule, and the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minusma import classroom
from minusma.council import panel, role_sheets, voting
from minusma.council.votes_file import FILE, VotesFile
from sourcebook.errors import ReaderError
from tests.ours import OURS

P5 = ["China", "France", "Russian Federation", "United Kingdom", "United States"]
E10 = [f"Elected {n}" for n in range(10)]


def vote(yes: int, against: tuple[str, ...] = (), abstain: tuple[str, ...] = ()) -> dict[str, str]:
    """``yes`` members in favour, taken first from those not named; the rest abstain."""
    votes = {m: "no" for m in against} | {m: "abstain" for m in abstain}
    free = [m for m in P5 + E10 if m not in votes]
    return votes | {m: "yes" for m in free[:yes]} | {m: "abstain" for m in free[yes:]}


@pytest.mark.parametrize(
    ("votes", "passes", "tally", "says"),
    [
        (vote(15), True, "15-0-0", "no permanent member voted against"),
        (
            vote(13, abstain=("China", "Russian Federation")),
            True,
            "13-0-2",
            "China and Russian Federation abstained; that is not a veto",
        ),
        (vote(9), True, "9-0-6", "at least 9"),
        (vote(8), False, "8-0-7", "8 votes in favour; 9 are needed"),
        (vote(14, against=("France",)), False, "14-1-0", "a veto"),
        (vote(13, against=("Russian Federation",), abstain=("China",)), False, "13-1-1", "a veto"),
        (vote(9, against=tuple(E10[:6])), True, "9-6-0", "at least 9"),
        (vote(5, against=("China",)), False, "5-1-9", "Besides, China voted against"),
    ],
)
def test_the_rule_of_the_council(votes: dict[str, str], passes: bool, tally: str, says: str) -> None:
    result = voting.count(votes, set(P5))
    assert (result.passes, result.tally) == (passes, tally)
    assert says in result.why


@given(st.lists(st.sampled_from(voting.CHOICES), min_size=15, max_size=15))
def test_every_vote_is_counted_once(cast: list[str]) -> None:
    result = voting.count(dict(zip(P5 + E10, cast, strict=True)), set(P5))
    assert result.yes + result.no + result.abstain == 15
    assert result.passes == (cast.count("yes") >= 9 and "no" not in cast[:5])


def test_a_strange_vote_is_refused() -> None:
    with pytest.raises(ReaderError, match="China voted 'maybe'; a vote is one of: yes, no, abstain"):
        voting.count(vote(15) | {"China": "maybe"}, set(P5))


@pytest.mark.parametrize(("year", "tally"), [(2021, "15-0-0"), (2022, "13-0-2"), (2023, "15-0-0")])
def test_the_record(year: int, tally: str) -> None:
    assert len(voting.members(OURS, year)) == 15
    assert voting.record(OURS, year).tally == tally
    assert voting.record(OURS, year).passes


def test_another_year_says_which_there_are() -> None:
    with pytest.raises(ReaderError, match="no session of 2019. There is: 2021, 2022, 2023"):
        voting.members(OURS, 2019)


@pytest.mark.parametrize(
    ("students", "year", "says"),
    [
        ("15", 2022, "'15' is no number of students. Give a whole number from 5 to 31"),
        (15.0, 2022, "15.0 is no number of students"),
        (15, "2022", "there is no session of '2022'. There is: 2021"),
        (15, [2022], "there is no session of [2022]. There is: 2021"),
    ],
)
def test_what_is_no_number_gets_a_sentence(students: object, year: object, says: str) -> None:
    with pytest.raises(ReaderError) as error:
        classroom.roles(students, year)
    assert says in str(error.value)


def test_the_votes_of_the_tool_reach_python_and_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    session = panel.council(OURS, 2022, tmp_path)
    with pytest.raises(ReaderError, match="not every member has voted yet: 15 of 15 are left"):
        session.result()
    tool, other = session.widget(), panel.council(OURS, 2022, tmp_path).widget()

    def vote(of: Any, votes: dict[str, str]) -> None:
        """As the page does it."""
        past = [["Amendment 1", "Passes: 15-0-0", "10:05"]]
        of.kept = of.kept | {"2022": {"subject": "The draft", "votes": votes, "past": past}}
        of.sent += 1

    everyone = dict.fromkeys(session.votes, "yes")
    vote(tool, everyone | {"China": "no"})
    assert (tool.heard, tool.notice) == (1, "")
    assert (session.result().passes, session.result().tally) == (False, "14-1-0")
    # The same cell run again, another cell, and a kernel that was started again.
    assert other.kept == tool.kept
    again = panel.council(OURS, 2022, tmp_path)
    assert again.result().vetoes == ("China",)
    assert again.widget().kept["2022"]["past"] == [["Amendment 1", "Passes: 15-0-0", "10:05"]]
    # What is no vote is left out, and what was kept stands.
    vote(tool, everyone | {"China": "maybe"})
    assert tool.kept["2022"]["votes"]["China"] == "no"
    tool.kept, tool.sent = {"2022": None}, 9
    assert (tool.kept["2022"], set(session.votes.values())) == (None, {""})


def test_a_damaged_file_of_votes_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    schema = "mali-minusma-council-votes/1"
    damaged = [
        "{", "[]", '{"schema": "another/1", "sessions": {}}', '{"sessions": 3}', f'{{"schema": "{schema}"}}',
        f'{{"schema": "{schema}", "sessions": {{"2022": {{"subject": "", "votes": {{"China": []}}, "past": []}}}}}}',
    ]  # fmt: skip
    for number, text in enumerate(damaged, 1):
        (tmp_path / FILE).write_text(text)
        session = panel.council(OURS, 2022, tmp_path)
        assert set(session.votes.values()) == {""}
        assert f"It was kept as council-votes.damaged-{number}.json" in session.widget().notice
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == sorted(damaged)


def test_a_file_of_votes_damaged_during_the_lesson_loses_no_vote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    tool = panel.council(OURS, 2022, tmp_path).widget()
    for year in ("2022", "2023"):
        (tmp_path / FILE).write_text("{") if year == "2023" else None
        tool.kept = tool.kept | {year: {"subject": "x", "votes": {"China": "no"}, "past": []}}
        tool.sent += 1
    assert list(VotesFile(OURS, tmp_path).read()) == ["2022", "2023"]


def test_a_file_of_votes_that_cannot_be_opened_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    before = VotesFile(OURS, tmp_path).change({"2023": {"subject": "y", "votes": {"China": "yes"}, "past": []}})[0]

    def shut(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    session = panel.council(OURS, 2022, tmp_path)
    tool = session.widget()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", shut)
        tool.kept, tool.sent = tool.kept | {"2022": {"subject": "x", "votes": {"China": "no"}, "past": []}}, 1
    assert "could not be saved (council-votes.json cannot be opened (Permission denied)" in tool.notice
    assert session.votes["China"] == tool.kept["2022"]["votes"]["China"] == "no"
    assert VotesFile(OURS, tmp_path).read() == before
    # It can be opened again.
    tool.kept, tool.sent = tool.kept | {"2022": {"subject": "x", "votes": {"China": "yes"}, "past": []}}, 2
    assert (tool.notice, list(VotesFile(OURS, tmp_path).read())) == ("", ["2023", "2022"])


@pytest.mark.parametrize("students", [5, 10, 14, 15, 16, 24, 31])
def test_every_member_is_played_by_someone(students: int) -> None:
    roles = voting.sharing(OURS, students, 2022)
    assert len(roles) == students
    for member in voting.members(OURS, 2022)["member"]:
        assert any(member in role for role in roles), member


@pytest.mark.parametrize("students", [0, 4, 32])
def test_too_few_or_too_many_students_get_advice(students: int) -> None:
    with pytest.raises(ReaderError, match="5 to 31"):
        voting.sharing(OURS, students, 2022)


@pytest.mark.parametrize("year", [2022, 2023])
def test_there_is_a_sheet_for_every_member_mali_and_the_secretary_general(year: int) -> None:
    text = role_sheets.html(OURS, year, None)
    for member in voting.members(OURS, year)["member"]:
        assert f">{member}</h2>" in text
    assert ">Mali" in text
    assert "Secretary-General" in text
    assert "references.html" not in text


def test_who_is_absent_neither_helps_nor_vetoes() -> None:
    result = voting.count(vote(10) | {"China": "absent", "Elected 0": "absent"}, set(P5))
    assert (result.passes, result.tally) == (False, "8-0-5")
    result = voting.count(vote(15) | {"China": "absent"}, set(P5))
    assert (result.passes, result.tally, result.vetoes) == (True, "14-0-0", ())
    assert "China took no part in the vote; that is neither a vote in favour nor a veto" in result.why
