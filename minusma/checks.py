"""What ``check`` looks for in this book beside what every book keeps: claims are named by their words, and their record
leaves the verdict to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from minusma.claims.references import ClaimError, find
from sourcebook import data
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material, row_lines
from sourcebook.checks.tables import statements
from sourcebook.text import fences

_NUMBER = re.compile(r"(?<![\w`#-])c[0-9]{2}\b")
_VERDICT = re.compile(r"(?:partly |not quite )?(?:right|wrong|true|untrue|false|correct|incorrect)\b", re.IGNORECASE)
_REMEDY = "Name the claim by a few of its words: {claim}`words` in a page or a plan, plain words elsewhere."


def claim_numbers(material: Material) -> Iterator[Finding]:
    """No claim number is typed, and the words of every ``{claim}`` and ``{claim-words}`` fit one claim."""
    for place, line, words in material.roles("claim(?:-words)?"):
        try:
            find(words, data.load(material.book, "claims"))
        except ClaimError as error:
            yield Finding(place, line, str(error))
    for path in material.written:
        yield from material.clean.part(f"claim numbers of {material.name(path)}", partial(_in_prose, material, path))
    yield from material.clean.part("claim numbers in tables", partial(_in_tables, material))


def _in_prose(material: Material, path: Path) -> Iterator[Finding]:
    for place, text in material.words(path):
        if not _NUMBER.search(text):
            continue
        shown = re.sub(r"\{[a-z-]+\}`[^`]*`|`[^`]*`", lambda match: " " * len(match[0]), fences.prose(text))
        for match in _NUMBER.finditer(shown):
            line = text.count("\n", 0, match.start()) + 1
            yield Finding(place, line, f"{match[0]!r} is typed by hand. {_REMEDY}")


def _in_tables(material: Material) -> Iterator[Finding]:
    known = set(data.load(material.book, "claims")["id"])
    for name, table in data.tables(material.book).items():
        lines = row_lines(table.path)
        for row in data.load(material.book, name).to_dict("records"):
            for column in (*statements(table), "note"):
                cell = str(row[column] or "")
                for match in _NUMBER.finditer("" if cell in known else cell):  # a cell that is a key is looked up
                    reason = f"row {row['id']}: {match[0]!r} is typed by hand. {_REMEDY}"
                    yield Finding(material.name(table.path), lines.get(row["id"], 0), reason)


def records(material: Material) -> Iterator[Finding]:
    """The record of a claim, which students read before they judge a second time, does not open with a verdict."""
    yield from material.clean.part("records of claims", partial(_records, material))


def _records(material: Material) -> Iterator[Finding]:
    table = data.table(material.book, "claims")
    lines = row_lines(table.path)
    for row in data.load(material.book, "claims").to_dict("records"):
        if match := _VERDICT.match(row["record"]):
            reason = (
                f"row {row['id']}, column record: {match[0]!r} gives the verdict away before a reader judges a second "
                "time. Begin with what the sources say; what we think of it stands in `verdict` and `teaching_note`."
            )
            yield Finding(material.name(table.path), lines.get(row["id"], 0), reason)


CHECKS = {"no claim number is typed by hand": claim_numbers, "no record gives the verdict away": records}
