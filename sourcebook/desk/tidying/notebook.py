"""Tidy a notebook: it stores no outputs, because the book runs it."""

from __future__ import annotations

import json

from sourcebook.desk.tidying.result import Tidied


def tidy(result: Tidied) -> None:
    """Take stored outputs and the counts of runs out; a notebook without them keeps every byte."""
    try:
        notebook = json.loads(result.text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        stored = [cell for cell in cells if cell.get("outputs") or cell.get("execution_count") is not None]
    except (ValueError, KeyError, TypeError, AttributeError):
        result.left.append(
            "it is no notebook of version 4. Open it in JupyterLab and save it, or take it from git again."
        )
        return
    if not stored:
        return
    for cell in stored:
        cell["outputs"], cell["execution_count"] = [], None
    result.mend(
        json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", f"stored outputs taken out ({len(stored)} cells)"
    )
