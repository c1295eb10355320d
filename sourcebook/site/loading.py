"""What a build loads of other packages: nothing before it is needed.

A page that changed has no use for the data base in which MyST-NB keeps notebooks, which takes a quarter of a second to
load; yet MyST-NB imports it in its first lines.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module, metadata
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_STORE = "jupyter_cache"
# What MyST-NB and ``execution`` import of it.
_PARTS = (_STORE, "jupyter_cache.base", "jupyter_cache.cache.db", "jupyter_cache.executors.utils")


def sparingly() -> None:
    """Have this process load what a build may not need when it needs it; what is loaded already stays."""
    without_grammar()
    _ask_once()
    if _STORE not in sys.modules:
        sys.modules.update({name: _StandIn(name) for name in _PARTS})


def without_grammar() -> None:
    """Have jsonschema do without rfc3987_syntax, which comes with the Jupyter server and
    takes one to two seconds to load into it.
    """
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]


@cache
def _ask_once() -> None:
    """Have Python read once what the installed packages offer each other. Twenty times a build somebody asks for
    something of it by name, and each time the files of all packages are read.
    """
    known = cache(metadata.entry_points)

    def entry_points(**wanted: Any) -> Any:
        return known().select(**wanted)

    metadata.entry_points = entry_points


class _StandIn(ModuleType):
    """Stands for a module until something of it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


class _Later:
    """A function or class of a module that is loaded when it is called, or something of it is asked for."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        for name, module in list(sys.modules.items()):
            if isinstance(module, _StandIn):
                del sys.modules[name]
        return getattr(import_module(self._module), self._name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._real()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)
