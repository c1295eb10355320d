"""The Chromium of this machine: what prints the answer keys, and what tests and benchmarks open pages in."""

from __future__ import annotations

import os
import shutil

# The shell first: the same engine without windows and their own pages, twice as quick to open a page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")


def find_browser() -> str | None:
    """The Chromium or Chrome that ``CHROME_PATH`` names, or else the first on the path;
    ``None`` where there is none.
    """
    return os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
