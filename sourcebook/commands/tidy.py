"""``tidy``: mend what a spreadsheet, an editor or a notebook left behind, where it is safe."""

from __future__ import annotations

import argparse
import difflib
import stat
from pathlib import Path

from sourcebook.book import Book, checkout
from sourcebook.desk.tidying import SUFFIXES, sources, tidy_file
from sourcebook.errors import CommandError
from sourcebook.text import atomic
from sourcebook.text.wording import counted, listing


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files to mend (default: all of the book)")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="write nothing, and show what would change; the exit code is 1 if anything would",
    )


def run(options: argparse.Namespace) -> int:
    """Mend the files, and say what was done and what was left."""
    chosen: list[Path] = options.files
    if wrong := [path for path in chosen if path.suffix not in SUFFIXES]:
        raise CommandError(f"{wrong[0]} is none of {listing(SUFFIXES, 'or')}. Name files of these kinds.")
    if missing := [path for path in chosen if not path.is_file()]:
        raise CommandError(f"{missing[0]} is not there. Mend the name.")
    mended = 0
    for path in chosen or sources(checkout()):
        mended += _one(path, options.dry_run)
    verb = "would be mended" if options.dry_run else "mended"
    print(f"{counted(mended, 'file')} {verb}." if mended else "Nothing to mend.")
    return 1 if mended and options.dry_run else 0


def _one(path: Path, dry: bool) -> bool:
    """Mend one file; whether there was something to mend."""
    before, result = tidy_file(path, _book_of(path))
    if result.mended or result.left:
        print(_shown(path))
    for what in result.mended:
        print(f"  {what}")
    for what in result.left:
        print(f"  left as it is: {what}")
    if not result.mended:
        return False
    if dry:
        lines = difflib.unified_diff(
            before.splitlines(), result.text.splitlines(), str(path), f"{path} (tidy)", lineterm=""
        )
        print("\n".join(lines))
    else:
        place = path.resolve()
        atomic.write_text(place, result.text, newline="\n", rights=stat.S_IMODE(place.stat().st_mode))
    return True


def _book_of(path: Path) -> Book | None:
    try:
        return checkout(path.resolve().parent)
    except CommandError:
        return None


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
