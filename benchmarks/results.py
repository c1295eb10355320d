"""One file of results: each benchmark writes its own section of ``RESULTS.md`` and leaves the others alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from sourcebook.quiz.browser import find_browser

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
#: What a copy of the checkout is made without.
SKIP = shutil.ignore_patterns(".git", ".venv", "_build", "dist", "node_modules", "__pycache__", ".*_cache")
RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def pages() -> list[str]:
    """Every page of the built book; raises ``SystemExit`` with a remedy where there is none."""
    if not (HTML / "index.html").is_file():
        raise SystemExit("there is no built book. Run `make book` first.")
    return sorted(
        p.relative_to(HTML).as_posix() for p in HTML.rglob("*.html") if not {"_sources", "downloads"} & {*p.parts}
    )


def chrome() -> str:
    """The Chromium to measure in; raises ``SystemExit`` with a remedy where there is none."""
    found = find_browser()
    if found is None:
        raise SystemExit("there is no Chromium or Chrome. Install one, or set CHROME_PATH to the program.")
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _current_text() -> str:
    return RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else "# Results\n"


def _section(name: str) -> re.Pattern[str]:
    """A section from its heading to the next."""
    return re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def read(section: str) -> str:
    """A section as it stands, or an empty string."""
    found = _section(section).search(_current_text())
    return found.group() if found else ""


def write(section: str, text: str) -> None:
    """Replace a section of the results, or add it at the end."""
    old, pattern = _current_text(), _section(section)
    block = f"## {section}\n\n{text.strip()}\n"
    new = pattern.sub(lambda _: block + "\n", old) if pattern.search(old) else old.rstrip() + "\n\n" + block
    RESULTS.write_text(new.rstrip() + "\n", encoding="utf-8")
