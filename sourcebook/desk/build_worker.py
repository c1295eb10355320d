"""A process that builds one book again and again with its modules loaded once: ``python -m sourcebook.desk.build_worker ROOT``.

It reads a line from its input for each build, and answers with a line of JSON: ``{"ok": true, "message": ""}``. Each build is a fork of
the loaded process, so that none finds what another left behind; where a system cannot fork, it is a process of its own, which loads
everything again.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

LOG = "watch.log"
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_FAULT = re.compile(r"(?:^|: )(?:WARNING|ERROR|CRITICAL|SEVERE): ")
_ENDS = ("Extension error", "Notebook error", "Sphinx error", "Configuration error", "Theme error")
#: How many sentences a page can show at once.
MOST = 12


def main() -> int:
    """Build for each line that comes in."""
    root = Path(sys.argv[1]).resolve()
    os.chdir(root)
    if "--once" in sys.argv:
        return _build(root)
    _load()
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        ok = _forked(root) if hasattr(os, "fork") else _spawned(root)
        print(json.dumps({"ok": ok, "message": "" if ok else message(root)}), flush=True)
    return 0


def _load() -> None:
    """Everything that a build imports."""
    # It comes with the Jupyter server and takes one to two seconds to load into jsonschema, which does without it.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    parts = importlib.import_module("sourcebook.site.sphinxext").PARTS
    names = (
        "jupyter_book.cli.main",
        "jupyter_book.sphinx",
        "sphinx.builders.html",
        "sphinx_external_toc",
        "sphinxcontrib.bibtex",
        "myst_nb.sphinx_",
        "sourcebook.checks",
        "sourcebook.views.registry",
        "sourcebook.quiz.show",
        "pandas",
        *(f"sourcebook.site.sphinxext.{part}" for part in parts),
    )
    for name in names:
        importlib.import_module(name)


def _log(root: Path) -> Path:
    return root / "_build" / LOG


def _forked(root: Path) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = _build(root)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _spawned(root: Path) -> bool:
    command = [sys.executable, "-m", "sourcebook.desk.build_worker", str(root), "--once"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


def _build(root: Path) -> int:
    """Check and build, with all that is written in the log; the answer is the exit code."""
    log = _log(root)
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as out:
        # Kernels and other processes write to the numbers, not to Python's files.
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        sys.stdout = sys.stderr = out
        # The next "build" is for the process above, not for a kernel.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        try:
            found = _findings(root)
            if found:
                print("\n".join(f"ERROR: {one}" for one in found))
                return 1
            return _jupyter_book(root)
        except BaseException as error:  # the log has to say it: nobody else hears of it
            print(f"ERROR: {error}" if str(error) else f"ERROR: {type(error).__name__}")
            return 1
        finally:
            out.flush()


def _findings(root: Path) -> list[str]:
    from sourcebook import book, checks

    return [str(finding) for _, found in checks.run(book.at(root)) for finding in found]


def _jupyter_book(root: Path) -> int:
    from jupyter_book.cli.main import main as jupyter_book

    (root / "_build" / ".built").unlink(missing_ok=True)
    words = ["build", str(root), "--path-output", str(root), "-W", "-n", "--keep-going"]
    try:
        jupyter_book(words, standalone_mode=False)
    except (RuntimeError, SystemExit):  # what went wrong stands in the log
        return 1
    return 0


def message(root: Path) -> str:
    """What the log of a build that failed says to the author: each fault once, with the file as the author knows it."""
    try:
        text = _ESCAPES.sub("", _log(root).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        text = ""
    found: dict[str, None] = {}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if _FAULT.search(line):
            found[line] = None
        elif line.startswith(_ENDS):
            found.update(dict.fromkeys(part for part in lines[number + 1 : number + 1 + MOST] if part.strip()))
    place = f"{root}{os.sep}"
    shown = [re.sub(r"^(?:WARNING|ERROR): ", "", line.replace(place, "")).strip() for line in found]
    if not shown:
        shown = [line.strip() for line in lines if line.strip()][-1:] or ["The build stopped and left no word."]
    more = len(shown) - MOST
    return "\n".join(shown[:MOST] + ([f"… and {more} more in _build/{LOG}."] if more > 0 else []))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        sys.exit(main())
