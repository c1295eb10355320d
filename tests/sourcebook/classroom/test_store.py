"""The history file: whole or not at all, never overwritten when damaged, and shared by notebooks of one folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sourcebook.classroom.store import FILE, Store
from sourcebook.text.kept_file import MOST_BYTES
from tests.sourcebook import made_up_book

ROOT = Path(__file__).resolve().parents[3]
FOLDER = tempfile.TemporaryDirectory()
BOOK = made_up_book.make(Path(FOLDER.name))
SCHEMA = BOOK.identity.schema_name("history")


def poll(question: str = "riv-town", started: str = "2026-05-04T08:00:00", **more: Any) -> dict[str, Any]:
    return {"question": question, "hash": "0", "started": started, "rounds": [{"0": 3}], "revealed": False} | more


def test_what_was_put_is_there_after_a_restart(tmp_path: Path) -> None:
    Store(BOOK, tmp_path).put(poll())
    assert Store(BOOK, tmp_path).polls == [poll()]
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8"))["schema"] == "our-river-history/1"


def test_the_same_poll_takes_its_own_place(tmp_path: Path) -> None:
    history = Store(BOOK, tmp_path)
    history.put(poll())
    history.put(poll(started="2026-05-04T09:00:00"))
    history.put(poll(rounds=[{"0": 4}]))
    assert [p["rounds"][0]["0"] for p in Store(BOOK, tmp_path).polls] == [4, 3]


def test_two_notebooks_of_one_folder_lose_nothing(tmp_path: Path) -> None:
    first, second = Store(BOOK, tmp_path), Store(BOOK, tmp_path)
    first.put(poll("riv-town"))
    second.put(poll("riv-port"))
    first.put(poll("riv-town", rounds=[{"0": 9}]))
    assert {p["question"]: p["rounds"] for p in Store(BOOK, tmp_path).polls} == {
        "riv-town": [{"0": 9}],
        "riv-port": [{"0": 3}],
    }


def test_notebooks_that_count_at_the_same_moment_wait_for_each_other(tmp_path: Path) -> None:
    def count(notebook: int) -> None:
        for second in range(10):
            Store(BOOK, tmp_path).put(poll(started=f"2026-05-04T0{notebook}:00:0{second}"))

    with ThreadPoolExecutor(4) as notebooks:
        list(notebooks.map(count, range(4)))
    assert len(Store(BOOK, tmp_path).polls) == 40
    assert [p.name for p in tmp_path.iterdir()] == [FILE], "no lock is left"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_in_the_middle_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    history = Store(BOOK, tmp_path)
    history.put(poll())
    before = (tmp_path / FILE).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="No space left"):
        history.put(poll(rounds=[{"0": 99}]))
    assert (tmp_path / FILE).read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [FILE], "nothing half written is left"


def test_a_process_killed_while_it_writes_leaves_the_old_file(tmp_path: Path) -> None:
    Store(BOOK, tmp_path).put(poll())
    code = (
        "import os, pathlib, sys\nfrom sourcebook import book\nfrom sourcebook.classroom import store\n"
        "os.fsync = lambda _: os.kill(os.getpid(), 9)\n"
        "held = store.Store(book.at(pathlib.Path(sys.argv[2])), sys.argv[1])\nheld.put(held.polls[0] | {'rounds': "
        "[{'0': 99}]})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), FOLDER.name],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == -9
    assert Store(BOOK, tmp_path).polls == [poll()]


def test_the_file_can_be_read_by_those_who_share_the_folder(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        Store(BOOK, tmp_path).put(poll())
    finally:
        os.umask(before)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o644


DAMAGED = {
    "cut off": json.dumps({"schema": SCHEMA, "polls": [poll()]})[:-9].encode(),
    "empty": b"",
    "not UTF-8": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "a list": b"[]",
    "another version": b'{"schema": "our-river-history/9", "polls": []}',
    "polls of a wrong type": b'{"schema": "our-river-history/1", "polls": {"a": 1}}',
    "no polls": b'{"schema": "our-river-history/1"}',
    "a poll without rounds": json.dumps({"schema": SCHEMA, "polls": [poll(rounds=[])]}).encode(),
    "hands below zero": json.dumps({"schema": SCHEMA, "polls": [poll(rounds=[{"0": -1}])]}).encode(),
    "no word of the answer": json.dumps(
        {"schema": SCHEMA, "polls": [{k: v for k, v in poll().items() if k != "revealed"}]}
    ).encode(),
    "no start": json.dumps({"schema": SCHEMA, "polls": [{k: v for k, v in poll().items() if k != "started"}]}).encode(),
    "hands in words": json.dumps({"schema": SCHEMA, "polls": [poll(rounds=[{"0": "three"}])]}).encode(),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, kind: str) -> None:
    (tmp_path / FILE).write_bytes(DAMAGED[kind])
    history = Store(BOOK, tmp_path)
    assert history.polls == []
    assert "It was kept as class-history.damaged-1.json, and a new history was begun." in history.notice
    assert (tmp_path / "class-history.damaged-1.json").read_bytes() == DAMAGED[kind]
    history.put(poll())
    assert Store(BOOK, tmp_path).polls == [poll()]


def test_a_second_damaged_file_does_not_take_the_place_of_the_first(tmp_path: Path) -> None:
    for content in (b"one", b"two"):
        (tmp_path / FILE).write_bytes(content)
        Store(BOOK, tmp_path)
    assert sorted(p.read_bytes() for p in tmp_path.iterdir()) == [b"one", b"two"]


def test_a_file_damaged_while_the_class_counts_loses_no_count(tmp_path: Path) -> None:
    history = Store(BOOK, tmp_path)
    history.put(poll("riv-town"))
    (tmp_path / FILE).write_bytes(b"oops")
    history.put(poll("riv-port"))
    assert [p["question"] for p in Store(BOOK, tmp_path).polls] == ["riv-town", "riv-port"]
    assert (tmp_path / "class-history.damaged-1.json").read_bytes() == b"oops"


def test_a_file_that_cannot_be_opened_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    history = Store(BOOK, tmp_path)
    assert history.notice.startswith(f"{FILE} cannot be opened (")
    with pytest.raises(OSError, match=r"Counts are not saved until it can$"):
        history.put(poll())
    (tmp_path / FILE).rmdir()
    history.put(poll("riv-port"))
    assert (Store(BOOK, tmp_path).polls, history.notice) == ([poll(), poll("riv-port")], "")


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "it is far too large" in Store(BOOK, tmp_path).notice


def test_a_mark_at_the_beginning_is_read_as_if_not_there(tmp_path: Path) -> None:
    Store(BOOK, tmp_path).put(poll())
    (tmp_path / FILE).write_bytes(b"\xef\xbb\xbf" + (tmp_path / FILE).read_bytes())
    store_read = Store(BOOK, tmp_path)
    assert (store_read.polls, store_read.notice) == ([poll()], "")


def test_the_history_of_an_earlier_version_is_read_and_that_of_another_book_is_not(tmp_path: Path) -> None:
    identity = made_up_book.IDENTITY + "former: {history: [brook-class/1]}\n"
    book = made_up_book.make(tmp_path / "book", IDENTITY=identity)
    for schema, polls in (("brook-class/1", [poll()]), ("other-history/1", [])):
        (tmp_path / FILE).write_text(json.dumps({"schema": schema, "polls": [poll()]}), encoding="utf-8")
        assert Store(book, tmp_path).polls == polls
