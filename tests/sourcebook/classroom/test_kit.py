"""The class kit of the made-up book, which has no Python: the same bytes each time, whole, with and without its key."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

import html5lib
import pytest

from sourcebook import book
from sourcebook.classroom import kit, start_here, wheel
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank
from sourcebook.tasks import files as task_files
from sourcebook.tasks import solutions

RIVERS = book.at(Path(__file__).resolve().parents[2] / "books" / "rivers")
WHEEL = "rivers_and_rain_class_kit-1.1.0-py3-none-any.whl"


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        return {name.removeprefix(f"{RIVERS.identity.kit_name}/"): pack.read(name) for name in pack.namelist()}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kit.make(RIVERS, tmp_path_factory.mktemp("kit") / "kit.zip", partial(solutions.write_key, RIVERS))


def test_the_same_book_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    assert (
        kit.make(RIVERS, tmp_path / "again.zip", partial(solutions.write_key, RIVERS)).read_bytes()
        == packed.read_bytes()
    )
    assert [p.name for p in tmp_path.iterdir()] == ["again.zip"]


def test_everything_is_in_it_and_the_key_in_a_folder_of_its_own(packed: Path) -> None:
    files = contents(packed)
    for path in RIVERS.notebooks.glob("*.ipynb"):
        assert files[f"notebooks/{path.name}"] == path.read_bytes()
    for path in RIVERS.data_dir.glob("*.csv"):
        assert files[f"data/{path.name}"] == path.read_bytes()
    assert {"START-HERE.html", "requirements.txt", "jupyter_settings.py", f"notebooks/{WHEEL}"} <= set(files)
    keys = {name for name in files if "key" in Path(name).name}
    wanted = [*bank.names(RIVERS), *(f"{chapter}-tasks" for chapter in task_files.chapters(RIVERS))]
    assert keys == {f"{kit.KEY_FOLDER}/{name}-key.html" for name in wanted}
    assert "LICENSE" not in files, "the book has none"
    assert not any(part in name for name in files for part in ("__pycache__", ".ipynb_checkpoints", ".DS_Store"))


def test_without_a_key_the_page_says_how_to_make_it(tmp_path: Path) -> None:
    files = contents(kit.make(RIVERS, tmp_path / "kit.zip", None))
    assert not any(kit.KEY_FOLDER in name for name in files)
    assert f"env/bin/python -m sourcebook key --html-only --out {kit.KEY_FOLDER}" in files["START-HERE.html"].decode()


def test_a_kit_that_is_cut_off_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "kit.zip"
    target.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wheel, "build", lambda of, folder: of.folder / "book.yml")
    monkeypatch.setattr(zipfile.ZipFile, "writestr", fail)
    with pytest.raises(OSError, match="No space"):
        kit.make(RIVERS, target, None)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["kit.zip"]


REQUIREMENTS = """alpha==1.0
    # via river (pyproject.toml)
beta==2.0 ; python_full_version < '3.12'
    # via
    #   alpha
    #   gamma
beta==3.0 ; python_full_version >= '3.12'
    # via alpha
gamma==1.0
    # via river (pyproject.toml)
pywinpty==1.0 ; os_name == 'nt'
    # via beta
"""
PROJECT = '[project]\ndependencies = ["Alpha>=1"]\n[project.optional-dependencies]\nclass = []\nbook = ["gamma"]\n'


def test_the_pins_are_those_of_the_package_and_what_it_needs_on_every_system(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    assert kit.needed(tmp_path) == [
        "alpha==1.0",
        "beta==2.0 ; python_full_version < '3.12'",
        "beta==3.0 ; python_full_version >= '3.12'",
        "pywinpty==1.0 ; os_name == 'nt'",
    ]
    (tmp_path / "pyproject.toml").write_text(PROJECT.replace("Alpha>=1", "delta"))
    with pytest.raises(ReaderError, match="requirements.txt has no pin for delta. Run `make requirements`"):
        kit.needed(tmp_path)


def test_start_here_is_a_sound_page_for_three_systems() -> None:
    page = start_here.html(RIVERS, WHEEL, with_key=True)
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    for words in (
        "Windows",
        "macOS",
        "Linux",
        "py -3 -m venv env",
        "python3 -m venv env",
        f"notebooks\\{WHEEL}",
        kit.KEY_FOLDER,
    ):
        assert words in page
    assert page.count("<table>") == 2
    assert "{" not in start_here.text(RIVERS, WHEEL, with_key=False)
