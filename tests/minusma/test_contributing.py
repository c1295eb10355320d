"""What CONTRIBUTING.md tells an author to do, done word by word: the facts to copy, a chapter, a view."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sourcebook import book, checks, cli, data, facts
from sourcebook.book import Book
from sourcebook.facts.definitions import FORMATS
from sourcebook.quiz import bank
from sourcebook.views import registry
from tests import ours

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^### {re.escape(title)}\n(.*?)^##", GUIDE, re.DOTALL | re.MULTILINE)
    assert found, f"CONTRIBUTING.md has no section {title!r}"
    return found[1]


def commands(title: str) -> list[list[str]]:
    """The commands of a section, in its order."""
    lines = re.findall(r"^ {4,}((?:minusma|sourcebook) .*)$", section(title), re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The sources of this book, in a folder of the test's own."""
    root = tmp_path_factory.mktemp("clone") / "book"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "book", "notebooks", "_config.yml", "_toc.yml", "CONTRIBUTING.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes((ROOT / name).read_bytes())
    return book.at(root)


def follow(title: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Run each command but `build`, which the tests of the second book do."""
    monkeypatch.chdir(root)
    for words in commands(title):
        yield words
        if words[0] != "build":
            assert cli.main(words, "minusma", "minusma") == 0, words


def faults(of: Book) -> set[str]:
    return {str(finding) for _, found in checks.run(of) for finding in found}


def test_each_fact_to_copy_has_a_value(tmp_path: Path) -> None:
    text = re.search(r"```yaml\n(example\.one-cell:.*?)```", section("Facts"), re.DOTALL)
    assert text
    of = ours.copy(tmp_path / "copy")
    path = of.data_dir / "facts.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text[1], encoding="utf-8")
    copied = yaml.safe_load(text[1])
    assert len(copied) == 11
    assert all(facts.get(of, name).text for name in copied)
    assert {spec["format"] for spec in copied.values() if "format" in spec} == set(FORMATS) - {"number", "percent"}
    assert facts.get(of, "example.share").text.endswith(" per cent")
    assert facts.get(of, "example.one-cell").value in set(data.load(of, "fatalities")["deaths"])


def test_add_a_chapter_word_by_word(clone: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    before = faults(clone)
    assert [words[0] for words in follow("Add a chapter", clone.root, monkeypatch)] == ["new", "check", "build"]
    assert faults(clone) == before == set()
    assert len(bank.load(clone, "high-water").questions) == 4
    contents = (clone.root / "_toc.yml").read_text()
    assert "  - file: notebooks/us-interests\n  - file: book/high-water\n  - file: notebooks/high-water\n" in contents
    assert "| High water | `book/high-water.md` |" in (clone.root / "CONTRIBUTING.md").read_text()
    monkeypatch.chdir(clone.root)
    assert cli.main(["new", "question", "high-water", "number"]) == 0
    assert faults(clone) == set()


def test_add_a_view_word_by_word(clone: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    text = section("Add a view")
    name = re.search(r"Write `(book/views/[a-z-]+\.yml)`", text)
    declared = re.search(r"```yaml\n(.*?) {3}```", text, re.DOTALL)
    shown = re.search(r"````\n(.*?) {3}````", text, re.DOTALL)
    assert name
    assert declared
    assert shown
    (clone.root / name[1]).write_text(re.sub(r"^ {3}", "", declared[1], flags=re.MULTILINE), encoding="utf-8")
    page = clone.folder / "mandate.md"
    page.write_text(page.read_text() + "\n" + re.sub(r"^ {3}", "", shown[1], flags=re.MULTILINE), encoding="utf-8")
    assert [words[0] for words in follow("Add a view", clone.root, monkeypatch)] == ["check", "build"]
    assert faults(clone) == set()
    view = registry.get(clone, Path(name[1]).stem)
    assert "was the year with the most killed by hostile acts" in view.html()
    assert "fatalities" in view.data


def test_the_commands_of_another_book_are_those_that_there_are() -> None:
    assert [words[0] for words in commands("Start another book")] == ["new", "build"]
    assert set(words[0] for words in commands("Start another book")) <= set(cli.COMMANDS)


def test_every_file_and_room_that_is_named_is_there_and_every_room_is_named() -> None:
    texts = GUIDE + (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:sourcebook|minusma|tests|benchmarks|deploy)/[\w./-]*)`", texts))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists() and "_project" not in name] == []
    table = section("Where the code lies")
    rooms = [
        path
        for path in (ROOT / "sourcebook").iterdir()
        if (path.is_dir() and path.name != "__pycache__") or path.suffix == ".py"
    ]
    assert [room.name for room in rooms if room.name not in table and not room.name.startswith("__")] == []
