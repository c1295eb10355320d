"""What a section rests on: its lines are read, its rows and sources looked up, and every day that it tells of is among them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sourcebook.facts import evidence
from tests.ours import OURS

ROOT = Path(__file__).resolve().parents[3]
CHAPTERS = ("history", "mandate", "us-interests")
# Sections that ask, advise or sum up, and tell nothing new.
TELLS_NOTHING = {"How to weigh it", "What to take away", "Talk about it"}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def sections(chapter: str) -> dict[str, str]:
    """The sections of a chapter by their headings."""
    text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def block(section: str) -> list[evidence.Entry]:
    found = re.search(r"^```\{sources\}\n(.*?)^```$", section, re.S | re.M)
    return [entry for line in found[1].splitlines() for entry in evidence.entries(OURS, line)] if found else []


def days(text: str) -> set[tuple[int, str]]:
    """Days of a text as day and month: ``21 and 22 March`` are two."""
    found = re.findall(rf"\b(\d{{1,2}})(?: (?:and|to|or) (\d{{1,2}}))? ({MONTHS})\b", text)
    return {(int(day), month) for first, second, month in found for day in (first, second) if day}


def told_by(entry: evidence.Entry) -> set[tuple[int, str]]:
    if entry.row is None:
        return days(entry.statement)
    dates = {(d.day, f"{d:%B}") for d in entry.row if isinstance(d, pd.Timestamp)}
    return dates | days(" ".join(text for text in entry.row if isinstance(text, str)))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_section_that_tells_something_says_where_from(chapter: str) -> None:
    bare = [heading for heading, text in sections(chapter).items() if heading not in TELLS_NOTHING and not block(text)]
    assert bare == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_day_in_the_story_is_a_day_of_its_sources(chapter: str) -> None:
    for heading, text in sections(chapter).items():
        if heading in TELLS_NOTHING:
            continue
        story = re.sub(r"^```\{.*?^```$", "", text, flags=re.S | re.M)
        known = set().union(*(told_by(entry) for entry in block(text)))
        assert days(story) - known == set(), heading


def test_a_line_names_rows_or_sources() -> None:
    one, two = evidence.entries(OURS, "events: menaka-2012 aguelhok-2012")
    assert (one.table, one.row["id"], two.row["id"]) == ("events", "menaka-2012", "aguelhok-2012")
    assert one.keys == ("tombouctou-2012-timeline", "reuters-2012-04-12-timeline")
    (told,) = evidence.entries(OURS, "  The mission: its tasks: s-res-2100-2013 un-1945-charter")
    assert (told.statement, told.row, told.keys) == (
        "The mission: its tasks",
        None,
        ("s-res-2100-2013", "un-1945-charter"),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("events: menaka-2021", r"no row 'menaka-2021' in book/data/events\.csv\. Did you mean menaka-2012"),
        (
            "Gold crossed the desert: niane-1894-general-history",
            r"no source .* Did you mean niane-1984-general-history\?",
        ),
        ("Gold crossed the desert", "write a table or a statement, a colon, and"),
        ("Gold crossed the desert: ", "write a table or a statement, a colon, and"),
        (
            "fatalities: 2013-illness",
            "book.yml does not say how a row of fatalities is told; name a statement, or one of events",
        ),
    ],
)
def test_a_line_that_cannot_be_looked_up_says_why(line: str, message: str) -> None:
    with pytest.raises(evidence.EvidenceError, match=message):
        list(evidence.entries(OURS, line))
