"""``{sources}`` folds away what a section rests on: rows with their own words, statements,
and links to both and to the sources.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from sourcebook import data
from sourcebook.facts import evidence
from tests.rivers import RIVERS

PAGE = """# A

```{sources}
floods: winter-2011

floods: summer-2021
Water stood in the mill: sample-1999-diary sample-2024-rainfall
```
"""


def test_rows_and_statements_lead_to_their_rows_and_sources(build: Callable[..., Any]) -> None:
    built = build({"book/a": PAGE}, ["section_sources"], of=RIVERS)
    fold = BeautifulSoup(built.page("book/a"), "html.parser").select_one("details.mm-sources")
    assert fold.summary.text == "Sources of this section (3)"
    assert not fold.has_attr("open")
    row, reason, source_item = fold.select("li")
    event = data.load(RIVERS, "floods").set_index("id").loc["winter-2011"]
    assert row.get_text().startswith(f"January 2011: {event['text'].rstrip('.')}. ")
    assert row.a["href"] == "tables/floods.html#winter-2011"
    assert [a["href"].partition("#")[2] for a in row.select("a")[1:]] == [
        f"cite-{key}" for key in event["source"].split("; ")
    ]
    summer = data.load(RIVERS, "floods").set_index("id").loc["summer-2021"]
    assert reason.get_text().startswith(f"15 July 2021: {summer['text'].rstrip('.')}")
    assert source_item.get_text() == (
        "Water stood in the mill. Sample data, Diary of a miller, made up for this sample (1999); Sample data, Rain "
        "at two gauges: numbers made up for this sample (2024)"
    )


def test_every_row_that_may_be_named_is_told_in_words() -> None:
    for table in RIVERS.identity.evidence:
        for row in data.load(RIVERS, table)["id"]:
            (entry,) = evidence.entries(RIVERS, f"{table}: {row}")
            assert entry.link
            assert entry.statement


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("floods: winter-2012", "in the sources, 'floods: winter-2012': no row 'winter-2012'"),
        ("", "no sources are given"),
    ],
)
def test_a_mistake_is_a_warning_with_page_and_line(build: Callable[..., Any], line: str, message: str) -> None:
    built = build({"book/a": f"# A\n\nText.\n\n```{{sources}}\n{line}\n```\n"}, ["section_sources"], of=RIVERS)
    assert "book/a.md:5" in built.warnings
    assert message in built.warnings
