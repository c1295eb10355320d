"""``{view}`` in a page: the same HTML as in a notebook, with links that fit the page's depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from minusma import views

DEATHS = "```{view} deaths-by-year\n```\n"


def test_a_page_shows_the_view(build: Callable[..., Any]) -> None:
    built = build({"book/a": f"---\norphan: true\n---\n# A\n\n{DEATHS}"}, ["view_directive"], of_ours=True)
    assert built.warnings == ""
    assert views.deaths_by_year().html(root="..") in built.page("book/a")


def test_links_fit_the_depth_of_the_page(build: Callable[..., Any]) -> None:
    built = build({"book/teachers/b": f"# B\n\n{DEATHS}"}, ["view_directive"], of_ours=True)
    page = BeautifulSoup(built.page("book/teachers/b"), "html.parser")
    assert page.select_one("a[download]")["href"] == "../../_static/data/fatalities.csv"


def test_a_view_shown_twice_keeps_its_ids_apart(build: Callable[..., Any]) -> None:
    built = build({"book/a": f"# A\n\n{DEATHS}\nAgain:\n\n{DEATHS}"}, ["view_directive"], of_ours=True)
    page = BeautifulSoup(built.page("book/a"), "html.parser")
    ids = [node["id"] for node in page.select("figure.mm-view [id]")]
    assert len(page.select("figure.mm-view")) == 2
    assert len(ids) == len(set(ids))


def test_an_unknown_view_is_an_error_with_its_line(build: Callable[..., Any]) -> None:
    built = build({"book/a": "# A\n\n```{view} death-by-year\n```\n"}, ["view_directive"], of_ours=True)
    assert "book/a.md:3" in built.warnings
    assert "no view called 'death-by-year'. Did you mean deaths-by-year?" in built.warnings
