"""Whether the engine's tests hang on this book's tables: one cell of each is corrected in a
copy, and ``tests/sourcebook`` runs there.

    python benchmarks/changed_cells.py [SEED] [-- what pytest gets, for instance -x]

An author corrects cells; no test of the engine may fail for it. Tests of this book's
content (``tests/minusma``) may: they are not run.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sourcebook import book, data  # noqa: E402
from sourcebook.data.schema import Column, Table  # noqa: E402

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "_build", "dist", "node_modules", ".hypothesis", ".*_cache", "__pycache__"
)


def corrected(column: Column, text: str) -> str:
    """Another value that the column may hold, or nothing where any other would break a rule of the data dictionary."""
    if not text or column.allowed or column.name in ("id", "source") or "pattern" in column.constraints:
        return ""
    if column.type == "integer":
        step = -1 if int(text) == column.constraints.get("maximum") else 1
        return str(int(text) + step)
    if column.type == "number":
        return f"{float(text) * 1.01:.3f}"
    if column.type == "date":
        return (dt.date.fromisoformat(text) + dt.timedelta(days=1)).isoformat()
    return f"{text} (corrected)"


def correct(table: Table, dice: random.Random) -> str:
    """Correct one cell of the file, a count before a date and a date before a text; what was done, in words."""
    with table.path.open(encoding="utf-8", newline="") as handle:
        head, *rows = csv.reader(handle)
    ranks = {"integer": 0, "number": 1, "date": 2, "string": 3}
    columns = sorted(enumerate(table.columns), key=lambda pair: (ranks[pair[1].type], dice.random()))
    for at, column in columns:
        for line in dice.sample(range(len(rows)), len(rows)):
            if new := corrected(column, rows[line][at]):
                old, rows[line][at] = rows[line][at], new
                with table.path.open("w", encoding="utf-8", newline="") as handle:
                    csv.writer(handle, lineterminator="\n").writerows([head, *rows])
                try:
                    data.load(HERE, table.name)
                except data.DataError:
                    rows[line][at] = old
                    continue
                return f"{table.name}.csv, line {line + 2}, {column.name}: {old[:40]!r} is now {new[:60]!r}"
    return f"{table.name}.csv: no cell can be corrected"


if __name__ == "__main__":
    own, _, rest = " ".join(sys.argv[1:]).partition("--")
    seed = int(own or 1)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        HERE = book.at(copy)
        for name in data.names(HERE):
            print(correct(data.table(HERE, name), random.Random(seed)))
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            *(rest.split() or ["tests/sourcebook"]),
        ]
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        sys.exit(subprocess.run(command, cwd=copy, env=environment, check=False).returncode)
