"""How numbers were checked: each finding names the row, its line and what to do; changed
numbers and higher claims are seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook import book as book_at
from sourcebook import checks, data
from sourcebook.checks import against_sources
from sourcebook.checks.material import Material

FLOODS = {"id": "string", "year": "integer", "people": "integer", "level": "number", "text": "string"}
CHECKS = {
    "id": "string",
    "table": "string",
    "rows": "string",
    "how": "string",
    "numbers": "integer",
    "copy": "string",
    "read_on": "date",
    "place": "string",
    "sha256": "string",
    "fingerprint": "string",
}
LAST = {"source": "string", "confidence": "string", "note": "string"}
ROWS = [
    "ash-2001,2001,30,1.5,The river rose.,river-2001,high,",
    "ash-2002,2002,,2.5,,river-2001,high,",
    'birch-2001,2001,20,,"Two lines:\nthe river fell.",river-2001,medium,',
    "birch-2002,2002,,,Nobody counted.,river-2001,high,",
]
SCRIPT = "compared by script"


def check(
    id: str,
    rows: str,
    how: str = "opened",
    numbers: int = 3,
    *,
    table: str = "floods",
    copy: str = "example.org/a",
    read_on: str = "2026-01-31",
    place: str = "page 2",
    sha256: str = "",
    fingerprint: str = "",
) -> str:
    return f"{id},{table},{rows},{how},{numbers},{copy},{read_on},{place},{sha256},{fingerprint},river-2001,high,"


def not_opened(id: str, rows: str, numbers: int) -> str:
    return check(id, rows, "not opened", numbers, copy="", read_on="", place="")


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Material]:
    """``book([checks], [rows])`` writes a made-up table and the checks of it, or no table of checks for ``None``."""

    def write(lines: list[str] | None, rows: list[str] = ROWS) -> Material:
        folder = tmp_path / "book" / "data"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        (folder.parent / "references.bib").write_text("@misc{river-2001,\n title = {The river},\n year = {2001},\n}\n")
        tables = {"floods": (FLOODS, rows)} | ({"checks": (CHECKS, lines)} if lines is not None else {})
        for name, (columns, content) in tables.items():
            (folder / f"{name}.csv").write_text("\n".join([",".join(columns | LAST), *content]) + "\n")
        resources = [resource(name, columns | LAST) for name, (columns, _) in tables.items()]
        (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
        return Material(book_at.at(tmp_path))

    return write


def resource(name: str, columns: dict[str, str]) -> dict[str, Any]:
    more: dict[str, dict[str, Any]] = {
        "year": {"unit": "year"},
        "numbers": {"unit": "number"},
        "how": {"constraints": {"enum": ["opened", SCRIPT, "not opened"]}},
    }
    fields = [{"name": n, "type": t, "description": "What it says.", **more.get(n, {})} for n, t in columns.items()]
    texts = dict.fromkeys(("description", "origin", "method", "gaps"), "Made up.")
    licences = [{"title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    schema = {"fields": fields}
    return {"name": name, "path": f"{name}.csv", "title": name, "licenses": licences, "schema": schema, **texts}


def mark(material: Material, *ids: str) -> str:
    rows = against_sources.read(data.tables(material.book)["floods"], material)
    return against_sources.fingerprint([row for row in rows if row.id in ids])


def found(material: Material) -> list[str]:
    return [str(finding) for finding in against_sources.numbers_checked(material)]


@pytest.fixture
def good(book: Callable[..., Material]) -> list[str]:
    """Checks that cover each number once."""
    material = book([])
    return [
        check("ash", "ash-*", fingerprint=mark(material, "ash-2001", "ash-2002")),
        not_opened("birch", "birch-2001", 1),
    ]


def test_checks_that_cover_every_number_once_leave_nothing_to_mend(
    book: Callable[..., Material], good: list[str]
) -> None:
    assert found(book(good)) == []


def test_a_book_without_checks_has_nothing_to_keep(book: Callable[..., Material]) -> None:
    assert found(book(None)) == []


def test_rows_without_a_check_are_named_with_the_line_of_the_first(
    book: Callable[..., Material], good: list[str]
) -> None:
    assert found(book(good[1:])) == [
        "book/data/floods.csv, line 2: book/data/checks.csv does not say how the numbers of ash-2001 and ash-2002 "
        "were checked. Add it there."
    ]
    (one,) = found(book(good[:1]))
    assert one.startswith("book/data/floods.csv, line 4: ")


def test_a_new_table_without_checks_is_one_finding(book: Callable[..., Material], good: list[str]) -> None:
    new = [f"oak-{year},{year},{year},,,river-2001,high," for year in range(2001, 2021)]
    (one,) = found(book(good, [*ROWS, *new]))
    assert one == (
        "book/data/floods.csv, line 7: book/data/checks.csv does not say how the numbers of oak-2001, oak-2002, "
        "oak-2003 and 17 more were checked. Add it there."
    )


def test_three_rows_without_a_check_are_all_named(book: Callable[..., Material], good: list[str]) -> None:
    new = [f"oak-{year},{year},{year},,,river-2001,high," for year in range(2001, 2004)]
    (one,) = found(book(good, [*ROWS, *new]))
    assert "the numbers of oak-2001, oak-2002 and oak-2003 were checked" in one


def test_high_confidence_needs_an_opened_source(book: Callable[..., Material], good: list[str]) -> None:
    assert found(book([not_opened("ash", "ash-*", 3), good[1]])) == [
        f"book/data/floods.csv, line {line}: row {row}: the confidence is high, but its source was not opened "
        "(book/data/checks.csv, ash). Open it and write down the place, or set the confidence to medium."
        for line, row in ((2, "ash-2001"), (3, "ash-2002"))
    ]


@pytest.mark.parametrize("confidence", ["medium", "low", "unverified"])
def test_what_claims_less_may_stay_unopened(book: Callable[..., Material], good: list[str], confidence: str) -> None:
    rows = [row.replace(",high,", f",{confidence},") for row in ROWS]
    assert found(book([not_opened("ash", "ash-*", 3), good[1]], rows)) == []


@pytest.mark.parametrize(("before", "after"), [("30", "31"), ("1.5", "1.6")])
def test_a_number_changed_after_its_check_is_found(
    book: Callable[..., Material], good: list[str], before: str, after: str
) -> None:
    rows = [ROWS[0].replace(before, after, 1), *ROWS[1:]]
    (one,) = found(book(good, rows))
    assert one.startswith(
        "book/data/checks.csv, line 2: a number in its rows of floods is not the one that was checked. Look it up "
        "again, then write "
    )
    new = one.removesuffix(" in the column fingerprint.").rsplit(" ", 1)[1]
    assert found(book([good[0].replace(good[0].split(",")[9], new), good[1]], rows)) == []


@pytest.mark.parametrize(("before", "after"), [("2001,2001", "2001,2003"), ("The river rose.", "The river sank.")])
def test_years_and_words_are_no_numbers_to_check(
    book: Callable[..., Material], good: list[str], before: str, after: str
) -> None:
    assert found(book(good, [ROWS[0].replace(before, after), *ROWS[1:]])) == []


def test_a_row_that_a_pattern_takes_in_later_must_be_looked_up(book: Callable[..., Material], good: list[str]) -> None:
    findings = found(book(good, [*ROWS, "ash-2003,2003,5,,,river-2001,high,"]))
    assert findings[0] == (
        "book/data/checks.csv, line 2: its rows of floods hold 4 numbers; 3 were checked. Look up what is new, then "
        "write 4 in the column numbers."
    )
    assert len(findings) == 2


def test_a_row_has_one_check(book: Callable[..., Material], good: list[str]) -> None:
    assert found(book([*good, not_opened("twice", "birch-2001", 1)])) == [
        "book/data/checks.csv, line 4: the row birch-2001 is also in birch. Keep the better check, and take the row "
        "out of the other."
    ]


def test_a_pattern_must_match_a_row_that_the_others_do_not(book: Callable[..., Material], good: list[str]) -> None:
    for pattern in ("oak-*", "ash-2001"):
        assert found(book([good[0].replace("ash-*", f"ash-* {pattern}"), good[1]])) == [
            f"book/data/checks.csv, line 2: {pattern!r} matches no further row of floods. Mend it, or take it out of "
            "the column rows."
        ]


def test_an_unknown_table_is_named_with_the_nearest(book: Callable[..., Material], good: list[str]) -> None:
    assert found(book([*good, check("new", "*", table="flods")])) == [
        "book/data/checks.csv, line 4: no table called 'flods'. Did you mean floods? Mend the name in the column table."
    ]


@pytest.mark.parametrize(
    ("how", "given", "missing"),
    [
        ("opened", {"copy": ""}, "copy"),
        ("opened", {"place": "", "read_on": ""}, "read_on and place"),
        (SCRIPT, {}, "sha256"),
        (SCRIPT, {"sha256": "0" * 64, "read_on": ""}, "read_on"),
    ],
)
def test_a_check_says_what_was_seen(
    book: Callable[..., Material], good: list[str], how: str, given: dict[str, str], missing: str
) -> None:
    line = check("ash", "ash-*", how, fingerprint=good[0].split(",")[9], **given)
    assert found(book([line, good[1]])) == [
        f"book/data/checks.csv, line 2: {how!r} needs {missing}. Write what was seen, or write 'not opened' in the "
        "column how."
    ]


def test_a_check_keeps_the_fingerprint_of_what_was_seen(book: Callable[..., Material], good: list[str]) -> None:
    (one,) = found(book([check("ash", "ash-*"), good[1]]))
    assert one.startswith("book/data/checks.csv, line 2: 'opened' needs fingerprint.")


def test_where_nothing_was_opened_no_place_is_given(book: Callable[..., Material], good: list[str]) -> None:
    line = check("birch", "birch-2001", "not opened", 1, read_on="")
    assert found(book([good[0], line])) == [
        "book/data/checks.csv, line 3: 'not opened', but it has copy and place. Leave empty what nobody looked at."
    ]


def test_a_table_that_cannot_be_read_is_left_to_its_own_check(book: Callable[..., Material], good: list[str]) -> None:
    material = book(good, [ROWS[0].replace("30", "thirty"), *ROWS[1:]])
    assert found(material) == []
    messages = [str(finding) for _, findings in checks.run(material.book) for finding in findings]
    assert any("thirty" in text for text in messages)


def test_the_command_runs_it(book: Callable[..., Material], good: list[str]) -> None:
    material = book([not_opened("ash", "ash-*", 3), good[1]])
    assert len(dict(checks.run(material.book))["no number is surer than its check"]) == 2
