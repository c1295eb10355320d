"""What an author waits for: ``python benchmarks/desk.py``. Needs git and Linux.

Processor time of the whole tree of processes, as a share of a build from nothing of version
1.1 in the same run: a busy computer slows both. Version 1.1 is built from its commit; ours
on a copy of this checkout, step after step, each from a built and unchanged book.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results

FIRST = "cf18c21"
ADDED = "book/one-more.md"
BUILD = [sys.executable, "-m", "minusma", "build"]
# So that a process whose parent has ended becomes a child of this one, and its time is counted.
_PR_SET_CHILD_SUBREAPER = 36


def _replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"benchmarks/desk.py: {old!r} does not stand in {name}. Name something else that does.")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def _add_line(name: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        with (root / name).open("a", encoding="utf-8") as file:
            file.write("\nOne more line.\n")

    return edit


def _note_of_first_row(name: str) -> Callable[[Path], None]:
    """No number changes, but the table does: the last column is the note."""

    def edit(root: Path) -> None:
        path = root / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        text = lines[1].rstrip("\r\n")
        lines[1] = (f'{text[:-1]} Once more."' if text.endswith('"') else f"{text} Once more.") + "\n"
        path.write_text("".join(lines), encoding="utf-8")

    return edit


def _add_page(root: Path) -> None:
    (root / ADDED).write_text(
        '---\nmyst:\n  html_meta:\n    description: "One more page."\n---\n\n# One more page\n\nOne line.\n',
        encoding="utf-8",
    )
    with (root / "_toc.yml").open("a", encoding="utf-8") as file:
        file.write(f"  - file: {ADDED.removesuffix('.md')}\n")


#: What is measured, its goal, and the change; a mistake is built twice, with it and without.
STEPS: dict[str, tuple[float, Callable[[Path], None]]] = {
    "one row of a table": (0.14, _note_of_first_row("book/data/council_votes.csv")),
    "one hint of one question": (
        0.12,
        _replace("book/quizzes/history.yml", '      - "Begin with', '      - "Start with'),
    ),
    "one page of text": (0.06, _add_line("book/about.md")),
    "a page added to the contents": (0.10, _add_page),
    "a mistake made, seen and undone": (
        0.12,
        _replace("book/quizzes/history.yml", "    hints:\n", "    hint:\n"),
    ),
}


def _seconds(root: Path, *words: str, fails: bool = False) -> float:
    before = _children()
    done = subprocess.run(
        [*BUILD, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    if bool(done.returncode) != fails:
        raise SystemExit(f"the build did not end as it should:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and write the section of the results."""
    if sys.platform != "linux":
        raise SystemExit("benchmarks/desk.py counts the time of all processes as Linux does. Run it there.")
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        old, root = Path(folder) / "first", Path(folder) / "book"
        subprocess.run(["git", "worktree", "add", "--detach", "--quiet", str(old), FIRST], cwd=results.ROOT, check=True)
        try:
            first = _seconds(old, "--all")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(old)], cwd=results.ROOT, check=True)
        shutil.copytree(results.ROOT, root, ignore=results.SKIP)
        found = [("from nothing", 0.45, _seconds(root, "--all") / first)]
        for name, (goal, edit) in STEPS.items():
            shutil.copytree(root / "book", Path(folder) / "kept", dirs_exist_ok=True)
            shutil.copyfile(root / "_toc.yml", Path(folder) / "kept_toc.yml")
            edit(root)
            mistake = "mistake" in name
            taken = _seconds(root, fails=mistake)
            shutil.copytree(Path(folder) / "kept", root / "book", dirs_exist_ok=True)
            shutil.copyfile(Path(folder) / "kept_toc.yml", root / "_toc.yml")
            (root / ADDED).unlink(missing_ok=True)
            back = _seconds(root)
            found.append((name, goal, (taken + (back if mistake else 0)) / first))
            print(name, f"{found[-1][2]:.3f}", flush=True)
    rows = [(name, f"{share:.2f}", f"{goal:.2f}") for name, goal, share in found]
    results.write(
        "The author's desk",
        "`python benchmarks/desk.py`: processor time of all processes as a share of a build from nothing of version "
        f"1.1 ({FIRST}, {first:.0f} s in this run), {os.cpu_count()} processors, Python "
        f"{platform.python_version()}.\n\n" + results.table(["change", "share", "goal"], rows),
    )


if __name__ == "__main__":
    main()
