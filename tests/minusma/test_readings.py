"""``{reading-list}``: the readings of one shelf, with what a librarian needs to find them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from sourcebook import data
from tests.ours import OURS


def test_every_reading_stands_on_one_shelf_with_its_note(build: Callable[..., Any]) -> None:
    page = "# A\n\n" + "".join(f"```{{reading-list}} {shelf}\n```\n\n" for shelf in OURS.identity.shelves)
    built = build({"book/a": page}, ["readings"], of=OURS)
    assert built.warnings == ""
    items = {
        li.a["href"]: li
        for li in BeautifulSoup(built.plain("book/a"), "html.parser").select("ul li")
        if "external" in li.a.get("class", [])
    }
    rows = data.load(OURS, "readings")
    assert len(items) == rows["url"].nunique()
    for _, row in rows.iterrows():
        text = items[row["url"]].get_text()
        assert text.startswith(f"{row['title']}. {row['author']}, {row['year']} (")
        assert (f", in {row['language']})" in text) == (row["language"] != "English")
        assert text.endswith(f" {row['why']}" if rows.isna().loc[row.name, "note"] else f" {row['note'].rstrip('.')}.")


def test_an_unknown_shelf_is_an_error_with_its_line(build: Callable[..., Any]) -> None:
    built = build({"book/a": "# A\n\n```{reading-list} children\n```\n"}, ["readings"], of=OURS)
    assert "book/a.md:3" in built.warnings
    assert "no shelf 'children' in book.yml; there are: shelf, student, teacher, advanced." in built.warnings
