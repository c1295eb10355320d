"""What ``check`` says of a file, ``key``, ``export``, ``kit``, ``build`` and a quiz in a notebook say too; and a check
that is broken itself ends no other.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcebook import book, checks, cli
from sourcebook.checks import Finding
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.notebook import quiz

RIVERS = Path(__file__).resolve().parents[1] / "books" / "rivers"
RAIN, COMMANDS = "book/quizzes/rain.yml", ("key", "export", "kit", "build")
#: The file, what stands in it, what takes its place, and what all must say.
BROKEN = {
    "ANSI": (RAIN, "“The valley".encode(), b"M\xe9naka", "line 54: not UTF-8"),
    "UTF-16": (RAIN, b"", None, "line 1: saved as UTF-16"),
    "a cut text": (RAIN, b"What does one", b"What #2 does", "line 13: the text is cut off before '#2 does"),
    "a leading zero": (RAIN, b"{fact: rain.wettest}", b"010", "line 40: YAML reads 010 otherwise"),
    "an impossible day": (
        RAIN,
        b"What does one millimetre of rain mean?",
        b"2012-13-45",
        "line 13: 2012-13-45 is no day",
    ),
    "merge marks": (RAIN, b"chapter: rain\n", b"chapter: rain\n=======\n>>>>>>> other\n", "is a mark of a merge"),
    "a NUL": ("book/data/rainfall.csv", b"mill hill,836", b"mill\x00 hill,836", "line 17, column gauge"),
    "too large": ("book/data/rainfall.csv", b"836", b"6" * 30, "line 17, column millimetres"),
    "a brace too many": (
        "book/references.bib",
        b"sample}},\n  year = {1999}",
        b"sample}}},\n  year = {1999}",
        "line 13",
    ),
    "a fact of no column": (
        "book/data/facts.yml",
        b"millimetres.max()",
        b"milimetres.max()",
        "Did you mean millimetres",
    ),
    "no dictionary": ("book/data/datapackage.json", b'"resources": [', b'"resources": [[', "line"),
}
#: Those whose file a quiz of the chapter needs.
ASKED = [kind for kind, (file, *_) in BROKEN.items() if file == RAIN]


@pytest.fixture(scope="module")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(RIVERS, tmp_path_factory.mktemp("everywhere") / "rivers"))


def broken(root: Path, kind: str) -> tuple[Path, bytes]:
    """Break the file; the answer is how it was."""
    file, old, new, _ = BROKEN[kind]
    path, before = root / file, (root / file).read_bytes()
    assert old in before
    path.write_bytes(before.decode().encode("utf-16") if new is None else before.replace(old, new, 1))
    return path, before


@pytest.mark.parametrize("kind", BROKEN)
def test_every_command_says_what_check_says(
    rivers: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(rivers)
    path, before = broken(rivers, kind)
    try:
        said = [str(finding) for _, findings in checks.run(book.at(rivers)) for finding in findings]
        assert [one.startswith(BROKEN[kind][0]) for one in said] == [True], said
        assert BROKEN[kind][3] in said[0]
        for command in COMMANDS:
            assert cli.main([command]) == 1
            assert capsys.readouterr().err == f"sourcebook {command}: {said[0]}\n"
        if kind in ASKED:
            with pytest.raises(ReaderError) as caught:
                quiz("rain")
            assert str(caught.value) == said[0]
    finally:
        path.write_bytes(before)
    assert not (rivers / "dist" / "key").exists()  # a mistake in the last file leaves no half of the others


def test_a_class_gets_no_notebook_that_does_not_open(
    rivers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(rivers)
    path = rivers / "notebooks" / "rain.ipynb"
    before = path.read_bytes()
    path.write_bytes(before + b"]")
    try:
        for command in ("export", "kit", "build"):
            assert cli.main([command]) == 1
            assert f"sourcebook {command}: notebooks/rain.ipynb, line 124: not valid JSON" in capsys.readouterr().err
    finally:
        path.write_bytes(before)


def test_of_many_mistakes_the_build_says_all_and_ends_on_one_sentence(
    rivers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(rivers)
    page = rivers / "book" / "rain.md"
    before = page.read_text()
    page.write_text(f"{before}\nA **wet year.\n\nSee [[High water]].\n")
    try:
        assert cli.main(["build"]) == 1
    finally:
        page.write_text(before)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0].startswith("  book/rain.md, line 42: ** without its pair")
    assert told[-1].startswith("sourcebook build: 2 things are to be mended; the last is this: book/rain.md, line 44")


def test_a_broken_check_ends_no_other(rivers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(material: Material) -> Iterator[Finding]:
        yield Finding("book/rain.md", 3, "this is said before it fails.")
        raise ZeroDivisionError("division by zero")

    names = list(checks.CHECKS)
    for name in (names[0], names[len(names) // 2], names[-1]):
        shutil.rmtree(rivers / "_build", ignore_errors=True)  # else it is clean, and not looked at again
        with monkeypatch.context() as patch:
            patch.setitem(checks.CHECKS, name, fails)
            found = dict(checks.run(book.at(rivers)))
        assert list(found) == names
        first, second = map(str, found.pop(name))
        assert first == "book/rain.md, line 3: this is said before it fails."
        assert second.startswith(f"the check {name!r} itself failed (ZeroDivisionError: division by zero).")
        assert not any(found.values())
