"""``serve --watch`` in a real browser: the page follows a saved page, a saved row, a broken row and the mended row."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sourcebook import made_up_book

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """title: The river
only_build_toc_files: true
exclude_patterns: [".*", "**/.*", _build]
latex: {use_jupyterbook_latex: false}
bibtex_bibfiles: [book/references.bib]
sphinx:
  config:
    extensions: [myst_nb, jupyter_book, sphinx_external_toc, sphinxcontrib.bibtex, sourcebook.site.sphinxext]
    html_theme: sourcebook
    language: en
    html_use_index: false
    html_domain_indices: false
    numfig: false
"""
HEAD = '---\nmyst:\n  html_meta:\n    description: "A page on a river, for a test."\n---\n\n'
LONG = "\n\n".join(f"Paragraph of water, the next one. {'It flows. ' * 40}" for _ in range(20))
FILES = {
    "_config.yml": CONFIG,
    "_toc.yml": "format: jb-book\nroot: book/river\nchapters:\n- file: book/tables/gauge\n"
    "- file: book/data-and-sources\n- file: book/references\n",
    "book/tables/gauge.md": HEAD + "# Gauge\n\n```{data-table} gauge\n```\n",
    "book/data-and-sources.md": HEAD + "# Data\n\n```{data-tables}\n```\n",
    "book/references.md": HEAD + "# Sources\n\n```{bibliography}\n:all:\n```\n",
    "book/river.md": HEAD + "# The river\n\n(reading)=\n## Reading the gauge\n\n"
    f"It was highest at {{fact}}`gauge.highest`.\n\n{LONG}\n\n## The mouth\n\nThere it ends.\n\n{LONG}\n",
}
SLOW = 60_000


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("watched") / "river"
    made_up_book.make(root)
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def address(river: Path) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "sourcebook", "serve", "--watch", "--port", "0"],
        cwd=river,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        yield server.stdout.readline().split()[4]
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page of the river, as soon as it is built."""
    context = chromium.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    page.goto(f"{address}book/river.html")
    expect(page.locator("h1")).to_contain_text("The river", timeout=SLOW)
    yield page
    context.close()


def save(path: Path, old: str, new: str) -> None:
    """As editors save: beside the file, then in its place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text.replace(old, new, 1), encoding="utf-8")
    beside.replace(path)


def settled(page: Page) -> None:
    expect(page.locator("html[data-watch=ready]")).to_be_attached(timeout=SLOW)


def test_a_saved_page_is_shown_at_the_same_place(page: Page, river: Path) -> None:
    settled(page)
    page.get_by_role("heading", name="The mouth").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#the-mouth').scrollIntoView({behavior: 'instant'}); scrollBy(0, 200)")
    where = "document.querySelector('#the-mouth').getBoundingClientRect().top"
    before = page.evaluate(where)
    save(river / "book" / "river.md", "It was highest", "A whole paragraph more. " * 60 + "\n\nIn truth it was highest")
    expect(page.locator("article")).to_contain_text("In truth it was highest", timeout=SLOW)
    expect(page.locator("html[data-watch-place=kept]")).to_be_attached(timeout=SLOW)
    assert abs(page.evaluate(where) - before) < 3


def test_a_row_then_a_broken_row_then_the_mended_row(page: Page, river: Path) -> None:
    table = river / "book" / "data" / "gauge.csv"
    save(table, ",165,", ",171,")
    expect(page.locator("article")).to_contain_text("highest at 171", timeout=SLOW)
    settled(page)
    save(table, ",171,", ",a lot,")
    panel = page.get_by_role("alert")
    expect(panel).to_contain_text(
        "book/data/gauge.csv, line 3, column level: 'a lot' is not a whole number", timeout=SLOW
    )
    expect(page.locator("article")).to_contain_text("highest at 171")
    save(table, ",a lot,", ",180,")
    expect(page.locator("article")).to_contain_text("highest at 180", timeout=SLOW)
    expect(panel).to_have_count(0)


def test_a_mistake_in_a_page_is_named_and_taken_away(page: Page, river: Path) -> None:
    settled(page)
    save(river / "book" / "river.md", "There it ends", "```{veiw} x\n```\n\nThere it ends")
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"book/river\.md\b.*veiw"), timeout=SLOW)
    save(river / "book" / "river.md", "```{veiw} x\n```\n\n", "")
    expect(page.get_by_role("alert")).to_have_count(0, timeout=SLOW)
    settled(page)


def test_a_folder_that_goes_and_comes_back_is_followed(page: Page, river: Path) -> None:
    """As with the checkout of another branch."""
    settled(page)
    (river / "book").rename(river / "away")
    expect(page.get_by_role("alert")).to_be_visible(timeout=SLOW)
    (river / "away").rename(river / "book")
    expect(page.get_by_role("alert")).to_have_count(0, timeout=SLOW)
    save(river / "book" / "river.md", "There it ends", "Here it ends")
    expect(page.locator("article")).to_contain_text("Here it ends", timeout=SLOW)


def test_nothing_of_the_watch_is_in_the_built_book(page: Page, river: Path) -> None:
    settled(page)
    html = river / "_build" / "html"
    assert page.locator("script[src*=_watch]").count() == 1
    assert not [path for path in html.rglob("*") if path.is_file() and b"_watch/" in path.read_bytes()]
    assert page.faults == []  # type: ignore[attr-defined]
