"""Checks of the plans of lessons, whose minutes must add up, and of the sheets to print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.classroom import plans, printables
from sourcebook.errors import ReaderError
from sourcebook.text.wording import did_you_mean

_SHEET = re.compile(r"\{sheet\}`([^`]*)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_PLAN = re.compile(r"^`{3,}\{lesson-plan\}\s+(\S+)", re.MULTILINE)


def lessons(material: Material) -> Iterator[Finding]:
    """Every lesson adds up: its steps to its minutes, and what is read and counted into each step."""
    book = material.book
    known = printables.names(book)
    shown: dict[str, Path] = {}
    there = plans.plan_files(book)
    for path in material.markdown:
        text = _text(material, path)
        for found in _PLAN.finditer(text):
            shown[found[1]] = path
            if found[1] not in there:
                at = text.count("\n", 0, found.start()) + 1
                reason = f"there is no plan {found[1]!r} in book/lessons.{did_you_mean(found[1], there)} Mend the name."
                yield Finding(material.name(path), at, reason)
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
                    reason = f"there is no sheet {sheet!r} to print.{did_you_mean(sheet, known)}"
                    yield Finding(file, number, f"{reason} Mend its name, or write book/sheets/{sheet}.yml.")
            for address in _LINK.findall(line) if name in shown else ():
                if "://" not in address and not material.is_file((shown[name].parent / address).resolve()):
                    reason = (
                        f"the link {address!r} leads nowhere from {material.name(shown[name])}, which shows this plan"
                    )
                    yield Finding(file, number, f"{reason}. Mend it.")


def sheets(material: Material) -> Iterator[Finding]:
    """Every sheet to print can be read."""
    for path in plans.sheet_files(material.book).values():
        try:
            _, faults = plans.checked(material.book, path, plans.Sheet)
            yield from (Finding(material.name(path), line, reason) for line, reason in faults.found)
        except ReaderError as error:
            yield of_error(error)


def _text(material: Material, path: Path) -> str:
    return material.text(path) if material.readable(path) else ""
