"""The code of notebook cells: folded below what it shows, and gone where it only imports."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from sourcebook.site.sphinxext import code_folds


def page(source: str, shown: str = "") -> nodes.document:
    """A page with one cell, as the reader of notebooks makes it."""
    document = new_document("n")
    cell = nodes.container(classes=["cell"])
    code = nodes.container(classes=["cell_input"])
    code += nodes.literal_block(source, source)
    cell += code
    if shown:
        output = nodes.container(classes=["cell_output"])
        output += nodes.paragraph("", shown)
        cell += output
    document += cell
    return document


def test_code_is_folded_below_what_it_shows() -> None:
    document = page("x = 1\nx", "1")
    code_folds.fold(None, document)  # type: ignore[arg-type]
    (cell,) = document.children
    assert [type(child) for child in cell.children] == [nodes.container, code_folds.code_fold]
    assert cell.children[1].astext() == "x = 1\nx"


@pytest.mark.parametrize(
    ("source", "shown", "stays"),
    [
        ("# If it is missing:  %pip install it\nfrom book import data", "", False),
        ("%pip install it\nimport book", "", False),
        ("import book\nbook.run()", "", True),
        ("import book", "a warning", True),
        ("x = 1 +", "", True),
    ],
)
def test_a_cell_that_only_imports_is_left_to_the_live_notebook(source: str, shown: str, stays: bool) -> None:
    document = page(source, shown)
    code_folds.fold(None, document)  # type: ignore[arg-type]
    assert bool(document.children) is stays


def test_code_of_other_origin_is_left_alone() -> None:
    document = new_document("n")
    document += nodes.container("", nodes.literal_block("x", "x"), classes=["cell_input"])
    before = document.pformat()
    code_folds.fold(None, document)  # type: ignore[arg-type]
    assert document.pformat() == before
