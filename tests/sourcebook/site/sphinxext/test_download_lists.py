"""The lists of what a published book offers to take: links where the files are made, the same words elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sourcebook.classroom import downloads
from sourcebook.site.build_options import PUBLISH
from tests.rivers import RIVERS
from tests.sourcebook.site.sphinxext.conftest import Built

PAGE = {"book/for-teachers": "# For teachers\n\n```{downloads} chapters\n```\n\n```{downloads} platforms\n```\n"}
PARTS = ["downloads", "current_book"]


def links(built: Built) -> list[str]:
    page = BeautifulSoup(built.page("book/for-teachers"), "html.parser")
    return [a["href"] for a in page.select("td a")]


def test_links_stand_only_where_the_files_are(
    build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(PUBLISH, raising=False)
    plain = build(PAGE, PARTS, of=RIVERS)
    assert links(plain) == []
    words = BeautifulSoup(plain.page("book/for-teachers"), "html.parser").get_text()
    assert "questions · key · tasks · key to the tasks · solutions (notebook)" in words
    monkeypatch.setenv(PUBLISH, "1")
    published = build(
        PAGE, PARTS, of=RIVERS
    )  # in the same folder: the page is read again, though nothing in it changed
    made = {path.relative_to(tmp_path / "made").as_posix() for path in downloads.write(RIVERS, tmp_path / "made")}
    assert len(links(published)) > 12
    assert {f"../{downloads.FOLDER}/{name}" for name in made} > {*links(published)}
    assert BeautifulSoup(published.page("book/for-teachers"), "html.parser").get_text() == words
    monkeypatch.delenv(PUBLISH)
    assert links(build(PAGE, PARTS, of=RIVERS)) == []


def test_an_unknown_list_and_an_unknown_sheet_are_named(build: Callable[..., Built]) -> None:
    built = build({"book/a": "# A\n\n```{downloads} chapter\n```\n\n{sheet}`no-such`\n"}, PARTS, of=RIVERS)
    assert "there is no list of downloads 'chapter'. There are: chapters" in built.warnings
    assert "there is no sheet 'no-such' to print" in built.warnings
