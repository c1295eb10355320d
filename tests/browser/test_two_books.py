"""Two made-up books on one web site keep apart: answers, My progress, response files, deleting, the offline copy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sourcebook.site.webserver import BookServer
from tests.browser import offline
from tests.browser.until import until
from tests.sourcebook import made_up_book

QUESTION = "river-highest"
FORMER = "former: {storage: [brook], responses: [brook-responses/1]}\n"
PAGES = {
    "index": "# Front\n\n```{toctree}\nbook/river\nbook/my-progress\n```\n",
    "book/river": "# The river\n\n(reading)=\n## Reading the gauge\n\nIt stands at the bridge.\n\n"
    "```{quiz} river\n```\n",
    "book/my-progress": "# My progress\n\n```{progress}\n```\n",
}
PARTS = ("address", "quiz_directive", "theme", "finish")
#: Folder of the site, and the short name of the book in it.
SITE = {"hill": "the-hill", "river": "our-river", "other": "our-river"}

# How many caches there were, one after the other, since the page was opened: one that is soon dropped is seen too.
COUNT_CACHES = """globalThis.counts = [];
(function look() {
  caches.keys().then((names) => {
    if (counts.at(-1) !== names.length) counts.push(names.length);
    setTimeout(look, 2);
  });
})();"""


def build(work: Path, out: Path, slug: str) -> None:
    """Build a made-up book of this short name into a folder of the site."""
    source = work / "source"
    identity = made_up_book.IDENTITY.replace("slug: our-river", f"slug: {slug}") + FORMER
    made_up_book.make(source, IDENTITY=identity)
    for name, text in PAGES.items():
        (source / f"{name}.md").write_text(text, encoding="utf-8")
    settings = {
        "extensions": ["myst_parser", *(f"sourcebook.site.sphinxext.{part}" for part in PARTS)],
        "source_suffix": {".rst": "restructuredtext"},
        "html_theme": "sourcebook",
        "root_doc": "index",
        "exclude_patterns": ["book/quizzes/*"],
    }
    with docutils_namespace():
        trees, quiet = str(work / "trees"), StringIO()
        Sphinx(str(source), None, str(out), trees, "html", settings, quiet, quiet, freshenv=True).build()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the web site, with the three books."""
    top = tmp_path_factory.mktemp("site")
    for name, slug in SITE.items():
        build(tmp_path_factory.mktemp(name), top / name, slug)
    (top / "favicon.ico").write_bytes(b"")
    return top


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """Its address."""
    server = BookServer(folder).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(site: str, watch: Callable[..., Any]) -> Iterator[Page]:
    """A reader of all three."""
    watched = watch(f"{site}hill/book/river.html")
    yield watched.page
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def answer(page: Page, site: str, folder: str, value: int) -> None:
    page.goto(f"{site}{folder}/book/river.html")
    page.locator(f'[data-q="{QUESTION}"] input[value="{value}"]').check()
    page.get_by_role("button", name="Check", exact=True).click()


def progress(page: Page, site: str, folder: str) -> str:
    page.goto(f"{site}{folder}/book/my-progress.html")
    return page.locator(".mm-progress-here").inner_text()


def saved(page: Page, site: str, folder: str, path: Path) -> Any:
    page.goto(f"{site}{folder}/book/my-progress.html")
    page.get_by_label("Code name").fill("heron")
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file").click()
    download.value.save_as(path)
    return json.loads(path.read_text(encoding="utf-8"))


def delete_all(page: Page) -> None:
    page.get_by_role("button", name="Delete all that is kept").click()
    page.get_by_role("button", name="Really delete").click()


def keys(page: Page) -> set[str]:
    return set(page.evaluate("Object.keys(localStorage)"))


@pytest.mark.parametrize("other", ["river", "other"])
def test_each_book_has_its_own_answers_files_and_deletes_only_them(
    page: Page, site: str, tmp_path: Path, other: str
) -> None:
    """Two of different names; two of one name in two folders."""
    first = "hill" if other == "river" else "river"
    answer(page, site, first, 0)
    assert "Nothing is kept yet" in progress(page, site, other)
    answer(page, site, other, 1)
    for folder, value in ((first, 0), (other, 1)):
        file = saved(page, site, folder, tmp_path / "r.json")
        assert file["schema"] == f"{SITE[folder]}-responses/2"
        assert {name: entry["answer"] for name, entry in file["answers"].items()} == {QUESTION: value}
    delete_all(page)
    assert "Nothing is kept yet" in progress(page, site, other)
    assert "1 kept answer" in progress(page, site, first)
    assert saved(page, site, first, tmp_path / "r.json")["answers"][QUESTION]["answer"] == 0
    delete_all(page)
    assert keys(page) == set()


def test_what_another_folder_kept_can_be_copied(page: Page, site: str) -> None:
    """A folder of the site was renamed."""
    answer(page, site, "river", 0)
    progress(page, site, "hill")
    expect(page.get_by_role("button", name="Copy the answers")).to_have_count(0)
    progress(page, site, "other")
    page.get_by_role("button", name="Copy the answers from /river/").click()
    expect(page.get_by_text("1 kept answer")).to_be_visible()
    assert "1 kept answer" in progress(page, site, "river")


def test_deleting_takes_what_an_earlier_version_kept_and_nobody_elses(page: Page, site: str) -> None:
    entry = {"hash": "00000000", "answer": 0, "tries": 1, "score": 0, "time": "2026-01-01T00:00:00.000Z"}
    stored = {"schema": "brook-answers/1", "answers": {QUESTION: entry, "foreign-question": entry}}
    for key, text in {"brook:answers": json.dumps(stored), "brook:code": "owl", "else:answers": "1"}.items():
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
    assert "1 kept answer" in progress(page, site, "river")
    expect(page.get_by_label("Code name")).to_have_value("owl")
    delete_all(page)
    left = json.loads(page.evaluate("localStorage.getItem('brook:answers')"))
    assert left == {"schema": "brook-answers/1", "answers": {"foreign-question": entry}}
    assert keys(page) == {"brook:answers", "else:answers"}
    assert "Nothing is kept yet" in progress(page, site, "river")
    expect(page.get_by_label("Code name")).to_have_value("")


def test_a_response_file_needs_answers_and_a_visible_name(page: Page, site: str) -> None:
    progress(page, site, "river")
    status = page.locator('.mm-progress p[role="status"]').last
    page.get_by_label("Code name").fill("heron")
    page.get_by_role("button", name="Response file").click()
    expect(status).to_contain_text("There are no answers in this browser yet.")
    answer(page, site, "river", 0)
    progress(page, site, "river")
    page.get_by_label("Code name").fill("\u200b\u3164")
    page.get_by_role("button", name="Response file").click()
    expect(status).to_contain_text("This code name shows nothing on a screen.")
    for name, file in {"Синяя птица": "responses-синяя-птица.json", "☆": "responses-9734.json"}.items():
        page.get_by_label("Code name").fill(name)
        with page.expect_download() as download:
            page.get_by_role("button", name="Response file").click()
        assert download.value.suggested_filename == file


def test_the_note_promises_no_copy_that_is_gone_and_takes_it_again(site: str, folder: Path, chromium: Browser) -> None:
    """A browser that is short of room drops caches and keeps the worker."""
    context = chromium.new_context()
    page = offline.reader(context)
    page.goto(f"{site}hill/book/river.html")
    offline.wait_for_copy(page)
    (name,) = page.evaluate("caches.keys()")
    assert name.startswith(f"sourcebook the-hill {site}hill/ ")
    page.evaluate("name => caches.delete(name)", name)
    page.reload()
    offline.wait_for_copy(page)
    mark = f"{site}hill/the-version-is-whole"
    found = "([name, mark]) => caches.open(name).then(cache => cache.match(mark)).then(Boolean)"
    assert page.evaluate(found, [name, mark])
    # Where the copy cannot be taken again, nothing is promised: the half-taken one is dropped.
    icon = folder / "hill" / "_static" / "icon-512.png"
    content = icon.read_bytes()
    page.evaluate("name => caches.delete(name)", name)
    icon.unlink()
    page.add_init_script(COUNT_CACHES)
    page.reload()
    offline.read_on(page)
    until(page, lambda: page.evaluate("counts"), lambda counts: counts[-2:] == [1, 0], seconds=60)
    expect(page.locator(".offline-note")).to_be_empty()
    icon.write_bytes(content)
    context.close()
