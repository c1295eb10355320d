"""Questions: ``quiz("history")`` shows a chapter's, ``quiz.question("hist-coup-count")`` one.

The module itself can be called, so that a notebook needs one name only.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Callable(ModuleType):
    """A module that is also the function ``quiz``; its parts load when first used."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from sourcebook.quiz import show

        return show.quiz(*args, **options)

    def __getattr__(self, name: str) -> Any:
        if name in ("question", "questions", "Quiz"):
            from sourcebook.quiz import show

            return getattr(show, name)
        raise AttributeError(f"sourcebook.quiz has no {name!r}")


sys.modules[__name__].__class__ = _Callable
