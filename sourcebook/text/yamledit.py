"""Add to a YAML or JSON text without writing the rest anew: comments, quotes and layout of the author stay."""

from __future__ import annotations

from typing import Any

import yaml

from sourcebook.errors import ReaderError


class CannotAdd(ReaderError):
    """The text has no place to which this can be added safely; the message says what to do by hand."""


def add(text: str, path: tuple[str | int, ...], entry: str, after: int | None = None) -> str:
    """The text with ``entry`` as a new last item of the list, or a new last key of the mapping, at ``path``.

    ``entry`` is block YAML without indentation: ``- file: book/tides`` or ``tides: tide``; in a collection in brackets it is one
    value, as it stands in the file. ``after`` puts it behind that item of the list. An empty value takes its first entry.
    """
    node = _find(yaml.compose(text, Loader=yaml.SafeLoader), path)
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null" and not node.value:
        column = node.start_mark.column if len(path) < 1 else _key_column(text, path)
        return _insert_line(text, node.start_mark.line, column + 2, entry)
    if not isinstance(node, yaml.CollectionNode):
        raise CannotAdd(f"`{path[-1] if path else 'the file'}` holds no list. Make it one, and try again.")
    if node.flow_style:
        return _into_brackets(text, node, entry)
    child = node.value[-1 if after is None else after]
    return _insert_line(text, _last_line(text, child), node.start_mark.column, entry)


def add_key(text: str, entry: str) -> str:
    """The text with further keys at its end."""
    return text.rstrip("\n") + "\n\n" + entry.rstrip("\n") + "\n"


def _find(node: yaml.Node | None, path: tuple[str | int, ...]) -> yaml.Node:
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            node = None
    if node is None:
        raise CannotAdd(f"`{'.'.join(map(str, path))}` is not there. Write it first, and try again.")
    return node


def _key_column(text: str, path: tuple[str | int, ...]) -> int:
    parent = _find(yaml.compose(text, Loader=yaml.SafeLoader), path[:-1])
    assert isinstance(parent, yaml.MappingNode)
    return next(key.start_mark.column for key, _ in parent.value if key.value == path[-1])


def _last_line(text: str, child: Any) -> int:
    """The line (from 0) on which the last word of an item or of a key's value stands."""
    node = child[1] if isinstance(child, tuple) else child
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    line = node.end_mark.line
    # A block text ends where the next thing begins: go back over what lies between.
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        lines = text.split("\n")
        line -= node.end_mark.column == 0
        while line > node.start_mark.line and not lines[line].strip():
            line -= 1
    return int(line)


def _insert_line(text: str, line: int, column: int, entry: str) -> str:
    lines = text.split("\n")
    added = [" " * column + part if part else "" for part in entry.rstrip("\n").split("\n")]
    # The file ends with a line break, or the last line would run on.
    rest = lines[line + 1 :] or [""]
    return "\n".join([*lines[: line + 1], *added, *rest])


def _into_brackets(text: str, node: yaml.CollectionNode, entry: str) -> str:
    if not node.value:
        end = node.end_mark.index - 1
        return text[:end] + entry + text[end:]
    last = node.value[-1]
    end = (last[1] if isinstance(last, tuple) else last).end_mark.index
    first = node.value[0][0] if isinstance(node.value[0], tuple) else node.value[0]
    if first.start_mark.line == node.start_mark.line:
        return f"{text[:end]}, {entry}{text[end:]}"
    indent = " " * first.start_mark.column
    return f"{text[:end]},\n" + "\n".join(indent + part for part in entry.split("\n")) + text[end:]
