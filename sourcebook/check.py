"""What ``minusma check`` looks for: whatever in the sources does not hold, each with its file, line and remedy.

One broken file does not hide what is wrong in another: each check goes on as far as it can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from sourcebook import data, facts, paths, sources
from sourcebook.errors import ReaderError
from sourcebook.facts import evidence, typed_numbers
from sourcebook.quiz import bank, places
from sourcebook.text import fences
from sourcebook.text.yamlfile import Unreadable, YamlFile

ALLOWED_FILE = "allowed-numbers.yml"
# There, what stands in quotation marks is our own: sample answers, and what a teacher writes on the board.
OWN_WORDS = "book/teachers/*"
# What a reader never sees, or what is right by itself: an answer that may be typed_numbers, and a name.
_NO_PROSE = {
    "id",
    "type",
    "objective",
    "difficulty",
    "sources",
    "teaches",
    "view",
    "accept",
    "answer",
    "tolerance",
    "unit",
}


@dataclass(frozen=True)
class Finding:
    """One thing to mend: where it is and what to do. Without a file, the text says where."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.text}" if place else self.text


def _told(error: ReaderError) -> Finding:
    """An error that names its own file."""
    return Finding("", 0, str(error))


def _text(path: Path, root: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ReaderError(
            f"{path.relative_to(root).as_posix()}: not UTF-8. Save the file again with the encoding UTF-8."
        ) from None


def _yaml(path: Path, root: Path) -> YamlFile:
    try:
        return YamlFile(_text(path, root))
    except Unreadable as error:
        raise ReaderError(f"{path.relative_to(root).as_posix()}, line {error.line}: {error}") from None


def _pages(root: Path) -> list[Path]:
    """All Markdown pages, then all notebooks."""
    pages = sorted(path for path in (root / "book").rglob("*.md") if "quizzes" not in path.parts)
    return [*pages, *sorted((root / "notebooks").glob("*.ipynb"))]


def _read(path: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Place and text of the prose of a page, or of each Markdown cell of a notebook; ``ReaderError`` where it cannot be read."""
    file, text = path.relative_to(root).as_posix(), _text(path, root)
    if path.suffix == ".md":
        yield file, text
        return
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except json.JSONDecodeError as error:
        raise ReaderError(
            f"{file}, line {error.lineno}: not valid JSON ({error.msg}). Take the notebook from git again."
        ) from None
    except (KeyError, TypeError):
        raise ReaderError(
            f"{file}: not a notebook of version 4. Open it in JupyterLab and save it, or take it from git again."
        ) from None
    for number, (kind, source) in enumerate(cells, 1):
        if kind == "markdown":
            yield f"{file}, cell {number}", source


def _prose(root: Path) -> Iterator[tuple[str, str]]:
    """Place and text of all prose that can be read."""
    for path in _pages(root):
        with suppress(ReaderError):
            yield from _read(path, root)


def _readable(root: Path) -> Iterator[Finding]:
    for path in _pages(root):
        try:
            list(_read(path, root))
        except ReaderError as error:
            yield _told(error)


def _question_files(root: Path) -> list[Path]:
    return sorted((root / "book" / "quizzes").glob("*.yml"))


def _question_words(held: YamlFile) -> str:
    """What readers see of a question file, each text in the line where it begins in the file."""
    lines: dict[int, list[str]] = {}

    def gather(part: Any, path: tuple[Any, ...]) -> None:
        if isinstance(part, str):
            lines.setdefault(held.line(*path), []).append(" ".join(part.split()))
        elif isinstance(part, dict | list):
            for key, value in part.items() if isinstance(part, dict) else enumerate(part):
                if key not in _NO_PROSE:
                    gather(value, (*path, key))

    for key in ("title", "objectives", "questions"):
        if isinstance(held.values, dict):
            gather(held.values.get(key), (key,))
    return "\n".join(" / ".join(lines.get(number, [])) for number in range(1, max(lines, default=0) + 1))


def _allowed(root: Path) -> list[tuple[str, re.Pattern[str]]]:
    """Pages (as a file pattern) and what may be typed there (as a regular expression), each entry with its reason."""
    path = root / "book" / "data" / ALLOWED_FILE
    if not path.is_file():
        return []
    held = _yaml(path, root)
    if not isinstance(held.values or [], list):
        raise ReaderError(
            f"book/data/{ALLOWED_FILE}, line 1: must be a list, each entry `- {{page: …, text: …, reason: …}}`."
        )
    allowed = []
    for number, entry in enumerate(held.values or []):
        place = f"book/data/{ALLOWED_FILE}, line {held.line(number)}"
        missing = [key for key in ("page", "text", "reason") if not (isinstance(entry, dict) and entry.get(key))]
        if missing:
            raise ReaderError(
                f"{place}: {', '.join(missing)} is missing. Each entry is `- {{page: …, text: …, reason: …}}`."
            )
        try:
            allowed.append((str(entry["page"]), re.compile(str(entry["text"]), re.MULTILINE)))
        except re.error as error:
            raise ReaderError(f"{place}: `text` is no regular expression ({error}).") from None
    return allowed


def _numbers(root: Path) -> Iterator[Finding]:
    allowed = _allowed(root)

    def look(place: str, text: str, remedy: str) -> Iterator[Finding]:
        page = place.split(",")[0]
        fine = [pattern for pages, pattern in allowed if fnmatch(page, pages)]
        for line, number in typed_numbers.numbers(text, fine, quoted=not fnmatch(page, OWN_WORDS)):
            yield Finding(
                place,
                line,
                f"{number!r} is typed by hand. Use {remedy}, or list it with a reason in book/data/{ALLOWED_FILE}.",
            )

    for place, text in _prose(root):
        yield from look(place, text, "{fact}")
    for path in _question_files(root):
        with suppress(ReaderError):
            yield from look(path.relative_to(root).as_posix(), _question_words(_yaml(path, root)), "{{a fact}}")


def _roles(root: Path, role: str) -> Iterator[tuple[str, int, str]]:
    """Place, line and content of every role of this name (a regular expression) in the prose."""
    for place, text in _prose(root):
        text = fences.prose(text)
        for match in re.finditer(rf"\{{{role}\}}`([^`]+)`", text):
            yield place, text.count("\n", 0, match.start()) + 1, match[1]


def _facts(root: Path) -> Iterator[Finding]:
    folder = root / "book" / "data"
    names = facts.names(folder)
    for name in names:
        try:
            facts.get(name, folder)
        except ReaderError as error:
            yield _told(error)
    for place, line, name in _roles(root, "fact"):
        if name.strip() not in names:
            yield Finding(
                place, line, f"no fact {name.strip()!r} in book/data/{facts.FACTS_FILE}.{facts.near(name, names)}"
            )


def _citations(root: Path) -> Iterator[Finding]:
    known = sources.keys(root / "book" / "references.bib")
    for place, line, content in _roles(root, r"cite(?::\w+)?"):
        for key in map(str.strip, content.split(",")):
            if key not in known:
                yield Finding(place, line, f"no source {key!r}.{sources.near(key, known)}")
    for place, text in _prose(root):
        for start, name, inside in fences.blocks(text):
            for number, row in enumerate(inside, start + 1) if name == "{sources}" else ():
                try:
                    list(evidence.entries(row, root / "book" / "data"))
                except evidence.EvidenceError as error:
                    yield Finding(place, number, str(error))
                except ReaderError as error:
                    yield _told(error)


def _terms(root: Path) -> Iterator[Finding]:
    known = {term.casefold() for term in data.load("glossary", root / "book" / "data")["term"]}
    for place, line, content in _roles(root, "term"):
        term = (re.search(r"<([^<>]+)>$", content) or [content, content])[1]
        if term.strip().casefold() not in known:
            yield Finding(place, line, f"{term!r} is not in the glossary. Add it to glossary.csv.")


def _tables(root: Path) -> Iterator[Finding]:
    for name in data.names(root / "book" / "data"):
        try:
            data.load(name, root / "book" / "data")
        except ReaderError as error:
            yield _told(error)


def _questions(root: Path) -> Iterator[Finding]:
    from minusma import views  # takes a second, which the first findings need not wait for

    def known(read: Callable[[], Iterable[str]]) -> frozenset[str]:
        # What cannot be read is told by its own check, and not looked up here.
        with suppress(ValueError, KeyError):
            return frozenset(read())
        return frozenset()

    book = root / "book"
    refers = bank.Known(
        known(lambda: facts.names(book / "data")),
        known(lambda: sources.keys(book / "references.bib")),
        known(places.sections),
        known(views.ids),
    )
    banks: dict[str, bank.Bank] = {}
    for path in _question_files(root):
        try:
            banks[path.stem] = bank.parse(_text(path, root), path.relative_to(root).as_posix(), refers)
        except ReaderError as error:
            yield _told(error)
    if len(banks) == len(
        _question_files(root)
    ):  # else a borrowed question may stand in the file that could not be read
        try:
            bank.together(banks)
        except ReaderError as error:
            yield _told(error)


CHECKS: dict[str, Callable[[Path], Iterator[Finding]]] = {
    "every page and notebook can be read": _readable,
    "every table keeps to the data dictionary": _tables,
    "every fact has a value and a source": _facts,
    "every citation has its source": _citations,
    "every term has its definition": _terms,
    "no number is typed by hand": _numbers,
    "every question keeps to the rules": _questions,
}


def run(root: Path | None = None) -> Iterator[tuple[str, list[Finding]]]:
    """Each check by name with what it found, as it ends, on the book below ``root`` (the checkout by default)."""
    root = root or paths.book_dir().parent
    for name, check in CHECKS.items():
        found: list[Finding] = []
        try:
            for finding in check(root):
                found.append(finding)
        except ReaderError as error:
            found.append(_told(error))
        yield name, list(dict.fromkeys(found))
