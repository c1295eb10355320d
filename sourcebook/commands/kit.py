"""``minusma kit``: one zip for a class."""

from __future__ import annotations

import argparse
from pathlib import Path

from sourcebook.classroom import kit
from sourcebook.errors import CommandError
from sourcebook.paths import checkout
from sourcebook.quiz import paper


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--out", type=Path, default=Path(f"dist/{kit.NAME}.zip"), help=f"the zip (default: dist/{kit.NAME}.zip)"
    )
    parser.add_argument(
        "--no-key", action="store_true", help="leave the answer key out, as in the kit that the book links to"
    )


def run(options: argparse.Namespace) -> int:
    """Pack the kit and say where it is."""
    if options.out.is_dir():
        raise CommandError(f"{options.out} is a folder. Name the zip in it: --out {options.out / (kit.NAME + '.zip')}")
    made = kit.make(
        checkout(), options.out, None if options.no_key else paper.write, say=lambda text: print(text, flush=True)
    )
    print(f"The class kit is {made} ({made.stat().st_size / 1e6:.1f} MB). It begins with START-HERE.html.")
    if not options.no_key:
        print(f"The answer key lies in {kit.KEY_FOLDER}: take it out before you share.")
    return 0
