"""What each choice of a ``# CHANGE ME`` line gives (``sourcebook.text.change_me``), for a page that has no kernel.

Behind a cell with such a line come cells of the same code with each other choice, and one that puts the names back.
When the notebook has run, what they show goes into an output of the cell, from which choices.js makes chips; the cells
are gone again. So it is the same whether a kernel ran them or not.
"""

from __future__ import annotations

import ast
import json
from copy import deepcopy
from html import escape
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from sourcebook.text.change_me import Change, ChangeError, change

#: Marks the cells that are added, in their metadata: the number of the choice, -1 for what comes last.
ADDED = "sourcebook_choice"


def _change(cell: NotebookNode) -> Change | None:
    """The line with choices of a cell; a check says what is wrong with one."""
    try:
        return change(cell.source) if cell.cell_type == "code" else None
    except ChangeError:
        return None


def expanded(notebook: NotebookNode) -> NotebookNode:
    """The notebook with a cell more for each choice."""
    wider = deepcopy(notebook)
    wider.cells = []
    for cell in notebook.cells:
        wider.cells.append(cell)
        found = _change(cell)
        if found is None:
            continue
        sources = [(n, found.source(cell.source, value)) for n, value in enumerate(found.values) if n != found.own]
        for number, source in [*sources, (-1, _without_result(cell.source))]:
            added = new_code_cell(source, metadata={**deepcopy(cell.metadata), ADDED: number})
            if "id" not in cell:
                del added["id"]  # a notebook of before version 4.5
            wider.cells.append(added)
    return wider


def _without_result(source: str) -> str:
    """The code without its last expression, which would only show something again."""
    try:
        last = ast.parse(source).body[-1]
    except (SyntaxError, IndexError):
        return source
    return "\n".join(source.split("\n")[: last.lineno - 1]) if isinstance(last, ast.Expr) else source


def folded(notebook: NotebookNode) -> NotebookNode:
    """The notebook that ran as it was before ``expanded``, each result of a choice in an output of its cell."""
    kept: list[NotebookNode] = []
    results: dict[int, list[NotebookNode]] = {}
    count = 0
    for cell in [*notebook.cells, None]:
        number = cell.metadata.get(ADDED) if cell is not None else None
        if number is not None:
            results[number] = cell.outputs
            continue
        if results:
            found = _change(kept[-1])
            assert found is not None
            kept[-1].outputs.insert(0, _output(found, results))
            results = {}
        if cell is None:
            break
        kept.append(cell)
        if cell.get("execution_count") is not None:
            # As if the added cells had not been counted.
            count += 1
            for output in [cell, *cell.outputs]:
                if output.get("execution_count") is not None:
                    output["execution_count"] = count
    notebook.cells = kept
    return notebook


def _output(found: Change, results: dict[int, list[NotebookNode]]) -> NotebookNode:
    """The output from which the page makes chips: their names, and what each shows, in a script file of its own."""
    shown = ("".join(map(_html, results.get(n, []))) for n in range(len(found.values)))
    later = "".join(f"<div>{html}</div>" for html in shown)
    values = escape(json.dumps(found.values, ensure_ascii=False))
    html = (
        f'<div class="mm-choices" data-name="{found.name}" data-values="{values}" data-own="{found.own}">'
        f'<template class="mm-later">{later}</template></div>'
    )
    return new_output("display_data", data={"text/html": html}, metadata={})


def _html(output: NotebookNode) -> str:
    """One output as HTML: itself, or its text."""
    data: dict[str, Any] = output.get("data", {})
    if "text/html" in data:
        return f'<div class="output text_html">{data["text/html"]}</div>'
    text = data.get("text/plain", output.get("text", ""))
    return f'<div class="output text_plain"><pre>{escape(text)}</pre></div>' if text else ""
