"""The bibliography: which sources there are, and how the book cites them in a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pybtex.database import BibliographyData, Entry, parse_string
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError

from sourcebook.book import Book
from sourcebook.errors import ReaderError
from sourcebook.sources import scan
from sourcebook.text import reads
from sourcebook.text.parsed import once
from sourcebook.text.textfile import read_text
from sourcebook.text.wording import did_you_mean, listing


class SourceError(ReaderError):
    """``references.bib`` cannot be read, or has no such key; the message says where and what to do."""


@dataclass(frozen=True)
class Source:
    """One source as the book shows it."""

    key: str
    author: str
    title: str
    year: str
    number: str
    url: str
    note: str

    @property
    def short(self) -> str:
        """A citation in a line, for example ``Town board, Minutes 14 (1998)``."""
        body = self.number or self.title
        year = "" if not self.year or self.year in body else f" ({self.year})"
        return f"{self.author}, {body}{year}" if self.author else f"{body}{year}"


FILE = "book/references.bib"


@lru_cache(maxsize=4)
def _scanned(path: Path, stamp: int) -> tuple[str, tuple[SourceError, ...]]:
    """The text of the file, and everything that is wrong with it."""
    try:
        text = read_text(path, FILE, SourceError)
    except SourceError as error:
        return "", (error,)
    return text, tuple(SourceError(f"{FILE}, line {line}: {reason}") for line, reason in scan.faults(text))


@lru_cache(maxsize=4)
def _parse(path: Path, stamp: int) -> BibliographyData:
    return once("sources", read_text(path, FILE, SourceError), lambda: _whole(path, stamp))


def _whole(path: Path, stamp: int) -> BibliographyData:
    text, faults = _scanned(path, stamp)
    if faults:
        raise faults[0]
    try:
        return parse_string(text, "bibtex")
    except PybtexSyntaxError as error:
        raise SourceError(f"{FILE}, line {error.lineno}: cannot be read ({error}). Mend the entry.") from None
    except PybtexError as error:
        raise SourceError(f"{FILE}: cannot be read ({error}). Mend the entry that it names.") from None


def faults(book: Book) -> list[SourceError]:
    """Everything that is wrong with the bibliography, each with its line and remedy; empty
    where all entries can be read.
    """
    try:
        _entries(book)
    except SourceError as error:
        path = book.bibliography
        return list(_scanned(path, reads.stamp(path))[1]) or [error] if path.is_file() else [error]
    return []


def _entries(book: Book) -> Mapping[str, Entry]:
    path = book.bibliography
    if not path.is_file():
        raise SourceError(f"{path} is missing. It holds every source; restore it with git.")
    entries: Mapping[str, Entry] = _parse(path, reads.stamp(path)).entries
    return entries


def _plain(text: str) -> str:
    """BibTeX text as plain text: braces away, escapes undone."""
    text = text.replace("--", "–")
    text = re.sub(r"\\([&%_#$])", r"\1", text)
    return re.sub(r"[{}]", "", text).strip()


def _author(entry: Entry) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_plain(" ".join(p.prelast_names + p.last_names)) for p in people]
    if not names:
        return _plain(entry.fields.get("institution") or entry.fields.get("organization") or "")
    if len(names) > 3:
        return f"{names[0]} and others"
    return listing(names)


def no_source(key: str, known: Collection[str]) -> str:
    """What an author is told of a key that the bibliography does not have."""
    return f"no source {key!r} in {FILE}.{did_you_mean(key, known)} Add it there, or mend the key."


@reads.derived
def keys(book: Book) -> set[str]:
    """Every key of the bibliography."""
    return set(_entries(book))


@reads.derived
def get(book: Book, key: str) -> Source:
    """The source called ``key``; raises ``SourceError`` where there is none."""
    found = _entries(book)
    if key not in found:
        raise SourceError(no_source(key, found))
    entry = found[key]
    fields = entry.fields
    return Source(
        key=key,
        author=_author(entry),
        title=_plain(fields.get("title", "")),
        year=_plain(fields.get("year", "")),
        number=_plain(fields.get("number", "")),
        url=fields.get("url", "").replace("\\", ""),
        note=_plain(fields.get("note", "")),
    )


def cite(book: Book, key: str) -> str:
    """The source in a line of plain text."""
    return get(book, key).short


def link(book: Book, key: str) -> str:
    """Where the source lives, or an empty string."""
    return get(book, key).url
