"""What a built book needs beside its pages: for servers, search engines, phones, and readers without internet."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import brotli

from sourcebook.site.policy import HEADER_POLICY
from tests.conftest import built_pages


def test_compressed_twins_hold_the_same_bytes(html: Path) -> None:
    count = 0
    for path in html.rglob("*"):
        if path.suffix in (".html", ".css", ".js", ".csv", ".svg") and path.is_file():
            count += 1
            body = path.read_bytes()
            assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == body, path
            assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == body, path
    assert count > 20


def test_the_policy_is_strict() -> None:
    assert "default-src 'self'" in HEADER_POLICY
    for word in ("unsafe-inline", "unsafe-eval", "http", "*", "data:"):
        assert word not in HEADER_POLICY


def test_headers_for_hosts_carry_the_policy(html: Path) -> None:
    assert f"Content-Security-Policy: {HEADER_POLICY}\n" in (html / "_headers").read_text(encoding="utf-8")
    assert (html / ".nojekyll").is_file()


def test_the_sitemap_names_every_page(html: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    places = [e.text or "" for e in ElementTree.parse(html / "sitemap.xml").getroot().findall("s:url/s:loc", space)]
    pages = {name for name in built_pages() if "/" in name}
    base = places[0].split("/book/")[0] + "/"
    assert base.startswith("http")
    assert {place.removeprefix(base) for place in places} == pages
    assert f"{base}sitemap.xml" in (html / "robots.txt").read_text(encoding="utf-8")


def test_the_manifest_leads_to_files(html: Path) -> None:
    manifest = json.loads((html / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["display"] == "standalone"
    for name in (manifest["start_url"], *(icon["src"] for icon in manifest["icons"])):
        assert (html / name).is_file(), name


def test_the_offline_copy_lists_every_page_with_its_sum(html: Path) -> None:
    script = (html / "sw.js").read_text(encoding="utf-8")
    files = json.loads(re.search(r"const FILES = (\{.*?\n\});", script, re.DOTALL)[1])
    for name, total in files.items():
        assert base64.b64encode(hashlib.sha256((html / name).read_bytes()).digest()).decode() == total, name
    assert {*built_pages()} - {"404.html"} <= set(files)


def test_what_no_page_uses_is_gone(html: Path) -> None:
    left = [
        p.name
        for p in (html / "_static").iterdir()
        if re.match(r"basic|pygments|mystnb|thebe|sphinx-|togglebutton|clipboard", p.name)
    ]
    assert left == []
