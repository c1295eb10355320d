"""Files that lie where the book looks for its own, and that nothing reads because of their kind."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material
from sourcebook.text import litter

_SHEETS = (".xlsx", ".xls", ".ods", ".numbers", ".tsv")
_TEXTS = (".docx", ".doc", ".odt", ".rtf", ".pages")
_YAML = "is not read: a file of this folder ends in .yml. Give it that ending."


def unread(material: Material) -> Iterator[Finding]:
    """Every file in the folders of the book is one that the book reads."""
    book = material.book
    for folder, suffixes, reason in (
        (book.quiz_dir, (".yaml", ".json"), _YAML),
        (book.views_dir, (".yaml", ".json"), _YAML),
        (book.tasks_dir, (".yaml", ".json"), _YAML),
        (book.lessons_dir, (".yaml", ".json"), _YAML),
        (book.sheets_dir, (".yaml", ".json"), _YAML),
        (book.data_dir, (".yaml",), _YAML),
        (book.data_dir, _SHEETS, "is not read. Save each sheet as CSV in UTF-8, with commas, and take this file away."),
        (book.folder, (".markdown", ".mdx", ".rst"), "is no page of this book. Write it as Markdown, in a file .md."),
        (book.folder, _TEXTS, "is no page of this book. Write it as Markdown in a file .md, and take this one away."),
    ):
        if folder.is_dir():
            for path in litter.files(folder, "*"):
                if path.suffix.lower() in suffixes and path.name != "README.md":
                    yield Finding(material.name(path), 0, reason)
