"""Response files and polls at their bounds: the last that counts, and the first that does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook import classroom
from sourcebook.book import Book
from sourcebook.classroom import responses
from sourcebook.classroom.polls import MOST_HANDS, Poll
from sourcebook.classroom.responses import COPIED
from sourcebook.errors import ReaderError
from sourcebook.quiz.response_file import LONGEST_ANSWER, LONGEST_CODE
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import QUESTIONS


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook, not as in the book."""
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)


# ---- response files ----


@pytest.mark.parametrize(("letters", "read"), [(1, True), (LONGEST_CODE, True), (LONGEST_CODE + 1, False), (0, False)])
def test_a_code_name_has_up_to_sixty_letters(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, letters: int, read: bool
) -> None:
    hand_in("x" * letters, {"riv-town": 0}, name="a.json")
    found, problems = responses.read(river_book, tmp_path)
    assert [len(one.code) for one in found] == ([letters] if read else [])
    assert ["has no code name" in problem.reason for problem in problems] == ([] if read else [True])


def test_a_code_name_is_counted_as_it_is_shown(river_book: Book, hand_in: Callable[..., Path], tmp_path: Path) -> None:
    hand_in(f"  \u200bfox\t{'x' * (LONGEST_CODE - 4)}  ", {"riv-town": 0}, name="a.json")
    (found,), _ = responses.read(river_book, tmp_path)
    assert found.code == "fox " + "x" * (LONGEST_CODE - 4)


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        ("x" * LONGEST_ANSWER, True),
        ("x" * (LONGEST_ANSWER + 1), False),
        ([0] * LONGEST_ANSWER, True),
        ([0] * (LONGEST_ANSWER + 1), False),
        (5, True),
        (0.5, True),
        (True, False),
        (None, False),
        ({"a": 1}, False),
        ([True], False),
        ([0.5], False),
        (["0"], False),
        ([], True),
        ("", True),
    ],
)
def test_what_can_be_an_answer(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, answer: Any, read: bool
) -> None:
    hand_in("fox", {"riv-months": answer, "riv-town": 0})
    (found,), problems = responses.read(river_book, tmp_path)
    assert ("riv-months" in found.answers) == read
    assert found.unread == len(problems) == (0 if read else 1)


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_of_two_million_bytes_is_opened(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    path = hand_in("fox", {"riv-town": 0})
    monkeypatch.setattr(responses, "MOST_BYTES", path.stat().st_size - more)
    found, problems = responses.read(river_book, tmp_path)
    assert (len(found), len(problems)) == ((1, 0) if not more else (0, 1))


@pytest.mark.parametrize("same", [COPIED - 1, COPIED])
def test_as_many_same_answers_at_the_same_second_are_copied(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, same: int
) -> None:
    import json

    for code in ("fox", "hen"):
        path = hand_in(
            code,
            dict(
                list({"riv-town": 0, "riv-port": 0, "riv-dry": 1, "riv-gives": [0], "riv-months": "6"}.items())[:same]
            ),
        )
        content = json.loads(path.read_text())
        for number, entry in enumerate(content["answers"].values()):
            entry["time"] = f"2026-05-04T08:00:0{number}.000Z"
        path.write_text(json.dumps(content))
    found, problems = responses.read(river_book, tmp_path)
    assert len(found) == 2, "both count"
    assert len(problems) == (same == COPIED)


# ---- polls ----


@pytest.fixture
def town(river_book: Book, tmp_path: Path) -> Poll:
    return classroom.poll(river_book, "riv-town", tmp_path)


@pytest.mark.parametrize(
    ("before", "step", "after"), [(998, 1, 999), (999, 1, 999), (1, -1, 0), (0, -1, 0), (0, 5000, 999)]
)
def test_one_hand_more_stays_between_nothing_and_the_most(town: Poll, before: int, step: int, after: int) -> None:
    town.set(0, before)
    town.add(0, step)
    assert town.counts() == [after, 0, 0]


@pytest.mark.parametrize("hands", [0, MOST_HANDS])
def test_the_counts_that_may_be_set(town: Poll, hands: int) -> None:
    town.set(2, hands)
    assert town.counts() == [0, 0, hands]


@pytest.mark.parametrize(
    ("option", "hands"),
    [(0, -1), (0, MOST_HANDS + 1), (0, 1.0), (0, True), (0, "1"), (-1, 1), (3, 1), (True, 1), ("0", 1)],
)
def test_what_is_no_count_or_no_option(town: Poll, option: Any, hands: Any) -> None:
    with pytest.raises(ReaderError, match="no count of hands|no option"):
        town.set(option, hands)
    assert town.counts() == [0, 0, 0]


def test_a_step_that_changes_nothing_is_no_step(town: Poll) -> None:
    town.set(1, 1)
    town.set(0, 0)
    town.add(0, -1)
    town.undo()
    assert town.counts() == [0, 0, 0], "the hand was the last step"


def test_shares_are_of_all_hands_and_words_are_of_one_or_many(town: Poll) -> None:
    assert town.moved() == ""
    town.set(town.right, 1)
    town.set(1, 3)
    town.next_round()
    assert town.moved() == "", "nobody has raised a hand again"
    town.set(town.right, 3)
    town.set(1, 1)
    assert town.moved() == "The right answer went from 25% to 75% of the hands."
    shown = town.shift()
    assert "1 hand (25%)" in shown
    assert "3 hands (75%)" in shown
    assert "Outline: first count. Filled: second count." in shown


def test_what_a_poll_shows_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = QUESTIONS.replace("text: Gao,", "text: '<b>&\"Gao',").replace("Which town lies", "Which <i>town</i> lies")
    hostile = hostile.replace("Gao lies on the Niger.", "<u>Gao</u> & “lies”")
    book = made_up_book.make(tmp_path / "book", QUESTIONS=hostile)
    poll = Poll(book, "riv-town", tmp_path)
    poll.set(0, 2)
    poll.reveal()
    shown = [poll.html(), poll.answer(), poll.shift()]
    for html in shown:
        assert not any(tag in html for tag in ("<b>&", "<i>", "<u>")), html
    assert sum("&lt;b&gt;&amp;" in html for html in shown) >= 3
