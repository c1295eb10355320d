"""``key``: worksheets and answer keys of questions and tasks for print, and solution notebooks of the tasks."""

from __future__ import annotations

import argparse
from pathlib import Path

from sourcebook.commands import book_here
from sourcebook.tasks import solutions


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--out", type=Path, default=Path("dist/key"), help="folder for the pages (default: dist/key)")
    parser.add_argument("--html-only", action="store_true", help="write no PDF files")


def run(options: argparse.Namespace) -> int:
    """Write the pages and say where they are."""
    written = solutions.write_key(
        book_here(options.package), options.out, pdf=not options.html_only, say=lambda text: print(text, flush=True)
    )
    print(f"{len(written)} files in {options.out}. Keep the keys apart from what students get.")
    return 0
