"""The glossary of a book: the table ``glossary``, a word and its definition a row."""

from __future__ import annotations

import pandas as pd

from sourcebook.book import Book
from sourcebook.data.load import load
from sourcebook.data.schema import DataError, table

NAME = "glossary"


def entries(book: Book) -> dict[str, str]:
    """Each word with its definition, in the order of the table; what the word stands for (``long_form``) comes first.

    Raises ``DataError`` where a column or a cell is missing, where a word stands twice, and
    where the book has no such table.
    """
    frame, spec = load(book, NAME), table(book, NAME)
    for column in ("term", "definition"):
        if column not in frame:
            raise DataError(
                f"{spec.file}, line 1: the column {column} is missing. Add it here and in datapackage.json, or give "
                "it this name in both."
            )
        if frame[column].isna().any():
            row = frame.loc[frame[column].isna(), "id"].iloc[0]
            raise DataError(
                f"{spec.file}, row {row}, column {column}: is empty. A row of the glossary needs a word and its "
                "definition: write it, or take the row out."
            )
    folded = frame["term"].str.casefold()
    if folded.duplicated().any():
        row, term = frame.loc[folded.duplicated(), ["id", "term"]].iloc[0]
        raise DataError(
            f"{spec.file}, row {row}: the word {term!r} stands in an earlier row already. Take one of them out."
        )
    long_forms = frame["long_form"] if "long_form" in frame else pd.Series("", index=frame.index)
    return {
        term: f"{long_form}. {definition}" if pd.notna(long_form) and long_form else definition
        for term, long_form, definition in zip(frame["term"], long_forms, frame["definition"], strict=True)
    }


def synonyms(book: Book, long_forms: bool = True) -> dict[str, list[str]]:
    """Each word with its other names: those of ``long_form`` and of ``synonyms``, which are parted by ``; ``.

    Raises ``DataError`` where the book has no such table.
    """
    frame = load(book, NAME)
    wanted = ("long_form", "synonyms") if long_forms else ("synonyms",)
    columns = [frame[column] for column in wanted if column in frame]
    others = ([str(cell) for cell in cells if pd.notna(cell)] for cells in zip(*columns, strict=True))
    found = zip(frame["term"], others, strict=True) if columns else ()
    return {term: [name for cell in cells for name in cell.split("; ") if name] for term, cells in found}
