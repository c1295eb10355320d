"""What a piece of work reads is noted, whether it opens a file, asks for one that is kept,
or gets a value made of one.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from sourcebook import book, facts, sources
from sourcebook.text import reads
from sourcebook.text.reads import Freshness, Reads
from tests.sourcebook import made_up_book

ENGINE = Path(book.__file__).parent


def names(root: Path, found: Reads) -> set[str]:
    return {Path(path).relative_to(root).as_posix() for path in found.files}


def test_files_and_folders_that_are_opened_are_noted_and_what_is_written_is_not(tmp_path: Path) -> None:
    book = made_up_book.make(tmp_path)
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "x").touch()
    with reads.recording(book.root) as found:
        (book.data_dir / "gauge.csv").read_text()
        list(book.quiz_dir.glob("*.yml"))
        (tmp_path / "new.txt").write_text("x")
        (tmp_path / "_build" / "x").read_text()
        Path(__file__).read_text()
    (book.folder / "river.md").read_text()
    assert names(book.root, found) == {"book/data/gauge.csv", "book/quizzes"}
    freshness = Freshness(book)
    assert freshness.holds(found)
    (book.quiz_dir / "other.yml").touch()
    assert not Freshness(book).holds(found)


def test_a_reader_that_keeps_a_file_notes_it_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")

    @lru_cache
    def kept(path: Path, stamp: int) -> str:
        return path.read_text()

    for _ in range(2):
        with reads.recording(tmp_path) as found:
            assert kept(path, reads.stamp(path)) == "a"
        assert names(tmp_path, found) == {"a.txt"}
    with reads.recording(tmp_path) as found:
        assert reads.stamp(tmp_path / "none") == 0
    assert Freshness(made_up_book.make(tmp_path)).holds(found)
    (tmp_path / "none").touch()
    assert not Freshness(book.at(tmp_path)).holds(found)


def test_a_value_stands_for_what_it_was_made_of(tmp_path: Path) -> None:
    book = made_up_book.make(tmp_path)
    with reads.recording(book.root) as found:
        facts.get(book, "gauge.highest")
        sources.cite(book, "town-2020-gauge")
    assert names(book.root, found) == set()
    more = made_up_book.BIBLIOGRAPHY + "@misc{mill, title = {Log}, year = {2021}}\n"
    book.bibliography.write_text(more)
    facts_file = book.data_dir / facts.FACTS_FILE
    facts_file.write_text(facts_file.read_text() + "\n# a remark\n")
    assert Freshness(book).holds(found)
    again = Reads.from_json(found.as_json())
    gauge = book.data_dir / "gauge.csv"
    gauge.write_text(gauge.read_text().replace(",165,", ",166,"))
    assert not Freshness(book).holds(again)


def test_a_value_that_could_not_be_made_leaves_what_it_read(tmp_path: Path) -> None:
    book = made_up_book.make(tmp_path)
    with reads.recording(book.root) as found, suppress(facts.FactError):
        facts.get(book, "gauge.lowest")
    assert "book/data/facts.yml" in names(book.root, found)


def test_what_is_read_to_check_something_else_is_not_noted(tmp_path: Path) -> None:
    book = made_up_book.make(tmp_path)
    with reads.recording(book.root) as found, reads.unrecorded():
        book.bibliography.read_text()
        os.listdir(book.folder)
    assert found == Reads()


def test_whoever_keeps_what_a_page_shows_asks_reads_for_the_stamp() -> None:
    """A reader with a stamp of its own would leave pages that depend on nothing."""
    rooms = ("text", "sources", "data", "facts", "views", "quiz", "tasks", "classroom", "checks")
    allowed = {"text/reads.py", "views/drawings.py", "quiz/keeping.py"}  # the last: the age of a lock, on no page
    found = {
        path.relative_to(ENGINE).as_posix()
        for path in (*ENGINE.glob("*.py"), *(p for room in rooms for p in (ENGINE / room).rglob("*.py")))
        if re.search(r"st_mtime|getmtime", path.read_text(encoding="utf-8"))
    }
    assert found - allowed == set()
