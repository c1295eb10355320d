"""A book that a test makes up: five lines of book.yml, one table, one source, one question.

Nothing in it is of any real book.
"""

from __future__ import annotations

import json
from pathlib import Path

from sourcebook import book
from sourcebook.book import Book

IDENTITY = """title: The river at our town
slug: our-river
description: A small book on one river.
language: en
licence: {text: CC BY 4.0, address: "https://creativecommons.org/licenses/by/4.0/"}
"""
BIBLIOGRAPHY = """@misc{town-2020-gauge,
  author = {{Town board}},
  title = {Readings of the gauge},
  year = {2020},
  url = {https://example.org/gauge},
}
"""
GAUGE = """id,year,level,note,source,confidence
gauge-2019,2019,140,,town-2020-gauge,high
gauge-2020,2020,165,,town-2020-gauge,medium
"""
FACTS = """gauge.highest:
  table: gauge
  value: level.max()
  unit: cm
  says: highest reading of the gauge
"""
QUESTIONS = """chapter: river
title: The river
objectives:
  - id: river-o1
    text: read a gauge
questions:
  - id: river-highest
    type: single
    objective: river-o1
    difficulty: 1
    prompt: When did the gauge read {{gauge.highest}} cm?
    options:
      - {text: "2019", feedback: Look again.}
      - {text: "2020", feedback: Yes., right: true}
    hints: [Look at the table.]
    explanation: The gauge was read once a year.
    sources: [town-2020-gauge]
    teaches: book/river#reading
"""
_TEXT = {"type": "string"}
DICTIONARY = {
    "name": "our-river",
    "resources": [
        {
            "name": "gauge",
            "path": "gauge.csv",
            "title": "Readings of the gauge",
            "description": "One reading a year.",
            "origin": "The town board.",
            "method": "Copied by hand.",
            "gaps": "Only two years.",
            "licenses": [{"name": "CC0", "title": "CC0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
            "schema": {
                "fields": [
                    {"name": "id", "description": "Name of the row.", **_TEXT, "constraints": {"unique": True}},
                    {"name": "year", "description": "Year of the reading.", "type": "integer"},
                    {"name": "level", "description": "Level of the water.", "type": "integer", "unit": "cm"},
                    {"name": "note", "description": "What a reader should know.", **_TEXT},
                    {"name": "source", "description": "Keys of the sources.", **_TEXT},
                    {
                        "name": "confidence",
                        "description": "How sure it is.",
                        **_TEXT,
                        "constraints": {"enum": ["high", "medium", "low", "unverified"]},
                    },
                ]
            },
        }
    ],
}
PAGE = (
    "---\nmyst:\n  html_meta:\n    description: A river.\n---\n\n# The river\n\n(reading)=\n## Reading the "
    "gauge\n\nIt stands at the bridge.\n"
)


def make(root: Path, **files: str) -> Book:
    """Write the book below ``root``.

    ``files`` replace what stands there, by the name of the constant: ``FACTS="…"``.
    """
    texts = {
        "_config.yml": "title: The river at our town\n",
        "_toc.yml": files.get("TOC", "format: jb-book\nroot: book/river\n"),
        "book/book.yml": files.get("IDENTITY", IDENTITY),
        "book/references.bib": files.get("BIBLIOGRAPHY", BIBLIOGRAPHY),
        "book/river.md": files.get("PAGE", PAGE),
        "book/data/gauge.csv": files.get("GAUGE", GAUGE),
        "book/data/facts.yml": files.get("FACTS", FACTS),
        "book/data/datapackage.json": json.dumps(DICTIONARY, indent=1),
        "book/quizzes/river.yml": files.get("QUESTIONS", QUESTIONS),
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "notebooks").mkdir(exist_ok=True)
    return book.at(root)
