"""What authors get wrong, and the one sentence that each mistake brings;
``mistakes/README.md`` says how a case is written.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from sourcebook import book, checks

HERE = Path(__file__).parent / "mistakes"
RIVERS = Path(__file__).resolve().parents[1] / "books" / "rivers"
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}-{Path(case['file']).name}")
    for path in sorted(HERE.glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]
# A finding says where: a file with a line, a cell or a column, or a file that is not there.
PLACE = re.compile(r"(?:book/|notebooks/|_toc\.yml|_config\.yml)")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(RIVERS, tmp_path_factory.mktemp("mistakes") / "rivers"))


@contextmanager
def changed(root: Path, case: dict[str, Any]) -> Iterator[None]:
    """The book with the mistake in it."""
    path = root / case["file"]
    before = path.read_bytes() if path.exists() else None
    text = before.decode() if before is not None else ""
    if "old" in case:
        assert case["old"] in text, f"{case['file']} holds no {case['old']!r}"
        text = text.replace(case["old"], case["new"], 1)
    text = case.get("write", text + case.get("append", ""))
    content = text.encode(case.get("encoding", "utf-8"), "replace") + bytes.fromhex(case.get("hex", ""))
    if "copy" in case:
        content = (root / case["copy"]).read_bytes()
    if case.get("delete"):
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def found(root: Path) -> list[str]:
    return [str(finding) for _, findings in checks.run(book.at(root)) for finding in findings]


def test_the_book_itself_has_nothing_to_mend(root: Path) -> None:
    assert found(root) == []


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_brings_one_sentence(root: Path, case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    with changed(root, case):
        texts = found(root)
    if "strangers" not in request.node.name:  # enough of them are looked at twice
        assert found(root) == []  # what is mended is not said again, though it was looked at a moment ago
    if case.get("clean"):
        assert texts == []
        return
    assert len([text for text in texts if all(words in text for words in case["names"])]) == 1, texts
    assert len(texts) == 1 + case.get("others", 0), texts
    assert all(PLACE.match(text) for text in texts), texts
