"""A very small book of its own, built with the real extension parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sourcebook.book import Book
from tests.sourcebook import made_up_book


@dataclass
class Built:
    """What a build left: its folder and its warnings."""

    folder: Path
    warnings: str

    def page(self, name: str) -> str:
        return (self.folder / f"{name}.html").read_text(encoding="utf-8")

    def plain(self, name: str) -> str:
        """The page with the marks of the tables instead of the printer's: Sphinx bends
        apostrophes and quotation marks.
        """
        return self.page(name).translate(str.maketrans({"’": "'", "‘": "'", "“": "&quot;", "”": "&quot;"}))


def link(source: Path, of: Book) -> None:
    """Give the source folder the tables, questions, tasks, views and sources of a book, but not its pages."""
    (source / "book").mkdir(parents=True, exist_ok=True)
    for name in ("book.yml", "icon.svg", "data", "lessons", "quizzes", "sheets", "tasks", "views", "references.bib"):
        if (of.folder / name).exists():
            (source / "book" / name).symlink_to(of.folder / name)


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """``build({"book/a": "text"}, parts=[...])`` builds those pages with those parts of the
    extension; more words are settings of Sphinx.

    The book is the smallest made-up one; ``IDENTITY`` is its book.yml. With ``of`` it has
    the tables, questions, tasks and sources of that book.
    """

    def run(
        pages: dict[str, str],
        parts: list[str],
        theme: str = "basic",
        of: Book | None = None,
        IDENTITY: str = made_up_book.IDENTITY,
        **more: object,
    ) -> Built:
        source = tmp_path / "source"
        if not source.exists():
            link(source, of) if of else made_up_book.make(source, IDENTITY=IDENTITY)
            (source / "book" / "river.md").unlink(missing_ok=True)
        index = "# Index\n\n```{toctree}\n" + "\n".join(name for name in pages if name != "index") + "\n```\n"
        for name, text in {"index": index, **pages}.items():
            path = source / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        settings = {
            "extensions": ["myst_parser", *(p if "." in p else f"sourcebook.site.sphinxext.{p}" for p in parts)],
            "source_suffix": {".rst": "restructuredtext"},  # of its own: Sphinx writes into the default that all share
            "html_theme": theme,
            "language": "en",
            "exclude_patterns": ["book/quizzes/*"],
            **more,
        }
        warnings = StringIO()
        with docutils_namespace():
            out = tmp_path / "html"
            app = Sphinx(
                str(source),
                None,
                str(out),
                str(tmp_path / "trees"),
                "html",
                settings,
                StringIO(),
                warnings,
                freshenv=True,
            )
            app.build()
        return Built(out, warnings.getvalue())

    return run
