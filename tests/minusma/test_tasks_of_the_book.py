"""The tasks of this book, each from its gap to its solution, and every slip between."""

from __future__ import annotations

from collections import Counter

from sourcebook.tasks import files, render
from sourcebook.tasks.models import KINDS
from tests import tasks_walk
from tests.ours import OURS


def test_every_task_is_answered_as_it_says() -> None:
    for one in tasks_walk.computed(OURS):
        tasks_walk.live(one, OURS)
        assert tasks_walk.asked(one)
        assert one.named, f"{one.task.id}: a page tells no slip"


def test_numbers_that_name_something_are_not_parted() -> None:
    one = next(one for one in tasks_walk.computed(OURS) if one.task.id == "mand-t1")
    assert "> <span>2100</span></label>" in render.task_html(OURS, one)  # a resolution
    one = next(one for one in tasks_walk.computed(OURS) if one.task.id == "mand-t4")
    assert ">6,439<" in render.task_html(OURS, one)  # a count


def test_every_chapter_has_tasks_of_each_kind() -> None:
    files.check_all(OURS)
    for chapter in files.chapters(OURS):
        tasks = files.load(OURS, chapter).tasks
        kinds = Counter(task.kind for task in tasks)
        assert sum(kinds.values()) - kinds["thinking"] >= 8, chapter
        assert set(kinds) == set(KINDS), chapter
        assert kinds["chart it"] == 2, chapter
        assert [int(task.id.rpartition("-t")[2]) for task in tasks] == list(range(1, len(tasks) + 1))
