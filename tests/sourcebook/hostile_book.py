"""A made-up book that has one text, however hostile, in every field that an author fills."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from sourcebook.book import Book
from tests.sourcebook import made_up_book as river

SHARED = {"objective": "river-o1", "difficulty": 1, "sources": ["town-2020-gauge"], "teaches": "book/river#reading"}


def questions(text: str) -> dict[str, Any]:
    """One question of each type; texts that must differ end on a number."""

    def shared(kind: str) -> dict[str, Any]:
        texts = {"prompt": f"{text} {{{{gauge.note}}}}", "hints": [text, f"{text} 2"], "explanation": text}
        return {"id": f"river-{kind}", "type": kind, **SHARED, **texts}

    def options(right: int) -> list[dict[str, Any]]:
        return [
            {"text": f"{text} {n}", "feedback": f"{text} {n}", **({"right": True} if n < right else {})}
            for n in range(4)
        ]

    wrong = {"feedback": {"wrong": text}}
    return {
        "chapter": "river",
        "title": text,
        "objectives": [{"id": "river-o1", "text": text, "relates": [text]}],
        "questions": [
            {**shared("single"), "options": options(1)},
            {**shared("multiple"), "options": options(2)},
            {**shared("claim"), "answer": "true", "feedback": dict.fromkeys(("true", "false", "needs context"), text)},
            {
                **shared("number"),
                **wrong,
                "answer": 5,
                "tolerance": 1,
                "unit": text,
                "slips": [{"when": 50, "feedback": text}],
            },
            {
                **shared("text"),
                **wrong,
                "accept": [f"{text} word", "gauge"],
                "near": [{"accept": ["gorge"], "feedback": text}],
            },
            {**shared("order"), "items": [{"text": f"{text} {n}", "feedback": text} for n in range(3)]},
            {
                **shared("match"),
                "pairs": [{"left": f"{text} {n}", "right": f"{n} {text}", "feedback": text} for n in range(2)],
                "distractors": [f"more {text}"],
            },
        ],
    }


def _table(text: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["id", "year", "level", "note", "source", "confidence"])
    writer.writerow(["gauge-2019", 2019, 140, text, "town-2020-gauge", "high"])
    writer.writerow(["gauge-2020", 2020, 165, f"{text} 2", "town-2020-gauge", "low"])
    return buffer.getvalue()


def _dictionary(text: str) -> dict[str, Any]:
    package = deepcopy(river.DICTIONARY)
    resource = package["resources"][0]
    resource |= dict.fromkeys(("title", "description", "origin", "method", "gaps"), text)
    resource["licenses"][0]["title"] = text
    for field in resource["schema"]["fields"]:
        field["description"] = text
    return package


def make(root: Path, text: str) -> Book:
    """The book below ``root``; ``text`` has no line break, no blank at its ends, and no
    braces (BibTeX and facts own them).
    """
    identity = {
        "title": text, "slug": "our-river", "subtitle": text, "description": text, "authors": text, "as_of": text,
        "language": "en",
        "licence": {"text": text, "code": text, "address": f"https://example.org/?a={text}"},
        "evidence": {"gauge": {"link": f"{text} {{year}}", "says": f"{text} {{level}}"}},
        "kit": {"a.ipynb": text},
        "curricula": [text],
    }  # fmt: skip
    source = f"author = {{{{{text}}}}},\n  title = {{{text}}},\n  year = {{2020}},\n  note = {{{text}}},"
    facts = {
        "gauge.highest": {"table": "gauge", "value": "level.max()", "unit": text, "format": "unit", "says": text},
        "gauge.note": {"table": "gauge", "where": "year == 2019", "value": "note.iloc[0]", "says": text},
    }
    view = {
        "kind": "bar", "table": "gauge", "x": "note", "y": "level", "unit": text,
        "title": f"{text} {{{{level.max()}}}}",
        "alt": f"{text} {{{{level.min()}}}} {{{{level.max()}}}}", "notes": [text],
        "labels": {"note": text, "level": text},
    }  # fmt: skip

    def dumped(values: object) -> str:
        return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=10_000)

    address = f"url = {{https://example.org/?a={text.replace(' ', '')}}},"
    book = river.make(
        root,
        IDENTITY=dumped(identity),
        BIBLIOGRAPHY=f"@misc{{town-2020-gauge,\n  {source}\n  {address}\n}}\n",
        GAUGE=_table(text),
        FACTS=dumped(facts),
        QUESTIONS=dumped(questions(text)),
    )
    (book.data_dir / "datapackage.json").write_text(json.dumps(_dictionary(text)), encoding="utf-8")
    book.views_dir.mkdir(exist_ok=True)
    (book.views_dir / "levels.yml").write_text(dumped(view), encoding="utf-8")
    empty = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (book.notebooks / "a.ipynb").write_text(json.dumps(empty), encoding="utf-8")
    return book
