"""The glossary: each word with its definition, and a sentence for what is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy

import pytest

from sourcebook.book import Book
from sourcebook.data import DataError, glossary
from tests.sourcebook import made_up_book as river

COLUMNS = ("id", "term", "long_form", "definition", "source", "confidence", "note")
ROWS = {
    "weir": ("weir", "", "A low wall across a river."),
    "asl": ("ASL", "Above sea level", "How heights are given."),
}


def write(book: Book, columns: tuple[str, ...] = COLUMNS, rows: dict[str, tuple[str, str, str]] = ROWS) -> Book:
    """Give the book a glossary with these columns."""
    cells = [
        dict(zip(COLUMNS, (row, *texts, "town-2020-gauge", "high", ""), strict=True)) for row, texts in rows.items()
    ]
    lines = [",".join(columns), *(",".join(row[name] for name in columns) for row in cells)]
    (book.data_dir / "glossary.csv").write_text("\n".join(lines) + "\n")
    package = deepcopy(river.DICTIONARY)
    known = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    fields = [known.get(name, {"name": name, "description": "Words.", "type": "string"}) for name in columns]
    resource = package["resources"][0] | {"name": "glossary", "path": "glossary.csv", "schema": {"fields": fields}}
    package["resources"].append(resource)
    (book.data_dir / "datapackage.json").write_text(json.dumps(package))
    return book


def test_what_a_word_stands_for_comes_before_its_definition(made_up_book: Callable[..., Book]) -> None:
    assert glossary.entries(write(made_up_book())) == {
        "weir": "A low wall across a river.",
        "ASL": "Above sea level. How heights are given.",
    }


def test_no_word_need_stand_for_anything(made_up_book: Callable[..., Book]) -> None:
    columns = tuple(name for name in COLUMNS if name != "long_form")
    assert glossary.entries(write(made_up_book(), columns))["ASL"] == "How heights are given."


@pytest.mark.parametrize("column", ["term", "definition"])
def test_a_column_that_is_missing_is_named_with_its_file_and_remedy(
    made_up_book: Callable[..., Book], column: str
) -> None:
    columns = tuple(name for name in COLUMNS if name != column)
    message = f"book/data/glossary.csv, line 1: the column {column} is missing. Add it here and in datapackage.json"
    with pytest.raises(DataError, match=re.escape(message)):
        glossary.entries(write(made_up_book(), columns))


def test_an_empty_cell_and_a_word_twice_name_their_row(made_up_book: Callable[..., Book]) -> None:
    book = made_up_book()
    with pytest.raises(DataError, match="glossary.csv, row asl, column definition: is empty"):
        glossary.entries(write(book, rows=ROWS | {"asl": ("ASL", "", "")}))
    with pytest.raises(DataError, match="glossary.csv, row lake: the word 'Weir' stands in an earlier row"):
        glossary.entries(write(book, rows=ROWS | {"lake": ("Weir", "", "Another.")}))
