"""Altair as every module that draws imports it: ``from sourcebook.views.charts import alt``.

Altair loads jsonschema, and jsonschema, where it finds the package rfc3987_syntax, compiles that package's grammar of
international addresses: 1.4 seconds of processor time, more than Altair itself takes, for a check of the format ``iri``
that no chart asks for. Jupyter installs the package, so every kernel would pay for it at its first view. Here
jsonschema is loaded as if the package were not installed, which jsonschema provides for. A process that has loaded
jsonschema already is left as it is; so is anyone who imports the package later.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any, TypeAlias

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


_load_jsonschema()

import altair as alt  # noqa: E402  # after jsonschema

__all__ = ["AnyChart", "Mark", "alt"]

#: What a mark looks like, to be joined from several places: ``mark_point(**dot)``.
Mark = dict[str, Any]
AnyChart: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart"
