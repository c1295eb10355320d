"""``{view}`` in a page: the same HTML as in a notebook, with links that fit the page's depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from sourcebook.views import registry
from tests.rivers import RIVERS

RAIN = "```{view} rain-by-year\n```\n"


def test_a_page_shows_the_view(build: Callable[..., Any]) -> None:
    built = build({"book/a": f"---\norphan: true\n---\n# A\n\n{RAIN}"}, ["view_directive"], of=RIVERS)
    assert built.warnings == ""
    assert registry.get(RIVERS, "rain-by-year").html(root="..") in built.page("book/a")


def test_links_fit_the_depth_of_the_page(build: Callable[..., Any]) -> None:
    built = build({"book/teachers/b": f"# B\n\n{RAIN}"}, ["view_directive"], of=RIVERS)
    page = BeautifulSoup(built.page("book/teachers/b"), "html.parser")
    assert page.select_one("a[download]")["href"] == "../../_static/data/rainfall.csv"


def test_a_view_shown_twice_keeps_its_ids_apart(build: Callable[..., Any]) -> None:
    built = build({"book/a": f"# A\n\n{RAIN}\nAgain:\n\n{RAIN}"}, ["view_directive"], of=RIVERS)
    page = BeautifulSoup(built.page("book/a"), "html.parser")
    ids = [node["id"] for node in page.select("figure.mm-view [id]")]
    assert len(page.select("figure.mm-view")) == 2
    assert len(ids) == len(set(ids))


def test_an_unknown_view_is_an_error_with_its_line(build: Callable[..., Any]) -> None:
    built = build({"book/a": "# A\n\n```{view} rain-by-yaer\n```\n"}, ["view_directive"], of=RIVERS)
    assert "book/a.md:3" in built.warnings
    assert "no view called 'rain-by-yaer'. Did you mean rain-by-year?" in built.warnings
