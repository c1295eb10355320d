"""Pages made from the data dictionary: every table, every row with its anchor and sources,
every fact, and the counts.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from sourcebook import data, facts
from tests.rivers import RIVERS

HOME = {
    "book/references": "# References\n",
    **{f"book/tables/{name.replace('_', '-')}": "# T\n" for name in data.names(RIVERS)},
}


def test_every_table_is_described_and_leads_to_its_rows_and_file(build: Callable[..., Any]) -> None:
    page = "# Data\n\n```{data-counts}\n```\n\n## Tables\n\n```{data-tables}\n```\n\n## Facts\n\n```{fact-list}\n```\n"
    built = build({"book/data-and-sources": page, **HOME}, ["data_pages"], of=RIVERS)
    assert built.warnings == ""
    soup = BeautifulSoup(built.plain("book/data-and-sources"), "html.parser")
    for name, spec in data.tables(RIVERS).items():
        section = soup.find(id=f"table-{name.replace('_', '-')}")
        assert spec.title in section.get_text()
        assert f"Licence: {spec.licence}" in section.get_text().replace("\n", " ")
        hrefs = [a["href"] for a in section.select("a")]
        assert f"tables/{name.replace('_', '-')}.html" in hrefs
        assert f"../_static/data/{spec.path.name}" in hrefs
        assert (built.folder / "_static" / "data" / spec.path.name).read_bytes() == spec.path.read_bytes()
        with zipfile.ZipFile(built.folder / "_static" / "data" / f"{spec.path.stem}.zip") as pack:
            assert pack.read(spec.path.name) == spec.path.read_bytes()
            (resource,) = json.loads(pack.read("datapackage.json"))["resources"]
        assert resource["path"] == spec.path.name
        assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in spec.columns]
        described = {c.get_text() for c in section.select("tbody td:first-child")}
        assert described == {c.name for c in spec.columns} - {"id", "source", "confidence", "note"}
    for name in facts.names(RIVERS):
        assert facts.get(RIVERS, name).text in soup.find(id=f"fact-{name}").parent.get_text(" ")
    total = [cell.get_text() for cell in soup.find(string="All tables").find_parent("tr").select("td")][1:]
    assert int(total[0]) == sum(map(int, total[1:])) == sum(len(data.load(RIVERS, name)) for name in data.names(RIVERS))


def test_every_row_has_an_anchor_and_links_to_its_sources(build: Callable[..., Any]) -> None:
    built = build(
        {
            **HOME,
            "book/tables/floods": "# W\n\n```{data-table} floods\n```\n",
            "book/data-and-sources": "# D\n",
        },
        ["data_pages"],
        of=RIVERS,
    )
    assert built.warnings == ""
    soup = BeautifulSoup(built.page("book/tables/floods"), "html.parser")
    rows = data.load(RIVERS, "floods")
    assert len(soup.select("tbody tr")) == len(rows)
    for _, row in rows.iterrows():
        shown = soup.find(id=row["id"]).find_parent("tr")
        assert row["date"].strftime("%Y-%m-%d") in shown.get_text()
        assert [a["href"] for a in shown.select("a")] == [
            f"../references.html#cite-{key}" for key in row["source"].split("; ")
        ]
    assert "NaT" not in soup.get_text()
    assert "<NA>" not in soup.get_text()


@pytest.mark.parametrize("asked", ["floodss", "no-such"])
def test_an_unknown_table_is_an_error_with_its_line(build: Callable[..., Any], asked: str) -> None:
    built = build({"book/a": f"# A\n\n```{{data-table}} {asked}\n```\n"}, ["data_pages"], of=RIVERS)
    assert "book/a.md:3" in built.warnings
    assert asked in built.warnings
