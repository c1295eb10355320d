"""How long the book takes to build: ``python benchmarks/build_times.py [RUNS]``.

In one run, on copies of this checkout: from nothing, again with nothing changed, after a
change to one page, and after a change to one row of a table; by ``minusma build`` and by
plain ``jupyter-book build`` of the same sources. The median of RUNS (3).
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results

PAGE, TABLE = "book/about.md", "book/data/fatalities.csv"
WAYS = {
    "minusma build": [sys.executable, "-m", "minusma", "build"],
    "jupyter-book build .": [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."],
}


def _edit_page(root: Path) -> None:
    with (root / PAGE).open("a", encoding="utf-8") as file:
        file.write("\nOne more line.\n")


def _edit_row(root: Path) -> None:
    path = root / TABLE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # The last column is the note, in quotes or not: no number changes, but the table does.
    lines[1] = re.sub(r'("?\r?\n)$', r" Once more.\1", lines[1])
    path.write_text("".join(lines), encoding="utf-8")


def _clean(root: Path) -> None:
    shutil.rmtree(root / "_build", ignore_errors=True)


STEPS: dict[str, Callable[[Path], None]] = {
    "from nothing": _clean,
    "nothing changed": lambda root: None,
    "one page changed": _edit_page,
    "one row changed": _edit_row,
}


def _seconds(command: list[str], root: Path) -> float:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return time.perf_counter() - start


def main() -> None:
    """Measure and write the section of the results."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    taken: dict[str, dict[str, list[float]]] = {way: {step: [] for step in STEPS} for way in WAYS}
    for way, command in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "book"
            shutil.copytree(results.ROOT, root, ignore=results.SKIP)
            for _ in range(runs):
                for step, prepare in STEPS.items():
                    prepare(root)
                    taken[way][step].append(_seconds(command, root))
                    print(way, step, f"{taken[way][step][-1]:.1f}", flush=True)
    rows = [(step, *(f"{statistics.median(taken[way][step]):.2g}" for way in WAYS)) for step in STEPS]
    results.write(
        "Build times",
        f"`python benchmarks/build_times.py {runs}`: seconds, median of {runs}, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}.\n\n" + results.table(["", *(f"`{way}`" for way in WAYS)], rows),
    )


if __name__ == "__main__":
    main()
