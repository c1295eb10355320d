"""Checks of the prose: it can be read, its roles name what exists, and its numbers are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from sourcebook import data, sources
from sourcebook.checks.exceptions import Exceptions
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.data import glossary
from sourcebook.errors import ReaderError
from sourcebook.facts import evidence, typed_numbers
from sourcebook.text import fences, litter
from sourcebook.text.wording import did_you_mean

ALLOWED_FILE = "allowed-numbers.yml"
# How else a number comes into a file: by its folder or its ending, the first that fits.
_INSTEAD = {
    "*.ipynb": "Let a code cell show it",
    "book/lessons/*": "Use {fact}, or on the `board` say it without",
    "book/sheets/*": "Say it without, for a sheet looks nothing up",
    "*.yml": "Use {{a fact}}",
    "*": "Use {fact}",
}
# There, what stands in quotation marks is our own: sample answers, and what a teacher writes on the board.
OWN_WORDS = ("book/teachers/*", "book/lessons/*", "book/sheets/*")


def readable(material: Material) -> Iterator[Finding]:
    """Every page and notebook can be read."""
    for path in material.pages:
        try:
            list(material.read(path))
        except ReaderError as error:
            yield of_error(error)


def numbers(material: Material) -> Iterator[Finding]:
    """No number is typed by hand."""
    allowed = Exceptions(material, ALLOWED_FILE)

    def look(path: Path) -> Iterator[Finding]:
        page = material.name(path)
        how = next(how for pattern, how in _INSTEAD.items() if fnmatch(page, pattern))
        quoted = not any(fnmatch(page, pattern) for pattern in OWN_WORDS)
        for place, text in material.words(path):
            for line, number in typed_numbers.numbers(text, allowed.of(page), quoted=quoted):
                reason = f"{number!r} is typed by hand. {how}, or list it with a reason in {allowed.file}."
                yield Finding(place, line, reason)

    for path in material.written:
        yield from material.clean.part(f"numbers of {material.name(path)}", partial(look, path))


def allowed(material: Material) -> Iterator[Finding]:
    """Every number that may be typed stands somewhere."""
    entries = Exceptions(material, ALLOWED_FILE)
    views = litter.files(material.book.views_dir, "*.yml")
    there = {material.name(path): path for path in [*material.written, *views]}
    for entry in entries.entries:
        if "*" in entry.page:
            held = any(fnmatch(page, entry.page) for page in there)
        else:
            held = entry.page in there
            whole = _whole(material, there[entry.page]) if held else ""  # also where it cannot be read
            if whole and not entry.text.search(whole):
                reason = f"{entry.page} holds nothing like {entry.text.pattern!r}. Mend the entry, or take it out."
                yield Finding(entries.file, entry.line, reason)
        if not held:
            near = did_you_mean(entry.page, there, 1)
            yield Finding(entries.file, entry.line, f"there is no page {entry.page!r}.{near} Mend it, or take it out.")


def _whole(material: Material, path: Path) -> str:
    """All the words of a file in which a number may stand; of a view the whole file."""
    if path.parent == material.book.views_dir:
        return material.text(path) if material.readable(path) else ""
    return "\n".join(text for _, text in material.words(path))


def citations(material: Material) -> Iterator[Finding]:
    """Every citation has its source, and every line of ``{sources}`` its row."""
    for path in material.pages:
        yield from material.clean.part(f"citations of {material.name(path)}", partial(_cited, material, path))


def _cited(material: Material, path: Path) -> Iterator[Finding]:
    # One reading of the bibliography serves all pages, and the runs that follow.
    _, known = material.clean.part_with("keys of the sources", lambda: ((), sorted(sources.keys(material.book))))
    prose = material.words(path)
    for place, line, content in material.roles(r"cite(?::\w+)?", prose):
        for key in map(str.strip, content.split(",")):
            if key not in known:
                yield Finding(place, line, sources.no_source(key, known))
    for place, text in prose:
        for start, name, inside in fences.blocks(text):
            for number, row in enumerate(inside, start + 1) if name == "{sources}" else ():
                try:
                    list(evidence.entries(material.book, row))
                except evidence.TemplateError:
                    continue  # said by the check of book.yml
                except evidence.EvidenceError as error:
                    yield Finding(place, number, str(error))
                except ReaderError as error:
                    yield of_error(error)


def terms(material: Material) -> Iterator[Finding]:
    """Every term has its definition."""
    has_glossary = glossary.NAME in data.names(material.book)
    known = {term.casefold() for term in glossary.entries(material.book)} if has_glossary else set()
    for place, line, content in material.roles("term"):
        term = (re.search(r"<([^<>]+)>$", content) or [content, content])[1]
        if term.strip().casefold() not in known:
            reason = (
                f"{term!r} is not in the glossary.{did_you_mean(term.casefold(), known, 1)} Mend it, or add it to "
                "glossary.csv."
            )
            yield Finding(place, line, reason)
