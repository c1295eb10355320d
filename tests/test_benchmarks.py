"""The file of results: a benchmark writes its own section, and some pages may be measured again without the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import lighthouse, results, script_mutants


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of results with a section before and one after."""
    path = tmp_path / "RESULTS.md"
    path.write_text("# Results\n\n## First\n\none\n\n## Last\n\ntwo\n")
    monkeypatch.setattr(results, "RESULTS", path)
    return path


def test_a_section_takes_its_own_place(file: Path) -> None:
    results.write("First", "three")
    results.write("New", "four")
    assert file.read_text() == "# Results\n\n## First\n\nthree\n\n## Last\n\ntwo\n\n## New\n\nfour\n"
    assert results.read("First") == "## First\n\nthree\n\n"
    assert results.read("Nothing") == ""


def scores(page: str, performance: int) -> tuple[str, ...]:
    return (page, str(performance), "100", "100", "100", "0.9")


def test_pages_measured_again_take_their_rows_and_say_other_runs(file: Path) -> None:
    pages = ["a.html", "b.html", "c.html"]
    results.write(lighthouse.SECTION, lighthouse.merged("", [scores(page, 90) for page in pages], 5, pages, "12.8.2"))
    before = results.read(lighthouse.SECTION)
    assert "medians of 5 runs" in before
    assert "runs)" not in before

    again = lighthouse.merged(before, [scores("b.html", 97)], 3, ["a.html", "b.html", "d.html"], "12.8.2")
    assert "medians of 5 runs" in again
    assert [line for line in again.splitlines() if ".html" in line] == [
        "| a.html | 90 | 100 | 100 | 100 | 0.9 |",
        "| b.html (3 runs) | 97 | 100 | 100 | 100 | 0.9 |",
    ], "a page that is gone has no row, and one not measured yet neither"
    last = lighthouse.merged(again, [scores("b.html", 99)], 5, pages, "12.8.2")
    assert "| b.html | 99 |" in last
    with pytest.raises(SystemExit, match=r"the table is of Lighthouse 12\.8\.2, and this is 13\.0\.0"):
        lighthouse.merged(before, [], 5, pages, "13.0.0")


def test_each_change_to_the_question_script_finds_its_piece_once() -> None:
    source = (script_mutants.ROOT / script_mutants.SCRIPT).read_text(encoding="utf-8")
    assert {
        name: source.count(old) for name, (old, _) in script_mutants.MUTANTS.items() if source.count(old) != 1
    } == {}
