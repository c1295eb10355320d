"""``{term}`` in a page opens the definition where it stands; the glossary page has every row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from sourcebook import data
from tests.ours import OURS

PAGES = {
    "book/glossary": "# Glossary\n\n```{glossary-terms}\n```\n",
    "book/a": "# A\n\nThe {term}`MINUSMA` came. {term}`MINUSMA` left.\n",
}


def test_a_term_opens_its_definition_and_leads_to_the_glossary(build: Callable[..., Any]) -> None:
    page = BeautifulSoup(build(PAGES, ["glossary"], of_ours=True).page("book/a"), "html.parser")
    buttons = page.select("button[popovertarget]")
    assert [button.text for button in buttons] == ["MINUSMA", "MINUSMA"]
    row = data.load(OURS, "glossary").set_index("term").loc["MINUSMA"]
    for button in buttons:
        pop = page.find(id=button["popovertarget"])
        assert row["definition"] in pop.get_text()
        assert pop.select_one("a")["href"].startswith("glossary.html#term-")
    assert len({button["popovertarget"] for button in buttons}) == 2


def test_the_page_has_every_term_in_the_order_of_the_alphabet(build: Callable[..., Any]) -> None:
    page = BeautifulSoup(build(PAGES, ["glossary"], of_ours=True).page("book/glossary"), "html.parser")
    shown = [tag.get_text().rstrip("¶#") for tag in page.select("dl.glossary > dt")]
    assert shown == sorted(data.load(OURS, "glossary")["term"], key=str.casefold)


def test_a_term_without_a_definition_is_a_warning_with_its_line(build: Callable[..., Any]) -> None:
    built = build({**PAGES, "book/b": "# B\n\nA {term}`MINUSMAA`.\n"}, ["glossary"], of_ours=True)
    assert "book/b.md:3" in built.warnings
    assert "MINUSMAA" in built.warnings
