"""``book/data/facts.yml``: how each fact is defined, read and checked.

A mistake names the line, the fact and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.text import reads
from sourcebook.text.textfile import read_text
from sourcebook.text.wording import did_you_mean
from sourcebook.text.yamlfile import Unreadable, YamlFile

FACTS_FILE = "facts.yml"
FORMATS = ("number", "unit", "dollars", "percent", "date", "year", "words", "text")
_KEYS = ("table", "where", "from", "value", "counts", "unit", "round", "format", "says", "kept")
#: What ``counts`` may say: the fact counts rows that the book itself makes, so that the number is sure.
OWN_ROWS = "own rows"
_Wrong = Callable[..., "FactError"]
_NAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class FactError(ReaderError):
    """A fact is unknown, empty or wrongly defined; the message names the file, the fact and the remedy."""


@dataclass(frozen=True)
class Definition:
    """One fact as the file gives it.

    It is made of rows of a ``table``, or of other facts: ``parts`` maps a short name to a fact's.
    """

    name: str
    place: str
    value: str
    says: str
    table: str = ""
    where: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    round: int | None = None
    format: str = ""
    kept: str = ""
    #: Whether it counts rows that the book itself makes, however sure these are.
    own_rows: bool = False
    #: The line of each key, from 1.
    lines: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def error(self, reason: str, key: str = "") -> FactError:
        """The error to raise for this fact; says where it stands, or where this key of it does."""
        file, _, line = self.place.rpartition(", line ")
        return FactError(f"{file}, line {self.lines.get(key, line)}, fact {self.name}: {reason}")


def definitions(book: Book) -> dict[str, Definition]:
    """Every definition by the name of its fact, in the order of the file; raises
    ``FactError`` for the first mistake.
    """
    path = book.data_dir / FACTS_FILE
    if not path.is_file():
        raise _missing(path)
    return _read(path, reads.stamp(path))


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> dict[str, Definition]:
    found, faults = _all(path, stamp)
    if faults:
        raise faults[0]
    return found


def faults(book: Book) -> list[FactError]:
    """Everything that is wrong with the definitions, each with its line and remedy."""
    path = book.data_dir / FACTS_FILE
    return list(_all(path, reads.stamp(path))[1]) if path.is_file() else [_missing(path)]


def _missing(path: Path) -> FactError:
    return FactError(f"book/data/{path.name} is missing. It defines every number of the prose; restore it with git.")


@lru_cache(maxsize=4)
def _all(path: Path, stamp: int) -> tuple[dict[str, Definition], list[FactError]]:
    """The definitions that can be used, and everything that is wrong with the others."""
    file = f"book/data/{FACTS_FILE}"
    odd: list[Unreadable] = []
    try:
        parsed = YamlFile(read_text(path, file, FactError), odd)
    except Unreadable as error:
        return {}, [FactError(f"{file}, line {error.line}: {error}")]
    except FactError as error:
        return {}, [error]
    faults = [FactError(f"{file}, line {one.line}: {one}") for one in odd]
    facts = parsed.values or {}
    if not isinstance(facts, dict):
        return {}, [FactError(f"{file}, line 1: must be a list of facts, each `topic.name:` with its keys below it.")]
    found: dict[str, Definition] = {}
    for name, spec in facts.items():

        def wrong(reason: str, *key: str, name: Any = name) -> FactError:
            return FactError(f"{file}, line {parsed.line(str(name), *key)}, fact {name}: {reason}")

        try:
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise wrong("the name must be a topic, a point and words joined by dashes, like deaths.total.")
            found[name] = _definition(name, spec, f"{file}, line {parsed.line(name)}", wrong, facts)
            found[name].lines.update((key, parsed.line(name, key)) for key in spec)
        except FactError as error:
            faults.append(error)
    for name, definition in list(found.items()):
        try:
            _no_circle(definition, found)
        except FactError as error:
            faults.append(error)
            del found[name]
    return found, faults


def _definition(name: str, spec: Any, place: str, wrong: _Wrong, facts: dict[Any, Any]) -> Definition:
    if not isinstance(spec, dict):
        raise wrong("needs at least `table`, `value` and `says` below it.")
    for key in spec:
        if key not in _KEYS:
            raise wrong(f"unknown key {key}.{did_you_mean(key, _KEYS)} Known keys: {', '.join(_KEYS)}.", str(key))
    if ("table" in spec) == ("from" in spec):
        raise wrong("give either `table` (rows of a table) or `from` (other facts).")
    for key in ("value", "says"):
        if key not in spec:
            raise wrong(f"`{key}` is missing. Add it.")
    for key in ("table", "where", "value", "unit", "says", "kept"):
        # A value may be a bare number; anything else that is no text was not meant.
        fine = (str, int, float) if key == "value" else str
        if key in spec and (not isinstance(spec[key], fine) or isinstance(spec[key], bool) or spec[key] == ""):
            raise wrong(f"`{key}` must be text. Put it in quotes where YAML takes it for something else.", key)
    if "where" in spec and "from" in spec:
        raise wrong("`where` chooses rows of a `table`; a fact made of facts has none.", "where")
    if "counts" in spec and "from" in spec:
        raise wrong(
            "`counts` is for rows of a `table`; a fact made of facts is as sure as these. Take it out.", "counts"
        )
    if "counts" in spec and spec["counts"] != OWN_ROWS:
        raise wrong(
            f"`counts` can only say `{OWN_ROWS}`, not {spec['counts']!r}. Write that, or take it out.", "counts"
        )
    places, style = spec.get("round"), spec.get("format", "")
    if "round" in spec and (not isinstance(places, int) or isinstance(places, bool)):
        raise wrong(f"`round: {places}` must be a whole number: digits after the point, or -3 for thousands.", "round")
    if "format" in spec and style not in FORMATS:
        raise wrong(
            f"format must be one of {', '.join(FORMATS)}, not {style!r}.{did_you_mean(style, FORMATS, 1)}", "format"
        )
    parts = spec.get("from", {})
    if "from" in spec and (not isinstance(parts, dict) or not parts):
        raise wrong(
            "`from` must give each fact a short name: `from: {part: deaths.hostile, whole: deaths.total}`.", "from"
        )
    for alias, other in parts.items():
        if not isinstance(alias, str) or not alias.isidentifier():
            raise wrong(f"the short name {alias!r} must be one word of letters.", "from")
        if other not in facts:
            raise wrong(f"no fact {other!r}.{did_you_mean(other, facts)} Define it, or mend the name.", "from", alias)
    return Definition(
        name,
        place,
        str(spec["value"]),
        spec["says"],
        spec.get("table", ""),
        spec.get("where", ""),
        parts,
        spec.get("unit", ""),
        places,
        style,
        spec.get("kept", ""),
        "counts" in spec,
    )


def _no_circle(definition: Definition, known: dict[str, Definition], above: tuple[str, ...] = ()) -> None:
    """Raise ``FactError`` where a fact is made of itself."""
    above = (*above, definition.name)
    for other in definition.parts.values():
        if other in above:
            raise known[other].error(
                f"is made of itself: {' from '.join((*above[above.index(other) :], other))}. Mend `from`.", "from"
            )
        if other in known:  # what is wrong with it is said where it stands
            _no_circle(known[other], known, above)
