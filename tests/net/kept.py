"""What version 1.1 left with its users, as it was written by that version; README.md says how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

NET = Path(__file__).parent
V1_1 = NET / "v1_1"


def read(name: str) -> Any:
    """One of the kept JSON files."""
    return json.loads((V1_1 / name).read_text(encoding="utf-8"))


def listed(name: str) -> dict[str, Any]:
    """One of the lists of exceptions, each with its reason."""
    return yaml.safe_load((NET / name).read_text(encoding="utf-8")) or {}


def changed() -> set[str]:
    """Questions that ask something else than in version 1.1, or are no longer asked: old answers do not count."""
    return set(listed("changed.yml"))


def addresses() -> dict[str, list[str]]:
    """The ids of every page of version 1.1, by the page's address."""
    found: dict[str, list[str]] = {}
    page = ""
    for line in (V1_1 / "addresses.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found[page] += line.split()
        elif line and not line.startswith("#"):
            page = line
            found[page] = []
    return found
