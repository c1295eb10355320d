"""Altair as every module that draws imports it: ``from sourcebook.views.charts import alt``.

Altair loads jsonschema, and jsonschema, where it finds the package rfc3987_syntax, compiles that package's grammar of
international addresses: 1.4 seconds of processor time, more than Altair itself takes, for a check of the format ``iri``
that no chart asks for. Jupyter installs the package, so every kernel would pay for it at its first view. Here
jsonschema is loaded as if the package were not installed, which jsonschema provides for. A process that has loaded
jsonschema already is left as it is; so is anyone who imports the package later.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

_GRAMMAR = "rfc3987_syntax"


def _load_jsonschema() -> None:
    """Import jsonschema without the grammar; where that does not work, Altair imports it as usual."""
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # how Python marks a module that cannot be imported
    try:
        with suppress(ImportError):
            import jsonschema  # noqa: F401
    finally:
        del sys.modules[_GRAMMAR]


@cache
def load() -> Any:
    """Altair itself, which is loaded when something of it is asked for: a view that is kept is shown without."""
    _load_jsonschema()
    import altair

    with suppress(ImportError, AttributeError):  # a later Altair may need none of this
        from altair.utils import schemapi

        _know_classes(schemapi._FromDict)
    return altair


def _know_classes(maker: Any) -> None:
    """Have Altair know which of its classes stands for which part of a chart: it goes through
    all thousand of them at each ``alt.value(…)``, a tenth of the time that charts take.
    """
    sort, known = maker.__init__, {}

    def __init__(self: Any, classes: Iterable[type]) -> None:
        given = tuple(classes)
        if given not in known:
            sort(self, given)
            known[given] = self.class_dict
        self.class_dict = known[given]

    maker.__init__ = __init__


class _Later:
    """Stands for Altair until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(load(), name)


if TYPE_CHECKING:
    import altair as alt
else:
    alt = _Later()

__all__ = ["AnyChart", "Mark", "alt", "load"]

#: What a mark looks like, to be joined from several places: ``mark_point(**dot)``.
Mark = dict[str, Any]
AnyChart: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart"
