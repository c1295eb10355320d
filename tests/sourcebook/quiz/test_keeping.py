"""What a live notebook keeps beside it: whole, shared by two kernels, and a sentence where it cannot be."""

from __future__ import annotations

import json
from multiprocessing import get_context
from pathlib import Path

import pytest

from sourcebook.quiz import keeping
from sourcebook.quiz.keeping import Keeper
from tests.rivers import RIVERS

NAME = "rivers-and-rain-answers.json"


def test_what_was_kept_is_read_again_and_taken_back(tmp_path: Path) -> None:
    one, other = Keeper(RIVERS, tmp_path), Keeper(RIVERS, tmp_path)
    assert one.change("answers", {"rain-a": {"tries": 1}})
    assert other.change("tasks", {"rain-t1": {"tries": 2}})
    assert one.change("answers", {"rain-b": {"tries": 1}, "rain-a": None})
    held = other.read()
    assert (held["answers"], held["tasks"]) == ({"rain-b": {"tries": 1}}, {"rain-t1": {"tries": 2}})
    assert held["id"] == one.read()["id"]
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert one.notice == other.notice == ""


def _write(folder: str, who: int) -> None:
    for number in range(20):
        assert Keeper(RIVERS, folder).change("answers", {f"rain-{who}-{number}": {"tries": 1}})


def test_two_kernels_lose_nothing(tmp_path: Path) -> None:
    context = get_context("fork")
    both = [context.Process(target=_write, args=(str(tmp_path), who)) for who in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert len(Keeper(RIVERS, tmp_path).read()["answers"]) == 40


def test_a_damaged_file_is_set_aside_and_a_dead_lock_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{half", encoding="utf-8")
    (tmp_path / f".{NAME}.lock").touch()
    keeper = Keeper(RIVERS, tmp_path)
    assert keeper.change("tasks", {"rain-t1": {"tries": 1}})
    assert "set aside" in keeper.notice
    assert json.loads((tmp_path / NAME).read_text("utf-8"))["tasks"] == {"rain-t1": {"tries": 1}}
    assert (tmp_path / "rivers-and-rain-answers.damaged-1.json").read_text("utf-8") == "{half"


def test_a_file_that_cannot_be_opened_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Keeper(RIVERS, tmp_path).change("tasks", {"rain-t1": {"tries": 1}})
    before = (tmp_path / NAME).read_bytes()

    def shut(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", shut)
        keeper = Keeper(RIVERS, tmp_path)
        assert keeper.read()["tasks"] == {}
        assert not keeper.change("tasks", {"rain-t2": {"tries": 1}})
    assert f"{NAME} cannot be opened (Permission denied)" in keeper.notice
    assert (tmp_path / NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping.atomic, "write_text", full)
    keeper = Keeper(RIVERS, tmp_path)
    assert not keeper.change("tasks", {"rain-t1": {"tries": 1}})
    assert "cannot be written here (No space left on device)" in keeper.notice
    assert list(tmp_path.iterdir()) == []


def test_a_service_that_forgets_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINDER_SERVICE_HOST", "10.0.0.1")
    assert "forgets its folder" in Keeper(RIVERS, tmp_path).notice
