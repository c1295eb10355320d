"""``build``: Jupyter Book, with warnings as errors, and nothing at all when nothing changed."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from sourcebook.book import checkout
from sourcebook.errors import CommandError
from sourcebook.site.sphinxext.address import public_address
from sourcebook.text import digest

STAMP = ".built"
# The folders that a build leaves in _build; an environment or a measurement beside it is not ours to remove.
MADE = (".doctrees", ".drawings", ".jupyter_cache", ".static", "html", "jupyter_execute")
# Jupyter Book has no __main__; its script may not be on the path of a teacher who calls Python by its full name.
# rfc3987_syntax comes with the Jupyter server and takes one to two seconds to load into jsonschema, which does without it.
_JUPYTER_BOOK = "import sys; sys.modules['rfc3987_syntax'] = None; from jupyter_book.cli.main import main; main()"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--all", action="store_true", help="build everything again, from nothing")
    parser.add_argument("--out", type=Path, help="folder for the result (default: _build in the book's folder)")


def run(options: argparse.Namespace) -> int:
    """Build the book; the exit code is that of Jupyter Book."""
    book = checkout()
    root = book.root
    out = (options.out or root).resolve()
    made = out / "_build"
    made.mkdir(parents=True, exist_ok=True)
    html, stamp = made / "html", made / STAMP
    # The public address stands in the pages too.
    now = digest.book_files(book) + public_address(book)
    if options.all:
        stamp.unlink(missing_ok=True)
        for name in MADE:
            shutil.rmtree(made / name, ignore_errors=True)
    if stamp.is_file() and stamp.read_text() == now and (html / "index.html").is_file():
        print("Nothing has changed since the last build.")
    else:
        stamp.unlink(missing_ok=True)
        command = [sys.executable, "-c", _JUPYTER_BOOK, "build", str(root), "--path-output", str(out)]
        command += ["-W", "-n", "--keep-going"]
        # The kernel and the extension import the package from this checkout, installed or not.
        python_path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": python_path, "PYTHONUTF8": "1"}, check=False)
        if done.returncode:
            raise CommandError("the book was not built. The first lines in red above say which file to mend.")
        stamp.write_text(now)
    print(f"Open {(html / 'index.html').as_uri()}")
    return 0
