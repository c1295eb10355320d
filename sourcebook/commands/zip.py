"""``minusma zip``: the built book in one file. Unpack it anywhere and open ``index.html``: no server and no internet is needed."""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path

from sourcebook import paths

# For web servers only.
LEFT_OUT = (".gz", ".br")
FOLDER = "mali-and-minusma"
# The same book gives the same zip.
DATE = (2026, 1, 1, 0, 0, 0)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--out", type=Path, help=f"name of the zip (default: dist/{FOLDER}.zip)")


def run(options: argparse.Namespace) -> int:
    """Write the zip and say where it is."""
    html = paths.built()
    out: Path = options.out or paths.checkout() / "dist" / f"{FOLDER}.zip"
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(html.rglob("*")):
            name = path.relative_to(html)
            if path.is_file() and path.suffix not in LEFT_OUT and not name.name.startswith((".", "_headers")):
                info = zipfile.ZipInfo(f"{FOLDER}/{name.as_posix()}", DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                packed.writestr(info, path.read_bytes())
    print(f"{out} ({out.stat().st_size / 1e6:.1f} MB): unpack it and open {FOLDER}/index.html")
    return 0
