"""Which views there are: the ids that the ``{view}`` directive and the tests know."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from importlib import import_module

from sourcebook.errors import ReaderError
from sourcebook.views.base import View

#: id of the view: module and function that make it. The id is the function's name with dashes.
_VIEWS = {
    "timeline": "timeline",
    "map-of-mali": "map",
    "mandate-matrix": "mandate_matrix",
    "ceilings": "ceilings",
    "money": "money",
    "deaths-by-year": "lives",
    "deaths-by-country": "lives",
    "conflict-deaths": "conflict",
    "displacement": "displacement",
    "contributors": "contributors",
    "who-stood-where": "bases",
    "council-votes": "council",
    "council-positions": "council",
    "withdrawal": "withdrawal",
    "interests": "interests",
    "us-personnel-in-mali": "personnel",
}


def ids() -> list[str]:
    """Every view's id, in the order of the book."""
    return list(_VIEWS)


def maker(view_id: str) -> Callable[..., View]:
    """The function that makes the view; an unknown id raises ``ReaderError`` and lists the known ones."""
    if view_id not in _VIEWS:
        near = difflib.get_close_matches(view_id, _VIEWS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise ReaderError(f"no view called {view_id!r}.{hint} The views are: {', '.join(_VIEWS)}.")
    return getattr(import_module(f"minusma.views.{_VIEWS[view_id]}"), view_id.replace("-", "_"))


def get(view_id: str) -> View:
    """The view as the book shows it."""
    return maker(view_id)()
