"""The index of the search: every section of every page with its words, as one script that the search page loads.

It is read from the built pages, so that it holds what readers see, and is the same whether all pages were written or a
few. What was read of a page is kept, with sums of the page and of that, until both are others: the contents beside it
change with each new page.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from sourcebook.data import DataError, glossary
from sourcebook.site import search_text
from sourcebook.site.sphinxext import audience
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import atomic

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.book import Book

NAME = "searchindex.js"
_HEAD = "SourcebookSearch.take("
_KEPT = "sections.json"  # beside the doctrees
_CODE = zlib.crc32(Path(search_text.__file__).read_bytes())
# How a section is shown and weighed; search.js knows the numbers.
_KINDS = {"": 0, "term": 1, "row": 2}
CHAPTERS, STUDENTS, LOOK_UP, TEACHERS = range(4)


def _who(page: str, book: Book, parts: dict[str, str], teachers: frozenset[str]) -> int:
    pages = book.identity.pages
    if parts.get(page) and parts[page] == book.identity.chapters.part:
        return CHAPTERS
    if page in teachers:
        return TEACHERS
    looked_up = page.startswith(f"{pages.tables}/") or page in (pages.data, pages.references, pages.about)
    return LOOK_UP if looked_up else STUDENTS


def _sections(html: Path, kept: dict[str, list[Any]], name: str) -> list[list[Any]]:
    """Of one page, each section as ``[anchor, heading, words, kind]``."""
    content = html.read_bytes()
    whole = zlib.crc32(content, _CODE)
    was_whole, was_body, sections = kept.get(name, (0, 0, []))
    if was_whole != whole:
        body = search_text.body(content.decode())
        total = zlib.crc32(body.encode(), _CODE)
        if was_body != total:
            found = search_text.sections(body)
            sections = [[s.anchor, s.heading, s.text, _KINDS[s.kind]] for s in found]
        kept[name] = [whole, total, sections]
    return sections


def _synonyms(book: Book) -> list[list[str]]:
    """Words that mean the same, a list a group: those of ``book.yml``, and of the glossary with their synonyms."""
    try:
        others = glossary.synonyms(book)
    except DataError:  # a book without a glossary, or one with a mistake, which is said where its page is made
        others = {}
    return [*book.identity.same_words, *([term, *names] for term, names in others.items() if names)]


def write(app: Sphinx, out: Path) -> str:
    """The text of the index. ``pages`` are ``[address, title, who it is for]`` in the order of the contents,
    ``sections`` are ``[page, anchor, heading, words, kind]``, ``same`` are groups of words that mean the same.
    """
    book, env = book_of(app), app.env
    stored = Path(app.doctreedir) / _KEPT
    try:
        kept: dict[str, list[Any]] = json.loads(stored.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    teachers = audience.for_teachers(app)
    parts = audience.parts(app)
    order = {name: n for n, name in enumerate(parts)}
    # The rows of the glossary stand in the page of the glossary.
    twice = book.identity.pages.table(glossary.NAME) if book.identity.pages.glossary in env.all_docs else ""
    names = sorted((n for n in env.all_docs if n != twice), key=lambda name: (order.get(name, len(order)), name))
    pages, sections = [], []
    for name in names:
        found = _sections(out / f"{name}.html", kept, name)
        pages.append([f"{name}.html", env.titles[name].astext(), _who(name, book, parts, teachers)])
        sections += [[len(pages) - 1, *section] for section in found]
    atomic.write_text(stored, json.dumps({name: kept[name] for name in names}), newline="\n")
    index = {"pages": pages, "sections": sections, "same": _synonyms(book)}
    return f"{_HEAD}{json.dumps(index, ensure_ascii=False, separators=(',', ':'))})\n"


def setup(app: Sphinx) -> None:
    """Sphinx's own index is not made: it knows pages, and no sections. ``finish`` writes this one."""

    def without_sphinx_index(app: Sphinx) -> None:
        if isinstance(app.builder, StandaloneHTMLBuilder):
            app.builder.search = False

    app.connect("builder-inited", without_sphinx_index)
