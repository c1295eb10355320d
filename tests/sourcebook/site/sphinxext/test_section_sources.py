"""``{sources}`` folds away what a section rests on: rows with their own words, statements, and links to both and to the sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from sourcebook import data
from sourcebook.facts import evidence
from tests.ours import OURS

PAGE = """# A

```{sources}
events: aguelhok-2012

us_interests: coast-for-2
Gold crossed the desert: niane-1984-general-history s-res-2100-2013
```
"""


def test_rows_and_statements_lead_to_their_rows_and_sources(build: Callable[..., Any]) -> None:
    built = build({"book/a": PAGE}, ["section_sources"], of_ours=True)
    fold = BeautifulSoup(built.page("book/a"), "html.parser").select_one("details.mm-sources")
    assert fold.summary.text == "Sources of this section (3)"
    assert not fold.has_attr("open")
    row, reason, told = fold.select("li")
    event = data.load(OURS, "events").set_index("id").loc["aguelhok-2012"]
    assert row.get_text().startswith(f"24 January 2012: {event['title']}. ({event['note']}) ")
    assert row.a["href"] == "tables/events.html#aguelhok-2012"
    assert [a["href"].partition("#")[2] for a in row.select("a")[1:]] == [
        f"cite-{key}" for key in event["source"].split("; ")
    ]
    argued = data.load(OURS, "us_interests").set_index("id").loc["coast-for-2"]
    assert reason.get_text().startswith(f"For: {argued['text'].rstrip('.')}. ")
    assert told.get_text() == "Gold crossed the desert. D. T. Niane, editor, General History of Africa, volume IV: Africa from the Twelfth to the " \
        "Sixteenth Century (1984); United Nations Security Council, S/RES/2100 (2013)"  # fmt: skip


def test_every_row_that_may_be_named_is_told_in_words() -> None:
    for table in OURS.identity.evidence:
        for row in data.load(OURS, table)["id"]:
            (told,) = evidence.entries(OURS, f"{table}: {row}")
            assert told.link
            assert told.statement


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("events: aguelhok-2021", "in the sources, 'events: aguelhok-2021': no row 'aguelhok-2021'"),
        ("", "no sources are given"),
    ],
)
def test_a_mistake_is_a_warning_with_page_and_line(build: Callable[..., Any], line: str, message: str) -> None:
    built = build({"book/a": f"# A\n\nText.\n\n```{{sources}}\n{line}\n```\n"}, ["section_sources"], of_ours=True)
    assert "book/a.md:5" in built.warnings
    assert message in built.warnings
