"""``{term}`` in a page opens the definition where it stands; the glossary page has every row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from sourcebook import data
from tests.rivers import RIVERS

PAGES = {
    "book/glossary": "# Glossary\n\n```{glossary-terms}\n```\n",
    "book/a": "# A\n\nThe {term}`gauge` came. {term}`gauge` left.\n",
}


def test_a_term_opens_its_definition_and_leads_to_the_glossary(build: Callable[..., Any]) -> None:
    page = BeautifulSoup(build(PAGES, ["glossary"], of=RIVERS).page("book/a"), "html.parser")
    buttons = page.select("button[popovertarget]")
    assert [button.text for button in buttons] == ["gauge", "gauge"]
    row = data.load(RIVERS, "glossary").set_index("term").loc["gauge"]
    for button in buttons:
        pop = page.find(id=button["popovertarget"])
        assert row["definition"] in pop.get_text()
        assert pop.select_one("a")["href"].startswith("glossary.html#term-")
    assert len({button["popovertarget"] for button in buttons}) == 2


def test_the_page_has_every_term_in_the_order_of_the_alphabet(build: Callable[..., Any]) -> None:
    page = BeautifulSoup(build(PAGES, ["glossary"], of=RIVERS).page("book/glossary"), "html.parser")
    shown = [tag.get_text().rstrip("¶#") for tag in page.select("dl.glossary > dt")]
    assert shown == sorted(data.load(RIVERS, "glossary")["term"], key=str.casefold)


def test_a_term_without_a_definition_is_a_warning_with_its_line(build: Callable[..., Any]) -> None:
    built = build({**PAGES, "book/b": "# B\n\nA {term}`gaugee`.\n"}, ["glossary"], of=RIVERS)
    assert "book/b.md:3" in built.warnings
    assert "gaugee" in built.warnings
