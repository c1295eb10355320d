"""Lines of scripts and styles end at 120 characters, as ruff holds it for Python."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("sourcebook", "minusma", "deploy", "tests")
FILES = sorted(
    path
    for room in ROOMS
    for ending in ("*.js", "*.css")
    for path in (ROOT / room).rglob(ending)
    if "node_modules" not in path.parts
)


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_line_ends_at_120_characters(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [f"{path.name}:{n}" for n, line in enumerate(lines, 1) if len(line) > 120] == []
