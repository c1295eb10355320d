"""Tables for a teacher's spreadsheet: umlauts arrive whole, and no cell is taken for a formula."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

# What a spreadsheet may take for the beginning of a formula, also behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@\t\r|]")


def harmless(value: Any) -> Any:
    """A text that could be a formula gets an apostrophe before it; everything else stays as it is."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def write(table: pd.DataFrame, path: Path | str) -> Path:
    """Write a table with its index as CSV (UTF-8 with the mark that Excel looks for); numbers stay numbers."""
    path = Path(path)
    # A plain range counts rows and says nothing.
    flat = table if isinstance(table.index, pd.RangeIndex) and table.index.name is None else table.reset_index()
    safe = pd.DataFrame({harmless(str(c)): flat[c].map(harmless) if flat[c].dtype.kind not in "iufb" else flat[c] for c in flat.columns})
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path
