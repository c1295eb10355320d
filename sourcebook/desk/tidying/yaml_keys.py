"""Tidy a YAML file: quotation marks as in print around a key are part of the key, which nobody means."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from sourcebook.desk.tidying.result import Tidied

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PAIRS = {"“": "”„", "”": "”", "„": "“”", "«": "»", "‘": "’", "’": "’", "‚": "‘’", "″": "″"}


def tidy(result: Tidied) -> None:
    """Put straight quotation marks around each key that has marks as in print."""
    try:
        root = yaml.compose(result.text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        result.left.append(f"{place}it is no valid YAML yet. Mend that first; `check` says how.")
        return
    lines, count = result.text.split("\n"), 0
    # From the end, so that the places before stay true.
    for key in sorted(_keys(root), key=lambda one: (one.start_mark.line, one.start_mark.column), reverse=True):
        line = lines[key.start_mark.line]
        start, end = key.start_mark.column, key.end_mark.column
        inner = key.value[1:-1]
        if line[start:end] == key.value and '"' not in inner and "\\" not in inner:
            lines[key.start_mark.line] = f'{line[:start]}"{inner}"{line[end:]}'
            count += 1
    if count:
        result.mend("\n".join(lines), f"quotation marks around keys made straight ({count})")


def _keys(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        bare = [name[1:-1] for name in names if _is_quoted(name)]
        for key, value in node.value:
            plain = isinstance(key, yaml.ScalarNode) and not key.style and _is_quoted(key.value)
            # Two keys of one name would be worse than a mark too many.
            if plain and (names + bare).count(key.value[1:-1]) == 1:
                yield key
            yield from _keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _keys(item)


def _is_quoted(text: str) -> bool:
    return len(text) > 2 and text[0] in _PAIRS and text[-1] in _PAIRS[text[0]]
