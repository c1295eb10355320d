"""A lock between programs: one at a time, and whoever is ended holds nobody up."""

from __future__ import annotations

import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from sourcebook.text import lockfile

FORK = get_context("fork")


def _die_with_it(lock: Path) -> None:
    with lockfile.holding(lock, 1):
        os._exit(1)


def _count(lock: Path, ready: object, times: int) -> None:
    ready.wait(30)  # type: ignore[attr-defined]
    for _ in range(times):
        with lockfile.holding(lock, 30):
            held = int(lock.with_name("count").read_text())
            time.sleep(0.001)
            lock.with_name("count").write_text(str(held + 1))


def test_many_who_wait_at_the_lock_of_a_dead_program_take_it_one_by_one(tmp_path: Path) -> None:
    lock, ready = tmp_path / ".lock", FORK.Barrier(4)
    (tmp_path / "count").write_text("0")
    dead = FORK.Process(target=_die_with_it, args=(lock,))
    dead.start()
    dead.join(30)
    assert lock.exists()
    waiting = [FORK.Process(target=_count, args=(lock, ready, 15)) for _ in range(4)]
    for process in waiting:
        process.start()
    for process in waiting:
        process.join(60)
    assert (tmp_path / "count").read_text() == "60"
    assert [path.name for path in tmp_path.iterdir()] == ["count"]


def test_a_lock_that_is_held_is_waited_for_and_no_longer_than_said(tmp_path: Path) -> None:
    with (
        lockfile.holding(tmp_path / ".lock", 1),
        pytest.raises(TimeoutError, match="another notebook holds it"),
        lockfile.holding(tmp_path / ".lock", 0.05),
    ):
        pass
    with lockfile.holding(tmp_path / ".lock", 0):
        assert (tmp_path / ".lock").exists()


def test_a_lock_that_was_taken_away_while_it_was_opened_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking, who held it takes the file away, and another makes it anew."""
    lock, take, seen = tmp_path / ".lock", lockfile._take, []

    def slow(number: int) -> None:
        if not seen:
            lock.unlink()
            lock.touch()
        seen.append(number)
        take(number)

    monkeypatch.setattr(lockfile, "_take", slow)
    with lockfile.holding(lock, 5):
        assert len(seen) == 2
        assert os.path.samestat(os.fstat(seen[1]), lock.stat())
