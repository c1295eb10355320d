"""A second book: the made-up one in ``tests/books/rivers`` builds, and nothing that comes
out of it speaks of another book.

It has questions of each type, declared views, facts, a poll, a glossary and evidence, and no Python.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcebook import book, checks, facts
from sourcebook.book import Book
from sourcebook.classroom import workbooks
from sourcebook.quiz import bank

ROOT = Path(__file__).resolve().parents[2]
RIVERS = ROOT / "tests" / "books" / "rivers"
#: Names, places, bodies, terms and parts of the book that lies beside the engine.
WORDS = (
    "Mali", "Malian", "MINUSMA", "Bamako", "Timbuktu", "Gao", "Kidal", "Mopti", "Konna", "Tessalit", "Ménaka",
    "Aguelhok", "Sahel", "Niger",
    "Azawad", "Tuareg", "Songhai", "MNLA", "Ansar", "jihadist", "Wagner", "Barkhane", "Serval", "ECOWAS", "Keïta",
    "Keita", "Goïta", "Traoré",
    "France", "French", "Chad", "Togo", "Bangladesh", "Senegal", "United Nations", "UN", "Security Council", "Council",
    "Secretary-General",
    "General Assembly", "resolution", "veto", "mandate", "peacekeeper", "peacekeeping", "peace operation", "peace",
    "ceiling", "troops",
    "soldier", "fact sheet", "campaign", "claims", "claims lab", "verdict", "U.S.", "Washington", "Congress",
    "Pentagon", "bogolan",
)  # fmt: skip
#: What is no word of another book, by what stands around it: words of a program, and English and French as languages.
_ELSEWHERE = {
    "verdict": r"first \(\?:verdict|[\"'`]verdict[\"'`]|tries, verdict, slip|a verdict is one of"
    r"|entry\.verdict|\[verdict\]|\{ verdict(?:,|: )|hash, verdict, value|tries, verdict, time",
    "verdicts": r"\bVERDICTS\b",
    "un": r"zero un deux|[\"`]une?[\"`]|\b12 un boats|\bun bateau",
    "french": r"English (?:or|and) French",
    "claims": r"(?:confidence|row that) claims more",
    "soldiers": r"civilians\|soldiers\|troops\|police",
    "troops": r"civilians\|soldiers\|troops\|police",
}
_TEXT = re.compile(
    r"(?:^|/)[^.]*$|\.(?:html|js|css|json|xml|svg|txt|csv|ipynb|webmanifest|md|inv|qti|gift|py|yml|bib|toml)$"
)


def run(root: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "sourcebook", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def rivers(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The book, built, exported, packed, with its key and its class kit written, in a folder of the test's own."""
    root = tmp_path_factory.mktemp("second") / "rivers"
    shutil.copytree(RIVERS, root, ignore=shutil.ignore_patterns("_build", "dist"))
    for words in (["build"], ["export"], ["key", "--html-only"], ["zip"], ["kit"]):
        run(root, *words)
    return book.at(root)


def test_the_list_has_sixty_words() -> None:
    assert len(set(WORDS)) == len(WORDS) == 60


def test_the_sources_check_clean_and_have_every_kind_of_thing() -> None:
    of = book.at(RIVERS)
    assert [str(finding) for _, found in checks.run(of) for finding in found] == []
    assert {q.type for q in bank.every(of).values()} == set(bank.TYPES)
    assert len(list(of.views_dir.glob("*.yml"))) == 2
    assert all(facts.get(of, name).text for name in facts.names(of))
    assert not list(RIVERS.rglob("*.py"))


def files(of: Book) -> Iterator[tuple[str, str]]:
    """Every text that comes out of the book, by its name; also those inside the zips, and
    in the wheel of the class kit.
    """
    for path in sorted([*of.built.rglob("*"), *(of.root / "dist").rglob("*")]):
        if path.is_file():
            yield from texts(path.relative_to(of.root).as_posix(), path.read_bytes())


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The name of a file, its text, and what it packs."""
    yield name, name
    if name.endswith((".zip", ".whl", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for inner in packed.namelist():
                yield from texts(f"{name}!{inner}", packed.read(inner))
    elif _TEXT.search(name):
        yield name, content.decode("utf-8", errors="replace")


_SPEAKS = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, WORDS))})(?:s|ian|ese)?(?![A-Za-z])", re.IGNORECASE)


def words_of_another_book(text: str) -> Iterator[str]:
    """Each of the words in ``text``, with what stands around it; the sum of a file may hold any letters."""
    text = re.sub(r"sha(?:256|384|512)[=-][\w+/=-]+", "", text)
    for match in _SPEAKS.finditer(text):
        around = text[max(0, match.start() - 40) : match.end() + 30]
        if not re.search(_ELSEWHERE.get(match[0].lower(), r"(?!)"), around):
            yield " ".join(around.split())


def test_nothing_that_comes_out_of_it_speaks_of_another_book(rivers: Book) -> None:
    found: dict[str, list[str]] = {}
    read: Counter[str] = Counter()
    for name, text in files(rivers):
        read[name.partition("/")[0]] += 1
        if words := list(words_of_another_book(text)):
            found.setdefault(name, []).extend(words)
    assert read["_build"] > 40
    assert read["dist"] > 40
    assert found == {}


def test_nothing_in_the_engine_names_a_book() -> None:
    engine = ROOT / "sourcebook"
    sources = [path for path in engine.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(sources) > 200
    found = {}
    for path in sources:
        name = path.relative_to(engine).as_posix()
        if words := [*words_of_another_book(name), *words_of_another_book(path.read_text(encoding="utf-8"))]:
            found[name] = words
    assert found == {}


def test_its_class_kit_works_where_nothing_else_is(rivers: Book, tmp_path: Path) -> None:
    """Installed as START-HERE.html says, but beside the packages that are here: notebooks
    and the key find the book in the kit.
    """
    with zipfile.ZipFile(rivers.root / "dist" / "rivers-and-rain-class-kit.zip") as pack:
        pack.extractall(tmp_path)
    kit = tmp_path / "rivers-and-rain-class-kit"
    (wheel,) = (kit / "notebooks").glob("*.whl")
    page = (kit / "START-HERE.html").read_text(encoding="utf-8")
    assert f"--no-deps notebooks/{wheel.name}" in page
    assert "env/bin/python -m jupyterlab" in page
    assert "program <code>sourcebook</code>" in page
    pins = (kit / "requirements.txt").read_text(encoding="utf-8")
    assert "jupyterlab==" in pins
    assert "pandas==" in pins

    def do(*words: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(kit / "site")}
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=kit, env=env, capture_output=True, text=True, check=False
        )
        return done.stderr if done.returncode else ""

    install = "pip install --quiet --no-deps --no-index --no-compile --target site"
    assert do(*install.split(), f"notebooks/{wheel.name}") == ""
    assert do("jupyter", "execute", "notebooks/rain.ipynb", "--inplace") == ""
    assert "836 millimetres" in (kit / "notebooks" / "rain.ipynb").read_text(encoding="utf-8")
    assert do("sourcebook", "key", "--html-only", "--out", "key") == ""
    keys = [sorted(path.name for path in (kit / name).iterdir()) for name in ("key", "answer-key-for-teachers")]
    assert keys[0] == keys[1]
    assert "sourcebook build: this folder is not the book." in do("sourcebook", "build")


def test_what_readers_keep_carries_its_own_name(rivers: Book) -> None:
    page = (rivers.built / "book" / "high-water.html").read_text()
    assert 'data-book="rivers-and-rain"' in page
    assert "mill hill</a>" in page or "mill hill" in page
    assert "15 July 2021" in page
    manifest = json.loads((rivers.built / "manifest.webmanifest").read_text())
    assert manifest["name"] == "Rivers and rain"
    assert manifest["description"] == "A made-up book on rain and high water, for the tests."
    assert (rivers.root / "dist" / "rivers-and-rain.zip").is_file()
    # A chapter that loads a table has a workbook, with the tables below its pictures too.
    assert [path.name for path in (rivers.root / "dist" / "export").glob("*.xlsx")] == ["rain-tables.xlsx"]
    assert workbooks.tables(rivers, "rain") == ["rainfall"]


def test_a_book_that_the_command_has_just_written_builds(tmp_path: Path) -> None:
    run(tmp_path, "new", "brook", "--title", 'Brooks & *rain*: "here"', "--slug", "our-brook")
    run(tmp_path / "brook", "new", "chapter", "high-water", "--prefix", "high")
    run(tmp_path / "brook", "check")
    run(tmp_path / "brook", "build")
    html = tmp_path / "brook" / "_build" / "html"
    page = (html / "book" / "rain.html").read_text()
    assert 'data-book="our-brook"' in page
    assert "836 mm" in page
    assert "The wettest year at both gauges was 2024" in page
    assert page.count('class="mm-question') >= 4 or page.count("<fieldset") >= 4
    assert "Brooks &amp; *rain*: " in (html / "book" / "index.html").read_text()
    assert "The wettest year at both gauges was 2024" in (html / "notebooks" / "rain.html").read_text()
    chapter = (html / "notebooks" / "high-water.html").read_text()
    assert 'data-task="high-t1"' in chapter
    assert "It gives: <b>16</b>." in chapter


def test_it_builds_without_jupyter_book(rivers: Book, tmp_path: Path) -> None:
    """By the lines that CONTRIBUTING gives for leaving it: the same pages with the same text."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = re.search(r"### Leave Jupyter Book 1\.x\n.*?```python\n(.*?)```", guide, re.DOTALL)
    assert lines
    root = tmp_path / "plain"
    shutil.copytree(RIVERS, root, ignore=shutil.ignore_patterns("_build", "dist"))
    (root / "conf.py").write_text(lines[1], encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "--keep-going", "-b", "html", ".", "_build/html"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    plain = root / "_build" / "html"

    def pages(html: Path) -> list[str]:
        return sorted(path.relative_to(html).as_posix() for path in html.rglob("*.html"))

    assert pages(plain) == pages(rivers.built)
    for page in ("book/high-water.html", "notebooks/rain.html", "book/my-progress.html"):
        assert article(plain / page) == article(rivers.built / page)
    saved = "_sources/notebooks/rain.ipynb"
    assert (plain / saved).read_bytes() == (rivers.built / saved).read_bytes(), "a reader saves the notebook"


def article(page: Path) -> str:
    found = re.search(r"<article.*?</article>", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    # MyST by itself tells MathJax, which no page loads, to keep away.
    return found[0].replace(' class="tex2jax_ignore mathjax_ignore"', "")
