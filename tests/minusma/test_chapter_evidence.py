"""What a section rests on: its lines are read, its rows and sources looked up, and every
day that it tells of is among them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sourcebook.facts import evidence
from tests.ours import OURS

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = ("history", "mandate", "us-interests")
# Sections that ask, advise or sum up, and tell nothing new.
TELLS_NOTHING = {"How to weigh it", "What to take away", "Talk about it", "Check yourself"}
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
