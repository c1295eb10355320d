"""What ``minusma check`` looks for: numbers typed by hand, facts, sources and terms that do not hold.

A number in prose is looked up with ``{fact}``. What may be typed: dates and years, resolution numbers and document symbols, text
in quotation marks or in italics (titles), minutes of a lesson, and what ``book/data/allowed-numbers.yml`` lists with a reason.
Number words up to twelve and inside names are the writer's; ``hundred``, ``thousand``, ``million`` and ``billion`` are not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import yaml

from minusma import data, evidence, facts, paths, sources
from minusma.errors import ReaderError

ALLOWED_FILE = "allowed-numbers.yml"

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Each pattern is blanked before numbers are looked for; the order matters.
_BLANK = [
    r"^---\n.*?\n---\n",  # front matter
    r"^:[a-z-]+:.*$",  # its options
    r"^%.*$",  # comments
    r"^\([a-z0-9-]+\)=$",  # labels
    r"\{[a-z:-]+\}`[^`]*`",  # roles
    r"`[^`]*`",  # code
    r"\]\([^)]*\)",  # link targets
    r"<[^>\n]*>",  # autolinks
    r"https?://\S+",
    r"“[^”]*”",
    r"\"[^\"\n]*\"",
    r"(?<![*\w])\*[^*\n]+\*(?![*\w])",  # italics: titles
    rf"\b\d{{1,2}}(?:(?:\s*(?:to|and|or|–|-)\s*)\d{{1,2}})?\s+(?:{_MONTHS})\b",
    rf"\b(?:{_MONTHS})\s+\d{{1,2}}\b",
    r"\b(?:1[0-9]|20)\d\ds?\b",  # years and decades
    r"\b(?:1[0-9]|20)\d\d[/–-]\d{2,4}\b",
    r"\b[SA]/[A-Z0-9/.()-]*\d[\w/.()-]*",  # UN symbols
    r"\b[Rr]esolutions?\s+\d{4}(?:(?:,| and| to| or)\s+\d{4})*",
    r"\b2[01345]\d\d(?=\s*\()",  # 2100 (2013)
    r"\b\d+(?:[ -]|\s+to\s+\d+\s+)minutes?\b",
    r"\b\d+(?:st|nd|rd|th) century\b",
]
_NUMBER = re.compile(
    r"(?<![\w/.-])\$?\d[\d,]*(?:\.\d+)?(?:\s*(?:%|per cent|percent|million|billion|thousand))?"
    r"|\b(?:hundred|thousand|million|billion)s?\b",
)


@dataclass(frozen=True)
class Finding:
    """One thing to mend: where it is and what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


def _hide(match: re.Match[str]) -> str:
    """Blank a match, keeping its line breaks so that line numbers stay true."""
    return re.sub(r"[^\n]", " ", match.group())


_FENCE = re.compile(r"^\s*(`{3,}|:{3,})\s*(.*?)\s*$")


def _directives(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Every fenced block: the line (from 1) that opens it, what stands behind the fence, and the lines in it."""
    open_blocks: list[tuple[int, str, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.match(line)
        closes = fence and not fence[2] and open_blocks and fence[1].startswith(open_blocks[-1][1])
        for _, _, _, inside in open_blocks[: -1 if closes else None]:
            inside.append(line)
        if closes:
            start, _, name, inside = open_blocks.pop()
            yield start, name, inside
        elif fence:
            open_blocks.append((number, fence[1], fence[2], []))


def _without_fences(text: str) -> str:
    """The text with its fences and its code blank. What stands in a directive is prose, and stays."""
    lines = text.splitlines()
    for start, name, inside in _directives(text):
        code = not name.startswith("{") or name.startswith("{code")
        for number in (start - 1, start + len(inside), *(range(start, start + len(inside)) if code else ())):
            lines[number] = ""
    return "\n".join(lines)


def typed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and text of every number typed by hand in a piece of MyST Markdown."""
    text = _without_fences(text)
    for pattern in _BLANK:
        text = re.sub(pattern, _hide, text, flags=re.MULTILINE | (re.DOTALL if ".*?" in pattern else 0))
    for match in _NUMBER.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        # "1." at the start of a line is a list marker.
        start = text.rfind("\n", 0, match.start()) + 1
        if text[start : match.start()].strip() == "" and re.match(r"\d+[.)]\s", text[match.start() :]):
            continue
        yield line, match.group().rstrip(",. ")


def _prose(root: Path) -> Iterator[tuple[str, int, str]]:
    """File, line offset and text of all prose: Markdown pages, and the Markdown cells of notebooks."""
    for path in sorted((root / "book").rglob("*.md")):
        if "quizzes" not in path.parts:
            yield path.relative_to(root).as_posix(), 0, path.read_text(encoding="utf-8")
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells, 1):
            if cell["cell_type"] == "markdown":
                yield f"{path.relative_to(root).as_posix()}, cell {number}", 0, "".join(cell["source"])


def _allowed(root: Path) -> list[tuple[str, re.Pattern[str]]]:
    """Pages (as a file pattern) and what may be typed there (as a regular expression), each entry with its reason."""
    path = root / "book" / "data" / ALLOWED_FILE
    if not path.is_file():
        return []
    allowed = []
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        missing = {"page", "text", "reason"} - set(entry)
        if missing:
            raise ReaderError(f"book/data/{ALLOWED_FILE}, entry {entry}: {', '.join(sorted(missing))} is missing.")
        allowed.append((entry["page"], re.compile(str(entry["text"]))))
    return allowed


def _numbers(root: Path) -> Iterator[Finding]:
    allowed = _allowed(root)
    for file, offset, text in _prose(root):
        fine = [text for page, text in allowed if fnmatch(file.split(",")[0], page)]
        for line, number in typed_numbers(text):
            if not any(form.fullmatch(number) for form in fine):
                yield Finding(
                    file,
                    line + offset,
                    f"{number!r} is typed by hand. Use {{fact}}, or list it with a reason in book/data/{ALLOWED_FILE}.",
                )


def _facts(root: Path) -> Iterator[Finding]:
    place = f"book/data/{facts.FACTS_FILE}"
    folder = root / "book" / "data"
    used = set(re.findall(r"\{fact\}`([^`]+)`", "\n".join(text for _, _, text in _prose(root))))
    for name in facts.names(folder):
        try:
            if not facts.get(name, folder).sources:
                yield Finding(place, 0, f"fact {name} has no source.")
        except ValueError as error:
            yield Finding(place, 0, str(error))
    for name in sorted(used - set(facts.names(folder))):
        yield Finding(place, 0, f"fact {name} is used in the text but not defined.")


def _citations(root: Path) -> Iterator[Finding]:
    known = sources.keys(root / "book" / "references.bib")
    for file, offset, text in _prose(root):
        for match in re.finditer(r"\{cite(?::\w+)?\}`([^`]+)`", text):
            for key in match.group(1).split(","):
                if key.strip() not in known:
                    line = text.count("\n", 0, match.start()) + 1 + offset
                    yield Finding(file, line, f"no source {key.strip()!r}.{sources.near(key.strip(), known)}")
        for start, name, inside in _directives(text):
            for number, row in enumerate(inside, start + 1) if name == "{sources}" else ():
                try:
                    list(evidence.entries(row, root / "book" / "data"))
                except evidence.EvidenceError as error:
                    yield Finding(file, number + offset, str(error))


def _terms(root: Path) -> Iterator[Finding]:
    known = {t.casefold() for t in data.load("glossary", root / "book" / "data")["term"]}
    for file, offset, text in _prose(root):
        for match in re.finditer(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`", text):
            if match.group(1).strip().casefold() not in known:
                line = text.count("\n", 0, match.start()) + 1 + offset
                yield Finding(file, line, f"{match.group(1)!r} is not in the glossary. Add it to glossary.csv.")


def _tables(root: Path) -> Iterator[Finding]:
    for name in data.names(root / "book" / "data"):
        try:
            data.load(name, root / "book" / "data")
        except ValueError as error:
            yield Finding(f"book/data/{name}.csv", 0, str(error))


CHECKS = {
    "every table keeps to the data dictionary": _tables,
    "no number is typed by hand": _numbers,
    "every fact has a value and a source": _facts,
    "every citation has its source": _citations,
    "every term has its definition": _terms,
}


def run(root: Path | None = None) -> dict[str, list[Finding]]:
    """Every check by name with what it found, on the book below ``root`` (the checkout by default)."""
    root = root or paths.book_dir().parent
    return {name: list(check(root)) for name, check in CHECKS.items()}
