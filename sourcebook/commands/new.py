"""``new``: a whole book, or a chapter, a question, a page or a table of the book around the current folder."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from sourcebook.book import checkout
from sourcebook.desk import new_book, new_part
from sourcebook.errors import CommandError
from sourcebook.quiz.bank import TYPES

#: What can be added to a book: the words that follow, for help and for the sentence that refuses.
PARTS = {
    "chapter": "chapter NAME",
    "question": "question CHAPTER TYPE",
    "page": "page NAME",
    "table": "table NAME",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.usage = f'{parser.prog} FOLDER --title "…" [--slug …]\n' + "\n".join(
        f"       {parser.prog} {form}" for form in PARTS.values()
    )
    parser.epilog = (
        f"Types of questions: {', '.join(TYPES)}.\n"
        "A name is lower-case words joined by dashes, like high-water. A folder called like one of the words above: "
        "./chapter"
    )
    parser.add_argument("what", help="folder of a new book, or chapter, question, page or table")
    parser.add_argument("names", nargs="*", metavar="NAME", help="the name; for a question its chapter and its type")
    parser.add_argument("--title", default="", help="title of the book, chapter, page or table")
    parser.add_argument("--slug", default="", help="short name of a book: lower-case words joined by dashes")
    parser.add_argument("--prefix", default="", help="how the ids of a chapter's questions begin (default: its name)")


def run(options: argparse.Namespace) -> int:
    """Write it, and say which files to look at."""
    if options.what not in PARTS:
        return _book(options)
    form = PARTS[options.what].split()
    if len(options.names) != len(form) - 1:
        raise CommandError(f"write `new {PARTS[options.what]}`.")
    book = checkout()
    match options.what:
        case "chapter":
            written = new_part.chapter(book, options.names[0], options.title, options.prefix)
        case "question":
            written = new_part.question(book, *options.names)
        case "page":
            written = new_part.page(book, options.names[0], options.title)
        case _:
            written = new_part.table(book, options.names[0], options.title)
    print("Written or added to:")
    for path in written:
        print(f"  {path.relative_to(book.root).as_posix()}")
    print("Put your own words into it, then run `check`.")
    return 0


def _book(options: argparse.Namespace) -> int:
    if options.names:
        raise CommandError(f"write `new {shlex.quote(options.what)} --title …`: a folder, and nothing after it.")
    folder = Path(options.what)
    written = new_book.write(folder, options.title, options.slug)
    print(f"{len(written)} files in {folder}. Go there and run `sourcebook build`; README.md says what to do next.")
    return 0
