"""Every command of version 1.1 is still there, with its options, defaults and the names of the files it writes."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.net import kept

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = kept.read("commands.json")


def run(*words: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    command = [sys.executable, "-m", "minusma", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_command_keeps_its_options_and_defaults(name: str) -> None:
    text = run(name, "--help")
    words = text.replace("[", " ").replace("]", " ").replace(",", " ").split()
    assert [w for w in (*COMMANDS[name]["options"], *COMMANDS[name]["arguments"]) if w not in words] == []
    assert [d for d in COMMANDS[name]["defaults"] if f"(default: {d})" not in text] == []


@pytest.mark.parametrize(
    "words", [["export"], ["key", "--html-only"], ["report", "example"]], ids=lambda words: words[0]
)
def test_a_command_writes_files_of_the_same_names(words: list[str], tmp_path: Path) -> None:
    run(*words, "--out", str(tmp_path))
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    wanted = [f for f in COMMANDS[words[0]]["files"] if not f.endswith(".pdf")]
    assert wanted
    assert [f for f in wanted if f not in written] == []


def test_the_class_kit_of_the_book_holds_the_same_files(html: Path) -> None:
    with zipfile.ZipFile(html / "downloads" / "mali-minusma-class-kit.zip") as kit:
        names = set(kit.namelist())
    assert [f for f in COMMANDS["kit"]["files"] if f not in names] == []
    assert any(name.startswith("mali-minusma-class-kit/notebooks/minusma-") and name.endswith(".whl") for name in names)
