"""The names that pages, questions and notebooks may use.

A set is ``None`` where what defines it cannot be read: its own check says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sourcebook import data, facts, sources
from sourcebook.checks import contents, known_markup
from sourcebook.checks.material import Material
from sourcebook.data import glossary
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank
from sourcebook.tasks import files
from sourcebook.text.reads import noted_property
from sourcebook.views import registry


def _try(read: Callable[[], Iterable[str]]) -> list[str] | None:
    try:
        return list(read())
    except (ReaderError, OSError, ImportError):
        return None


class Names:
    """Every kind of name of one book, looked up when first asked for."""

    def __init__(self, material: Material) -> None:
        self._material, self.book = material, material.book

    @noted_property
    def markup(self) -> known_markup.Markup:
        """The directives and roles that a page may use."""
        return known_markup.known(self.book.root, contents.extensions(self._material))

    @noted_property
    def facts(self) -> list[str] | None:
        return _try(lambda: facts.names(self.book))

    @noted_property
    def sources(self) -> list[str] | None:
        return _try(lambda: sources.keys(self.book))

    @noted_property
    def tables(self) -> list[str] | None:
        return _try(lambda: data.names(self.book))

    def columns(self, table: str) -> list[str]:
        """The columns of a table; empty where it is not known."""
        if table not in (self.tables or ()):
            return []
        return [column.name for column in data.table(self.book, table).columns]

    def values(self, table: str, column: str) -> list[object]:
        """The different values of a column; empty where the table cannot be read or has no such column."""
        try:
            return list(data.load(self.book, table)[column].unique()) if column in self.columns(table) else []
        except ReaderError:
            return []

    @noted_property
    def terms(self) -> list[str] | None:
        """The words of the glossary; none where the book has no glossary."""
        if self.tables is None or glossary.NAME not in self.tables:
            return self.tables and []
        return _try(lambda: glossary.entries(self.book))

    @noted_property
    def views(self) -> list[str] | None:
        return _try(lambda: registry.ids(self.book))

    @noted_property
    def shelves(self) -> list[str] | None:
        return _try(lambda: self.book.identity.shelves)

    @noted_property
    def chapters(self) -> list[str]:
        """The names of the question files."""
        return [path.stem for path in self._material.question_files]

    @noted_property
    def banks(self) -> dict[str, bank.Bank | None]:
        """The question files by chapter; nothing for one that cannot be read."""
        found: dict[str, bank.Bank | None] = {}
        for path in self._material.question_files:
            try:
                found[path.stem] = bank.parse(self._material.text(path), self._material.name(path))
            except ReaderError:
                found[path.stem] = None
        return found

    @property
    def questions(self) -> list[str] | None:
        """The ids of all questions."""
        if any(chapter_bank is None for chapter_bank in self.banks.values()):
            return None
        return [
            question.id for chapter_bank in self.banks.values() if chapter_bank for question in chapter_bank.questions
        ]

    @noted_property
    def tasks(self) -> list[str] | None:
        """The ids of all tasks."""
        return _try(lambda: files.every(self.book))

    @noted_property
    def thinking(self) -> list[str]:
        """The ids of the tasks that are answered in sentences."""
        return _try(lambda: [name for name, task in files.every(self.book).items() if task.thinking]) or []

    def objectives(self, chapter: str) -> list[str] | None:
        chapter_bank = self.banks.get(chapter)
        return [objective.id for objective in chapter_bank.objectives] if chapter_bank else None

    @noted_property
    def modules(self) -> list[str]:
        """What the book's own package holds at its top, as far as its source shows: modules, and names that are set."""
        folder = self.book.root / (self.book.identity.package or "-")
        text = (folder / "__init__.py").read_text(encoding="utf-8") if (folder / "__init__.py").is_file() else ""
        names = re.findall(r"^([a-z_][\w]*(?:, *[a-z_]\w*)*) *=", text, re.MULTILINE)
        inside = [path.stem for path in folder.glob("*") if path.suffix == ".py" or path.is_dir()]
        return [*inside, *(part.strip() for name in names for part in name.split(","))]

    def in_package(self, module: str, name: str) -> bool:
        """Whether the book's own package seems to define this name in a module; read, not imported."""
        package = self.book.identity.package
        folder = self.book.root / package / module
        files = [*folder.glob("*.py"), folder.with_suffix(".py")] if package else []
        return any(name in file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
