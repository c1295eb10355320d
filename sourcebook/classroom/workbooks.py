"""A workbook a chapter, for classes without Python: the tables that its notebook and its tasks load, then those that
its views are drawn from.
"""

from __future__ import annotations

import re
from pathlib import Path

from sourcebook.book import Book
from sourcebook.data import tables as known_tables
from sourcebook.data import workbook
from sourcebook.errors import CommandError
from sourcebook.quiz import bank, places
from sourcebook.tasks import files as task_files
from sourcebook.text import atomic, reads
from sourcebook.text.wording import listing
from sourcebook.views import registry

SUFFIX = "-tables.xlsx"
_LOADED = re.compile(r"""\bdata\.(?:load|pick)\(\s*["']([a-z0-9_]+)["']""")


@reads.derived
def loaded(book: Book) -> dict[str, list[str]]:
    """The tables that notebook and tasks of each chapter load by name, for the chapters that load some."""
    texts = places.texts(book) if book.is_checkout else {}
    with_tasks, known = task_files.chapters(book), known_tables(book)
    found = {}
    for chapter in dict.fromkeys((*bank.names(book), *with_tasks)):
        code = texts.get(f"notebooks/{chapter}", ("", ""))[1]
        if chapter in with_tasks:
            code += "\n".join(task.starter for task in task_files.load(book, chapter).tasks)
        if names := [name for name in dict.fromkeys(_LOADED.findall(code)) if name in known]:
            found[chapter] = names
    return found


def tables(book: Book, chapter: str) -> list[str]:
    """The tables of a chapter's workbook."""
    pages = {f"notebooks/{chapter}", f"book/{chapter}"}
    views = [view for view, drawn in places.drawn(book).items() if pages.intersection(drawn)]
    below = [name for view in views for name in registry.get(book, view).data]
    known = known_tables(book)
    return [name for name in dict.fromkeys((*loaded(book)[chapter], *below)) if name in known]


def made(book: Book, chapters: list[str]) -> dict[str, bytes]:
    """The workbooks of these chapters by their file names; a chapter that loads no table has none."""
    return {
        f"{chapter}{SUFFIX}": workbook.write(book, task_files.title(book, chapter), tables(book, chapter))
        for chapter in loaded(book)
        if chapter in chapters
    }


def write(book: Book, folder: Path, chapters: list[str]) -> list[Path]:
    """Write them into ``folder``; raises ``CommandError`` where that cannot be."""
    if not workbook.available():
        raise CommandError("workbooks need the package XlsxWriter. Run `pip install xlsxwriter`, and try again.")
    if not book.is_checkout:
        raise CommandError("workbooks are made from the pages of the book. Run this in the folder of the book.")
    files = made(book, chapters)
    if not files:
        raise CommandError(f"{listing(chapters)}: no notebook and no task loads a table there. Choose another chapter.")
    for name, content in files.items():
        atomic.write_bytes(folder / name, content)
    return [folder / name for name in files]
