"""The last step of a build, in a very small book: doors, cards, files for machines, and
nothing left of what is gone.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.identity import Colours
from sourcebook.site.sphinxext import cards, rasterise
from sourcebook.site.sphinxext.theme import THEME
from tests import fonts
from tests.rivers import RIVERS
from tests.sourcebook.made_up_book import IDENTITY

PAGES = {
    "index": "# Front\n\n```{toctree}\nbook/a\nbook/b\n```\n",
    "book/a": "# A & B\n\nText.\n",
    "book/b": "# B\n\nMore words.\n",
}
PARTS = ["address", "theme", "finish"]
COLOURS = Colours()
ICON = THEME / "assets" / "icon.svg"


@pytest.mark.parametrize(("address", "root"), [("", "/"), ("https://books.example/school/river", "/school/river/")])
def test_page_not_found_leads_back_from_any_depth(build: Callable[..., Any], address: str, root: str) -> None:
    page = build(PAGES, PARTS, "sourcebook", root_doc="index", html_baseurl=address).page("404")
    links = [link for link in re.findall(r'\b(?:href|src|action)="([^"]+)"', page) if not re.match(r"[a-z]+:|#", link)]
    assert f'<html lang="en" data-content_root="{root}" data-book="our-river">' in page
    assert f"{root}index.html" in links
    assert [link for link in links if not link.startswith(root) or "./" in link] == []
    assert any(link.startswith(f"{root}_static/book.css") for link in links)


def test_pages_that_moved_lead_on_and_pages_that_are_gone_leave_nothing(
    build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBOOK_PUBLISH", "1")
    settings = {
        "root_doc": "index",
        "sourcebook_redirects": {"old/deep": "book/a"},
        "former_redirects": {"lost": "book/none"},  # its name in an earlier version
    }
    book_yml = IDENTITY + "former: {settings: {sourcebook_redirects: former_redirects}, themes: [former]}\n"
    built = build(PAGES, PARTS, "former", IDENTITY=book_yml, **settings)
    assert 'content="0; url=../book/a.html"' in built.page("old/deep")
    assert "sourcebook_redirects in _config.yml: there is no page 'book/none' to lead to from 'lost'" in built.warnings
    assert (built.folder / "book" / "b.html.gz").is_file()
    (built.folder.parent / "source" / "book" / "b.md").unlink()
    fewer = {**PAGES, "index": "# Front\n\n```{toctree}\nbook/a\n```\n"}
    del fewer["book/b"]
    built = build(fewer, PARTS, "sourcebook", root_doc="index")
    assert sorted(p.name for p in (built.folder / "book").iterdir()) == ["a.html", "a.html.br", "a.html.gz"]
    assert not (built.folder / "old" / "deep.html").exists()
    assert "book/b" not in (built.folder / "sitemap.xml").read_text() + (built.folder / "sw.js").read_text()
    for path in built.folder.rglob("*.gz"):
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
    script = (built.folder / "searchindex.js").read_text()
    index = json.loads(script.removeprefix("SourcebookSearch.take(").removesuffix(")\n"))
    assert [page[0] for page in index["pages"]] == ["book/a.html", "index.html"]
    assert [0, "", "A & B", "Text.", 0] in index["sections"]


def test_publishing_only_adds_files_and_what_it_added_does_not_grow_old(
    build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def files() -> dict[str, bytes]:
        folder = build(PAGES, PARTS, "sourcebook", root_doc="index").folder
        found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        del found[".buildinfo"]
        return found

    plain = files()
    monkeypatch.setenv("SOURCEBOOK_PUBLISH", "1")
    published = files()
    assert plain.items() < published.items()
    assert {name.rpartition(".")[2] for name in published.keys() - plain.keys()} == {"gz", "br", "png"}
    monkeypatch.delenv("SOURCEBOOK_PUBLISH")
    assert files() == plain


def test_every_title_has_a_card_and_old_ones_go(tmp_path: Any) -> None:
    cards.draw(tmp_path, ["One", "Tasks & <priorities>"], "Book", COLOURS)
    folder = tmp_path / cards.FOLDER
    one = tmp_path / cards.path("One", "Book", COLOURS)
    assert {f"{cards.FOLDER}/{p.name}" for p in folder.iterdir()} == {
        cards.path("One", "Book", COLOURS),
        cards.path("Tasks & <priorities>", "Book", COLOURS),
    }
    assert struct.unpack(">II", one.read_bytes()[16:24]) == (1200, 630)
    assert one.read_bytes().startswith(b"\x89PNG")
    cards.draw_icons(tmp_path, ICON, RIVERS.folder / "book.yml")
    assert struct.unpack(">II", (tmp_path / "_static" / "icon-192.png").read_bytes()[16:24]) == (192, 192)
    assert cards.path("One", "Book", Colours(card="#ffffff")) != cards.path("One", "Book", COLOURS)
    written = one.stat().st_mtime_ns
    cards.draw(tmp_path, ["One"], "Book", COLOURS)
    assert [p.name for p in folder.iterdir()] == [one.name]
    assert one.stat().st_mtime_ns == written


def test_cards_do_not_depend_on_the_fonts_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The family that the cards are written in, installed with other letters, and a machine with another font alone."""
    drawn = []
    for name in (fonts.Family("Liberation Sans", 1.3), fonts.Family("Another", 0.85)):
        folder = tmp_path / name.name
        monkeypatch.setenv("FONTCONFIG_FILE", str(fonts.settings(folder, name)))
        cards.draw(folder, ["One"], "Book", COLOURS)
        drawn.append((folder / cards.path("One", "Book", COLOURS)).read_bytes())
    assert drawn[0] == drawn[1]
    # Such an installed family would show: a process that draws with the fonts of the machine draws other letters.
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="30"><text y="20" font-family="Liberation '
        'Sans">One</text></svg>'
    )
    pictures = []
    for name in ("Liberation Sans", "Another"):
        environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / name / "fonts.conf")}
        pictures.append(
            subprocess.check_output(
                [sys.executable, rasterise.__file__], input=json.dumps([[svg, 1]]).encode(), env=environment
            )
        )
    assert pictures[0] != pictures[1]


def test_what_the_book_says_of_itself_stands_on_every_page(build: Callable[..., Any]) -> None:
    built = build(PAGES, PARTS, "sourcebook", root_doc="index", html_title="The river at our town")
    for name in ("index", "book/a", "404"):
        assert 'data-book="our-river"' in built.page(name) or name == "index"
    page = built.page("book/a")
    assert 'rel="license">CC BY 4.0</a>. Code: MIT.' in page
    assert "What the book knows" not in page
    style = (built.folder / "_static" / "book.css").read_text()
    assert ":root { --mm-book-1: #2f6b8a; --mm-book-2: #1d4457; --mm-book-3: #8fb8c9; }" in style
    manifest = json.loads((built.folder / "manifest.webmanifest").read_text())
    assert (manifest["description"], manifest["lang"]) == ("A small book on one river.", "en")
