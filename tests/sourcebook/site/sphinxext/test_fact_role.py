"""``{fact}`` in a page: the value, its source and its confidence; and what a wrong name does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from sourcebook import facts, sources
from tests.rivers import RIVERS

HOME = {"book/data-and-sources": "# Data\n", "book/references": "# References\n"}


def tables() -> dict[str, str]:
    return {f"book/tables/{name}": "# T\n" for name in ("rainfall", "floods")}


def test_a_fact_shows_its_value_and_opens_its_source(build: Callable[..., Any]) -> None:
    fact = facts.get(RIVERS, "rain.wettest")
    built = build(
        {"book/a": "# A\n\nIn all {fact}`rain.wettest` people.\n", **HOME, **tables()}, ["fact_role"], of=RIVERS
    )
    assert built.warnings == ""
    page = BeautifulSoup(built.page("book/a"), "html.parser")
    button = page.select_one(".mm-fact button")
    assert button.text == fact.text
    pop = page.find(id=button["popovertarget"])
    assert pop.has_attr("popover")
    assert sources.cite(RIVERS, fact.sources[0]) in pop.text
    assert "Confidence: low" in pop.text
    hrefs = [a["href"] for a in pop.select("a")]
    assert f"references.html#cite-{fact.sources[0]}" in hrefs
    assert any(h.startswith("tables/rainfall.html#") for h in hrefs)


def test_an_unknown_fact_is_a_warning_with_its_line_and_a_near_name(build: Callable[..., Any]) -> None:
    built = build(
        {"book/a": "# A\n\nIn all {fact}`rain.wetest` people.\n", **HOME, **tables()}, ["fact_role"], of=RIVERS
    )
    assert "book/a.md:3" in built.warnings
    assert "no fact 'rain.wetest'" in built.warnings
    assert "Did you mean rain.wettest" in built.warnings
