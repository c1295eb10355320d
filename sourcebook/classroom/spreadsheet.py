"""Tables for a teacher's spreadsheet: umlauts arrive whole, and no cell is taken for a spreadsheet_cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from sourcebook.text import atomic, spreadsheet_cell


def _cell(value: Any) -> Any:
    return spreadsheet_cell.harmless(value) if isinstance(value, str) else value


def write(table: pd.DataFrame, path: Path | str) -> Path:
    """Write a table with its index as CSV (UTF-8 with the mark that Excel looks for); numbers stay numbers.

    Raises ``OSError`` where the file cannot be written.
    """
    path = Path(path)
    # A plain range counts rows and says nothing.
    flat = table if isinstance(table.index, pd.RangeIndex) and table.index.name is None else table.reset_index()
    safe = pd.DataFrame(
        {_cell(str(c)): flat[c].map(_cell) if flat[c].dtype.kind not in "iufb" else flat[c] for c in flat.columns}
    )
    atomic.write_bytes(path, safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))
    return path
