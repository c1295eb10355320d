"""A file is whole or not there; and every file that the project writes is written so."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcebook.text import atomic

ROOT = Path(__file__).resolve().parents[3]
#: Who may open a file to write: the writer itself, and logs, which are read while they grow.
WRITERS = {
    "sourcebook/text/atomic.py": 1,
    "sourcebook/desk/build_worker.py": 1,
    "sourcebook/commands/build.py": 1,
    "sourcebook/site/archive.py": 2,  # into a folder that is thrown away
}


def test_an_error_of_the_caller_leaves_the_older_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    atomic.write_text(target, "old")

    def write() -> None:
        with atomic.writing(target) as file:
            file.write("half of the n")
            raise KeyError

    with pytest.raises(KeyError):
        write()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_full_disk_names_the_file_that_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "/some/.page.html.x.part")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left") as refused:
        atomic.write_bytes(tmp_path / "page.html", b"new")
    assert refused.value.filename == str(tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_line_ends_rights_and_folders_are_as_asked(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "page.html"
    before = os.umask(0o077)
    try:
        atomic.write_text(target, "a\nä\n", newline="\r\n", durable=True)
    finally:
        os.umask(before)
    assert target.read_bytes() == "a\r\nä\r\n".encode()
    assert target.stat().st_mode & 0o777 == 0o644
    assert target.parent.stat().st_mode & 0o777 == 0o755
    atomic.write_text(target, "b", rights=0o600)
    assert target.stat().st_mode & 0o777 == 0o600
    atomic.copy(target, tmp_path / "copy")
    assert ((tmp_path / "copy").read_text(), (tmp_path / "copy").stat().st_mode & 0o777) == ("b", 0o644)


def bare_writes(path: Path) -> Iterator[str]:
    """Calls that put a file under its own name piece by piece."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        values = [
            argument.value
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        opened = name in ("open", "fdopen") and any(
            set(value) <= set("wxarb+t") and set(value) & set("wxa") for value in values
        )
        opened = opened or (called == "os.fdopen")
        written = (
            name in ("write_text", "write_bytes")
            and not called.startswith("atomic.")
            and not called.startswith("write_")
        )
        copied = called in ("shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.move", "shutil.copytree")
        if opened or written or copied:
            yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {called}"


def test_every_file_is_written_whole_or_not_at_all() -> None:
    sources = [path for package in ("sourcebook", "minusma") for path in sorted((ROOT / package).rglob("*.py"))]
    found = {path: list(bare_writes(path)) for path in sources}
    assert len(found) > 150
    assert [
        line
        for path, lines in found.items()
        if len(lines) > WRITERS.get(path.relative_to(ROOT).as_posix(), 0)
        for line in lines
    ] == []


def test_the_check_of_writes_sees_each_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    source = tmp_path / "module.py"
    lines = [
        'path.write_text("a")',
        'path.write_bytes(b"a")',
        'open(name, "w")',
        'path.open("wb")',
        'path.open(mode="a", encoding="utf-8")',
        'path.open("x")',
        "shutil.copyfile(a, b)",
        'atomic.write_text(path, "a")',
        'path.open(encoding="utf-8")',
        'open(name, "rb")',
        'webbrowser.open("https://example.org/")',
    ]
    source.write_text("\n".join(lines))
    assert [line.split(":")[1] for line in bare_writes(source)] == list("1234567")
