"""Add to a YAML or JSON text without writing the rest anew: comments, quotes and layout of the author stay."""

from __future__ import annotations

from typing import Any

import yaml

from sourcebook.errors import ReaderError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[str | int, ...]


class CannotAdd(ReaderError):
    """The text has no place to which this can be added safely; the message says what to do by hand."""


def add(text: str, path: Place, entry: str, after: int | None = None) -> str:
    """The text with ``entry`` as a new item of the list, or a new key of the mapping, at ``path``.

    ``entry`` is block YAML without indentation: ``- file: book/tides`` or ``tides: tide``; in a collection in brackets
    it is one value, as it stands in the file. It comes last, or ``after`` that item of the list. An empty value takes
    its first entry. Raises ``CannotAdd`` where anything else of the file would change.
    """
    text = text.replace("\r\n", "\n")
    result = _Added(text, path).with_entry(entry, after)
    try:
        same = _same_but_for_more(yaml.load(text, _Loader), yaml.load(result, _Loader), path, after)
    except yaml.YAMLError:
        same = False
    if not same:
        raise CannotAdd(f"`{_shown(path)}` is laid out in a way that cannot be added to. Write this by hand:\n{entry}")
    return result


def add_key(text: str, entry: str) -> str:
    """The text with further keys at its end."""
    return text.rstrip("\n") + "\n\n" + entry.rstrip("\n") + "\n"


class _Added:
    def __init__(self, text: str, path: Place) -> None:
        self.lines, self.path = text.split("\n"), path
        self.column = 0
        node: Any = yaml.compose(text, _Loader)
        for step in path:
            node = self._below(node, step)
            if node is None:
                raise CannotAdd(f"`{_shown(path)}` is not there. Write it first, and try again.")
        self.node = node

    def _below(self, node: Any, step: str | int) -> Any:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    self.column = key.start_mark.column
                    return value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return node.value[step]
        return None

    def with_entry(self, entry: str, after: int | None) -> str:
        node = self.node
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null" and not node.value:
            return self._below_line(node.start_mark.line, self.column + 2, entry)
        if not isinstance(node, yaml.CollectionNode):
            raise CannotAdd(f"`{_shown(self.path)}` holds no list. Make it one, and try again.")
        if node.flow_style:
            return self._into_brackets(node, entry)
        child = node.value[-1 if after is None else after]
        return self._below_line(self._last_line(child), node.start_mark.column, entry)

    def _last_line(self, child: Any) -> int:
        """The line (from 0) on which the last word of an item or of a key's value stands."""
        node = child[1] if isinstance(child, tuple) else child
        while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            node = last[1] if isinstance(last, tuple) else last
        line = int(node.end_mark.line)
        # A block text ends where the next thing begins: go back over what lies between.
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            line -= node.end_mark.column == 0
            while line > node.start_mark.line and not self.lines[line].strip():
                line -= 1
        return line

    def _below_line(self, line: int, column: int, entry: str) -> str:
        added = [" " * column + part if part else "" for part in entry.rstrip("\n").split("\n")]
        # The file ends with a line break, or the last line would run on.
        return "\n".join([*self.lines[: line + 1], *added, *(self.lines[line + 1 :] or [""])])

    def _into_brackets(self, node: yaml.CollectionNode, entry: str) -> str:
        if not node.value:
            return self._insert(node.end_mark.line, node.end_mark.column - 1, entry)
        last, first = node.value[-1], node.value[0]
        end = (last[1] if isinstance(last, tuple) else last).end_mark
        start = (first[0] if isinstance(first, tuple) else first).start_mark
        if start.line == node.start_mark.line:
            return self._insert(end.line, end.column, f", {entry}")
        indent = " " * start.column
        return self._insert(end.line, end.column, ",\n" + "\n".join(indent + part for part in entry.split("\n")))

    def _insert(self, line: int, column: int, added: str) -> str:
        here = self.lines[line]
        return "\n".join([*self.lines[:line], here[:column] + added + here[column:], *self.lines[line + 1 :]])


def _same_but_for_more(old: Any, new: Any, path: Place, after: int | None) -> bool:
    """Whether ``new`` is ``old`` with something added at ``path``, and nothing else."""
    if path:
        key, rest = path[0], path[1:]
        if isinstance(old, dict) and isinstance(new, dict):
            others = {k: v for k, v in old.items() if k != key} == {k: v for k, v in new.items() if k != key}
        elif isinstance(old, list) and isinstance(new, list) and isinstance(key, int):
            others = old[:key] + old[key + 1 :] == new[:key] + new[key + 1 :]
        else:
            return False
        return others and _same_but_for_more(old[key], new[key], rest, after)
    if isinstance(new, dict):
        return {k: v for k, v in new.items() if k in (old or {})} == (old or {}) and len(new) > len(old or {})
    if isinstance(new, list):
        at = len(old or []) if after is None else after + 1
        more = len(new) - len(old or [])
        return more > 0 and [*new[:at], *new[at + more :]] == (old or [])
    return False


def _shown(path: Place) -> str:
    return ".".join(map(str, path)) or "the file"
