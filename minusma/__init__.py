"""The book *Mali and MINUSMA* for notebooks: ``from minusma import data, quiz, views``.

Tables and questions are read by the engine, ``sourcebook``; the views, the Council and the claims lab are this book's own.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {"data": "sourcebook.data", "quiz": "sourcebook.quiz", "lab": "minusma.claims"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"minusma has no {name!r}")
    return import_module(_HOMES[name])
