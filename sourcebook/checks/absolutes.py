"""Words that allow no exception: each stands in a short list, with the row that proves it or the reason, or goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcebook import data
from sourcebook.checks.exceptions import Exceptions
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material, row_lines
from sourcebook.checks.tables import statements
from sourcebook.errors import ReaderError
from sourcebook.text import fences

FILE = "absolute-words.yml"
_WORD = re.compile(r"\b(?:every|never|only|all|none|always|first|at full (?:strength|size))\b", re.IGNORECASE)
# Where the word orders a story or joins two words, it allows exceptions.
_HARMLESS = re.compile(
    r"\b(?:at first|first of all|all in all|for the first time|not only|not all|not every|not always|if only|first name|"
    r"first (?:aid|half|round|count|verdict|step|line|page|column|cell|lesson|period|look|sentence|paragraph|person|part)|"
    r"first (?:lady|minister|day|days|week|month|months|year|years)|all the same|above all|after all|once and for all)\b"
    r"|^[ \t]*[*-]?[ \t]*\*{0,2}First[,:.]",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def absolute_words(material: Material) -> Iterator[Finding]:
    """Every word that allows no exception is proved, explained, or goes."""
    exceptions = Exceptions(material, FILE, rows=True)
    yield from _rows_exist(material, exceptions)
    for place, text in [*material.prose, *material.question_texts]:
        yield from _look(place, _shown(text), 0, exceptions)
    for name, table in data.tables(material.book).items():
        try:
            frame = data.load(material.book, name)
        except ReaderError:
            continue
        lines = row_lines(table.path)
        for row in frame.to_dict("records"):
            for column in statements(table):
                place = material.name(table.path)
                yield from _look(place, str(row[column] or ""), lines.get(row["id"], 0), exceptions)


def _shown(text: str) -> str:
    """The prose as a reader has it: no front matter, no code, no directive's options; lines stay where they are."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = _FRONT_MATTER.sub(blank, text)
    text = fences.prose(text)
    return re.sub(r"^:[a-z-]+:.*$|`[^`\n]*`|\]\([^)\n]*\)|“[^”]*”", blank, text, flags=re.MULTILINE)


def _look(place: str, text: str, line: int, exceptions: Exceptions) -> Iterator[Finding]:
    page = place.split(",")[0]
    free = [match.span() for match in _HARMLESS.finditer(text)]
    for entry in exceptions.of(page):
        free.extend(match.span() for match in entry.finditer(text))
    for match in _WORD.finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in free):
            continue
        at = line or text.count("\n", 0, match.start()) + 1
        around = " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())
        reason = (
            f"{match[0]!r} allows no exception (… {around} …). Say less, or list it in {exceptions.file} "
            "with the row that proves it or the reason."
        )
        yield Finding(place, at, reason)


def _rows_exist(material: Material, exceptions: Exceptions) -> Iterator[Finding]:
    known = data.names(material.book)
    for entry in exceptions.entries:
        if not entry.row:
            continue
        table, _, row = entry.row.partition("/")
        if table not in known or row not in row_lines(material.book.data_dir / f"{table}.csv"):
            yield Finding(exceptions.file, entry.line, f"no row {entry.row!r}. Write table/id of a row that proves it.")
