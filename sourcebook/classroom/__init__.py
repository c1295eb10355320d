"""What a teacher needs in class: polls and the class report. Each part loads when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: The name of the made-up class, where the report wants a folder.
EXAMPLE = "example"

_HOMES = {
    "ask": "poll_panel",
    "poll": "poll_panel",
    "questions": "polls",
    "history": "polls",
    "export": "polls",
    "report": "report_panel",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"sourcebook.classroom has no {name!r}")
    return getattr(import_module(f"sourcebook.classroom.{_HOMES[name]}"), name)
