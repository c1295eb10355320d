"""``zip``: the built book in one file.

Unpack it anywhere and open ``index.html``: no server and no internet is needed.
"""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path

from sourcebook.book import checkout
from sourcebook.commands import built, default_name
from sourcebook.text import atomic
from sourcebook.text.litter import is_litter

# For web servers only.
LEFT_OUT = (".gz", ".br")
# The same book gives the same zip.
DATE = (2026, 1, 1, 0, 0, 0)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    default = f"dist/{default_name(parser, lambda identity: identity.zip_name)}.zip"
    parser.add_argument("--out", type=Path, help=f"name of the zip (default: {default})")


def run(options: argparse.Namespace) -> int:
    """Write the zip and say where it is."""
    book = checkout()
    html, folder = built(book), book.identity.zip_name
    out: Path = options.out or book.root / "dist" / f"{folder}.zip"
    with (
        atomic.writing(out, "wb") as whole,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for path in sorted(html.rglob("*")):
            name = path.relative_to(html)
            if path.is_file() and path.suffix not in LEFT_OUT and not is_litter(name.name) and name.name != "_headers":
                info = zipfile.ZipInfo(f"{folder}/{name.as_posix()}", DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                packed.writestr(info, path.read_bytes())
    print(f"{out} ({out.stat().st_size / 1e6:.1f} MB): unpack it and open {folder}/index.html")
    return 0
