"""The second check looks at what has changed since the first, at whatever reads that too, and at nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sourcebook import book, checks
from sourcebook.checks import pages
from sourcebook.checks.clean import FOLDER
from sourcebook.text import digest

RIVERS = Path(__file__).resolve().parents[1] / "books" / "rivers"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small book, found clean."""
    copy = Path(shutil.copytree(RIVERS, tmp_path / "rivers"))
    (copy / "book" / "pictures").mkdir()
    (copy / "book" / "pictures" / "well.png").write_bytes(b"\x89PNG\r\n")
    change(
        copy / "book" / "about.md",
        "\n",
        "\n\n![A well](pictures/well.png) and [high water](high-water.md#high-begins).\n",
        -1,
    )
    change(copy / "book" / "about.md", "\n", "\nIt rained on 17 days.\n", -1)
    (copy / "book" / "data" / "allowed-numbers.yml").write_text(
        (RIVERS / "book" / "data" / "allowed-numbers.yml").read_text()
        + '\n- {page: book/about.md, text: "17 days", reason: A sample.}\n'
    )
    assert found(copy) == []
    return copy


def change(path: Path, old: str, new: str, at: int = 0) -> None:
    text = path.read_text(encoding="utf-8")
    place = text.rindex(old) if at else text.index(old)
    path.write_text(text[:place] + new + text[place + len(old) :], encoding="utf-8")


def found(root: Path) -> list[str]:
    return [str(finding) for _, findings in checks.run(book.at(root)) for finding in findings]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts in which numbers were looked for."""
    texts: list[str] = []
    numbers = pages.typed_numbers.numbers

    def noted(text: str, *args: object, **kwargs: object) -> object:
        texts.append(text)
        return numbers(text, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(pages.typed_numbers, "numbers", noted)
    return texts


def test_what_is_as_it_was_is_not_looked_at_again(root: Path, looked_at: list[str]) -> None:
    assert found(root) == []
    assert looked_at == []
    rain = root / "book" / "rain.md"
    change(rain, "Two gauges stand", "There, two gauges stand")
    assert found(root) == []
    assert looked_at == [rain.read_text()]


def test_a_mistake_is_said_until_it_is_mended(root: Path) -> None:
    rain = root / "book" / "rain.md"
    change(rain, "Two gauges stand", "17 gauges stand")
    first = found(root)
    assert len(first) == 1
    assert "'17' is typed by hand" in first[0]
    assert found(root) == first
    change(rain, "17 gauges stand", "Two gauges stand")
    assert found(root) == []


#: What is changed in one file, the file in which a check then finds something, and words of the sentence.
ELSEWHERE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a label": (
        lambda root: change(root / "book/high-water.md", "(high-begins)=", "(high-starts)="), "book/about.md",
        "has no place 'high-begins'",
    ),
    "a picture": (lambda root: (root / "book/pictures/well.png").unlink(), "book/about.md",
    "the picture 'pictures/well.png' is not there"),
    "a fact": (
        lambda root: change(root / "book/data/facts.yml", "rain.wettest-year:", "rain.wetter-year:"),
        "book/rain.md", "no fact 'rain.wettest-year'",
    ),
    "a source": (
        lambda root: change(root / "book/references.bib", "sample-2024-rainfall", "sample-2023-rainfall"),
        "book/rain.md", "no source 'sample-2024-rainfall'",
    ),
    "a list of what may stand": (
        lambda root: change(root / "book/data/allowed-numbers.yml", "17 days", "18 days"), "book/about.md",
        "'17' is typed by hand",
    ),
    "a declared view": (
        lambda root: (root / "book/views/rain-by-year.yml").rename(root / "book/views/rain-by-day.yml"),
        "book/rain.md", "there is no view 'rain-by-year'",
    ),
    "a section that questions name": (
        lambda root: change(root / "book/rain.md", "(rain-measure)=", "(rain-gauge)="), "book/quizzes/rain.yml",
        "book/rain#rain-measure",
    ),
    "a page that is gone": (
        lambda root: (root / "book/high-water.md").unlink(), "book/about.md", "the link leads to 'high-water.md'",
    ),
    "a column": (
        lambda root: change(root / "book/data/datapackage.json", '"millimetres"', '"depth"'), "book/data/rainfall.csv",
        "the header must be",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_a_change_is_seen_by_a_check_of_another_file(root: Path, kind: str) -> None:
    make, file, words = ELSEWHERE[kind]
    make(root)
    again = found(root)
    assert any(text.startswith(file) and words in text for text in again), again
    shutil.rmtree(root / "_build")
    assert found(root) == again


def test_everything_is_looked_at_again_when_the_code_has_changed(
    root: Path, looked_at: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Path(shutil.copytree(digest.ENGINE / "checks", tmp_path / "sourcebook" / "checks")).parent
    monkeypatch.setattr(digest, "ENGINE", engine)
    assert found(root) == []
    before = len(looked_at)
    assert before > 10
    assert found(root) == []
    assert len(looked_at) == before
    with (engine / "checks" / "pages.py").open("a") as module:
        module.write("# one more line\n")
    assert found(root) == []
    assert len(looked_at) == 2 * before


@pytest.mark.parametrize("content", ["", "{", "[]", '{"code": 1}', json.dumps({"code": "x", "clean": {"a": 1}})])
def test_notes_that_cannot_be_read_are_no_notes(root: Path, looked_at: list[str], content: str) -> None:
    (notes,) = (root / "_build" / FOLDER).glob("*.json")
    notes.write_text(content)
    assert found(root) == []
    assert looked_at


def test_a_copy_of_the_folder_begins_anew(root: Path) -> None:
    """What was clean is noted with whole paths: they lead to the folder that was copied, which may still be clean."""
    copied = Path(shutil.copytree(root, root.parent / "copy"))
    change(copied / "book" / "data" / "floods.csv", "1998-04-12", "12/4/1998")
    assert [text for text in found(copied) if "floods.csv, line 2" in text]
