"""The built pages as HTML: valid to two independent readers, links that lead somewhere, and nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup

# Read out alone, as in a screen reader's list of links, these lead nowhere.
SAYS_NOTHING = {
    "click here",
    "go",
    "here",
    "information",
    "learn more",
    "link",
    "more",
    "more info",
    "read more",
    "see more",
    "start",
    "this",
}
# Put there by `sh .ci/tools`, where npm is.
VALIDATOR = Path(__file__).parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@cache
def _soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def _ids(path: Path) -> list[str]:
    return [tag["id"] for tag in _soup(path).find_all(id=True)]


def test_a_page_is_parsed_without_an_error(html: Path, book_page: str) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse((html / book_page).read_text(encoding="utf-8"))
    errors = [f"line {line}: {html5lib.constants.E[code] % data}" for (line, _), code, data in parser.errors]
    assert errors == []


def test_the_nu_validator_finds_nothing(html: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("left out: there is no Java on this machine")
    if not VALIDATOR.is_file():
        pytest.skip(f"left out: {VALIDATOR} is missing. Where npm is, `sh .ci/tools` brings it")
    command = ["java", "-Xss4m", "-jar", str(VALIDATOR), "--errors-only", "--skip-non-html", str(html)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # It answers 0 where nothing is wrong: a jar that does not start is no clean book.
    found = [
        line.replace(html.as_uri().replace("file://", "file:"), "")
        for line in done.stderr.splitlines()
        if ": error:" in line
    ]
    assert (found, done.returncode) == ([], 0), done.stderr[-2000:]


def test_links_lead_somewhere(html: Path, home: str, book_page: str) -> None:
    here = html / book_page
    broken = []
    for tag, name in [
        *((t, "href") for t in _soup(here).find_all(href=True)),
        *((t, "src") for t in _soup(here).find_all(src=True)),
    ]:
        link = tag[name]
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        if parts.path.startswith(home):
            target = (html / unquote(parts.path.removeprefix(home))).resolve()
        else:
            target = (here.parent / unquote(parts.path)).resolve() if parts.path else here
        if not target.is_file():
            broken.append(f"{link}: no such file")
        elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in _ids(target):
            broken.append(f"{link}: no such place")
    assert broken == []


def test_links_in_the_text_say_where_they_lead(html: Path, book_page: str) -> None:
    links = _soup(html / book_page).select("main article a[href]:not([class*=prev], [class*=next])")
    assert [str(link) for link in links if link.get_text(" ", strip=True).lower() in SAYS_NOTHING] == []


def test_a_page_has_each_id_once(html: Path, book_page: str) -> None:
    ids = _ids(html / book_page)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_labels_and_popovers_name_what_exists(html: Path, book_page: str) -> None:
    known = set(_ids(html / book_page))
    missing = []
    for name in ("for", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
        for tag in _soup(html / book_page).find_all(attrs={name: True}):
            value = tag[name]
            missing += [
                f'{name}="{word}"'
                for word in (value if isinstance(value, list) else value.split())
                if word not in known
            ]
    assert missing == []


def test_a_page_has_nothing_inline_and_nothing_from_elsewhere(html: Path, book_page: str) -> None:
    soup = _soup(html / book_page)
    scripts = soup.find_all("script", type=lambda kind: kind != "application/json")
    assert [str(t)[:120] for t in scripts if not t.get("src")] == [], "a script inside the page"
    assert [str(t)[:120] for t in soup.find_all("style")] == [], "a style element inside the page"
    assert [str(t)[:120] for t in soup.find_all(style=True)] == [], "a style attribute"
    assert [a for t in soup.find_all(True) for a in t.attrs if re.fullmatch(r"on[a-z]+", a)] == [], "an event attribute"
    loaded = [
        t.get("src") or t.get("href")
        for t in soup.find_all(["script", "img", "iframe", "source", "video", "audio", "embed"])
    ]
    loaded += [
        t["href"] for t in soup.find_all("link") if set(t["rel"]) & {"stylesheet", "icon", "manifest", "preload"}
    ]
    assert [url for url in loaded if url and urlsplit(url).netloc] == [], "a file from another host"


def test_a_page_says_what_it_is(html: Path, book_page: str) -> None:
    soup = _soup(html / book_page)
    assert soup.html["lang"] == "en"
    assert soup.title.string.strip()
    description = soup.find("meta", attrs={"name": "description"})["content"]
    assert len(description) > 20, f"description too short: {description!r}"
    if book_page == "index.html":
        return
    for name in ("og:title", "og:description", "og:image"):
        assert soup.find("meta", property=name)["content"].strip(), name
    card = soup.find("meta", property="og:image")["content"]
    assert urlsplit(card).scheme or ((html / book_page).parent / card).resolve().is_file(), f"no card: {card}"


def test_headings_are_in_order(html: Path, book_page: str) -> None:
    levels = [int(h.name[1]) for h in _soup(html / book_page).find_all(re.compile(r"^h[1-6]$"))]
    assert levels.count(1) == 1, "a page has one h1"
    assert [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == [], "a level is left out"


def test_descriptions_differ(html: Path) -> None:
    seen: dict[str, list[str]] = {}
    for path in (*html.glob("book/**/*.html"), *html.glob("notebooks/*.html")):
        text = _soup(path).find("meta", attrs={"name": "description"})["content"]
        seen.setdefault(text, []).append(path.name)
    assert [names for names in seen.values() if len(names) > 1] == []
