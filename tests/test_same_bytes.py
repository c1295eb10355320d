"""The same sources give the same book, file by file, wherever it is built, and whether its
notebooks run in kernels of their own or not.

`make test` compares the book of `make publish`, whose notebooks ran in real kernels, with
one whose notebooks ran in forked processes.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NO_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "_build", "dist", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_two_builds_in_different_folders_are_identical(html: Path, tmp_path: Path) -> None:
    if html != ROOT / "_build" / "html":
        pytest.skip("the book of this checkout is compared")
    other = tmp_path / "another place" / "book of the class"
    shutil.copytree(ROOT, other, ignore=NO_SOURCE)
    env = {**os.environ, "PYTHONPATH": str(other)}
    done = subprocess.run(
        [sys.executable, "-m", "minusma", "build", "--publish"],
        cwd=other,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    again = other / "_build" / "html"
    assert files(again) == files(html)
    _, different, unreadable = filecmp.cmpfiles(html, again, files(html), shallow=False)
    assert (different, unreadable) == ([], [])
