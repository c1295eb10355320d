"""The files of an export: which formats there are, what they are called, and what stands beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sourcebook.book import Book
from sourcebook.identity import Identity
from sourcebook.quiz import bank
from sourcebook.quiz.export import gift, moodle, qti12, qti21, scorm, table
from sourcebook.quiz.export.item import Item, asked
from sourcebook.quiz.export.losses import PARALLEL, losses
from sourcebook.text import atomic


@dataclass(frozen=True)
class Format:
    """One kind of file: end of its name, what it is for, what to click, and what writes it."""

    suffix: str
    title: str
    steps: str
    write: Callable[[Book, str, str, Sequence[Item]], bytes]


def _flat(write: Callable[[Identity, str, str, Sequence[Item]], bytes]) -> Callable[..., bytes]:
    """A format that needs of the book only what it says of itself, and of the questions what is flat."""
    return lambda book, chapter, title, items: write(book.identity, chapter, title, items)


FORMATS = {
    "moodle": Format(
        "-moodle.xml",
        "Moodle",
        "In your course open More, Question bank, Import. Choose “Moodle XML format”, drop the file, click Import.",
        _flat(moodle.write),
    ),
    "qti12": Format(
        "-canvas.zip",
        "Canvas (QTI 1.2)",
        "In your course open Settings, Import Course Content. Choose “QTI .zip file”, pick the file, click Add to "
        "Import Queue. The quiz then stands under Quizzes, unpublished.",
        _flat(qti12.write),
    ),
    "qti21": Format(
        "-qti21.zip",
        "other systems that read QTI 2.1",
        "Look for Import in the item or question bank and choose “IMS QTI 2.1”. Import the zip as it is.",
        _flat(qti21.write),
    ),
    "gift": Format(
        "-gift.txt",
        "GIFT (plain text for Moodle and others)",
        "In Moodle: Question bank, Import, “GIFT format”. If you can use Moodle XML, take that: it carries more.",
        _flat(gift.write),
    ),
    "csv": Format(".csv", "spreadsheets", "Open it in any spreadsheet: one question a row.", _flat(table.write)),
    "scorm": Format(
        "-scorm.zip",
        "SCORM 1.2 (every learning platform)",
        "Add an activity of the kind “SCORM package” and upload the zip as it is. Answers, score and status reach the "
        "gradebook; students who come back go on where they stopped.",
        lambda book, chapter, title, items: scorm.write(book, chapter),
    ),
}


@dataclass(frozen=True)
class Made:
    """What came out for one format: its files, the list of losses, and how many questions each loss touches."""

    form: str
    files: tuple[Path, ...]
    report: Path
    questions: int
    lost: dict[str, list[str]]

    @property
    def missing(self) -> list[str]:
        """Questions that the format does not hold at all."""
        return [name for reason, names in self.lost.items() if reason.startswith("NOT EXPORTED") for name in names]


def lost(form: str, items: Iterable[Item]) -> dict[str, list[str]]:
    """For every reason the ids of the questions that it touches, each once."""
    found: dict[str, list[str]] = {}
    for item in items:
        for reason in losses(form, item):
            if item.id not in found.setdefault(reason, []):
                found[reason].append(item.id)
    return found


def _report(form: str, chapters: Sequence[str], found: dict[str, list[str]], questions: int) -> str:
    lines = [
        f"What the files for {FORMATS[form].title} do not say",
        "",
        f"Chapters: {', '.join(chapters)}. Questions: {questions}.",
        "",
    ]
    for reason, names in found.items():
        lines += [
            f"{reason} ({'all questions' if len(names) == questions else len(names)})",
            *(f"  {name}" for name in names),
            "",
        ]
    return "\n".join(lines)


def write(book: Book, folder: Path, forms: Sequence[str], chapters: Sequence[str]) -> list[Made]:
    """Write a file for each format and chapter into ``folder``, and ``NOT-EXPORTED-FORMAT.txt`` beside them.

    Raises ``BankError`` for an unknown chapter and ``OSError`` where the folder cannot be written.
    """
    banks = {chapter: asked(book, chapter) for chapter in chapters}
    items = {item.id: item for _, chapter_items in banks.values() for item in chapter_items}
    in_forms = [item.id for name, (_, own) in banks.items() if bank.load(book, name).form for item in own]
    atomic.folder(folder)
    exports = []
    for form in forms:
        files = []
        for chapter, (title, chapter_items) in banks.items():
            path = folder / f"{chapter}{FORMATS[form].suffix}"
            atomic.write_bytes(path, FORMATS[form].write(book, chapter, title, chapter_items))
            files.append(path)
        found = lost(form, items.values()) | ({PARALLEL: in_forms} if in_forms else {})
        report = folder / f"NOT-EXPORTED-{form}.txt"
        atomic.write_text(report, _report(form, chapters, found, len(items)), newline="\n")
        exports.append(Made(form, tuple(files), report, len(items), found))
    return exports
