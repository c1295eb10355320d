"""What a task asks today: a hash over it, with its right value."""

from __future__ import annotations

import hashlib
import json

from sourcebook.tasks.running import Computed


def content_hash(computed: Computed) -> str:
    """Eight hex digits over what a reader is asked and what is right today; hints, slips and samples change freely."""
    task = computed.task
    asks = task.asks.model_dump() if task.asks else None
    part = [task.id, task.prompt, task.starter, asks, str(computed.right.asked)]
    return hashlib.sha256(json.dumps(part, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:8]
