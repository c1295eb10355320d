"""The cell that no spreadsheet runs: the list that the scripts of the book pass too (``tests/browser/test_dom.py``)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sourcebook.text import spreadsheet_cell

VECTORS = json.loads(Path(spreadsheet_cell.__file__).with_suffix(".json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", VECTORS["formula"])
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text: str) -> None:
    assert spreadsheet_cell.looks_like(text)
    assert spreadsheet_cell.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", VECTORS["text"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert not spreadsheet_cell.looks_like(text)
    assert spreadsheet_cell.harmless(text) == text
