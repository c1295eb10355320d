"""The built book, for the tests that look at it. `make test` builds it first."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from xdist.scheduler import LoadScopeScheduling

from sourcebook.site import loading
from sourcebook.text import digest
from sourcebook.views import drawings
from tests.ours import OURS

loading.without_grammar()  # two seconds for each worker
ROOT = Path(__file__).resolve().parents[1]
NEED_JUPYTER = ("test_kit_installed.py", "test_jupyterlab.py", "test_quiz_jupyterlab.py")
BY_PAGE = "test_pages.py"
#: Files that take a minute or more: they begin first, so that no worker is left alone with one at the end.
LONG = (
    *NEED_JUPYTER, "test_quiz_form.py", "test_changes_reach_pages.py", "test_mistakes.py",
    "test_views.py", "test_shell.py", "test_second_book.py", "test_same_bytes.py", "test_net.py", "test_two_books.py",
    "test_lesson_walk.py",
)  # fmt: skip
HTML = Path(os.environ.get("MINUSMA_HTML", ROOT / "_build" / "html"))


def built_pages() -> list[str]:
    """Every page of the built book, as its path below the root; what it offers to download is none of its pages."""
    apart = {"_sources", "downloads"}
    return sorted(p.relative_to(HTML).as_posix() for p in HTML.rglob("*.html") if not apart & {*p.parts})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument ``book_page`` runs once for each page of the built book, page by page in a module."""
    if "book_page" in metafunc.fixturenames:
        metafunc.parametrize("book_page", built_pages() or ["no built book"], scope="module")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, in the order of ``LONG``; the rest as it was."""
    rank = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


class ByNeed(LoadScopeScheduling):
    """Who runs what: a file's tests share one worker and what it prepared, and so do all that need a Jupyter server;
    what looks at the pages in a browser goes, page by page, where there is room.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if Path(path).name == BY_PAGE and nodeid.endswith(".html]"):
            return f"{path}[{nodeid.rpartition('[')[2]}"
        return "jupyter" if Path(path).name in NEED_JUPYTER else path


@pytest.hookimpl(optionalhook=True)  # with xdist turned off there is nothing to schedule
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByNeed:
    """Called by xdist where there is more than one worker."""
    return ByNeed(config, log)


@pytest.fixture(scope="session", autouse=True)
def drawn(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test waits for a picture that the build has drawn from the same data with the same code; that drawing gives
    these bytes is for ``test_same_bytes``, and that it works in a kernel for ``test_kit_installed``.
    """
    folder = tmp_path_factory.mktemp("drawings")
    if (made := HTML.parent / ".drawings").is_dir():
        shutil.copytree(made, folder, dirs_exist_ok=True)
    drawings.keep_in(folder, digest.code(OURS))


@pytest.fixture(scope="session")
def home(html: Path) -> str:
    """The path of the book's own address: ``/``, or where it stands below a server's root.
    The page-not-found page is made for it.
    """
    first = re.search(r"<loc>(.+?)book/", (html / "sitemap.xml").read_text(encoding="utf-8"))
    assert first
    return urlsplit(first[1]).path


@pytest.fixture(scope="session")
def html() -> Path:
    """The folder of the built book."""
    if not (HTML / "index.html").is_file():
        pytest.fail(f"there is no built book in {HTML}. Run `make book` (or `minusma build`) first.")
    return HTML
