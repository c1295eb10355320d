"""What a built page carries: its ids, where it redirects to, and what it weighs with what it loads."""

from __future__ import annotations

import gzip
import json
import posixpath
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit


class _Reader(HTMLParser):
    """Collects ids, loaded files and the target of a redirect."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.loads: list[str] = []
        self.leads_to = ""
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:  # no script
            self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if found.get("id"):
            self.ids.add(found["id"])
        if tag in ("script", "img") and found.get("src"):
            self.loads.append(found["src"])
        elif tag == "link" and found.get("rel") == "stylesheet":
            self.loads.append(found["href"])
        elif tag == "meta" and found.get("http-equiv", "").lower() == "refresh":
            self.leads_to = found["content"].partition("url=")[2].strip("'\" ")


@cache
def _read(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def _beside(page: str, address: str) -> str:
    """The path of an address that a page names, below the root of the book.

    Only the page-not-found page names its files from the root of the server, for it is shown in every folder.
    """
    if address.startswith("/"):
        return urlsplit(address).path[address.index("/_static/") + 1 :]
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), urlsplit(address).path))


def anchors(path: Path) -> set[str]:
    """Every id in a page."""
    return _read(path).ids


@cache
def questions(html: Path) -> dict[str, str]:
    """The page of each question, as the script says that leads to it."""
    script = (html / "_static" / "question-places.js").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(script.removeprefix("var SourcebookQuestionPlaces = ").rstrip(";\n"))
    return found


def redirected(html: Path, page: str) -> str:
    """The page that a reader of this address gets: itself, or the one it redirects to; empty where there is none."""
    for _ in range(3):
        if not (html / page).is_file():
            return ""
        target = _read(html / page).leads_to
        if not target:
            return page
        page = _beside(page, target)
    return ""


def _packed(content: bytes) -> int:
    """Bytes after gzip -6."""
    return len(gzip.compress(content, 6, mtime=0))


def weight(html: Path, page: str) -> dict[str, int]:
    """Bytes after gzip of a page, of its words alone, and of the styles, scripts and pictures that it loads."""
    read = _read(html / page)
    files = {_beside(page, address) for address in read.loads if not urlsplit(address).scheme}
    return {
        "page": _packed((html / page).read_bytes()),
        "words": _packed(" ".join(read.words).encode()),
        "loads": sum(_packed((html / file).read_bytes()) for file in files),
    }
