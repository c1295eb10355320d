"""Where in the book things stand: sections that a question may name, and the pages that draw a view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sourcebook.book import Book
from sourcebook.text import litter, notebook, reads
from sourcebook.text.textfile import read_text

_LABEL = re.compile(r"^\(([a-z0-9-]+)\)=$", re.MULTILINE)
_LABELLED = re.compile(r"^\(([a-z0-9-]+)\)=\n+#+ (.+)$", re.MULTILINE)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|:{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^(?:\(([a-z0-9-]+)\)=\n+)?## (.+)$", re.MULTILINE)
_QUIZ = re.compile(r"^`{3,}\{quiz\} (.+)$", re.MULTILINE)
_QUESTIONS = re.compile(r"\bquiz\.questions?\(\s*(?:\[([^\]]*)\]|((?:[\"'][^\"']*[\"']\s*)+))")


def _cells(book: Book, kind: str) -> Iterator[tuple[str, str]]:
    """Page and text of every cell of a kind in every notebook."""
    for path in litter.files(book.notebooks, "*.ipynb"):
        for _, source in notebook.cells(read_text(path, f"notebooks/{path.name}"), f"notebooks/{path.name}", kind):
            yield f"notebooks/{path.stem}", source


def _pages(book: Book) -> Iterator[tuple[str, str]]:
    """Page and text of every Markdown page."""
    for path in litter.files(book.folder, "*.md"):
        yield f"book/{path.stem}", read_text(path, f"book/{path.name}")


@reads.derived
def sections(book: Book) -> frozenset[str]:
    """Every section as ``page#label``: labels of pages, headings of notebooks.

    Empty in an installed package, which carries no pages.
    """
    if not book.is_checkout:
        return frozenset()
    found = {f"{page}#{label}" for page, text in _pages(book) for label in _LABEL.findall(text)}
    return frozenset(found | _titles(book, stamps(book)).keys())


@lru_cache(maxsize=4)
def _titles(book: Book, stamps: tuple[int, ...]) -> dict[str, str]:
    """The headings of sections by ``page#label``."""
    found = {f"{page}#{label}": title for page, text in _pages(book) for label, title in _LABELLED.findall(text)}
    for page, text in _cells(book, "markdown"):
        for title in _HEADING.findall(text):
            found[f"{page}#{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}"] = title
    return found


@reads.derived
def title(book: Book, teaches: str) -> str:
    """The heading of a section, in Markdown; empty where it has none, where a role stands
    in it, or in an installed package.
    """
    found = _titles(book, stamps(book)).get(teaches, "") if book.is_checkout else ""
    return "" if "{" in found else found.strip()


@reads.derived
def headings(book: Book, page: str) -> list[tuple[str, str]]:
    """The sections of a Markdown page in its order: heading, in Markdown, and label, empty where it has none."""
    text = dict(_pages(book)).get(page, "") if book.is_checkout else ""
    return [(title.strip(), label) for label, title in _SECTION.findall(_FENCE.sub("", text))]


def stamps(book: Book) -> tuple[int, ...]:
    """When the pages and notebooks were written."""
    return tuple(
        reads.stamp(path) for path in (*litter.files(book.folder, "*.md"), *litter.files(book.notebooks, "*.ipynb"))
    )


@lru_cache(maxsize=4)
def _drawn(book: Book, stamps: tuple[int, ...]) -> dict[str, list[str]]:
    """The pages that draw each view; notebooks, where it stands beside the questions, first."""
    found: dict[str, list[str]] = {}
    for page, text in _cells(book, "code"):
        for name in re.findall(r"\bviews\.([a-z_]+)\(", text):
            found.setdefault(name.replace("_", "-"), []).append(page)
    for page, text in _pages(book):
        for name in re.findall(r"^`{3,}\{view\} ([a-z0-9-]+)$", text, re.MULTILINE):
            found.setdefault(name, []).append(page)
    return found


def drawn(book: Book) -> dict[str, list[str]]:
    """The pages that draw each view; nothing in an installed package."""
    return _drawn(book, stamps(book)) if book.is_checkout else {}


@reads.derived
def shows(book: Book, view: str, teaches: str) -> str | None:
    """A page that draws the view, best the one that teaches the question; ``None`` where no page does."""
    pages = drawn(book).get(view, [])
    taught = teaches.partition("#")[0]
    same = [page for page in pages if page == taught]
    same_chapter = [page for page in pages if page.rpartition("/")[2] == taught.rpartition("/")[2]]
    return next(iter([*same, *same_chapter, *pages]), None)


@lru_cache(maxsize=4)
def _asked(book: Book, stamps: tuple[int, ...]) -> dict[str, str]:
    """The first page that names each question, or a whole chapter of them; stories come first."""
    found: dict[str, str] = {}
    for page, text in [*_pages(book), *_cells(book, "code")]:
        for name in named_questions(text):
            found.setdefault(name, page)
    return found


def named_questions(text: str) -> list[str]:
    """The questions, or whole chapters of them, that a page or the code of a notebook names."""
    called = (re.sub(r"[\"',]", " ", listed or alone) for listed, alone in _QUESTIONS.findall(text))
    names = [*_QUIZ.findall(text), *called]
    return [name for listed in names for name in listed.split()]


def texts(book: Book) -> dict[str, tuple[str, str]]:
    """Prose and code of every page and notebook."""
    found = {page: (text, "") for page, text in _pages(book)}
    for kind in ("markdown", "code"):
        for page, text in _cells(book, kind):
            prose, code = found.get(page, ("", ""))
            more = f"{text}\n\n"
            found[page] = (prose + more, code) if kind == "markdown" else (prose, code + more)
    return found


@reads.derived
def asked(book: Book) -> dict[str, str]:
    """The page that asks each question, by the ids that pages and notebooks name."""
    return _asked(book, stamps(book)) if book.is_checkout else {}
