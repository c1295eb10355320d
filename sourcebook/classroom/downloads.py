"""What a published book offers teachers to take: all that the commands write, made once, with a word on each.

A page lists it with ``{downloads}``. The files come with a build for publishing; another build shows the same list
without links.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sourcebook.book import Book
from sourcebook.classroom import printables, workbooks
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, paper
from sourcebook.quiz import export as exported
from sourcebook.tasks import files as task_files
from sourcebook.tasks import paper as task_paper
from sourcebook.tasks import solutions
from sourcebook.text import atomic, reads, zips
from sourcebook.text.wording import did_you_mean

#: Where they lie in the built book.
FOLDER = "downloads"
PRINT, PLATFORM, NOTEBOOKS, TABLES = "print", "platform", "notebooks", "tables"
STYLE = f"{PRINT}/print.css"
ALL_PAGES = f"{PRINT}.zip"
#: What a link to the file of a format is called.
_SYSTEMS = {
    "moodle": "Moodle",
    "qti12": "Canvas",
    "scorm": "SCORM",
    "qti21": "QTI",
    "gift": "GIFT",
    "csv": "table",
}


@dataclass(frozen=True)
class Row:
    """One line of the list: a title, or none, files with what each link says, and a word on them in Markdown."""

    title: str
    links: tuple[tuple[str, str], ...]
    says: str = ""


def _of_chapters(book: Book) -> Iterator[Row]:
    with_tasks, with_questions = task_files.chapters(book), bank.names(book)
    with_tables = workbooks.loaded(book)
    for chapter in dict.fromkeys((*with_questions, *with_tasks)):
        names = {"worksheet": "questions", "key": "key"} if chapter in with_questions else {}
        if chapter in with_tasks:
            names |= {"tasks": "tasks", "tasks-key": "key to the tasks"}
        links = tuple((label, f"{PRINT}/{chapter}-{name}.html") for name, label in names.items())
        if chapter in with_tasks:
            links += (("solutions (notebook)", f"{NOTEBOOKS}/{chapter}-solutions.ipynb"),)
        if chapter in with_tables:
            links += (("tables (xlsx)", f"{TABLES}/{chapter}{workbooks.SUFFIX}"),)
        yield Row(task_files.title(book, chapter), links)


def _of_systems(book: Book) -> Iterator[Row]:
    for chapter in bank.names(book):
        links = ((label, f"{PLATFORM}/{chapter}{exported.FORMATS[form].suffix}") for form, label in _SYSTEMS.items())
        yield Row(bank.load(book, chapter).title, tuple(links))
    reports = tuple((label, f"{PLATFORM}/NOT-EXPORTED-{form}.txt") for form, label in _SYSTEMS.items())
    yield Row("What does not travel", reports, "")


def _of_the_book(book: Book) -> Iterator[Row]:
    zipped = f"{book.identity.zip_name}.zip"
    yield Row("The whole book", ((zipped, zipped),), "for a USB stick or a school server: unpack it, open `index.html`")
    yield Row("All pages to print", ((ALL_PAGES.rpartition("/")[2], ALL_PAGES),), "in one zip, keys included")


GROUPS = {
    "chapters": ("chapter", "files", _of_chapters),
    "sheets": (
        "sheet",
        "to print",
        lambda book: (
            Row(one.title, (("open", f"{PRINT}/{name}.html"),), one.says)
            for name, one in printables.of_the_book(book).items()
        ),
    ),
    "platforms": ("questions", "files", _of_systems),
    "zips": ("zip", "file", _of_the_book),
}


def rows(book: Book, group: str) -> list[Row]:
    """The lines of one list, cheaply: nothing is written or worked out."""
    return list(GROUPS[group][2](book))


def sheet(book: Book, name: str) -> tuple[str, str]:
    """Title and file of one of the book's sheets; ``ReaderError`` where there is none of this name, or it is broken."""
    found = printables.of_the_book(book)
    if name not in found:
        raise ReaderError(no_sheet(name, found))
    return found[name].title, f"{PRINT}/{name}.html"


def no_sheet(name: str, known: Iterable[str]) -> str:
    """What is said of a sheet that is not there."""
    near = did_you_mean(name, known)
    return f"there is no sheet {name!r} to print.{near} Mend its name, or write book/sheets/{name}.yml."


def _pages(book: Book) -> dict[str, str]:
    own = {name: one.html(book) for name, one in printables.of_the_book(book).items()}
    return paper.pages(book) | task_paper.pages(book) | own


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zips.entry(name), files[name])
    return buffer.getvalue()


def write(book: Book, folder: Path) -> set[Path]:
    """Write all but the zip of the book into ``folder``; the paths of the files.

    The same sources give the same bytes, and a file that says the same keeps its time.
    """
    with reads.recording(book.root):  # what is looked up is remembered: a fact stands in many files
        files = _made(book)
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            atomic.write_bytes(path, content)
    return {folder / name for name in files}


def _made(book: Book) -> dict[str, bytes]:
    """Every file by its place below the downloads."""
    pages = _pages(book)
    files: dict[str, bytes] = {STYLE: paper.STYLE.encode()}
    for name, html in pages.items():
        files[f"{PRINT}/{name}.html"] = paper.linked(html, Path(STYLE).name).encode()
    # Taken out of the book, a page has its style with it.
    files[ALL_PAGES] = _zip({f"{name}.html": html.encode() for name, html in pages.items()})
    for chapter in task_files.chapters(book):
        files[f"{NOTEBOOKS}/{chapter}-solutions.ipynb"] = f"{solutions.notebook(book, chapter)}\n".encode()
    files |= {
        f"{TABLES}/{name}": content for name, content in workbooks.made(book, list(workbooks.loaded(book))).items()
    }
    with tempfile.TemporaryDirectory() as work:
        exported.write(book, Path(work), list(exported.FORMATS), bank.names(book))
        files |= {f"{PLATFORM}/{path.name}": path.read_bytes() for path in Path(work).iterdir()}
    return files
