"""The cells of a notebook file, as text with their numbers; a file that is no notebook is
named with its line and the remedy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sourcebook.errors import ReaderError


def parsed(text: str, file: str) -> dict[str, Any]:
    """The notebook as plain values; ``file`` is its name for messages.

    Raises ``ReaderError`` where it is none of version 4.
    """
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReaderError(
            f"{file}, line {error.lineno}: not valid JSON ({error.msg}). Take the notebook from git again."
        ) from None
    fine = (
        isinstance(notebook, dict) and isinstance(notebook.get("cells"), list) and all(map(_is_cell, notebook["cells"]))
    )
    if not fine:
        raise ReaderError(
            f"{file}, line 1: not a notebook of version 4. Open it in JupyterLab and save it, or take it from git "
            "again."
        )
    return notebook


def _is_cell(cell: Any) -> bool:
    source = cell.get("source") if isinstance(cell, dict) else None
    whole = isinstance(source, str) or (isinstance(source, list) and all(isinstance(line, str) for line in source))
    return whole and isinstance(cell.get("cell_type"), str)


def cells(text: str, file: str, kind: str = "") -> Iterator[tuple[int, str]]:
    """Number (from 1, as JupyterLab counts all cells) and text of every cell of this kind."""
    for number, cell in enumerate(parsed(text, file)["cells"], 1):
        if not kind or cell["cell_type"] == kind:
            yield number, "".join(cell["source"])
