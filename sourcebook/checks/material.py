"""What the checks look at: pages, notebooks, question files and tables of one book, each read once."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sourcebook.book import Book
from sourcebook.checks import markup
from sourcebook.checks.clean import Clean
from sourcebook.checks.markup import Markup
from sourcebook.classroom import plans
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank
from sourcebook.tasks.files import files as task_files
from sourcebook.text import contents, fences, litter, notebook, reads
from sourcebook.text.contents import Entry
from sourcebook.text.reads import noted_property
from sourcebook.text.textfile import read_text
from sourcebook.text.yamlfile import Unreadable, YamlFile

# What a reader never sees of a question, or what is right by itself: an answer that may be typed, and a name. What a
# plan counts has fields of its own that hold numbers (`minutes`, `words`, `counts`, `copies`), and so is no prose.
_NO_PROSE = {
    "id",
    "type",
    "objective",
    "difficulty",
    "sources",
    "teaches",
    "view",
    "accept",
    "peoples",
    "answer",
    "tolerance",
    "when",
    "ordered",
    "form",
    "unit",
    "kind",
    "starter",
    "solution",
    "code",
    "rows",
    "value",
    "by",
    "who",
    "name",
}


class Material:
    """The sources of a book in a checkout. What a program left behind is not among them."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.clean = Clean(book)
        self._texts: dict[Path, str | ReaderError] = {}
        self._markup: dict[Path, Markup] = {}
        self._in_yaml: dict[Path, list[tuple[str, str]]] = {}
        self._told: list[str] = []

    def tell(self, lines: list[str]) -> None:
        """Lines that the check running now has for the author, whether or not it finds anything."""
        self._told += lines

    def told(self) -> list[str]:
        """What was told since this was last asked."""
        told, self._told = self._told, []
        return told

    def name(self, path: Path) -> str:
        """The path as an author knows it, below the book's root."""
        return path.relative_to(self.book.root).as_posix()

    def text(self, path: Path) -> str:
        """The text of a file; ``ReaderError`` where it is not UTF-8, or holds two versions."""
        reads.stamp(path)
        if path not in self._texts:
            try:
                self._texts[path] = read_text(path, self.name(path))
            except ReaderError as error:
                self._texts[path] = error
        cached = self._texts[path]
        if isinstance(cached, ReaderError):
            raise cached
        return cached

    def yaml(self, path: Path, faults: list[Unreadable] | None = None) -> YamlFile:
        """The file as YAML with lines; ``ReaderError`` where it is none."""
        try:
            return YamlFile(self.text(path), faults)
        except Unreadable as error:
            raise ReaderError(f"{self.name(path)}, line {error.line}: {error}") from None

    @noted_property
    def markdown(self) -> list[Path]:
        """All Markdown pages."""
        return [path for path in litter.files(self.book.folder, "**/*.md") if path.name != "README.md"]

    @noted_property
    def notebooks(self) -> list[Path]:
        """All notebooks."""
        return list(litter.files(self.book.notebooks, "*.ipynb"))

    @property
    def pages(self) -> list[Path]:
        """All Markdown pages, then all notebooks."""
        return [*self.markdown, *self.notebooks]

    @noted_property
    def question_files(self) -> list[Path]:
        """The files of the question bank."""
        return bank.files(self.book)

    @noted_property
    def task_files(self) -> list[Path]:
        """The files of tasks."""
        return task_files(self.book)

    @noted_property
    def plan_files(self) -> list[Path]:
        """The plans of lessons."""
        return list(plans.plan_files(self.book).values())

    @noted_property
    def sheet_files(self) -> list[Path]:
        """The sheets to print."""
        return list(plans.sheet_files(self.book).values())

    @property
    def written(self) -> list[Path]:
        """Every file whose words somebody reads: pages, notebooks, questions, tasks, plans, sheets."""
        return [*self.pages, *self.question_files, *self.task_files, *self.plan_files, *self.sheet_files]

    def readable(self, path: Path) -> bool:
        """Whether the file is text as it must be."""
        with suppress(ReaderError):
            self.text(path)
            return True
        return False

    def is_file(self, path: Path) -> bool:
        """Whether the file is there, which what is asked for depends on."""
        reads.stamp(path)
        return path.is_file()

    def markup(self, path: Path) -> Markup:
        """The markup of a Markdown page; an empty one where it cannot be read."""
        reads.stamp(path)
        if path not in self._markup:
            try:
                self._markup[path] = markup.read(self.text(path))
            except ReaderError:
                self._markup[path] = Markup()
        return self._markup[path]

    def read(self, path: Path) -> Iterator[tuple[str, str]]:
        """Place and text of the prose of a page, or of each Markdown cell of a notebook;
        ``ReaderError`` where it cannot be read.
        """
        if path.suffix == ".md":
            yield self.name(path), self.text(path)
            return
        for number, source in self.cells(path, "markdown"):
            yield f"{self.name(path)}, cell {number}", source

    def cells(self, path: Path, kind: str) -> Iterator[tuple[int, str]]:
        """Number and text of every cell of a kind; ``ReaderError`` where the notebook cannot be read."""
        yield from notebook.cells(self.text(path), self.name(path), kind)

    @noted_property
    def prose(self) -> list[tuple[str, str]]:
        """Place and text of all prose in MyST that can be read: pages, notebooks, and plans, which pages show."""
        found: list[tuple[str, str]] = []
        for path in [*self.pages, *self.plan_files]:
            found.extend(self.words(path))
        return found

    def words(self, path: Path) -> list[tuple[str, str]]:
        """Place and text of what one file says to readers; empty where it cannot be read. In a YAML file each text
        stands in the line where it begins there.
        """
        if path.suffix != ".yml":
            with suppress(ReaderError):
                return list(self.read(path))
            return []
        reads.stamp(path)
        if path not in self._in_yaml:
            self._in_yaml[path] = []
            with suppress(ReaderError):
                self._in_yaml[path] = [(self.name(path), _words_in(self.yaml(path, [])))]
        return self._in_yaml[path]

    @noted_property
    def contents(self) -> list[Entry]:
        """The pages that ``_toc.yml`` lists, in their order; empty where it cannot be read."""
        with suppress(ReaderError, OSError):
            return list(contents.entries(self.yaml(self.book.root / contents.FILE)))
        return []

    def roles(self, role: str, prose: list[tuple[str, str]] | None = None) -> Iterator[tuple[str, int, str]]:
        """Place, line and content of every role of this name (a regular expression) in the
        prose, or in this part of it.
        """
        for place, text in self.prose if prose is None else prose:
            text = fences.prose(text)
            for match in re.finditer(rf"\{{{role}\}}`([^`]+)`", text):
                if re.search(r"\{[\w:]+\}$", match[1]):
                    continue  # its backtick has no pair, which is said where the markup is read
                yield place, text.count("\n", 0, match.start()) + 1, match[1]


def _words_in(file: YamlFile) -> str:
    lines: dict[int, list[str]] = {}

    def gather(part: Any, path: tuple[Any, ...]) -> None:
        if isinstance(part, str):
            # A text that keeps its lines (`|`) or folds them (`>`) begins below the sign that says so.
            several = "\n" in part.rstrip("\n")
            first = file.line(*path) + (several or part.endswith("\n"))
            for number, line in enumerate(part.splitlines() if several else [part], first):
                lines.setdefault(number, []).append(line.rstrip() if several else " ".join(line.split()))
        elif isinstance(part, dict | list):
            for key, value in part.items() if isinstance(part, dict) else enumerate(part):
                if key not in _NO_PROSE:
                    gather(value, (*path, key))

    for key in ("title", "objectives", "questions", "tasks", "steps", "says", "parts"):
        if isinstance(file.values, dict):
            gather(file.values.get(key), (key,))
    return "\n".join(" / ".join(lines.get(number, [])) for number in range(1, max(lines, default=0) + 1))


def row_lines(path: Path) -> dict[str, int]:
    """The line (from 1) in which each row of a table begins, by its id; empty where the file cannot be read."""
    return dict(_row_lines(path, stamp)) if (stamp := reads.stamp(path)) else {}


@lru_cache(maxsize=64)
def _row_lines(path: Path, stamp: int) -> tuple[tuple[str, int], ...]:
    found, begins = [], 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            for row in reader:
                if row:
                    found.append((row[0], begins))
                begins = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error):
        return ()
    return tuple(found)
