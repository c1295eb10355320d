"""Polls by show of hands: two counts, undo, reveal, the history after a restart, and its CSV."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sourcebook import classroom
from sourcebook.book import Book
from sourcebook.classroom import poll_panel
from sourcebook.classroom.poll_panel import Poll, PollWidget
from sourcebook.classroom.store import FILE, Store
from sourcebook.errors import ReaderError


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook, not as in the book."""
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)


@pytest.fixture
def town(river_book: Book, tmp_path: Path) -> Poll:
    return classroom.poll(river_book, "riv-town", tmp_path)


def test_two_counts_and_the_shift(town: Poll) -> None:
    town.set(0, 4)
    town.set(1, 12)
    town.next_round()
    assert town.counts() == [0, 0, 0]
    town.set(0, 15)
    town.set(2, 5)
    town.reveal()
    assert (town.counts(0), town.counts(1)) == ([4, 12, 0], [15, 0, 5])
    gao = f"{'ABC'[town.order.index(0)]}. Gao"
    assert town.moved() == "The right answer went from 25% to 75% of the hands."
    assert f"{gao} (right): 4 hands (25%), then 15 hands (75%)" in town.shift()
    assert town.answer() == f"<p><b>Right: {gao}.</b> Gao lies on the Niger.</p>"


def test_without_a_hand_nothing_is_divided_by_zero(town: Poll) -> None:
    town.next_round()
    town.reveal()
    assert f"{town.named(0)} (right): 0 hands (0%), then 0 hands (0%)" in town.shift()
    assert town.moved() == ""


def test_there_is_no_third_count(town: Poll) -> None:
    for _ in range(3):
        town.next_round()
    assert len(town.state["rounds"]) == 2


@pytest.mark.parametrize(
    ("option", "hands", "says"),
    [
        (3, 1, "there is no option 3. There are: 0 to 2."),
        (-1, 1, "there is no option -1."),
        (True, 1, "there is no option True."),
        ("0", 1, "there is no option '0'."),
        (0, -1, "-1 is no count of hands. Give a whole number from 0 to 999."),
        (0, 1000, "1000 is no count of hands."),
        (0, 2.5, "2.5 is no count of hands."),
        (0, "three", "'three' is no count of hands."),
        (0, None, "None is no count of hands."),
    ],
)
def test_wrong_input_is_refused_and_counts_nothing(town: Poll, option: object, hands: object, says: str) -> None:
    with pytest.raises(ReaderError) as error:
        town.set(option, hands)
    assert says in str(error.value)
    assert town.counts() == [0, 0, 0]


def test_after_the_reveal_nothing_is_counted(town: Poll) -> None:
    town.reveal()
    with pytest.raises(ReaderError, match="this poll is closed. Undo opens it again"):
        town.set(0, 1)
    town.next_round()
    assert town.round == 0


def test_undo_takes_hands_the_second_count_and_the_reveal_back(town: Poll, tmp_path: Path) -> None:
    town.set(0, 1)
    town.set(0, 2)
    town.set(0, 2)  # no change is no step
    town.next_round()
    town.reveal()
    town.undo()
    assert not town.revealed
    town.undo()
    assert (town.round, town.counts()) == (0, [2, 0, 0])
    town.undo()
    assert json.loads((tmp_path / FILE).read_text())["polls"][0]["rounds"] == [{"0": 1, "1": 0, "2": 0}], "saved too"
    town.undo()
    town.undo()  # no step is left
    assert town.counts() == [0, 0, 0]


def test_a_question_of_another_type_says_which_fit(river_book: Book, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="riv-gives is no question for hands: choose one of type single or claim"):
        classroom.poll(river_book, "riv-gives", tmp_path)
    with pytest.raises(ReaderError, match="Did you mean riv-town"):
        classroom.poll(river_book, "riv-twon", tmp_path)
    assert list(classroom.questions(river_book, "river").frame.index) == ["riv-town", "riv-port", "riv-dry"]


def test_after_a_restart_a_poll_goes_on_where_it_stopped(river_book: Book, town: Poll, tmp_path: Path) -> None:
    town.set(0, 7)
    town.next_round()
    town.set(1, 3)
    again = classroom.poll(river_book, "riv-town", tmp_path)
    assert (again.round, again.counts(0), again.counts(1)) == (1, [7, 0, 0], [0, 3, 0])
    again.reveal()
    new = classroom.poll(river_book, "riv-town", tmp_path)
    assert (new.round, new.counts()) == (0, [0, 0, 0]), "what was revealed is over"
    new.set(2, 1)
    assert len(json.loads((tmp_path / FILE).read_text())["polls"]) == 2


def test_two_cells_with_one_poll_lose_no_hand(river_book: Book, town: Poll, tmp_path: Path) -> None:
    town.set(0, 3)
    other = classroom.poll(river_book, "riv-town", tmp_path)
    other.set(0, 5)
    town.set(1, 1)
    assert town.counts() == [5, 1, 0]
    other.add(1, 1)
    town.add(0, -1)
    (held,) = json.loads((tmp_path / FILE).read_text())["polls"]
    assert held["rounds"] == [{"0": 4, "1": 2, "2": 0}]
    # Each takes back its own steps only.
    other.undo()
    town.undo()
    assert town.counts() == [5, 1, 0]
    other.next_round()
    town.set(2, 2)
    assert (town.round, town.counts(0), town.counts(1)) == (1, [5, 1, 0], [0, 0, 2])
    other.undo()
    town.undo()
    assert json.loads((tmp_path / FILE).read_text())["polls"][0]["rounds"] == [{"0": 5, "1": 1, "2": 0}], (
        "the hands of a count that is gone"
    )
    other.reveal()
    with pytest.raises(ReaderError, match="this poll is closed"):
        town.set(0, 9)


def test_two_cells_opened_before_the_first_hand_are_one_poll(river_book: Book, town: Poll, tmp_path: Path) -> None:
    other = classroom.poll(river_book, "riv-town", tmp_path)
    town.set(0, 3)
    other.add(0, 1)
    (held,) = json.loads((tmp_path / FILE).read_text())["polls"]
    assert held["rounds"] == [{"0": 4, "1": 0, "2": 0}]


def test_the_poll_of_another_day_or_of_a_changed_question_is_over(
    river_book: Book, town: Poll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.set(0, 7)
    path = tmp_path / FILE
    held = json.loads(path.read_text())
    yesterday = (dt.date.today() - dt.timedelta(days=1)).isoformat()
    for change in ({"started": f"{yesterday}T23:59:59"}, {"hash": "00000000"}):
        path.write_text(json.dumps(held | {"polls": [held["polls"][0] | change]}))
        assert classroom.poll(river_book, "riv-town", tmp_path).counts() == [0, 0, 0]


def test_a_disk_that_is_full_is_said_and_the_counts_stay_on_screen(town: Poll, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", fail)
        town.set(0, 5)
        assert town.counts() == [5, 0, 0]
        assert (
            town.notice
            == "The counts could not be saved (No space left on device). They stand on the screen: write them down."
        )
    town.set(0, 6)
    assert town.notice == ""


def test_the_history_says_what_was_counted(river_book: Book, town: Poll, tmp_path: Path) -> None:
    town.set(0, 4)
    town.next_round()
    town.set(1, 2)
    table = classroom.history(river_book, tmp_path).frame
    today = dt.date.today().isoformat()
    assert table.to_numpy().tolist() == [
        ["riv-town", today, "first count", "Gao", 4, True],
        ["riv-town", today, "first count", "Kidal", 0, False],
        ["riv-town", today, "first count", "Taoudenni", 0, False],
        ["riv-town", today, "second count", "Gao", 0, True],
        ["riv-town", today, "second count", "Kidal", 2, False],
        ["riv-town", today, "second count", "Taoudenni", 0, False],
    ]


def test_a_question_that_is_gone_or_changed_keeps_its_counts(river_book: Book, town: Poll, tmp_path: Path) -> None:
    town.set(0, 4)
    path = tmp_path / FILE
    held = json.loads(path.read_text())
    for change in ({"question": "riv-gone"}, {"hash": "00000000"}):
        path.write_text(json.dumps(held | {"polls": [held["polls"][0] | change]}))
        table = classroom.history(river_book, tmp_path).frame
        assert table["hands"].tolist() == [4, 0, 0]
        assert table["option"].tolist()[0] == "option 0 of an earlier version"
        assert not table["right"].any()


def test_the_csv_reads_back_and_holds_no_formula(river_book: Book, tmp_path: Path) -> None:
    port = classroom.poll(river_book, "riv-port", tmp_path)
    port.set(1, 3)
    file = tmp_path / "class.csv"
    assert (
        repr(classroom.export(river_book, file, tmp_path)) == f"3 rows saved in {file}. Open it with your spreadsheet."
    )
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(r["option"], r["hands"], r["right"]) for r in rows] == [
        ("Kabara", "0", "True"),
        ("'=Mopti", "3", "False"),
        ("Ségou", "0", "False"),
    ]
    back = pd.read_csv(file)
    assert list(back.columns) == list(classroom.history(river_book, tmp_path).frame.columns)
    assert back["hands"].sum() == 3


def test_a_csv_that_cannot_be_written_says_what_to_do(river_book: Book, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    for place, why in (
        (tmp_path, "Is a directory"),
        (tmp_path / "a-file" / "class.csv", "Not a directory|File exists"),
    ):
        with pytest.raises(
            ReaderError, match=rf"cannot be written \({why}\)\. Close it where it is open, or choose another name"
        ):
            classroom.export(river_book, place, tmp_path)


def test_a_folder_that_is_not_there_yet_is_made(river_book: Book, tmp_path: Path) -> None:
    classroom.export(river_book, tmp_path / "new" / "class.csv", tmp_path)
    assert (tmp_path / "new" / "class.csv").is_file()


def test_the_book_shows_the_question_and_keeps_nothing(
    river_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    held = classroom.poll(river_book, "riv-town", tmp_path)
    held.set(0, 1)
    assert set(held._repr_mimebundle_()) == {"text/html", "text/plain"}
    assert set(poll_panel.ask(river_book, tmp_path)._repr_mimebundle_()) == {"text/html", "text/plain"}
    classroom.export(river_book, tmp_path / "class.csv", tmp_path)
    assert list(tmp_path.iterdir()) == []


def put(tool: PollWidget, *polls: dict[str, Any] | None, name: str = "") -> None:
    """What the page does when somebody counts."""
    tool.kept = tool.kept | {name or f"{poll['started']} {poll['question']}": poll for poll in polls}
    tool.sent += 1


def begun(question: str, *hands: int, started: str = "2026-05-04T10:05:00.000", **more: Any) -> dict[str, Any]:
    rounds = [{str(n): count for n, count in enumerate(hands)}]
    return {"question": question, "hash": "x", "started": started, "rounds": rounds, "revealed": False, **more}


def test_what_the_tool_counts_stands_in_the_file(river_book: Book, tmp_path: Path) -> None:
    chooser, second = classroom.ask(river_book, tmp_path), classroom.ask(river_book, tmp_path)
    tool, other = chooser.widget(), second.widget()
    elsewhere = classroom.ask(river_book, tmp_path / "elsewhere")
    elsewhere.widget()
    first = begun("riv-town", 1, 0, 0)
    put(tool, first)
    assert (tool.heard, tool.notice, chooser.last, second.last, elsewhere.last) == (1, "", first, first, {})
    assert json.loads((tmp_path / FILE).read_text())["polls"] == [first]
    assert other.kept == tool.kept
    put(other, begun("riv-town", 1, 2, 0), begun("own-1", 3, 0, item={"prompt": "Fair?", "options": ["yes", "no"]}))
    assert tool.kept == other.kept
    assert classroom.history(river_book, tmp_path).frame["question"].unique().tolist() == ["riv-town", "Fair?"]
    # Taken back, and what is no poll.
    put(tool, None, name="2026-05-04T10:05:00.000 own-1")
    put(tool, {**first, "rounds": "many"}, name="2026-05-04T10:05:00.000 riv-town")
    put(tool, begun("riv-dry", 1), name="another name")
    assert [poll["rounds"] for poll in tool.kept.values()] == [[{"0": 1, "1": 2, "2": 0}]]


def test_a_poll_that_another_notebook_counted_in_is_not_overwritten(river_book: Book, tmp_path: Path) -> None:
    tool = classroom.ask(river_book, tmp_path).widget()
    put(tool, begun("riv-town", 1, 0, 0))
    theirs = begun("riv-town", 1, 5, 0)
    Store(river_book, tmp_path).put(theirs)
    put(tool, begun("riv-town", 2, 0, 0))
    assert "Another notebook has counted in this poll meanwhile" in tool.notice
    assert list(tool.kept.values()) == [theirs]
    put(tool, begun("riv-town", 2, 5, 0))
    assert (tool.notice, Store(river_book, tmp_path).polls) == ("", [begun("riv-town", 2, 5, 0)])


def test_what_cannot_be_written_is_said_and_stays_on_the_screen(
    river_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    tool = classroom.ask(river_book, tmp_path).widget()
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", fail)
        put(tool, begun("riv-town", 1, 0, 0))
    assert "could not be saved (No space left on device)" in tool.notice
    assert list(tool.kept.values()) == [begun("riv-town", 1, 0, 0)]


def test_one_question_has_the_same_tool_and_its_object_follows(town: Poll, tmp_path: Path) -> None:
    tool = PollWidget(town.tool(), town.store, town._follow)
    put(tool, {**begun("riv-town", 0, 4, 0), "revealed": True})
    assert (town.counts(), town.revealed) == ([0, 4, 0], True)
    put(tool, begun("riv-dry", 9, 9, 9))
    assert town.counts() == [0, 4, 0]
    assert '"ask":"riv-town"' in town.tool().replace(": ", ":")
    # Nothing is asked that could be a name: a poll holds counts.
    (held, _) = json.loads((tmp_path / FILE).read_text())["polls"]
    assert set(held) == {"question", "hash", "started", "rounds", "revealed"}
