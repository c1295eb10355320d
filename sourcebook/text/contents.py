"""``_toc.yml``: the pages of a book in their order, as Jupyter Book reads them, with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sourcebook.text.yamlfile import YamlFile

FILE = "_toc.yml"
#: What an entry may say.
KEYS = ("file", "url", "glob", "title", "caption", "chapters", "sections", "subtrees", "entries", "parts", "options")
TOP = ("format", "root", "defaults", "numbered", *KEYS)
_BELOW = ("parts", "chapters", "sections", "subtrees", "entries")


@dataclass(frozen=True)
class Entry:
    """One page of the contents: ``file`` without its suffix, as it is written; ``part`` is the caption above it."""

    file: str
    line: int
    part: str = ""


def entries(toc: YamlFile) -> Iterator[Entry]:
    """Every page, the front page first."""
    if isinstance(toc.values, dict):
        if isinstance(toc.values.get("root"), str):
            yield Entry(toc.values["root"], toc.line("root"))
        yield from _below(toc, toc.values, (), "")


def _below(toc: YamlFile, node: dict[str, Any], path: tuple[Any, ...], part: str) -> Iterator[Entry]:
    for key in _BELOW:
        items = node.get(key)
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, dict):
                continue
            here = (*path, key, number)
            caption = str(item.get("caption") or part)
            if isinstance(item.get("file"), str):
                yield Entry(item["file"], toc.line(*here, "file"), caption)
            yield from _below(toc, item, here, caption)
