"""Which book is meant, and what its book.yml may say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sourcebook import book, identity
from sourcebook.book import Book
from sourcebook.errors import BookError, CommandError
from tests.sourcebook.made_up_book import IDENTITY
from tests.sourcebook.made_up_book import make as write_book

REPO = Path(__file__).resolve().parents[2]


def test_the_checkout_above_the_current_folder_is_the_book(
    made_up_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = made_up_book()
    below = ours.notebooks / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert book.find() == book.checkout() == ours
    assert ours.data_dir == ours.root / "book" / "data"
    assert ours.is_checkout
    # A book without Python is found by whoever asks for no package; one with another package is not this one.
    with pytest.raises(BookError, match="Install the package no_such_package again"):
        book.find(package="no_such_package")


def test_outside_every_book_the_answer_says_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="folder that holds _config.yml"):
        book.checkout(tmp_path)
    with pytest.raises(BookError, match=r"there is no book here. Go to the folder that holds _config.yml"):
        book.find(tmp_path)


def _package(folder: Path, name: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").touch()


def test_outside_a_checkout_the_installed_package_has_its_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    _package(site, "packed_river")
    (site / "packed_river" / "_book").mkdir()
    (site / "packed_river" / "_book" / "book.yml").write_text(IDENTITY)
    monkeypatch.syspath_prepend(site)
    found = book.find(elsewhere, "packed_river")
    assert found.root == found.folder == site / "packed_river" / "_book"
    assert not found.is_checkout
    assert found.identity.title == "The river at our town"


def test_another_book_around_the_notebook_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two books on one disk: each notebook reads its own, and a newer copy of the same book in the way is that book."""
    other = write_book(tmp_path / "other", IDENTITY=IDENTITY + "package: other_river\n")
    own = write_book(tmp_path / "own", IDENTITY=IDENTITY + "package: own_river\n")
    newer = write_book(tmp_path / "newer", IDENTITY=IDENTITY + "package: own_river\n")
    _package(own.root, "own_river")
    monkeypatch.syspath_prepend(own.root)
    assert book.find(other.root, "own_river") == own
    assert book.find(newer.notebooks, "own_river") == newer
    assert book.find(other.root) == other


def test_what_a_package_lists_is_found_and_what_is_not_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = write_book(tmp_path / "a", IDENTITY=IDENTITY + "package: river_with_lists\n")
    assert book.of_package(ours, "items", "ITEMS") == {}, "no such package"
    _package(ours.root, "river_with_lists")
    monkeypatch.syspath_prepend(ours.root)
    (ours.root / "river_with_lists" / "items.py").write_text("ITEMS = {'proverbs': 1}\n")
    (ours.root / "river_with_lists" / "printables.py").write_text("PRINTABLE = {}\n")
    assert book.of_package(ours, "items", "ITEMS") == {"proverbs": 1}
    assert book.of_package(ours, "checks", "CHECKS") == {}, "no such module"
    with pytest.raises(BookError, match=r"the module river_with_lists\.printables has no dictionary PRINTABLES\."):
        book.of_package(ours, "printables", "PRINTABLES")
    assert book.of_package(write_book(tmp_path / "b"), "items", "ITEMS") == {}, "a book without Python"


def test_asking_for_a_book_loads_no_heavy_library() -> None:
    code = "import sys; from sourcebook import book; book.find(package='minusma').data_dir; "
    code += "print(sorted({'pandas', 'pydantic', 'altair', 'sphinx'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(("value", "static"), [(None, False), ("", False), ("0", False), ("1", True)])
def test_one_variable_says_that_the_book_is_built(
    value: str | None, static: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    if value is not None:
        monkeypatch.setenv("SOURCEBOOK_STATIC", value)
    assert book.static_build() is static


def test_five_lines_are_a_whole_identity(made_up_book: Callable[..., Book]) -> None:
    identity = made_up_book().identity
    assert len(IDENTITY.splitlines()) == 5
    assert (identity.title, identity.slug, identity.language, identity.licence.code) == (
        "The river at our town",
        "our-river",
        "en",
        "MIT",
    )
    assert (identity.zip_name, identity.kit_name, identity.installed_as) == ("our-river", "our-river-class-kit", "")
    assert identity.by == "The authors of The river at our town"
    assert identity.pages.tables == "book/tables"
    assert len(identity.colours.light) == len(identity.colours.dark) == 3


def test_a_changed_file_is_read_again(made_up_book: Callable[..., Book]) -> None:
    ours = made_up_book()
    assert ours.identity.title == "The river at our town"
    made_up_book(IDENTITY=IDENTITY.replace("The river at our town", "The lake at our town"))
    assert ours.identity.title == "The lake at our town"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: must begin with `title:` and `slug:`"),
        ("title: [", "line 1: a list or group that begins here is not closed"),
        ("title: A river\n", "line 1: `slug` is missing. Add it."),
        ("title: A river\nslug: our river\n", "line 2: `slug: our river` must be lower-case words joined by dashes"),
        ("title: A river\nslug: Our-River\n", "line 2: `slug: Our-River` must be lower-case words"),
        (f"title: A river\nslug: {'r' * 41}\n", "line 2: `slug`: string should have at most 40 characters"),
        (
            "title: A river\nslug: r\ntitel: x\n",
            "line 3: unknown key `titel`. Did you mean title or subtitle? Take it out",
        ),
        ("title: yes\nslug: r\n", "line 1: `title` must be text. Put it in quotes"),
        ('title: ""\nslug: r\n', "line 1: `title` is empty. Fill it."),
        (
            "title: A\nslug: r\nlicence:\n  txt: free\n",
            "line 4: unknown key `licence.txt`. Did you mean text? Take it out",
        ),
        ("title: A\nslug: r\ncolours:\n  card: red\n", "line 4: `colours.card: red` must be a colour in six digits"),
        ('title: A\nslug: r\ncolours:\n  light: ["#aaaaaa"]\n', "line 4: `colours.light` has too few entries"),
        (
            "title: A\nslug: r\npages:\n  about: book/about.html\n",
            "line 4: `pages.about: book/about.html` must be a page",
        ),
        ("title: A\nslug: r\npages:\n  about: ../about\n", "line 4: `pages.about: ../about` must be a page"),
        ("title: A\nslug: r\nevidence:\n  gauge: {link: a}\n", "line 4: `evidence.gauge.says` is missing. Add it."),
        ("title: A\nslug: r\nevidence:\n", "line 3: is empty. Fill it, or take the key out."),
        (
            "title: A\nslug: r\npackage: our-river\n",
            "line 3: `package: our-river` must be the name of a Python package",
        ),
        ("title: A\nslug: r\nlanguage: English\n", "line 3: `language: English` must be the code of a language"),
        ("title: A\nslug: r\nslug: s\n", "line 3: the key `slug` stands already in line 2"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(text: str, message: str) -> None:
    with pytest.raises(BookError) as caught:
        identity.parse(text)
    assert str(caught.value).startswith(f"book/book.yml, {message}"), caught.value


def test_a_book_without_book_yml_says_what_to_write(made_up_book: Callable[..., Book]) -> None:
    ours = made_up_book()
    (ours.folder / "book.yml").unlink()
    with pytest.raises(BookError, match="book/book.yml is missing. Write it with at least `title:` and `slug:`"):
        _ = ours.identity
    (ours.folder / "book.yml").write_bytes("title: Fleuve doré".encode("latin-1"))
    with pytest.raises(BookError, match="book/book.yml: not UTF-8"):
        _ = ours.identity
