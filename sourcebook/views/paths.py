"""The ``d`` of an SVG path in few letters: steps from the last point say what places on the sheet say, and shorter."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"([MLHVCQAZmlhvcqaz])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
#: How many numbers a command takes at a time, and which of them (from the end) are places: the rest is of an arc.
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}

Point = tuple[float, float]


def relative(path: str, right: float = 0, down: float = 0) -> str:
    """The same path, moved by ``right`` and ``down``, in relative commands.

    Places are rounded to a tenth before the steps between them are taken, so that no error adds up. What is no path,
    one with other commands (S, T), or one that is cut off raises ``ValueError``.
    """
    commands = _COMMAND.findall(path)
    if "".join(map("".join, commands)) != path:
        raise ValueError(f"{path[:60]!r} is no path of the commands {', '.join(_TAKES)}.")
    here: Point = (0.0, 0.0)
    first = here
    exact = here  # of the drawing as it came, from which its own relative commands count
    exact_first = exact
    said, last = "", ""
    for letter, numbers in commands:
        command, values = letter.upper(), [float(number) for number in _NUMBER.findall(numbers)]
        size = _TAKES[command]
        if bool(size) != bool(values) or (size and len(values) % size):
            raise ValueError(f"{path[:60]!r}: {letter} takes {size} numbers at a time; there are {len(values)}.")
        if not size:
            said, last, here, exact = f"{said}Z", "Z", first, exact_first
            continue
        for at in range(0, len(values), size):
            one = "L" if command == "M" and at else command
            head, places = _places(one, values[at : at + size], exact, letter.islower())
            exact = places[-1]
            rounded = [(round(x + right, 1), round(y + down, 1)) for x, y in places]
            new, step = _step(one, head, rounded, here)
            here = rounded[-1]
            if one == "M":
                first, exact_first = here, exact
            said += (new if new != last else "" if step.startswith("-") else " ") + step
            last = new
    return said


def _places(command: str, values: list[float], here: Point, steps: bool) -> tuple[list[float], list[Point]]:
    """What of one command is no place, and its places on the sheet; ``steps``: they are counted from ``here``."""
    x, y = here if steps else (0.0, 0.0)
    if command == "H":
        return [], [(values[0] + x, here[1])]
    if command == "V":
        return [], [(here[0], values[0] + y)]
    head, rest = (values[:5], values[5:]) if command == "A" else ([], values)
    return head, [(rest[n] + x, rest[n + 1] + y) for n in range(0, len(rest), 2)]


def _step(command: str, head: list[float], places: list[Point], here: Point) -> tuple[str, str]:
    """The letter and the numbers of one command, counted from ``here``; the place where a line begins stays one."""
    if command == "M":
        return "M", _joined(places[0])
    steps = [(round(x - here[0], 1), round(y - here[1], 1)) for x, y in places]
    if command in "LHV":
        right, down = steps[0]
        return (
            ("h", _joined([right])) if not down else ("v", _joined([down])) if not right else ("l", _joined(steps[0]))
        )
    return command.lower(), _joined([*head, *(number for step in steps for number in step)])


def _joined(values: list[float] | Point) -> str:
    said = ""
    for value in values:
        short = re.sub(r"^(-?)0\.", r"\1.", f"{round(value, 1) + 0:g}")
        said += short if not said or short.startswith("-") else f",{short}"
    return said
