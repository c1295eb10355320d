"""The command line: quick help, and errors that say what to do."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from sourcebook import cli
from sourcebook.commands import build, serve
from tests.rivers import RIVERS
from tests.sourcebook import made_up_book

REPO = Path(__file__).resolve().parents[2]


def run(*words: str, cwd: Path = RIVERS.root) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sourcebook", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_names_every_command_and_loads_no_heavy_library() -> None:
    code = "import sys; sys.argv=['sourcebook','--help']\nfrom sourcebook import cli\n"
    code += (
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\nprint('heavy' if {'pandas','sphinx'} & "
        "set(sys.modules) else 'light')"
    )
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


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A checkout with a built book of one page."""
    book = made_up_book.make(tmp_path)
    book.built.mkdir(parents=True)
    (book.built / "index.html").write_text("hello")
    return book.root


@pytest.mark.parametrize("port", ["99999", "-1", "65536", "8000.5", "http"])
def test_what_is_no_port_is_refused(port: str) -> None:
    done = run("serve", "--port", port)
    assert done.returncode == 2
    assert f"'{port}' is no port. Give a number from 1 to 65535, or 0 for one that is free." in done.stderr


def test_a_port_in_use_says_which_to_take(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port), cwd=built)
    assert done.returncode == 1
    assert done.stderr == f"sourcebook serve: port {port} is in use. Try another, or --port 0 for one that is free.\n"


def test_a_port_of_the_system_says_which_to_take(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.chdir(built)
    monkeypatch.setattr(serve, "BookServer", refuse)
    assert cli.main(["serve", "--port", "80"]) == 1
    assert capsys.readouterr().err == "sourcebook serve: port 80 belongs to the system. Try --port 8000.\n"


def test_serving_shows_the_book_on_this_computer_only(built: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "sourcebook", "serve", "--port", "0"],
        cwd=built,
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
    assert (
        "It begins with START-HERE.html.\nThe answer key lies in answer-key-for-teachers: take it out before you share."
        in done.stdout
    )
    assert (tmp_path / "new" / "kit.zip").is_file()


def test_the_kit_for_a_folder_or_a_file_in_the_way_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("kit", "--out", str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path} is a folder. Name the zip in it: --out {tmp_path}/rivers-and-rain-class-kit.zip" in done.stderr
    done = run("kit", "--out", str(tmp_path / "file" / "kit.zip"))
    assert done.returncode == 1
    assert "cannot be read or written (File exists). Choose another place" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("key", "--html-only", "--out", str(tmp_path / "file"))
    assert done.returncode == 1
    assert (
        f"sourcebook key: {tmp_path}/file cannot be read or written (File exists). Choose another place" in done.stderr
    )


def test_a_place_where_nothing_can_be_built_is_named() -> None:
    done = run("build", "--out", "/proc/nowhere")
    assert done.returncode == 1
    assert "sourcebook build: /proc/nowhere cannot be read or written" in done.stderr
    assert "in red" not in done.stderr


def test_building_all_again_leaves_what_is_not_of_the_book(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (built / "_build" / "hub-env").mkdir()
    (built / "_build" / build.STAMP).write_text("old")
    seen: list[list[str]] = []

    def jupyter_book(*_: str) -> int:
        seen.append(sorted(p.name for p in (built / "_build").iterdir()))
        (built / "_build" / "html").mkdir()
        return 0

    monkeypatch.chdir(built)
    monkeypatch.setattr(build, "jupyter_book", jupyter_book)
    assert cli.main(["build", "--all"]) == 0
    assert seen == [[".checked", "hub-env"]], "what the check before the build has noted, and what is not of the book"


def test_the_made_up_class_has_a_report_on_the_command_line_too(tmp_path: Path) -> None:
    done = run("report", "example", "--out", str(tmp_path / "report"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "A made-up class" in done.stdout
    assert (tmp_path / "report" / "report.html").is_file()
    assert "nowhere is not there. Name the folder" in run("report", "nowhere").stderr


def test_a_mistake_of_the_program_is_not_blamed_on_the_reader(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("not for readers")

    monkeypatch.chdir(built)
    monkeypatch.setattr(serve, "BookServer", fail)
    with pytest.raises(ValueError, match="not for readers"):
        cli.main(["serve"])


def test_help_names_what_the_book_calls_its_files_and_needs_no_book(
    built: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for place, name in ((built, "our-river"), (tmp_path_factory.mktemp("nowhere"), "NAME-OF-THE-BOOK")):
        monkeypatch.chdir(place)
        for command in ("zip", "kit"):
            with pytest.raises(SystemExit):
                cli.main([command, "--help"])
            assert f"(default: dist/{name}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("module", "command"), [("minusma", "minusma export: "), ("sourcebook", "sourcebook export: ")]
)
def test_a_command_calls_itself_as_it_was_called(built: Path, module: str, command: str) -> None:
    words = [sys.executable, "-m", module, "export", "--to", "no-such"]
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    done = subprocess.run(words, cwd=built, env=env, capture_output=True, text=True, check=False)
    assert done.stderr.startswith(command)


#: Of this book; none of it may stand in what the engine makes of another.
WORDS = re.compile(r"minusma|\bmali\b|council|\bclaims lab\b|united nations|peacekeep|bogolan", re.IGNORECASE)


def test_nothing_that_a_command_makes_of_another_book_speaks_of_this_one(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(built)
    for words in (["export"], ["key", "--html-only"], ["report", "example"], ["zip"]):
        assert cli.main(words) == 0, capsys.readouterr().err
    written = [path for path in (built / "dist").rglob("*") if path.is_file()]
    assert {path.name for path in written} >= {"river-moodle.xml", "river-key.html", "report.html", "our-river.zip"}
    for path in written:
        packed = zipfile.ZipFile(path) if path.suffix in (".zip", ".xlsx") else None
        parts = {path.name: path.read_bytes()} if packed is None else {n: packed.read(n) for n in packed.namelist()}
        for name, content in parts.items():
            assert not WORDS.search(name + content.decode("utf-8")), (path.name, name)
    assert not WORDS.search(capsys.readouterr().out)
    assert (
        "$course$/top/The river at our town/The river" in (built / "dist" / "export" / "river-moodle.xml").read_text()
    )


def test_a_kit_of_a_package_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    of = made_up_book.make(tmp_path, IDENTITY=f"{made_up_book.IDENTITY}package: own_river\n")
    monkeypatch.chdir(of.root)
    assert cli.main(["kit"]) == 1
    assert "book.yml names the package own_river, and a class kit needs pyproject.toml" in capsys.readouterr().err
    assert not (of.root / "dist").exists()
