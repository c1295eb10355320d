"""The files for the usual hosts, and the zip for those without one."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from minusma.policy import HEADER_POLICY

ROOT = Path(__file__).resolve().parent.parent


def test_the_container_sends_the_books_policy() -> None:
    assert f'add_header Content-Security-Policy "{HEADER_POLICY}" always;' in (ROOT / "deploy" / "nginx.conf").read_text()


@pytest.mark.parametrize("name", [".github/workflows/pages.yml", ".gitlab-ci.yml"])
def test_workflows_run_the_readmes_two_commands(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "make book" in text
    assert "make test" in text
    assert "MINUSMA_URL" in text


def test_the_zip_is_the_book_without_the_twins_and_always_the_same(html: Path, tmp_path: Path) -> None:
    if html != ROOT / "_build" / "html":
        pytest.skip("the command packs the book of this checkout")
    sizes = []
    for name in ("one.zip", "two.zip"):
        command = [sys.executable, "-m", "minusma", "zip", "--out", str(tmp_path / name)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        sizes.append((tmp_path / name).read_bytes())
    assert sizes[0] == sizes[1]
    names = set(zipfile.ZipFile(tmp_path / "one.zip").namelist())
    assert "mali-and-minusma/index.html" in names
    assert "mali-and-minusma/book/history.html" in names
    assert not [name for name in names if name.endswith((".gz", ".br"))]
