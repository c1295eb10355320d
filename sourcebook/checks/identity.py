"""Checks of ``book.yml``: it keeps to its schema, and what it names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from sourcebook import data
from sourcebook.book import IDENTITY_FILE
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import BookError, ReaderError
from sourcebook.identity import faults
from sourcebook.quiz import bank
from sourcebook.text.wording import did_you_mean

FILE = f"book/{IDENTITY_FILE}"
READINGS = "readings"


def identity(material: Material) -> Iterator[Finding]:
    """book.yml keeps to its schema, and names what there is."""
    try:
        _ = material.book.identity
    except BookError as error:
        path = material.book.folder / IDENTITY_FILE
        try:
            yield from map(of_error, faults(material.text(path)) if path.is_file() else [error])
        except ReaderError:  # not UTF-8, which its own reader says
            yield of_error(error)
        return
    line = material.yaml(material.book.folder / IDENTITY_FILE).line
    for place, reason in (
        *_icon(material),
        *_addresses(material),
        *_part(material),
        *_evidence(material),
        *_shelves(material),
        *_questions(material),
    ):
        yield Finding(FILE, line(*place), reason)


_Fault = tuple[tuple[str, ...], str]


def _icon(material: Material) -> Iterator[_Fault]:
    icon = material.book.identity.icon
    if icon and not material.is_file(material.book.folder / icon):
        yield ("icon",), f"there is no file book/{icon}. Mend the name, or take the key out."


def _addresses(material: Material) -> Iterator[_Fault]:
    address = material.book.identity.licence.address
    if not re.match(r"https?://[^/\s]+\.", address):
        yield ("licence", "address"), f"{address!r} is no address. Write it whole: https://name.org/page."


def _part(material: Material) -> Iterator[_Fault]:
    part = material.book.identity.chapters.part
    parts = dict.fromkeys(entry.part for entry in material.contents if entry.part)
    if part and parts and part not in parts:
        yield (
            ("chapters", "part"),
            f"no part of _toc.yml is called {part!r}.{did_you_mean(part, parts, 1)} Mend the name.",
        )


def _evidence(material: Material) -> Iterator[_Fault]:
    with suppress(ReaderError):  # a broken dictionary is the matter of the tables' own check
        tables = data.tables(material.book)
        for name, sentence in material.book.identity.evidence.items():
            if name not in tables:
                yield ("evidence", name), f"no table called {name!r}.{did_you_mean(name, tables)} Mend the name."
                continue
            columns = [column.name for column in tables[name].columns]
            for key in ("link", "says"):
                for wanted in re.findall(r"\{([^{}]*)\}", getattr(sentence, key)):
                    if wanted not in columns:
                        reason = f"the table {name} has no column {wanted!r}.{did_you_mean(wanted, columns)} Mend it."
                        yield ("evidence", name, key), reason


def _shelves(material: Material) -> Iterator[_Fault]:
    for name, cells in material.book.identity.shelves.items():
        try:
            data.pick(material.book, READINGS, **cells)
        except ReaderError as error:
            yield ("shelves", name), str(error)


def _questions(material: Material) -> Iterator[_Fault]:
    identity = material.book.identity
    chapters = bank.names(material.book)
    first: dict[str, str] = {}
    for chapter, begin in identity.prefixes.items():
        other = first.setdefault(begin, chapter)
        if other != chapter:
            reason = f"the ids of {other} begin with {begin}- already. Choose another beginning for {chapter}."
            yield ("prefixes", chapter), reason
        if chapter not in chapters:
            yield ("prefixes", chapter), f"no question file {chapter}.yml.{did_you_mean(chapter, chapters)} Mend it."
    for chapter in chapters if identity.curricula else ():
        with suppress(ReaderError):
            for goal in bank.load(material.book, chapter).objectives:
                for entry in goal.relates:
                    if entry.split()[0] not in identity.curricula:
                        reason = f"{goal.id} relates to {entry!r}, which begins like none of these. Add it, or mend it."
                        yield ("curricula",), reason
