"""The command line: quick help, and errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from minusma import cli

REPO = Path(__file__).resolve().parent.parent


def run(*words: str, cwd: Path = REPO) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "minusma", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command_and_loads_no_heavy_library() -> None:
    code = "import sys; sys.argv=['minusma','--help']\nfrom minusma import cli\n"
    code += "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\nprint('heavy' if {'pandas','sphinx'} & set(sys.modules) else 'light')"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=True)
    for name in cli.COMMANDS:
        assert name in done.stdout
    assert done.stdout.endswith("light\n")


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert cli.COMMANDS[name][1][1:] in " ".join(done.stdout.split())


def test_outside_the_book_the_answer_says_where_to_go(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "folder that holds _config.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_without_a_book_says_to_build_it(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").touch()
    (tmp_path / "book").mkdir()
    done = run("serve", cwd=tmp_path)
    assert done.returncode == 1
    assert "make book" in done.stderr


def test_serving_shows_the_book_on_this_computer_only(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").touch()
    (tmp_path / "book").mkdir()
    html = tmp_path / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("hello")
    server = subprocess.Popen(
        [sys.executable, "-m", "minusma", "serve", "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = server.stdout.readline().split()[4]
        assert address.startswith("http://127.0.0.1:")
        assert urllib.request.urlopen(address).read() == b"hello"
    finally:
        server.terminate()
        server.wait(10)


def test_the_kit_says_what_it_does_and_where_it_is(tmp_path: Path) -> None:
    done = run("kit", "--out", str(tmp_path / "new" / "kit.zip"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:3] == ["Building the package ...", "Writing the answer key ...", "Packing ..."]
    assert "It begins with START-HERE.html.\nThe answer key lies in answer-key-for-teachers: take it out before you share." in done.stdout
    assert (tmp_path / "new" / "kit.zip").is_file()


def test_the_kit_for_a_folder_or_a_file_in_the_way_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("kit", "--out", str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path} is a folder. Name the zip in it: --out {tmp_path}/mali-minusma-class-kit.zip" in done.stderr
    done = run("kit", "--out", str(tmp_path / "file" / "kit.zip"))
    assert done.returncode == 1
    assert "cannot be read or written (File exists). Choose another place" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("key", "--html-only", "--out", str(tmp_path / "file"))
    assert done.returncode == 1
    assert f"minusma key: {tmp_path}/file cannot be read or written (File exists). Choose another place" in done.stderr
