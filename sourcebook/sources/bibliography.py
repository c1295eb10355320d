"""The bibliography: which sources there are, and how the book cites them in a line."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pybtex.database import BibliographyData, BibliographyDataError, Entry, parse_file
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError

from sourcebook import paths
from sourcebook.errors import ReaderError


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
        """A citation in a line, for example ``UN Security Council, S/RES/2100 (2013)``."""
        body = self.number or self.title
        year = "" if not self.year or self.year in body else f" ({self.year})"
        return f"{self.author}, {body}{year}" if self.author else f"{body}{year}"


@lru_cache(maxsize=4)
def _parse(path: Path, stamp: int) -> BibliographyData:
    try:
        return parse_file(str(path), bib_format="bibtex", encoding="utf-8")
    except PybtexSyntaxError as error:
        raise SourceError(
            f"book/references.bib, line {error.lineno}: cannot be read ({error}). Mend the entry."
        ) from None
    except BibliographyDataError as error:
        raise SourceError(f"book/references.bib: {error}. Every key may stand only once.") from None
    except PybtexError as error:
        raise SourceError(
            f"book/references.bib: cannot be read ({error}). Save it again with the encoding UTF-8."
        ) from None


def _entries(path: Path | None) -> dict[str, Entry]:
    path = path or paths.bibliography()
    if not path.is_file():
        raise SourceError(f"{path} is missing. It holds every source; restore it with git.")
    return dict(_parse(path, path.stat().st_mtime_ns).entries)


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
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def keys(path: Path | None = None) -> set[str]:
    """Every key of the bibliography."""
    return set(_entries(path))


def near(key: str, known: set[str]) -> str:
    """`` Did you mean …?`` with the nearest keys, or an empty string."""
    close = difflib.get_close_matches(key, known, n=3)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def get(key: str, path: Path | None = None) -> Source:
    """The source called ``key``; raises ``SourceError`` where there is none."""
    found = _entries(path)
    if key not in found:
        raise SourceError(f"no source {key!r} in book/references.bib.{near(key, set(found))}")
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


def cite(key: str) -> str:
    """The source in a line of plain text."""
    return get(key).short


def link(key: str) -> str:
    """Where the source lives, or an empty string."""
    return get(key).url
