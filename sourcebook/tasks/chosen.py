"""What a live notebook says when a cell with a ``# CHANGE ME`` line has run (``sourcebook.text.change_me``): what was
chosen, what it shows, and what to try next. A page, which has no kernel, has a button for each choice instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sourcebook.quiz import keeping
from sourcebook.text.change_me import MARK, ChangeError, Value, change
from sourcebook.text.wording import counted, did_you_mean

#: What was chosen in this kernel: by the words of the line behind its value, each choice once.
_CHOSEN: dict[str, list[Value]] = {}


def follow() -> None:
    """Answer the cells of this kernel from now on; where no kernel runs, do nothing."""
    if not keeping.in_kernel():
        return
    from IPython import get_ipython

    events = get_ipython().events
    if _after not in events.callbacks["post_run_cell"]:
        events.register("post_run_cell", _after)


def _after(result: Any) -> None:
    code = getattr(getattr(result, "info", None), "raw_cell", "") or ""
    if MARK not in code:
        return
    said = answer(code, result.result, result.error_before_exec or result.error_in_exec)
    if said:
        from IPython.display import display

        from sourcebook.tasks.show import Said

        display(Said(said))


def answer(code: str, result: object, error: BaseException | None = None) -> str:
    """What to say of a cell that ended with this result or error; nothing where it has no line with choices."""
    try:
        found = change(code)
    except ChangeError:
        return "A word stands in quotation marks, as it did before you changed the line; a number stands without them."
    if found is None:
        return ""
    own = found.values[found.own]
    words = code.split("\n")[found.line - 1].partition(MARK)[2]
    chosen = _CHOSEN.setdefault(f"{found.name}{words}", [])
    if error is not None:
        near = did_you_mean(str(own), [str(value) for value in found.values if value != own], 1)
        return f"You chose {_told(own)}, and the cell could not go on with it.{near} {_next(found.values, chosen, own)}"
    if own not in chosen:
        chosen.append(own)
    return f"You chose {_told(own)}. {_shows(result)}{_next(found.values, chosen, own)}"


def _told(value: Value) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def _shows(result: object) -> str:
    """What a cell gave: the finding of a view, the rows of a table."""
    title = getattr(result, "title", None)
    if isinstance(title, str) and title:
        return f"It shows: {title.rstrip('.')}. "
    rows = getattr(result, "index", None)
    if rows is not None and hasattr(rows, "size"):
        if not rows.size:
            return "No row is left: nothing in the table fits this choice. "
        return f"It shows {counted(rows.size, 'row')}. "
    return ""


def _next(values: Iterable[Value], chosen: list[Value], own: Value) -> str:
    left = [value for value in values if value not in chosen and value != own]
    if left:
        return f"Try {_told(left[0])} next, and say before you run the cell what you expect."
    return "You have tried each of the choices. Which one surprised you, and why?"
