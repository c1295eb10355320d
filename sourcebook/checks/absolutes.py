"""Words that allow no exception: each stands in a short list, with the row that proves it or the reason, or goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch

from sourcebook import data
from sourcebook.checks.exceptions import Exceptions
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material, row_lines
from sourcebook.checks.tables import statements
from sourcebook.errors import ReaderError
from sourcebook.text import fences

FILE = "absolute-words.yml"
_WORD = re.compile(r"\b(?:every|never|only|all|none|always|first|at full (?:strength|size))\b", re.IGNORECASE)
# Where the word orders a story, counts off or names a place in a text, it allows exceptions.
_PLACES = (
    "aid|half|round|step|line|page|column|cell|table|lesson|period|phase|look|sentence|paragraph|part|head|point|"
    "day|week|month|year"
)
_HARMLESS = re.compile(
    r"\b(?:at first|first of all|all in all|not only|not all|not every|not always|if only|first name|earliest first|"
    rf"a first (?:verdict|count)|first (?:(?:two|three|few|full) )?(?:{_PLACES})s?|"
    r"the first (?:two )?(?:is|are)\b[^.;]*, the (?:second|third)|"
    r"all the (?:same|more)|above all|after all|once and for all)\b"
    r"|\bin all(?=[.,;)])|^[ \t]*[*-]?[ \t]*\*{0,2}First[,:.]",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def absolute_words(material: Material) -> Iterator[Finding]:
    """Every word that allows no exception is proved, explained, or goes."""
    exceptions = Exceptions(material, FILE, rows=True)
    yield from _rows_exist(material, exceptions)
    unread = {material.name(path) for path in [*material.pages, *material.question_files]}
    for place, text in [*material.prose, *material.question_texts]:
        unread.discard(place.split(",")[0])
        yield from _look(place, _shown(text), 0, exceptions)
    for name, table in data.tables(material.book).items():
        place = material.name(table.path)
        try:
            frame = data.load(material.book, name)
        except ReaderError:
            unread.add(place)
            continue
        lines = row_lines(table.path)
        for row in frame.to_dict("records"):
            for column in statements(table):
                yield from _look(place, str(row[column] or ""), lines.get(row["id"], 0), exceptions)
    yield from _needed(exceptions, unread)


def _shown(text: str) -> str:
    """The prose as a reader has it: no front matter, no code, no directive's options; lines stay where they are."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = _FRONT_MATTER.sub(blank, text)
    text = fences.prose(text)
    return re.sub(r"^:[a-z-]+:.*$|`[^`\n]*`|\]\([^)\n]*\)|“[^”]*”", blank, text, flags=re.MULTILINE)


def _look(place: str, text: str, line: int, exceptions: Exceptions) -> Iterator[Finding]:
    page = place.split(",")[0]
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    listed = [(entry, match.span()) for entry in exceptions.on(page) for match in entry.text.finditer(text)]
    for match in _WORD.finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in harmless):
            continue
        covering = [entry for entry, (start, end) in listed if start <= match.start() and match.end() <= end]
        for entry in covering:
            entry.used = True
        if covering:
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


def _needed(exceptions: Exceptions, unread: set[str]) -> Iterator[Finding]:
    """An entry that nothing needs is listed needlessly, unless what it is for could not be read."""
    for entry in exceptions.unused():
        if not any(fnmatch(file, entry.page) for file in unread):
            reason = f"{entry.text.pattern!r} on {entry.page} stands for no word that needs it."
            yield Finding(exceptions.file, entry.line, f"{reason} Mend the entry, or take it out.")
