"""``zip``: the built book in one file.

Unpack it anywhere and open ``index.html``: no server and no internet is needed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sourcebook.book import checkout
from sourcebook.commands import built, default_name
from sourcebook.site import archive


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    default = f"dist/{default_name(parser, lambda identity: identity.zip_name)}.zip"
    parser.add_argument("--out", type=Path, help=f"name of the zip (default: {default})")


def run(options: argparse.Namespace) -> int:
    """Write the zip and say where it is."""
    book = checkout()
    html, identity = built(book), book.identity
    out: Path = options.out or book.root / "dist" / f"{identity.zip_name}.zip"

    def offline_copy(folder: Path) -> None:
        from sourcebook.site.sphinxext import finish  # loads Sphinx, which most zips do without

        finish.write_offline_copy(folder, identity)

    archive.pack(html, out, identity, offline_copy)
    print(f"{out} ({out.stat().st_size / 1e6:.1f} MB): unpack it and open {identity.zip_name}/index.html")
    return 0
