"""A YAML file with the line of everything in it. What YAML itself lets pass and no author means is refused."""

from __future__ import annotations

from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = tuple[Any, ...]


class Unreadable(ValueError):
    """The text is no YAML, or not one that means one thing; ``line`` (from 1) says where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class YamlFile:
    """The ``values`` of a YAML text as plain Python, and ``line()`` for each of them.

    Raises ``Unreadable`` where it is no YAML, where a key stands twice (YAML takes the last one without a word), or where something holds
    itself.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        try:
            self._walk(yaml.compose(text, Loader=_Loader), (), ())
            self.values = yaml.load(text, Loader=_Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = f"not valid YAML ({getattr(error, 'problem', error)}). Look at the indentation."
            raise Unreadable(mark.line + 1 if mark else 1, reason) from None
        except Unreadable:
            raise
        except (ValueError, RecursionError) as error:
            raise Unreadable(1, f"cannot be read ({error}).") from None

    def line(self, *path: Any) -> int:
        """The line (from 1) where the value with these keys and places stands, or the nearest one above it that is in the file."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _walk(self, node: yaml.Node | None, path: Path, around: tuple[int, ...]) -> None:
        """Note the line of every key and item below ``node``; ``around`` are the nodes that hold it."""
        if node is not None and id(node) in around:
            raise Unreadable(
                node.start_mark.line + 1, "what `&` names here holds itself. Write it out where `*` stands."
            )
        around = (*around, id(node))
        if isinstance(node, yaml.MappingNode):
            seen: dict[tuple[str, str], int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if isinstance(key, yaml.ScalarNode):
                    if (key.tag, key.value) in seen:
                        first = seen[key.tag, key.value]
                        raise Unreadable(
                            line, f"the key `{key.value}` stands already in line {first}. Take one of the two out."
                        )
                    seen[key.tag, key.value] = self._lines[*path, key.value] = line
                    self._walk(value, (*path, key.value), around)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                self._lines[*path, number] = value.start_mark.line + 1
                self._walk(value, (*path, number), around)
