"""This book's tables: they load, an independent reader finds them valid, and the dictionary
says everything about them.
"""

from __future__ import annotations

import json

import pytest
from frictionless import Package

from sourcebook import data, sources
from tests.ours import OURS


def test_the_data_package_is_valid_for_an_independent_reader() -> None:
    report = Package(str(OURS.data_dir / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize("name", data.names(OURS))
def test_every_table_loads_with_its_sources_and_licence(name: str) -> None:
    frame = data.load(OURS, name)
    spec = data.table(OURS, name)
    assert len(frame) > 0
    assert list(frame.columns) == [c.name for c in spec.columns]
    assert frame["id"].is_unique
    assert frame.attrs["title"] == spec.title
    assert frame.attrs["licence"]
    assert set(frame.attrs["sources"]) <= sources.keys(OURS)
    for column in spec.columns:
        kind = str(frame[column.name].dtype)
        if column.type == "integer":
            assert kind == "Int64"
        elif column.type == "date":
            assert kind.startswith("datetime64")
        elif column.allowed:
            assert frame[column.name].cat.ordered
            assert list(frame[column.name].cat.categories) == column.allowed


def test_every_csv_file_is_in_the_dictionary() -> None:
    listed = {r["path"] for r in json.loads((OURS.data_dir / "datapackage.json").read_text())["resources"]}
    assert {p.name for p in OURS.data_dir.glob("*.csv")} <= listed


@pytest.mark.parametrize("name", data.names(OURS))
def test_the_dictionary_says_everything_about_every_table(name: str) -> None:
    spec = data.table(OURS, name)
    for field in ("title", "description", "origin", "method", "gaps", "licence"):
        assert len(getattr(spec, field)) > 8, f"{name}: {field} is empty in datapackage.json"
    for column in spec.columns:
        assert len(column.description) > 8, f"{name}.{column.name} has no meaning in datapackage.json"
