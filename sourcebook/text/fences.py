"""The fenced blocks of a MyST Markdown text: directives and code."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(`{3,}|:{3,})\s*(.*?)\s*$")


def blocks(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Every fenced block: the line (from 1) that opens it, what stands behind the fence, and the lines in it."""
    open_blocks: list[tuple[int, str, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        closes = fence and not fence[2] and open_blocks and fence[1].startswith(open_blocks[-1][1])
        for _, _, _, inside in open_blocks[: -1 if closes else None]:
            inside.append(line)
        if closes:
            start, _, name, inside = open_blocks.pop()
            yield start, name, inside
        elif fence:
            open_blocks.append((number, fence[1], fence[2], []))


def prose(text: str) -> str:
    """The text with its fences and its code blank. What stands in a directive is prose, and stays."""
    lines = text.splitlines()
    for start, name, inside in blocks(text):
        code = not name.startswith("{") or name.startswith("{code")
        for number in (start - 1, start + len(inside), *(range(start, start + len(inside)) if code else ())):
            lines[number] = ""
    return "\n".join(lines)
