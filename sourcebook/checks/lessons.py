"""Checks of the plans of lessons, whose minutes must add up, and of the sheets to print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sourcebook.checks import as_it_stands
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.classroom import downloads, plans, printables
from sourcebook.errors import ReaderError
from sourcebook.text.wording import did_you_mean

_SHEET = re.compile(r"\{sheet\}`([^`]*)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def lessons(material: Material) -> Iterator[Finding]:
    """Every lesson adds up: its steps to its minutes, and what is read and counted into each step."""
    book = material.book
    known = printables.names(book)
    shown: dict[str, Path] = {}
    there = plans.plan_files(book)
    for path in material.markdown:
        markup = material.markup(path)
        for one in markup.directives:
            if one.name == "lesson-plan":
                shown[one.argument] = path
                if one.argument not in there:
                    near = did_you_mean(one.argument, there)
                    reason = f"there is no plan {one.argument!r} in book/lessons.{near} Mend the name."
                    yield Finding(material.name(path), one.line, reason)
        for at, role, sheet in markup.roles:
            if role == "sheet" and sheet not in known:
                yield Finding(material.name(path), at, downloads.no_sheet(sheet, known))
    for name, path in there.items():
        file = material.name(path)
        try:
            _, faults = plans.checked(book, path, plans.Plan)
        except ReaderError as error:
            yield of_error(error)
            continue
        yield from (Finding(file, line, reason) for line, reason in faults.found)
        if name not in shown:
            yield Finding(file, 1, f"no page shows this plan. Show it with {{lesson-plan}} {name}, or take it out.")
        for number, line in enumerate(_text(material, path).splitlines(), 1):
            for sheet in _SHEET.findall(line):
                if sheet not in known:
                    yield Finding(file, number, downloads.no_sheet(sheet, known))
            for address in _LINK.findall(line) if name in shown else ():
                if "://" not in address and not material.is_file((shown[name].parent / address).resolve()):
                    reason = (
                        f"the link {address!r} leads nowhere from {material.name(shown[name])}, which shows this plan"
                    )
                    yield Finding(file, number, f"{reason}. Mend it.")


def sheets(material: Material) -> Iterator[Finding]:
    """Every sheet to print can be read, and holds nothing that would stand raw on paper."""
    for path in plans.sheet_files(material.book).values():
        try:
            _, faults = plans.checked(material.book, path, plans.Sheet)
            yield from (Finding(material.name(path), line, reason) for line, reason in faults.found)
        except ReaderError as error:
            yield of_error(error)
        yield from as_it_stands.printed(material, path)


def _text(material: Material, path: Path) -> str:
    return material.text(path) if material.readable(path) else ""
