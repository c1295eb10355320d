"""Words that allow no exception: each stands in a short list, with the row that proves it or the reason, or goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import partial
from itertools import chain
from pathlib import Path

from sourcebook import data
from sourcebook.checks.exceptions import Exceptions
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material, row_lines
from sourcebook.checks.tables import statements
from sourcebook.errors import ReaderError
from sourcebook.text import fences

Look = Callable[[Material, Path, Exceptions, set[int]], Iterator[Finding] | None]
FILE = "absolute-words.yml"
_WORD = re.compile(r"\b(?:every|never|only|all|none|always|first|at full (?:strength|size))\b", re.IGNORECASE)
# Where the word orders a story, counts off or names a place in a text, it allows exceptions.
_PLACES = (
    "aid|half|round|step|line|page|column|cell|table|lesson|period|phase|look|sentence|paragraph|part|head|point|"
    "day|week|month|year"
)
_HARMLESS = re.compile(
    r"\b(?:at first|first of all|all in all|not only|not all|not every|not always|if only|first name|earliest first|"
    rf"first (?:verdict|count)|first (?:(?:two|three|few|full) )?(?:{_PLACES})s?|"
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
    unread: set[str] = set()
    used: set[int] = set()
    looks: dict[Path, Look] = dict.fromkeys(material.written, _page)
    looks |= {table.path: _table for table in data.tables(material.book).values()}
    for path, look in looks.items():
        file = material.name(path)
        found, needs = material.clean.part_with(
            f"absolute words of {file}", partial(_with_needs, look, material, path, exceptions)
        )
        yield from found
        if needs is None:
            unread.add(file)
        used.update(needs or ())
    yield from _needed(exceptions, used, unread)


def _with_needs(
    look: Look, material: Material, path: Path, exceptions: Exceptions
) -> tuple[list[Finding], list[int] | None]:
    """What is found in a file, and the numbers of the entries that it needs; ``None`` where it cannot be read."""
    needs: set[int] = set()
    found = look(material, path, exceptions, needs)
    return (list(found), sorted(needs)) if found is not None else ([], None)


def _page(material: Material, path: Path, exceptions: Exceptions, needs: set[int]) -> Iterator[Finding] | None:
    parts = material.words(path)
    if not parts:
        return None
    return chain.from_iterable(_look(place, _shown(text), 0, exceptions, needs) for place, text in parts)


def _table(material: Material, path: Path, exceptions: Exceptions, needs: set[int]) -> Iterator[Finding] | None:
    try:
        frame = data.load(material.book, path.stem)
    except ReaderError:
        return None
    place, lines = material.name(path), row_lines(path)
    columns = statements(data.table(material.book, path.stem))
    return chain.from_iterable(
        _look(place, str(row[column] or ""), lines.get(row["id"], 0), exceptions, needs)
        for row in frame.to_dict("records")
        for column in columns
    )


def _shown(text: str) -> str:
    """The prose as a reader has it: no front matter, no code, no directive's options but those that
    hold prose; lines stay where they are."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = _FRONT_MATTER.sub(blank, text)
    text = fences.prose(text)
    return re.sub(r"^:(?!reading:)[a-z-]+:.*$|`[^`\n]*`|\]\([^)\n]*\)|“[^”]*”", blank, text, flags=re.MULTILINE)


def _look(place: str, text: str, line: int, exceptions: Exceptions, needs: set[int]) -> Iterator[Finding]:
    if not _WORD.search(text):
        return
    page = place.split(",")[0]
    harmless = [match.span() for match in _HARMLESS.finditer(text)]
    listed = [(entry, match.span()) for entry in exceptions.on(page) for match in entry.text.finditer(text)]
    for match in _WORD.finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in harmless):
            continue
        covering = [entry for entry, (start, end) in listed if start <= match.start() and match.end() <= end]
        needs.update(entry.number for entry in covering)
        if covering:
            continue
        at = line or text.count("\n", 0, match.start()) + 1
        around = " ".join(text[max(0, match.start() - 30) : match.end() + 30].split())
        reason = (
            f"{match[0]!r} allows no exception (… {around} …). Say less, or list it in {exceptions.file} with the row "
            "that proves it or the reason."
        )
        yield Finding(place, at, reason)


def _rows_exist(material: Material, exceptions: Exceptions) -> Iterator[Finding]:
    known = data.names(material.book)
    for entry in exceptions.entries:
        if not entry.row:
            continue
        table, _, row = entry.row.partition("/")
        rows = row_lines(material.book.data_dir / f"{table}.csv") if table in known else {}
        # Of a table that cannot be read nothing is said but that.
        if table not in known or (rows and row not in rows):
            yield Finding(exceptions.file, entry.line, f"no row {entry.row!r}. Write table/id of a row that proves it.")


def _needed(exceptions: Exceptions, used: set[int], unread: set[str]) -> Iterator[Finding]:
    """An entry that nothing needs is listed needlessly, unless what it is for could not be read."""
    for entry in exceptions.unused(used):
        if not any(fnmatch(file, entry.page) for file in unread):
            reason = f"{entry.text.pattern!r} on {entry.page} stands for no word that needs it."
            yield Finding(exceptions.file, entry.line, f"{reason} Mend the entry, or take it out.")
