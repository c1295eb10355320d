"""What tables say together: rules of a row, words that want an inquiry, ties between
tables, controls of a series, absolute words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook import book as book_at
from sourcebook.checks import absolutes, tables
from sourcebook.checks.material import Material

COLUMNS = {
    "floods": {
        "id": "string",
        "year": "integer",
        "people": "integer",
        "state": "string",
        "text": "string",
        "inquiry": "string",
    },
    "floods_by_town": {"id": "string", "year": "integer", "town": "string", "people": "integer"},
    "gauges": {"id": "string", "year": "integer", "gauge": "string", "readings": "integer"},
}
ROWS = {
    "floods": [
        "flood-2001,2001,30,over,The river rose.,",
        'flood-2002,2002,40,over,Two ferrymen were killed.,"River board, 2003-05, board-2003"',
        "flood-2003,2003,50,open,The river fell.,",
    ],
    "floods_by_town": ["a-2001,2001,Ash,10", "b-2001,2001,Birch,20", "a-2002,2002,Ash,40", "a-2004,2004,Ash,7"],
    "gauges": ["g-2001,2001,Old bridge,365", "g-2002,2002,Old bridge,366", "g-2003,2003,Old bridge,360"],
}
TIE = {
    "left": {"table": "floods", "value": "people.sum()"},
    "right": {"table": "floods_by_town", "value": "people.sum()"},
    "by": "year",
    "says": "Both count the people who left their homes.",
}
CONTROL = {
    "table": "floods",
    "year": "year",
    "control": "gauges",
    "group": "gauge",
    "value": "readings",
    "most": 15,
    "says": "Use a year only where the gauge was read all year.",
}
RULE = {
    "table": "floods",
    "where": "state == 'over'",
    "must": "people > 0",
    "says": "A flood that is over has its count.",
}
WORDS = {"words": ["killed", "dead"], "column": "inquiry", "says": "Name the latest inquiry, or write: none found."}


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Material]:
    """``book(ties=[…], floods=[rows])`` writes the made-up tables, with these rows in place of the good ones."""

    def write(lists: dict[str, Any] | None = None, **rows: list[str]) -> Material:
        folder = tmp_path / "book" / "data"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        (tmp_path / "book" / "references.bib").write_text(
            "@misc{river-2001,\n title = {The river},\n year = {2001},\n}\n"
        )
        resources = []
        for name, columns in COLUMNS.items():
            columns = {**columns, "source": "string", "confidence": "string", "note": "string"}
            lines = [",".join(columns), *(f"{row},river-2001,high," for row in rows.get(name, ROWS[name]))]
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
            fields = [{"name": n, "type": t, "description": "What it says."} for n, t in columns.items()]
            licences = [{"title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
            texts = {
                "title": name,
                "description": "Made up.",
                "origin": "Made up.",
                "method": "Made up.",
                "gaps": "All.",
            }
            resources.append(
                {"name": name, "path": f"{name}.csv", "licenses": licences, "schema": {"fields": fields}, **texts}
            )
        (folder / "datapackage.json").write_text(json.dumps({"resources": resources, **(lists or {})}))
        return Material(book_at.at(tmp_path))

    return write


def found(material: Material) -> list[str]:
    return [str(finding) for finding in [*tables.dictionary(material), *tables.together(material)]]


def test_tables_that_agree_have_nothing_to_mend(book: Callable[..., Material]) -> None:
    assert found(book({"rules": [RULE, WORDS], "ties": [TIE], "controls": [CONTROL]})) == []


def test_a_book_without_lists_has_nothing_to_keep(book: Callable[..., Material]) -> None:
    assert found(book()) == []


def test_a_row_that_breaks_its_rule_is_named_with_its_line(book: Callable[..., Material]) -> None:
    broken = [ROWS["floods"][0], ROWS["floods"][1].replace(",40,", ",,"), ROWS["floods"][2]]
    assert found(book({"rules": [RULE]}, floods=broken)) == [
        "book/data/floods.csv, line 3: row flood-2002: A flood that is over has its count."
    ]


@pytest.mark.parametrize("text", ["Two ferrymen were killed.", "DEAD in the water.", "Two (killed)."])
def test_a_killing_without_its_inquiry_is_named(book: Callable[..., Material], text: str) -> None:
    broken = [*ROWS["floods"], f"flood-2004,2004,1,over,{text},"]
    (one,) = found(book({"rules": [WORDS]}, floods=broken))
    assert one.startswith("book/data/floods.csv, line 5: row flood-2004: speaks of '")
    assert one.endswith("and `inquiry` is empty. Name the latest inquiry, or write: none found.")


def test_a_word_within_a_word_is_not_the_word(book: Callable[..., Material]) -> None:
    assert found(book({"rules": [WORDS]}, floods=[*ROWS["floods"], "flood-2004,2004,1,over,A deadline passed.,"])) == []


def test_a_table_without_the_column_is_named_unless_it_is_excepted(book: Callable[..., Material]) -> None:
    towns = ["a-2001,2001,the town of the dead,10"]
    (one,) = found(book({"rules": [WORDS]}, floods_by_town=towns))
    assert "line 2: row a-2001: speaks of 'dead', and the table has no column `inquiry`" in one
    excepted = {**WORDS, "except": {"floods_by_town": "The name of a town."}}
    assert found(book({"rules": [excepted]}, floods_by_town=towns)) == []


def test_two_tables_that_disagree_are_named_with_both_numbers(book: Callable[..., Material]) -> None:
    towns = ["a-2001,2001,Ash,10", "b-2001,2001,Birch,21", "a-2002,2002,Ash,40"]
    assert found(book({"ties": [TIE]}, floods_by_town=towns)) == [
        "book/data/floods.csv, line 2: floods says 30 for year 2001, floods_by_town says 31. Both count the people "
        "who left their homes. Mend the table that is wrong."
    ]


@pytest.mark.parametrize(("sign", "wrong"), [("==", 1), ("<=", 0), (">=", 1)])
def test_a_tie_may_be_a_bound(book: Callable[..., Material], sign: str, wrong: int) -> None:
    towns = ["a-2001,2001,Ash,31"]
    assert len(found(book({"ties": [{**TIE, "is": sign}]}, floods_by_town=towns))) == wrong
    assert found(book({"ties": [{**TIE, "is": sign}]}, floods_by_town=["a-2001,2001,Ash,30"])) == []


def test_a_year_in_which_the_control_jumps_is_not_used(book: Callable[..., Material]) -> None:
    gauges = [*ROWS["gauges"][:2], "g-2003,2003,Old bridge,150"]
    assert found(book({"controls": [CONTROL]}, gauges=gauges)) == [
        "book/data/floods.csv, line 4: row flood-2003: the year 2003 of its file is not whole: Old bridge has 150 "
        "there and 365 in the middle of its years. Use a year only where the gauge was read all year."
    ]


@pytest.mark.parametrize(("readings", "wrong"), [(115, 0), (116, 1), (85, 0), (84, 1)])
def test_the_control_jumps_above_its_bound_only(book: Callable[..., Material], readings: int, wrong: int) -> None:
    gauges = ["g-2001,2001,Old bridge,100", "g-2002,2002,Old bridge,100", f"g-2003,2003,Old bridge,{readings}"]
    assert len(found(book({"controls": [CONTROL]}, gauges=gauges))) == wrong


@pytest.mark.parametrize(
    ("lists", "reason"),
    [
        ({"rules": {}}, "`rules` must be a list"),
        ({"rules": [{"table": "floods", "must": "people > 0"}]}, "rules, entry 1: says is missing. Add it."),
        ({"rules": [{**RULE, "table": "flods"}]}, "no table called 'flods'. Did you mean floods"),
        ({"rules": [{**RULE, "must": "peple > 0"}]}, "`peple > 0` names no column: 'peple'. Did you mean people?"),
        ({"rules": [{**RULE, "where": "@x"}]}, "`@` is not part of it."),
        ({"ties": [{**TIE, "is": "~"}]}, "`is` must be one of ==, <= or >=."),
        ({"ties": [{**TIE, "by": "town"}]}, "the table floods has no column 'town'."),
        ({"ties": [{**TIE, "left": {"table": "floods"}}]}, "ties, entry 1: value is missing. Add it."),
        (
            {"ties": [{**TIE, "right": {**TIE["right"], "where": "year == 1900"}}]},
            "compares nothing: no year that both",
        ),
        ({"controls": [{**CONTROL, "control": "gauge"}]}, "no table called 'gauge'. Did you mean gauges?"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(
    book: Callable[..., Material], lists: dict[str, Any], reason: str
) -> None:
    (one,) = found(book(lists))
    assert one.startswith("book/data/datapackage.json")
    assert reason in one


def absolute(material: Material, page: str, listed: str = "") -> list[str]:
    (material.book.folder / "page.md").write_text(page)
    (material.book.data_dir / absolutes.FILE).write_text(listed)
    fresh = Material(material.book)
    return [str(finding) for finding in absolutes.absolute_words(fresh)]


@pytest.mark.parametrize(
    "sentence",
    ["The river never falls.", "Every town knew.", "Only Ash was dry.", "All left.", "None stayed.",
    "It was the first.",
     "It always rains.", "The guard was at full strength.", "It fell for the first time.", "The first person drowned.",
     "In all towns it rained."],
)  # fmt: skip
def test_a_word_that_allows_no_exception_is_named_in_its_line(book: Callable[..., Material], sentence: str) -> None:
    (one,) = absolute(book(), f"---\ntitle: all\n---\n\n# A page\n\n{sentence}\n")
    assert one.startswith("book/page.md, line 7: '")
    assert "allows no exception" in one


@pytest.mark.parametrize(
    "sentence",
    ["At first it rained.", "Not all left.", "`all` is code.", "It fell. “All left”, they said.", "The small wall.",
     "In the first three weeks it rose.", "The first is a town, the second a river.", "Forty left in all.",
     "```python\nall(x)\n```"],
)  # fmt: skip
def test_what_allows_exceptions_passes(book: Callable[..., Material], sentence: str) -> None:
    assert absolute(book(), f"# A page\n\n{sentence}\n") == []


def test_a_listed_word_passes_with_its_row_or_its_reason(book: Callable[..., Material]) -> None:
    page = "# A page\n\nAll left. None stayed.\n"
    reason = '- {page: book/page.md, text: "All left", reason: The table lists every house.}\n'
    row = '- {page: "book/*.md", text: "None stayed", row: floods/flood-2001}\n'
    assert absolute(book(), page, reason + row) == []
    (one,) = absolute(book(), page, reason)
    assert "'None'" in one


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        ('- {page: "*", text: All left, row: floods/flood-1900}', "line 1: no row 'floods/flood-1900'."),
        ('- {page: "*", text: All left, row: flood-2001}', "line 1: no row 'flood-2001'. Write table/id of a row"),
    ],
)
def test_a_row_that_is_not_there_proves_nothing(book: Callable[..., Material], listed: str, reason: str) -> None:
    (one,) = absolute(book(), "# A page\n\nAll left.\n", listed)
    assert one.startswith(f"book/data/{absolutes.FILE}, {reason}")


@pytest.mark.parametrize("sentence", ["They left.", "Not all left.", "None stayed."])
def test_an_entry_that_nothing_needs_is_named(book: Callable[..., Material], sentence: str) -> None:
    none = '- {page: "*", text: None stayed, reason: The table lists every house.}\n'
    for page, text in (("book/page.md", "all left|They left"), ("book/other.md", "None")):
        listed = f'# Words.\n- {{page: "{page}", text: "{text}", reason: The table lists every house.}}\n'
        found = absolute(book(), f"# A page\n\n{sentence} None stayed.\n", none + listed)
        assert found == [
            f"book/data/{absolutes.FILE}, line 3: {text!r} on {page} stands for no word that needs it. Mend the entry, "
            "or take it out."
        ]


def test_a_file_that_cannot_be_read_makes_no_entry_needless(book: Callable[..., Material]) -> None:
    material = book(floods=["flood-2001,2001,1,over,All left.,", "flood-2001,2001,1,over,All left.,"])
    listed = '- {page: "book/data/floods.csv", text: All left, reason: The table lists every house.}\n'
    assert absolute(material, "# A page\n", listed) == []


def test_words_in_tables_are_found_in_the_line_of_their_row(book: Callable[..., Material]) -> None:
    material = book(floods=[*ROWS["floods"], "flood-2004,2004,1,over,Nobody ever came. All left.,"])
    (one,) = absolute(material, "# A page\n")
    assert one.startswith("book/data/floods.csv, line 5: 'All' allows no exception")
