"""A made-up book whose views are declared: rain at two stations, and a view of it that a test may change."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from sourcebook import book
from sourcebook.book import Book

RAIN = """id,year,day,station,millimetres,kind,unit,source,confidence,note
old-2018,2018,2018-03-31,Old bridge,410,gauge,mm,town-2020-gauge,high,
old-2019,2019,2019-03-31,Old bridge,380,gauge,mm,town-2020-gauge,unverified,
old-2020,2020,2020-03-31,Old bridge,520,gauge,mm,town-2020-gauge,high,
new-2018,2018,2018-03-31,New harbour & mill,300,gauge,mm,mill-2021-log,high,
new-2020,2020,2020-03-31,New harbour & mill,340,gauge,mm,mill-2021-log,low,
"""
VIEW = {
    "kind": "line",
    "table": "rain",
    "x": "year",
    "y": "millimetres",
    "series": "station",
    "unit": "Rain, millimetres a year",
    "title": "The wettest year was {{year[millimetres.idxmax()] | year}}, with {{millimetres.max()}} millimetres",
    "alt": "Lines from {{year.min() | year}} to {{year.max() | year}}, highest with {{millimetres.max()}} millimetres.",
}
BIBLIOGRAPHY = """@misc{town-2020-gauge, author = {{Town council}}, title = {Gauge}, year = {2020}, url = {https://example.org/g}}
@misc{mill-2021-log, author = {{The mill}}, title = {Log}, year = {2021}, url = {https://example.org/m}}
"""
_LEVELS = {"enum": ["high", "medium", "low", "unverified"]}
FIELDS = [
    {"name": "id", "type": "string", "description": "Name of the row."},
    {"name": "year", "type": "integer", "description": "Year."},
    {"name": "day", "type": "date", "description": "Day."},
    {"name": "station", "type": "string", "description": "Where."},
    {"name": "millimetres", "type": "number", "description": "Rain."},
    {"name": "kind", "type": "string", "description": "How it was counted.", "separates": True},
    {"name": "unit", "type": "string", "description": "Unit."},
    {"name": "source", "type": "string", "description": "Keys of the sources."},
    {"name": "confidence", "type": "string", "description": "How sure it is.", "constraints": _LEVELS},
    {"name": "note", "type": "string", "description": "What a reader should know."},
]


def make(root: Path, rain: str = RAIN, view: dict[str, object] | str | None = None, name: str = "rain-by-year") -> Book:
    """The book below ``root``, with this table and this view (keys that replace those of ``VIEW``, or a whole text)."""
    text = (
        view
        if isinstance(view, str)
        else yaml.safe_dump(VIEW | (view or {}), allow_unicode=True, sort_keys=False, width=1000)
    )
    free = {"name": "CC0", "title": "CC0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    table = {
        "name": "rain", "path": "rain.csv", "title": "Rain", "description": "Rain.", "origin": "The town.",
        "method": "Copied.", "gaps": "Many.", "licenses": [free], "schema": {"fields": FIELDS},
    }  # fmt: skip
    files = {
        "_config.yml": "title: Rain\n",
        "book/book.yml": "title: Rain in our town\nslug: our-rain\ndescription: A small book.\nlanguage: en\n",
        "book/references.bib": BIBLIOGRAPHY,
        "book/data/rain.csv": rain,
        "book/data/datapackage.json": json.dumps({"name": "our-rain", "resources": [table]}),
        f"book/views/{name}.yml": text,
    }
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return book.at(root)
