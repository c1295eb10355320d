"""How long an author waits from a save to the page that shows it: ``python benchmarks/watch.py [RUNS]``.

``serve --watch`` on a copy of this checkout, the page open in Chromium; wall time, so that the computer must be idle.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results

#: What is saved, its goal in seconds, the file, and the page that shows it.
STEPS = {
    "a page of text": (1.5, "book/about.md", "book/about.html"),
    "a row of a table": (5.0, "book/data/council_votes.csv", "book/tables/council-votes.html"),
}
_WAIT = 120_000


def _settled(page: Page) -> None:
    page.wait_for_selector("html[data-watch=ready]", state="attached", timeout=_WAIT)


def _seconds(page: Page, path: Path, number: int) -> float:
    """Save a word that was not there, and wait until the page that was loaded again shows it."""
    text, word = path.read_text(encoding="utf-8"), f"Oncemore{number}"
    lines = text.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if n > len(lines) // 2 and len(line.strip()) > 40 and line[0].isalpha())
    lines[at] = (
        lines[at].rstrip("\n").rstrip('"') + f" {word}" + ('"' if lines[at].rstrip().endswith('"') else "") + "\n"
    )
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text("".join(lines), encoding="utf-8")
    began = time.perf_counter()
    beside.replace(path)
    page.wait_for_function("word => document.body.textContent.includes(word)", arg=word, timeout=_WAIT)
    _settled(page)
    return time.perf_counter() - began


def main() -> None:
    """Measure and write the section of the results."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found: dict[str, list[float]] = {name: [] for name in STEPS}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "book"
        shutil.copytree(results.ROOT, root, ignore=results.SKIP)
        server = subprocess.Popen(
            [sys.executable, "-m", "minusma", "serve", "--watch", "--port", "0"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout
        try:
            address = server.stdout.readline().split()[4]
            browser = playwright.chromium.launch(executable_path=results.chrome(), args=["--no-sandbox"])
            page = browser.new_page()
            for name, (_, file, shown) in STEPS.items():
                page.goto(f"{address}{shown}")
                page.wait_for_selector("main h1, article h1", timeout=_WAIT)
                _settled(page)
                for number in range(runs + 1):
                    taken = _seconds(page, root / file, number)
                    if number:  # the first one warms what the later ones use
                        found[name].append(taken)
            browser.close()
        finally:
            server.terminate()
            server.wait(30)
    rows = [
        (name, f"{statistics.median(taken):.1f}", f"{max(taken):.1f}", f"{STEPS[name][0]:.1f}")
        for name, taken in found.items()
    ]
    results.write(
        "From a save to the page",
        f"`python benchmarks/watch.py {runs}`: `serve --watch`, seconds from a save to the page that is loaded again "
        f"and shows it; {runs} runs after a first, {os.cpu_count()} processors, Python {platform.python_version()}.\n\n"
        + results.table(["saved", "median, s", "slowest, s", "goal, s"], rows),
    )


if __name__ == "__main__":
    main()
