"""A process that builds one book again and again with its modules loaded once:
``python -m sourcebook.desk.build_worker ROOT``.

It reads a line from its input for each build, and answers with a line of JSON: ``{"ok": true, "message": ""}``. Each
build is a fork of the loaded process, so that none finds what another left behind; where a system cannot fork, it is a
process of its own, which loads everything again.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

from sourcebook.site import loading

LOG = "watch.log"
#: What ``build`` writes before and behind the sentence that it ends with.
_FRAME = ("sourcebook build: ", " things are to be mended; the last is this: ", " (All that was said is in ")
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
    loading.without_grammar()
    parts = importlib.import_module("sourcebook.site.sphinxext").PARTS
    names = (
        "jupyter_book.cli.main",
        "jupyter_book.sphinx",
        "sphinx.builders.html",
        "sphinx_external_toc",
        "sphinxcontrib.bibtex",
        "myst_nb.sphinx_",
        "sourcebook.checks",
        "sourcebook.commands.build",
        "sourcebook.views.registry",
        "sourcebook.site.cells",
        "sourcebook.quiz.show",
        "pandas",
        *(f"sourcebook.site.sphinxext.{part}" for part in parts),
    )
    for name in names:
        importlib.import_module(name)
    importlib.import_module("sourcebook.views.charts").load()
    # What is shared with each build is not looked through there for what can be thrown away.
    gc.collect()
    gc.freeze()


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
    """What the command ``build`` does, with all that is written in the log; the answer is the exit code."""
    log = _log(root)
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as out:
        # Kernels and other processes write to the numbers, not to Python's files.
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
        # The next "build" is for the process above, not for a kernel.
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = sys.stderr = out
        try:
            # The command stands above this room; it is run here as a shell would run it, by its name.
            return int(importlib.import_module("sourcebook.cli").main(["build"]))
        except BaseException as error:  # the log has to say it: nobody else hears of it
            print(f"{_FRAME[0]}{str(error) or type(error).__name__}")
            return 1
        finally:
            out.flush()


def message(root: Path) -> str:
    """What the log of a build that failed says to the author: each fault once, with the file as the author knows it."""
    try:
        lines = _log(root).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    # Sentences before the last are indented; the last has the name of the command in front.
    found = [line for line in lines if line.startswith(("  ", _FRAME[0]))]
    place = f"{root}{os.sep}"
    shown = dict.fromkeys(_bare(line).replace(place, "") for line in found)
    kept = (
        list(shown) or [line.strip() for line in lines if line.strip()][-1:] or ["The build stopped and left no word."]
    )
    more = len(kept) - MOST
    return "\n".join(kept[:MOST] + ([f"… and {more} more in _build/{LOG}."] if more > 0 else []))


def _bare(line: str) -> str:
    line = line.strip().removeprefix(_FRAME[0])
    before, mark, behind = line.partition(_FRAME[1])
    return (behind if mark and before.isdecimal() else line).partition(_FRAME[2])[0]


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        sys.exit(main())
