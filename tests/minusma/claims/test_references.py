"""A claim is named by its words: one claim holds them, none, or several; and no number is typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from minusma.checks import claim_numbers, records
from minusma.claims.references import ClaimError, find
from sourcebook.checks.material import Material
from tests import ours
from tests.ours import OURS

CLAIMS = pd.DataFrame(
    {"id": ["c01", "c02", "c03"], "claim": ["Ash is a town.", "Birch has no ford.", "Ash has no ford."]}
)


@pytest.mark.parametrize(("words", "row"), [("town", "c01"), ("  birch  HAS no", "c02"), ("Ash has", "c03")])
def test_words_lead_to_the_only_claim_that_holds_them(words: str, row: str) -> None:
    assert find(words, CLAIMS)["id"] == row


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("cedar", "no claim holds the words 'cedar'."),
        ("no ford", "2 claims hold the words 'no ford': c02, c03. Write more words"),
        (" ", "no words of a claim."),
        (".*", "no claim holds the words '.*'."),
    ],
)
def test_words_that_fit_none_or_several_are_refused(words: str, reason: str) -> None:
    with pytest.raises(ClaimError, match="claim") as caught:
        find(words, CLAIMS)
    assert reason in str(caught.value)


def test_the_role_shows_the_number_and_leads_to_the_row(build: Callable[..., Any]) -> None:
    text = "# A\n\nSee {claim}`has no coast` and {claim}`nonsense`.\n\nRead {claim-words}`has no coast`.\n"
    built = build({"book/a": text}, ["minusma.claims.sphinx_role"], of=OURS)
    assert 'href="tables/claims.html#c03"' in built.page("book/a")
    assert 'title="Mali has no coast."' in built.page("book/a")
    assert 'Read “Mali has no coast.” (<a href="tables/claims.html#c03"' in built.page("book/a")
    assert "book/a.md:3" in built.warnings
    assert "no claim holds the words 'nonsense'" in built.warnings


def test_a_typed_number_is_found_with_its_line(tmp_path: Path) -> None:
    copied = ours.copy(tmp_path)
    page = "# A\n\nThe coast (c03), `c04`, {claim}`has no coast`, [it](a#c05).\n\n{claim}`nonsense`\n"
    (copied.folder / "page.md").write_text(page)
    plan = copied.lessons_dir / "unit-1.yml"
    plan.write_text(f"{plan.read_text()}    without: Read c03 and {{claim-words}}`nonsense`.\n")
    line = plan.read_text().count("\n")
    found = [str(finding) for finding in claim_numbers(Material(copied))]
    places = ["book/page.md, line 5", f"book/lessons/unit-1.yml, line {line}"]
    assert [text.split(": ")[0] for text in found] == [*places, "book/page.md, line 3", places[1]], found
    assert "'c03' is typed by hand" in found[2]


def test_a_record_that_opens_with_a_verdict_is_found(tmp_path: Path) -> None:
    copied = ours.copy(tmp_path)
    table = copied.folder / "data" / "claims.csv"
    text = table.read_text(encoding="utf-8")
    told = text.replace("Mali's goods reach the sea", "Right. Its goods reach the sea")
    assert told != text
    table.write_text(told, encoding="utf-8")
    (found,) = records(Material(copied))
    assert str(found).startswith("book/data/claims.csv, line 4: row c03, column record: 'Right' gives the verdict away")
    assert list(records(Material(OURS))) == []
