"""The fingerprint of the sources: it changes with every byte and name that the book depends
on, and with nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.text import digest
from tests.sourcebook import made_up_book

NAMES = ("book", "notes.md")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder and a file that count, and a file that does not."""
    (tmp_path / "book" / "data").mkdir(parents=True)
    (tmp_path / "book" / "data" / "a.csv").write_text("1,2")
    (tmp_path / "book" / "b.md").write_text("b")
    (tmp_path / "notes.md").write_text("n")
    (tmp_path / "other.md").write_text("o")
    return tmp_path


def test_a_changed_renamed_new_or_removed_file_changes_it(root: Path) -> None:
    cell = root / "book" / "data" / "a.csv"
    seen = [digest.of(root, NAMES)]
    for change in (
        lambda: cell.write_text("1,3"),
        lambda: cell.rename(cell.with_name("c.csv")),
        lambda: (root / "book" / "new.md").touch(),
        lambda: (root / "notes.md").unlink(),
    ):
        change()
        seen.append(digest.of(root, NAMES))
    assert len(set(seen)) == len(seen)
    assert all(len(one) == 16 for one in seen)


def test_what_is_not_named_or_only_cached_does_not(root: Path) -> None:
    before = digest.of(root, NAMES)
    (root / "other.md").write_text("changed")
    (root / "book" / "__pycache__").mkdir()
    (root / "book" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert digest.of(root, reversed([*NAMES, "book/b.md", "missing"])) == before


def test_the_bytes_of_two_files_do_not_run_together(root: Path) -> None:
    before = digest.of(root, NAMES)
    (root / "book" / "b.md").write_text("")
    (root / "notes.md").write_text("bn")
    assert digest.of(root, NAMES) != before


def test_another_version_of_a_package_changes_the_code(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, site = made_up_book.make(root / "river"), root / "site-packages"
    monkeypatch.setattr(digest, "_SITE", ("purelib",))
    monkeypatch.setattr(digest.sysconfig, "get_path", lambda name: str(site))
    (site / "pandas-2.0.dist-info").mkdir(parents=True)
    before = digest.code(book)
    (site / "__pycache__").mkdir()
    assert digest.code(book) == before
    (site / "pandas-2.0.dist-info").rename(site / "pandas-2.1.dist-info")
    assert digest.code(book) != before
