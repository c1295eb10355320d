"""``new FOLDER``: a second book that checks clean; its build is in ``test_second_book.py``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from sourcebook import book, checks, cli
from sourcebook.desk import new_book
from sourcebook.errors import CommandError

TITLE = 'Brooks & *rain*: "a" <b> $x_y'


def test_the_book_checks_clean_whatever_its_title(tmp_path: Path) -> None:
    root = tmp_path / "brook"
    assert cli.main(["new", str(root), "--title", TITLE, "--slug", "our-brook"]) == 0
    new = book.at(root)
    assert [str(finding) for _, found in checks.run(new) for finding in found] == []
    assert new.identity.title == TITLE == yaml.safe_load((root / "_config.yml").read_text())["title"]
    assert json.loads((new.data_dir / "datapackage.json").read_text())["name"] == new.identity.slug == "our-brook"
    assert (root / ".gitignore").is_file()
    assert not list(root.rglob("*.py"))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The river at our town", "the-river-at-our-town"),
        ("Über den Fluss", "uber-den-fluss"),
        ("a" * 50, "a" * 40),
        ("Of all the rivers that I ever saw, the longest", "of-all-the-rivers-that-i-ever-saw-the"),
    ],
)
def test_the_title_gives_the_short_name(title: str, slug: str) -> None:
    assert new_book.from_title(title) == slug


@pytest.mark.parametrize("slug", ["X", "a_b", "-a", "a-", "a--b", "1a", "a" * 41, "a/b", "../a"])
def test_a_bad_slug_is_refused(slug: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="lower-case words joined by dashes"):
        new_book.write(tmp_path / "x", "Title", slug)
    assert not (tmp_path / "x").exists()


def test_what_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    assert cli.main(["new", str(tmp_path), "--title", "T"]) == 1
    assert "is there already. Choose the name of a folder that is not" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    with pytest.raises(CommandError, match="is there already"):
        new_book.write(tmp_path / "kept.txt", "T", "t")


@pytest.mark.parametrize(
    ("title", "said"), [("", "needs a title"), ("  ", "needs a title"), ("河", "gives no short name")]
)
def test_a_title_that_says_nothing_is_refused(title: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=said):
        new_book.write(tmp_path / "x", title)
