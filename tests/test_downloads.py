"""What the published book offers teachers to take: each link leads to it, and it is what the commands write."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup

from sourcebook.classroom import downloads, printables
from sourcebook.quiz import paper
from sourcebook.site.policy import HEADER_POLICY
from tests.ours import OURS

TEACHERS = "book/for-teachers.html"
KIT = f"{OURS.identity.kit_name}.zip"
ZIP = f"{OURS.identity.zip_name}.zip"


@pytest.fixture(scope="module")
def folder(html: Path) -> Path:
    """The downloads of a book that was built for publishing."""
    if not (html / downloads.FOLDER / ZIP).is_file():
        pytest.skip("left out: this book was not built for publishing. `make publish` does")
    return html / downloads.FOLDER


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pages_for_teachers(html: Path) -> list[Path]:
    return [html / TEACHERS, *sorted((html / "book" / "teachers").glob("*.html"))]


def test_every_link_of_the_pages_for_teachers_leads_to_something_real(html: Path, folder: Path) -> None:
    followed, wrong = set(), []
    for page in pages_for_teachers(html):
        for link in soup(page).select("main a[href]"):
            address = urlsplit(link["href"])
            if address.scheme:
                continue
            target = (page.parent / unquote(address.path)).resolve() if address.path else page
            followed.add(target)
            anchor = unquote(address.fragment)
            if not target.is_file() or (target.suffix != ".html" and not target.stat().st_size):
                wrong.append(f"{page.name}: {link['href']} leads to no file")
            elif anchor and not re.match(r"(form|seed|sure)\b", anchor) and not soup(target).find(id=anchor):
                wrong.append(f"{page.name}: {link['href']} names no id of the page")
    assert wrong == []
    assert len(followed) > 60


def test_every_file_is_linked_with_a_word_on_it(html: Path, folder: Path) -> None:
    linked = {
        (page.parent / unquote(a["href"])).resolve()
        for page in pages_for_teachers(html)
        for a in soup(page).select("a[href]")
        if f"{downloads.FOLDER}/" in a["href"]
    }
    there = {path.resolve() for path in folder.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br")}
    assert there - linked == {(folder / downloads.STYLE).resolve()}
    assert not [path.name for path in there if path.suffix == ".pdf"]


def test_a_page_to_print_is_sound_and_has_its_style(folder: Path) -> None:
    assert "style-src" not in HEADER_POLICY  # a web server's policy lets no style stand in a page
    pages = sorted((folder / downloads.PRINT).glob("*.html"))
    assert {f"{name}.html" for name in printables.of_the_book(OURS)} <= {page.name for page in pages}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(text)
        assert parser.errors == [], page.name
        assert "<style" not in text
        assert not soup(page).find(attrs={"style": True}), page.name
        for link in soup(page).select("link, script, img"):
            assert (page.parent / link["href"]).is_file(), page.name
    with zipfile.ZipFile(folder / downloads.ALL_PAGES) as packed:
        assert sorted(packed.namelist()) == [page.name for page in pages]
        for page in pages:
            assert paper.linked(packed.read(page.name).decode(), "print.css") == page.read_text(encoding="utf-8")


def test_the_zip_of_the_book_has_no_dead_link_and_its_own_offline_copy(html: Path, folder: Path) -> None:
    top = f"{OURS.identity.zip_name}/"
    with zipfile.ZipFile(folder / ZIP) as packed:
        files = {name.removeprefix(top): packed.read(name) for name in packed.namelist()}
    apart = [name for name in files if name.startswith(f"{downloads.FOLDER}/")]
    assert apart == [f"{downloads.FOLDER}/{KIT}"]
    page = BeautifulSoup(files[TEACHERS].decode(), "html.parser")
    assert {a["href"] for a in page.select("a[href*=downloads]")} == {f"../{downloads.FOLDER}/{KIT}"}
    assert page.get_text() == soup(html / TEACHERS).get_text()
    listed = json.loads(re.search(r"const FILES = (\{.*?\n\});", files["sw.js"].decode(), re.DOTALL)[1])
    for name, total in listed.items():
        assert base64.b64encode(hashlib.sha256(files[unquote(name)]).digest()).decode() == total, name
    assert not any(name.endswith((".gz", ".br")) for name in files)


def test_zips_within_come_whole(folder: Path) -> None:
    for path in folder.rglob("*.zip"):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
            assert packed.testzip() is None, path.name
