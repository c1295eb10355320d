"""Lighthouse on every page: ``npm install --prefix benchmarks && python benchmarks/lighthouse.py [RUNS] [PAGE ...]``.

With pages named, only their rows of the table are measured again; a row that had other runs than the table says so.
Mobile, with Lighthouse's own simulated network and processor; performance is the median of RUNS (5), what does not
swing is asked once. As many pages at a time as there are processors, which can only make them look slower. Performance
swings by a point or more with the machine, which is why the tests hold pages to bytes and requests instead.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import results
from sourcebook.site.webserver import BookServer

HERE = Path(__file__).resolve().parent
LIGHTHOUSE = os.environ.get("LIGHTHOUSE") or str(HERE / "node_modules" / ".bin" / "lighthouse")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SECTION = "Lighthouse"
HEAD = ("page", "performance", "accessibility", "best practices", "SEO", "largest paint, s")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def measure(address: str, categories: Sequence[str] = CATEGORIES) -> dict[str, float]:
    """One run: scores of 0 to 100 in these categories, and the time until the largest
    element is drawn, in milliseconds.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = [LIGHTHOUSE, address, "--quiet", "--output=json", f"--only-categories={','.join(categories)}"]
        command.append(f"--chrome-flags={FLAGS} --user-data-dir={profile}")
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "CHROME_PATH": results.chrome()}
        )
    report = json.loads(done.stdout)
    scores = {name: 100 * (report["categories"][name]["score"] or 0) for name in categories}
    for name in categories[1:]:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                print(f"  {name}: {ref['id']} {audit.get('displayValue', '')}", file=sys.stderr)
    return scores | {"lcp": report["audits"]["largest-contentful-paint"]["numericValue"]}


def row(address: str, page: str, runs: int) -> tuple[str, ...]:
    """The page's line in the table."""
    first = measure(address + page)
    audits = [first, *(measure(address + page, ["performance"]) for _ in range(runs - 1))]
    performance, paint = (statistics.median(run[name] for run in audits) for name in ("performance", "lcp"))
    cells = (page, f"{performance:.0f}", *(f"{first[name]:.0f}" for name in CATEGORIES[1:]), f"{paint / 1000:.1f}")
    print(*cells, flush=True)
    return cells


def merged(old: str, rows: Sequence[Sequence[str]], runs: int, pages: Sequence[str], version: str) -> str:
    """The section with these rows in place of their old ones, for these pages in their
    order; ``old`` is the section as it stands.

    Rows of another version of Lighthouse do not compare: they raise ``SystemExit``.
    """
    header = re.search(r"Lighthouse (\S+), mobile; .* medians of (\d+) runs", old)
    if header and header[1] != version:
        raise SystemExit(
            f"the table is of Lighthouse {header[1]}, and this is {version}. Measure all pages: leave their names out."
        )
    usual = int(header[2]) if header else runs
    kept = {
        line.split()[1]: line.strip("| ").split(" | ") for line in old.splitlines() if re.match(r"\| \S+\.html\b", line)
    }
    for page, *scores in rows:
        kept[page] = [page if runs == usual else f"{page} ({runs} runs)", *scores]
    return (
        f"`python benchmarks/lighthouse.py {usual}`: Lighthouse {version}, mobile; performance and largest paint are "
        f"medians of {usual} runs, {os.cpu_count()} pages at a time on {os.cpu_count()} processors.\n\n"
        + results.table(HEAD, [kept[page] for page in pages if page in kept])
    )


def main() -> None:
    """Measure and write the section of the results."""
    if not Path(LIGHTHOUSE).is_file():
        raise SystemExit("Lighthouse is missing. Run: npm install --prefix benchmarks")
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    pages = [page for page in results.pages() if page not in ("index.html", "404.html")]
    asked = sys.argv[2:] or pages
    if unknown := set(asked) - set(pages):
        raise SystemExit(
            f"no such page in the built book: {', '.join(sorted(unknown))}. Write them as in the table, like "
            f"{pages[0]}."
        )
    server = BookServer(results.HTML).start()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rows = list(pool.map(lambda page: row(server.address, page, runs), asked))
    version = subprocess.run([LIGHTHOUSE, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    results.write(SECTION, merged(results.read(SECTION) if sys.argv[2:] else "", rows, runs, pages, version))


if __name__ == "__main__":
    main()
