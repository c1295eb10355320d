"""``minusma kit``: one zip for a class."""

from __future__ import annotations

import argparse
from pathlib import Path

from minusma.classroom import kit
from minusma.cli import checkout
from minusma.quiz import paper


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--out", type=Path, default=Path(f"dist/{kit.NAME}.zip"), help=f"the zip (default: dist/{kit.NAME}.zip)")


def run(options: argparse.Namespace) -> int:
    """Pack the kit and say where it is."""
    made = kit.make(checkout(), options.out, paper.write, say=lambda text: print(text, flush=True))
    print(f"The class kit is {made} ({made.stat().st_size / 1e6:.1f} MB). The answer key lies in {kit.KEY_FOLDER}: take it out before you share.")
    return 0
