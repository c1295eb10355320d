"""What a task asks today: a hash over it, with its right value."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sourcebook.book import Book
from sourcebook.tasks import files, running
from sourcebook.tasks.models import Task
from sourcebook.text import reads


@reads.derived
def hash_today(book: Book, name: str) -> str:
    """The hash that an answer to this task has today; runs the code of its solution."""
    task = files.find(book, name)
    return content_hash(task, running.right(book, task).asked)


def content_hash(task: Task, asked: Any) -> str:
    """Eight hex digits over what a reader is asked and what is right today (``asked`` of the solution); hints, slips
    and samples change freely.
    """
    asks = task.asks.model_dump() if task.asks else None
    part = [task.id, task.prompt, task.starter, asks, str(asked)]
    return hashlib.sha256(json.dumps(part, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]
