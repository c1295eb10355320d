"""A mistake that pydantic found, in an author's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from sourcebook.text.wording import did_you_mean


def told_once(errors: Iterable[Mapping[str, Any]], known: Iterable[str]) -> list[Any]:
    """The errors without those that only follow: a misspelt key is both unknown and missing. "
    "Unknown keys come first."""
    found = sorted(errors, key=lambda error: error["type"] != "extra_forbidden")
    names = list(known)
    meant = {
        (*error["loc"][:-1], near)
        for error in found
        if error["type"] == "extra_forbidden"
        for near in difflib.get_close_matches(str(error["loc"][-1]), names, n=1)
    }
    return [error for error in found if error["type"] != "missing" or tuple(error["loc"]) not in meant]


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
    if what == "literal_error":
        return f"`{where}` must be {error['ctx']['expected']}, not {_given(error)}.{_near(error)}"
    if what.startswith("bool"):
        return f"`{where}` must be true or false, without quotes, not {_given(error)}."
    if what in ("list_type", "tuple_type"):
        return f"`{where}` must be a list: in [brackets], or each entry on a line of its own behind a dash."
    return f"`{where}`: {error['msg'][:1].lower() + error['msg'][1:]}."


def _given(error: Mapping[str, Any]) -> str:
    given = error["input"]
    return "empty" if given in ("", None) else repr(given)[:40]


def _near(error: Mapping[str, Any]) -> str:
    return did_you_mean(
        error["input"], [word.strip("' ") for word in error["ctx"]["expected"].replace(" or ", ",").split(",")], 1
    )
