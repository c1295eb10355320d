"""The tasks of this book, each from its gap to its solution, and every slip between."""

from __future__ import annotations

from collections import Counter

import pytest

from sourcebook.tasks import files
from sourcebook.tasks.models import KINDS
from tests import tasks_walk
from tests.ours import OURS

CHAPTERS = files.chapters(OURS)


@pytest.mark.parametrize("one", tasks_walk.computed(OURS), ids=lambda one: one.task.id)
def test_a_task_is_answered_as_it_says(one: tasks_walk.Computed) -> None:
    tasks_walk.live(one, OURS)
    assert tasks_walk.asked(one)
    assert any(slip.live is False for slip in one.task.slips), "a page tells no slip"


def test_every_chapter_has_tasks_of_each_kind() -> None:
    files.check_all(OURS)
    for chapter in CHAPTERS:
        tasks = files.load(OURS, chapter).tasks
        kinds = Counter(task.kind for task in tasks)
        assert sum(kinds.values()) - kinds["thinking"] >= 8, chapter
        assert set(kinds) == set(KINDS), chapter
        assert kinds["chart it"] == 2, chapter
        assert [int(task.id.rpartition("-t")[2]) for task in tasks] == list(range(1, len(tasks) + 1))
