"""What each page takes over the wire, and which files: ``python benchmarks/weight.py``.

Writes the sizes into ``budget.json``, so that the test of the budget can say which file grew since, and a section of
``RESULTS.md``. Sizes are those of gzip -6, without headers; requests include the icon.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from benchmarks import results
from sourcebook.site.webserver import BookServer

BUDGET = Path(__file__).resolve().parent / "budget.json"


def main() -> None:
    """Open every page once and write down what it asked for."""
    server = BookServer(results.HTML).start()
    sizes: dict[str, int] = {}
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=results.chrome(), args=["--no-sandbox", "--disable-gpu"])
        for page in results.pages():
            if page == "index.html":
                continue
            context = browser.new_context(service_workers="block")
            tab = context.new_page()
            asked: list[str] = []
            session = context.new_cdp_session(tab)
            session.send("Network.enable")
            session.on(
                "Network.requestWillBeSent", lambda e, asked=asked: asked.append(urlsplit(e["request"]["url"]).path[1:])
            )
            tab.goto(server.address + page, wait_until="networkidle")
            context.close()
            here = {path: len(gzip.compress((results.HTML / path).read_bytes(), 6)) for path in asked}
            sizes.update(here)
            rows.append((page, f"{sum(here.values()) / 1000:.1f}", f"{here[page] / 1000:.1f}", len(asked)))
        browser.close()
    budget = json.loads(BUDGET.read_text(encoding="utf-8"))
    budget["sizes"] = dict(sorted(sizes.items()))
    BUDGET.write_text(json.dumps(budget, indent=1) + "\n", encoding="utf-8")
    shared = [(name, f"{size / 1000:.1f}") for name, size in sorted(sizes.items()) if not name.endswith(".html")]
    results.write(
        "Weight of the pages",
        "`python benchmarks/weight.py`: everything a page loads before anyone touches it, gzip -6, in KB (1000 "
        "bytes).\n\n"
        + results.table(["page", "KB", "of it HTML", "requests"], rows)
        + "\n\nShared files:\n\n"
        + results.table(["file", "KB"], shared),
    )


if __name__ == "__main__":
    main()
