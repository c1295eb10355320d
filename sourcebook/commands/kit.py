"""``kit``: one zip for a class."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from sourcebook.book import checkout
from sourcebook.classroom import kit
from sourcebook.commands import default_name
from sourcebook.errors import CommandError
from sourcebook.tasks import solutions


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    default = f"dist/{default_name(parser, lambda identity: identity.kit_name)}.zip"
    parser.add_argument("--out", type=Path, help=f"the zip (default: {default})")
    parser.add_argument(
        "--no-key", action="store_true", help="leave the answer key out, as in the kit that the book links to"
    )


def run(options: argparse.Namespace) -> int:
    """Pack the kit and say where it is."""
    book = checkout()
    name = f"{book.identity.kit_name}.zip"
    out: Path = options.out or Path("dist") / name
    if out.is_dir():
        raise CommandError(f"{out} is a folder. Name the zip in it: --out {out / name}")
    write_key = None if options.no_key else partial(solutions.write_key, book)
    archive = kit.make(book, out, write_key, say=lambda text: print(text, flush=True))
    print(f"The class kit is {archive} ({archive.stat().st_size / 1e6:.1f} MB). It begins with START-HERE.html.")
    if not options.no_key:
        print(f"The answer key lies in {kit.KEY_FOLDER}: take it out before you share.")
    return 0
