"""``export``: the questions as files for Moodle, Canvas and others, and the tables as workbooks."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from sourcebook.book import Book
from sourcebook.classroom import workbooks
from sourcebook.commands import book_here
from sourcebook.errors import CommandError
from sourcebook.quiz import bank
from sourcebook.quiz.export import FORMATS, write
from sourcebook.text.wording import did_you_mean

# What a teacher asks for, and the formats that this means.
TO = {"moodle": ["moodle"], "qti": ["qti12", "qti21"], "gift": ["gift"], "csv": ["csv"], "scorm": ["scorm"]}
#: The tables of a chapter as a workbook.
TABLES = "xlsx"
_CAUTION = " The files with questions hold the right answers: keep them apart from what students get."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    steps = "\n\n".join(
        f"{form.title}, file "
        f"CHAPTER{form.suffix}:\n{textwrap.fill(form.steps, 78, initial_indent='  ', subsequent_indent='  ')}"
        for form in FORMATS.values()
    )
    parser.epilog = (
        f"How to bring the files into your system\n\n{steps}\n\nWhat a file cannot say is listed beside it, in "
        f"NOT-EXPORTED-….txt.\n\nThe tables that a chapter looks at ({TABLES}), file CHAPTER{workbooks.SUFFIX}:\n"
        "  Open it in a spreadsheet. It says what each column means and where each row comes from."
    )
    parser.add_argument(
        "--to",
        action="append",
        metavar="FORMAT",
        help=f"{', '.join([*TO, TABLES])}; may be given more than once (default: all)",
    )
    parser.add_argument("--chapter", default="all", help="the name of a question file, or all (default: all)")
    parser.add_argument(
        "--out", type=Path, default=Path("dist/export"), help="folder for the files (default: dist/export)"
    )


def _known(what: str, name: str, known: list[str]) -> str:
    if name in known:
        return name
    raise CommandError(f"there is no {what} {name!r}; choose one of {', '.join(known)}.{did_you_mean(name, known, 1)}")


def run(options: argparse.Namespace) -> int:
    """Write the files; say where they are, what to click, and what they do not say."""
    asked = [_known("format", name, [*TO, TABLES]) for name in options.to or [*TO, TABLES]]
    book = book_here(options.package)
    forms = list(dict.fromkeys(form for name in asked for form in TO.get(name, ())))
    chapter = _known("chapter", options.chapter, [*bank.names(book), "all"])
    chapters = bank.names(book) if chapter == "all" else [chapter]
    try:
        files = write(book, options.out, forms, chapters) if forms else []
        tables = _tables(book, options, chapters) if TABLES in asked else []
    except OSError as error:
        raise CommandError(
            f"cannot write into {options.out} ({error.strerror}); choose another folder with --out."
        ) from None
    for one in files:
        form = FORMATS[one.form]
        print(f"{form.title}: {', '.join(path.name for path in one.files)}\n  {form.steps}")
        print(f"  What these files do not say ({one.report.name} names the questions):")
        for reason, names in one.lost.items():
            print(
                f"  - {reason} "
                f"({'all questions' if len(names) == one.questions else f'{len(names)} of {one.questions}'})"
            )
        if one.missing:
            print(f"  Left out altogether: {', '.join(one.missing)}")
        print()
    if tables:
        print(f"Tables for a spreadsheet: {', '.join(path.name for path in tables)}\n")
    print(f"Everything is in {options.out}.{_CAUTION if files else ''}")
    return 0


def _tables(book: Book, options: argparse.Namespace, chapters: list[str]) -> list[Path]:
    """The workbooks. Who asked for them by name hears why there are none; who asked for everything has the rest."""
    try:
        return workbooks.write(book, options.out, chapters)
    except CommandError as reason:
        if options.to:
            raise
        print(f"No tables for a spreadsheet: {reason}\n")
        return []
