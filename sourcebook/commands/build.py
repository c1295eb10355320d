"""``build``: first what ``check`` looks for, then Jupyter Book, with warnings as errors,
and nothing at all when nothing changed.

What Jupyter Book says goes into a file beside the built book. On the screen stands what was
done, or, last, what is to be mended.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TextIO

from sourcebook.book import Book, checkout
from sourcebook.commands import one_long_breath
from sourcebook.errors import CommandError, ReaderError, in_a_sentence
from sourcebook.site import build_options, loading
from sourcebook.text import atomic, digest

STAMP = ".built"
LOG = "build.log"
# The folders that a build leaves in _build; an environment or a measurement beside it is not ours to remove.
MADE = (".checked", ".doctrees", ".drawings", ".jupyter_cache", ".static", "html", "jupyter_execute")
# Python on Windows takes files for those of the system's old alphabet, unless it is told before it starts.
_IN_UTF8 = "import sys; from sourcebook.commands import build; sys.exit(build.jupyter_book(*sys.argv[1:]))"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PROBLEM = re.compile(r"^(?P<place>.*?):? ?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<reason>.*)$")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--all", action="store_true", help="build everything again, from nothing")
    parser.add_argument("--out", type=Path, help="folder for the result (default: _build in the book's folder)")
    parser.add_argument(
        "--publish",
        action="store_true",
        help="add what a public host wants: pictures for links to the pages, and compressed files",
    )
    parser.add_argument(
        "--kernels", action="store_true", help="run each notebook in a real kernel, which takes twice as long"
    )


def run(options: argparse.Namespace) -> int:
    """Build the book; the exit code is 0, or ``CommandError`` says what to mend."""
    book = checkout()
    with digest.code_held(book):
        return _run(book, options)


def _run(book: Book, options: argparse.Namespace) -> int:
    out = (options.out or book.root).resolve()
    build_dir = out / "_build"
    build_dir.mkdir(parents=True, exist_ok=True)
    html, stamp = build_dir / "html", build_dir / STAMP
    now = _now(book, options.publish)
    if options.all:
        stamp.unlink(missing_ok=True)
        for name in MADE:
            shutil.rmtree(build_dir / name, ignore_errors=True)
    if stamp.is_file() and stamp.read_text() in now and (html / "index.html").is_file():
        print("Nothing has changed since the last build.")
    else:
        loading.sparingly()
        # As long as the pages are as they were, a mistake that is taken back leaves nothing to do.
        with one_long_breath():
            _check(book)
        stamp.unlink(missing_ok=True)
        _set(options)
        print(f"Building the book; what Jupyter Book says of it goes to {build_dir / LOG}", flush=True)
        _build(book, out, build_dir / LOG)
        # A web server may run as another user than the one who built.
        atomic.readable(html)
        atomic.write_text(stamp, now[0])
    print(f"Open {(html / 'index.html').as_uri()}")
    return 0


def _now(book: Book, publish: bool) -> list[str]:
    """What the stamp of a build says that need not be done again: that of this one first."""
    # The public address stands in the pages too; which of these variables holds it is known
    # to book.yml, which takes longer to read.
    addresses = " ".join(value for name, value in sorted(os.environ.items()) if name.endswith("_URL"))
    state = f"{digest.book_files(book)} {addresses}"
    # What is published holds all that another build makes.
    return [f"{state} published"] if publish else [state, f"{state} published"]


def _set(options: argparse.Namespace) -> None:
    for name, wanted in ((build_options.PUBLISH, options.publish), (build_options.KERNELS, options.kernels)):
        if wanted:
            os.environ[name] = "1"


def _check(book: Book) -> None:
    """Stop at what ``check`` finds, before anything is built."""
    from sourcebook import checks

    found = [finding for _, findings in checks.run(book) for finding in findings]
    if found:
        for finding in found[:-1]:
            print(f"  {finding}", file=sys.stderr)
        more = f"{len(found)} things are to be mended; the last is this: " if len(found) > 1 else ""
        raise CommandError(f"{more}{found[-1]}")


def _build(book: Book, out: Path, log: Path) -> None:
    # Kernels and the extension import the package from this checkout, installed or not.
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, dict.fromkeys([str(book.root), *paths])))
    if os.name == "nt" and not sys.flags.utf8_mode:
        command = [sys.executable, "-X", "utf8", "-c", _IN_UTF8, str(book.root), str(out), str(log)]
        failed = subprocess.run(command, check=False).returncode
    else:
        failed = jupyter_book(str(book.root), str(out), str(log))
    if failed:
        raise CommandError(_problem(log))


def jupyter_book(root: str, out: str, log: str) -> int:
    """Run Jupyter Book in this process, with its output in the file ``log``; the exit code."""
    loading.sparingly()
    from jupyter_book.cli.main import main

    arguments = ["build", root, "--path-output", out, "-W", "-n", "--keep-going"]
    with one_long_breath(), Path(log).open("w", encoding="utf-8") as file, _into(file):
        try:
            main(arguments, standalone_mode=False)
        except SystemExit as stopped:
            return stopped.code if isinstance(stopped.code, int) else 1
        except Exception as error:
            print(f"\nERROR: {_last_words(error)}", file=sys.stderr)
            return 1
    return 0


@contextlib.contextmanager
def _into(file: TextIO):
    with contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        yield


def _last_words(error: BaseException) -> str:
    """What the innermost error that Jupyter Book or Sphinx wrapped says, in one line."""
    while isinstance(error, RuntimeError) and error.__cause__ is not None:
        error = error.__cause__
    wrapped = getattr(error, "orig_exc", None)  # an error in a step of one of Sphinx's extensions
    if isinstance(wrapped, ReaderError | OSError):
        error = wrapped
    lines = [line.strip() for line in _COLOURS.sub("", in_a_sentence(error)).splitlines()]
    return " ".join(line for line in lines if line and not line.startswith("===")) or type(error).__name__


def _problem(log: Path) -> str:
    """The sentence that says what to mend, and how many more there are."""
    text = _COLOURS.sub("", log.read_text(encoding="utf-8"))
    found = [match for line in text.splitlines() if (match := _PROBLEM.match(line))]
    if not found:
        return f"the book was not built. The end of {log} says why."
    places = [f"{match['place']}: " if match["place"] else "" for match in found]
    sentences = list(dict.fromkeys(f"{place}{match['reason']}" for place, match in zip(places, found, strict=True)))
    for sentence in sentences[:-1]:
        print(f"  {sentence}", file=sys.stderr)
    more = f"{len(sentences)} things are to be mended; the last is this: " if len(sentences) > 1 else ""
    return f"{more}{sentences[-1]} (All that was said is in {log}.)"
