"""The built book, for the tests that look at it. `make test` builds it first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HTML = Path(os.environ.get("MINUSMA_HTML", ROOT / "_build" / "html"))


def built_pages() -> list[str]:
    """Every page of the built book, as its path below the root."""
    return sorted(p.relative_to(HTML).as_posix() for p in HTML.rglob("*.html") if "_sources" not in p.parts)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument ``book_page`` runs once for each page of the built book."""
    if "book_page" in metafunc.fixturenames:
        metafunc.parametrize("book_page", built_pages() or ["no built book"])


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests share one worker and what it prepared; so do all that need a Jupyter server. Tests of single pages go where there is room."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "lab" in names:
            item.add_marker(pytest.mark.xdist_group("jupyter"))
        elif "book_page" not in names:
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture(scope="session")
def html() -> Path:
    """The folder of the built book."""
    if not (HTML / "index.html").is_file():
        pytest.fail(f"there is no built book in {HTML}. Run `make book` (or `minusma build`) first.")
    return HTML
