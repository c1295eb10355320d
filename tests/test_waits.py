"""A test in a browser waits for what it wants to see, never for time: a quick machine would
lose minutes, a slow one would lie.
"""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
WAITS = re.compile(r"wait_for_timeout\(|\bsleep\(|wait_for_function\([^)]*\.then\(")


def test_no_browser_test_waits_for_time() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{number}"
        for path in sorted((TESTS / "browser").glob("*.py"))
        if path.name != "until.py"  # reads again and again, and says for how long at most
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WAITS.search(line)
    ]
    assert found == []
