"""What a teacher needs in class: the engine's polls and class report, and this book's Council. Each part loads when first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sourcebook import classroom

_COUNCIL = ("council", "roles", "positions")

__all__ = [*_COUNCIL, *classroom.__all__]


def __getattr__(name: str) -> Any:
    if name in _COUNCIL:
        return getattr(import_module("minusma.council.panel"), name)
    if name in classroom.__all__:
        return getattr(classroom, name)
    raise AttributeError(f"minusma.classroom has no {name!r}")
