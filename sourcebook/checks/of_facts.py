"""Checks of ``facts.yml``: each fact is defined as it must be, has a value and a source, and is used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path

from sourcebook import facts
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.facts import definitions
from sourcebook.text import fences, litter
from sourcebook.text.wording import did_you_mean

# What a name of a fact looks like, in any text.
_TOKEN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def values(material: Material) -> Iterator[Finding]:
    """Every fact has a value and a source, and every fact that a page names exists."""
    yield from material.clean.part("values of facts", partial(_values, material))
    if definitions.faults(material.book):
        return
    names = facts.names(material.book)
    for place, line, name in material.roles("fact"):
        if name.strip() not in names:
            reason = (
                f"no fact {name.strip()!r} in book/data/{facts.FACTS_FILE}.{did_you_mean(name, names)} Mend the name."
            )
            yield Finding(place, line, reason)
    for place, text in material.prose:
        yield from _bare(place, fences.prose(text), names)


def _bare(place: str, text: str, names: Collection[str]) -> Iterator[Finding]:
    """Names of facts that stand in the prose without ``{fact}``."""
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>\n]*>", lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for token in _TOKEN.finditer(prose):
        # What stands behind a role is said where the markup is read.
        if token[0] in names and not re.search(r"(?:\{[\w:]*\}?.?|[`/])$", text[: token.start()]):
            instead = f"{{fact}}`{token[0]}`" if place.endswith(".md") else "its value, or show it from a code cell"
            reason = f"{token[0]} is the name of a fact, which readers see as it stands. Write {instead}."
            yield Finding(place, prose.count("\n", 0, token.start()) + 1, reason)


def _values(material: Material) -> Iterator[Finding]:
    faults = definitions.faults(material.book)
    yield from map(of_error, faults)
    for name in () if faults else facts.names(material.book):
        try:
            facts.get(material.book, name)
        except ReaderError as error:
            yield of_error(error)


def used(material: Material) -> Iterator[Finding]:
    """Every fact is used. What a file that cannot be read would use is not known, and then nothing is said."""
    known = definitions.definitions(material.book)
    words = {word for definition in known.values() for word in definition.parts.values()}
    for path in _texts(material):
        if not material.readable(path):
            return
        _, found = material.clean.part_with(f"facts named in {material.name(path)}", partial(_named, material, path))
        words.update(found)
    for name, definition in known.items():
        if name not in words and not definition.kept:
            reason = (
                "no page, question, notebook or view uses it. Use it, take it out, or say under `kept` why it stays."
            )
            yield of_error(definition.error(reason))


def _named(material: Material, path: Path) -> tuple[list[Finding], list[str]]:
    return [], sorted(set(_TOKEN.findall(material.text(path))))


def _texts(material: Material) -> Iterator[Path]:
    """Every file that may name a fact."""
    yield from material.pages
    yield from material.question_files
    book = material.book
    for folder in (book.views_dir, book.tasks_dir, book.lessons_dir, book.sheets_dir):
        yield from litter.files(folder, "**/*.yml")
    if package := material.book.identity.package:
        yield from litter.files(material.book.root / package, "**/*.py")
