"""A mistake that pydantic found, in an author's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sourcebook.text.wording import did_you_mean


def explain(error: Mapping[str, Any], known: Iterable[str] = (), hidden: tuple[str, ...] = ()) -> str:
    """One of ``ValidationError.errors()`` as a sentence with its remedy.

    ``known`` are the keys that could stand where an unknown one does; ``hidden`` are parts
    of the place that only pydantic knows.
    """
    # Pydantic also says that it means a key, and which of its own models it tried.
    where = ".".join(str(part) for part in error["loc"] if part not in (*hidden, "[key]"))
    what = error["type"]
    if what == "extra_forbidden":
        return f"unknown key `{where}`.{did_you_mean(error['loc'][-1], known)} Take it out, or mend its name."
    if what == "missing":
        return f"`{where}` is missing. Add it."
    if what == "value_error":
        return str(error["ctx"]["error"])
    if what == "string_type":
        return f"`{where}` must be text. Put it in quotes: YAML reads yes, no and bare numbers as something else."
    if what == "string_too_short" or (what == "too_short" and not error["input"]):
        return f"`{where}` is empty. Fill it."
    if what == "too_short":
        return f"`{where}` has too few entries. Add some."
    return f"`{where}`: {error['msg'][:1].lower() + error['msg'][1:]}."
