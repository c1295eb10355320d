"""The lines of a notebook that a reader may change, and what there is to try.

    measured = "rain"  # CHANGE ME: try "snow", "wind" or "frost"

The values behind the colon are the choices: texts in quotes or numbers, joined by commas, ``or`` and ``and``, at most
eight with the cell's own. The cell's own comes first, unless the comment names it in a place of its own. A page shows
what each of them gives; in a live notebook the reader writes another one into the line. A line that says something
else behind ``CHANGE ME`` is for live notebooks alone. A cell has one line with choices.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

MARK = "# CHANGE ME"
#: With the cell's own.
MOST = 8
_LINE = re.compile(
    r"^(?P<name>[A-Za-z_]\w*)(?P<sets>\s*=\s*)(?P<value>.*\S)(?P<rest>\s*# CHANGE ME:\s*(?P<words>.*\S)\s*)$"
)
_VALUE = r'"[^"\\]*"|\'[^\'\\]*\'|-?\d+(?:\.\d+)?'
_CHOICES = re.compile(rf"(?:try\s+|or\s+)?(?:{_VALUE})(?:\s*(?:,\s*(?:or\s+|and\s+)?|\s(?:or|and)\s+)(?:{_VALUE}))*\.?")

Value = str | int | float


class ChangeError(ValueError):
    """A line with choices is not as it must be; ``line`` counts from 1 in the cell."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class Change:
    """A line with choices: its number in the cell (from 1), the name it sets, what to choose from, and which of these
    the cell itself has.
    """

    line: int
    name: str
    values: tuple[Value, ...]
    own: int

    def source(self, cell: str, value: Value) -> str:
        """The code of the cell with this value in the line."""
        lines = cell.split("\n")
        match = _LINE.match(lines[self.line - 1])
        assert match is not None
        lines[self.line - 1] = f"{match['name']}{match['sets']}{value!r}{match['rest']}"
        return "\n".join(lines)


def change(cell: str) -> Change | None:
    """The line with choices of a cell's code; nothing where it has none. Raises ``ChangeError``."""
    found = None
    for number, text in enumerate(cell.split("\n"), 1):
        match = _LINE.match(text)
        if match is None or not _CHOICES.fullmatch(match["words"]):
            continue
        if found is not None:
            raise ChangeError(number, f"the cell has choices in line {found.line} already. Put this line into its own.")
        found = _change(number, match)
    return found


def _change(number: int, match: re.Match[str]) -> Change:
    try:
        own = ast.literal_eval(match["value"])
    except (ValueError, SyntaxError):
        own = None
    if isinstance(own, bool) or not isinstance(own, str | int | float):
        reason = f"{match['value']!r} is neither a text nor a number, so nothing can be chosen in its place. Write one."
        raise ChangeError(number, reason)
    named: list[Value] = [ast.literal_eval(value) for value in re.findall(_VALUE, match["words"])]
    values = named if own in named else [own, *named]
    for value in values:
        if values.count(value) > 1:
            raise ChangeError(number, f"{value!r} stands twice among the choices. Take one out.")
        if isinstance(value, str) is not isinstance(own, str):
            raise ChangeError(number, f"{value!r} and {own!r} are a text and a number. Choices are of one kind.")
    if len(values) > MOST:
        raise ChangeError(number, f"{len(values)} choices are more than the {MOST} that a page shows. Take some out.")
    return Change(number, match["name"], tuple(values), values.index(own))
