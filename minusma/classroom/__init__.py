"""What a teacher needs in class: polls, the Council vote, and the class report. Each part loads when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: The name of the made-up class, where the report wants a folder.
EXAMPLE = "example"

_HOMES = {
    "council": "council_view",
    "roles": "council_view",
    "positions": "council_view",
    "ask": "panel",
    "poll": "panel",
    "questions": "hands",
    "history": "hands",
    "export": "hands",
    "report": "class_report",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"minusma.classroom has no {name!r}")
    return getattr(import_module(f"minusma.classroom.{_HOMES[name]}"), name)
