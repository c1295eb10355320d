"""A disk without room, a terminal that lacks letters, a strict umask, a BOM before JSON: each costs a sentence at most.

Every command that writes is run on a copy of the made-up book, in one process a place, as a shell would run it.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import rivers

REPO = Path(__file__).resolve().parents[2]
#: Ascii has none of its letters.
FOLDER = "Flüsse → 河"
#: What stands before each command's end in the errors, with its exit code.
END = "=== ended with "
RUN = f"""
import json, os, sys
{{before}}
from sourcebook import cli
for words in json.loads(sys.argv[1]):
    code = cli.main(words)
    print("{END}", code, sep="", file=sys.stderr, flush=True)
    sys.stdout.flush()
"""
COMMANDS = [
    ["check"],
    ["build"],
    ["zip"],
    ["key", "--html-only"],
    ["export"],
    ["kit"],
    ["report", "example", "--out", "dist/report"],
    ["tidy"],
    ["new", "table", "a-table"],
    ["new", "page", "a-page"],
    ["new", "question", "rain", "single"],
    ["new", "chapter", "a-chapter"],
    ["new", "dist/another", "--title", "Another", "--slug", "another"],
]
WRITING = [words for words in COMMANDS if words[0] != "check"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no umask and no such limit")


@dataclass(frozen=True)
class Ran:
    """How one command ended."""

    code: int
    out: str
    errors: list[str]


def run(root: Path, commands: list[list[str]], before: str = "", **env: str) -> list[Ran]:
    """Run the commands one after another in a process that began with the statements ``before``."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(before=before), json.dumps(commands)],
        cwd=root, env={**os.environ, "PYTHONPATH": str(REPO), **env}, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    out, errors = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    assert done.returncode == 0, errors[-3000:]
    parts = errors.split(END)
    found = [Ran(int(then.split()[0]), out, now.split("\n")) for now, then in zip(parts, parts[1:], strict=False)]
    # Behind the code stands what the next command says.
    return [Ran(one.code, out, [line for line in one.errors[n > 0 :] if line]) for n, one in enumerate(found)]


def begin(root: Path) -> Path:
    """A copy of the book with something to tidy, and with a BOM before each file of JSON."""
    rivers.copy(root)
    for path in [*root.rglob("*.ipynb"), *root.rglob("*.json")]:
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    table = root / "book" / "data" / "floods.csv"
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))
    return root


def edit(root: Path) -> None:
    """Something for a build to do."""
    page = root / "book" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more line on the rivers.\n", encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    """What a person finds: not what a build keeps for itself."""
    found = (path for path in root.rglob("*") if path.is_file())
    names = {path.relative_to(root).as_posix(): path for path in found}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if not name.startswith("_build/") or name.startswith("_build/html/")
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book, built under a strict umask with a terminal that knows ascii only."""
    root = begin(tmp_path_factory.mktemp("hard") / FOLDER)
    (ran,) = run(root, [["build"]], "os.umask(0o077)", PYTHONIOENCODING="ascii")
    assert (ran.code, ran.errors) == (0, [])
    assert "Fl?sse ? ?" in ran.out
    return root


@pytest.fixture(scope="module")
def good(built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Ran]]:
    """What every command makes of it there, when there is room."""
    root = tmp_path_factory.mktemp("good") / FOLDER
    shutil.copytree(built, root)
    edit(root)
    return root, run(root, COMMANDS, "os.umask(0o077)", PYTHONIOENCODING="cp1252")


@posix
def test_every_command_ends_well_with_a_bom_and_a_terminal_that_lacks_letters(good: tuple[Path, list[Ran]]) -> None:
    assert [(words, ran.code, ran.errors) for words, ran in zip(COMMANDS, good[1], strict=True)] == [
        (words, 0, []) for words in COMMANDS
    ]
    assert "Flüsse ? ?".encode("cp1252").decode(errors="replace") in good[1][0].out


@posix
def test_what_was_written_under_a_strict_umask_can_be_read_by_a_server(
    built: Path, good: tuple[Path, list[Ran]]
) -> None:
    before = files(built)
    for name, content in files(good[0]).items():
        path = good[0] / name
        if before.get(name) != content or name.startswith("_build/html/"):
            assert path.stat().st_mode & 0o777 == 0o644, name
            for folder in path.relative_to(good[0]).parents:
                assert (good[0] / folder).stat().st_mode & 0o055 == 0o055 or folder.name in ("", "_build"), folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True)
    if not done or done.returncode:
        pytest.skip("only who may mount a disk can fill one")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def _whole(root: Path, before: dict[str, bytes], good: dict[str, bytes]) -> None:
    """Each file is the older one, or all of the new one; nothing half-written lies about."""
    for name, content in files(root).items():
        assert content in (before.get(name), good.get(name)), f"{name} is cut off"
    assert [name for name in files(root) if name.endswith(".part")] == []


def _one_sentence(commands: list[list[str]], ran: list[Ran], reasons: tuple[str, ...]) -> None:
    for words, one in zip(commands, ran, strict=True):
        assert one.code == 1, words
        assert "Traceback" not in "\n".join(one.errors), words
        assert one.errors[-1].startswith(f"sourcebook {words[0]}: "), (words, one.errors)
        assert any(word in one.errors[-1] for word in reasons), (words, one.errors[-1])
        assert any(word in one.errors[-1].lower() for word in ("make room", "choose another")), (words, one.errors[-1])


@posix
def test_without_room_on_the_disk_nothing_is_cut_off(built: Path, good: tuple[Path, list[Ran]], disk: Path) -> None:
    root = disk / "book"
    shutil.copytree(built, root)
    edit(root)
    before = files(root)
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"0" * 4096)
    ran = run(root, WRITING)
    _one_sentence(WRITING, ran, ("no room left on the disk", "No space left"))
    _whole(root, before, files(good[0]))


@posix
def test_where_no_file_may_be_large_nothing_is_cut_off(
    built: Path, good: tuple[Path, list[Ran]], tmp_path: Path
) -> None:
    root = tmp_path / "book"
    shutil.copytree(built, root)
    edit(root)
    before = files(root)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))"
    ran = run(root, WRITING, limit)
    _one_sentence(WRITING, ran, ("larger than this place allows", "File too large"))
    _whole(root, before, files(good[0]))
