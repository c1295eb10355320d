"""What each choice of a cell gives: worked out by cells that come and go, and kept in one output."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from sourcebook.site import choices

CELL = 'town = "Abo"  # CHANGE ME: try "Bo" or "Cobe"\nlength = len(town)\nlength'


def _ran(notebook: NotebookNode) -> NotebookNode:
    """The notebook as if a kernel had run it: names are kept from cell to cell."""
    names: dict[str, object] = {}
    count = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        count += 1
        *lines, last = cell.source.split("\n")
        exec("\n".join(lines), names)  # the test's own code
        cell.execution_count = count
        if not re.fullmatch(r"\w+", last):
            exec(last, names)
            continue
        data = {"text/plain": repr(eval(last, names)), "text/html": f"<b>{eval(last, names)}</b>"}
        cell.outputs = [new_output("execute_result", data=data, execution_count=count)]
    return notebook


@pytest.mark.parametrize("minor", [4, 5])
def test_each_choice_has_its_result_and_the_notebook_is_as_it_was(minor: int) -> None:
    plain = new_notebook(cells=[new_code_cell("x = 1"), new_code_cell(CELL), new_code_cell("length")])
    plain.nbformat_minor = minor
    if minor == 4:
        for cell in plain.cells:
            del cell["id"]
    wider = choices.expanded(plain)
    assert [cell.source for cell in wider.cells[1:-1]] == [
        CELL,
        CELL.replace('"Abo"', "'Bo'"),
        CELL.replace('"Abo"', "'Cobe'"),
        CELL.removesuffix("\nlength"),
    ]
    nbformat.validate(wider)
    folded = choices.folded(_ran(wider))
    nbformat.validate(folded)
    assert [cell.source for cell in folded.cells] == [cell.source for cell in plain.cells]
    assert [cell.execution_count for cell in folded.cells] == [1, 2, 3]
    made, own = folded.cells[1].outputs
    assert own.data["text/html"] == "<b>3</b>"
    # What comes after a cell with choices sees the names as the cell itself left them.
    assert folded.cells[2].outputs[0].data["text/plain"] == "3"
    html = made.data["text/html"]
    assert '<div class="mm-choices" data-name="town" data-values="[&quot;Abo&quot;, ' in html
    assert 'data-own="0"' in html
    later = re.search('<template class="mm-later">(.*)</template>', html)
    assert later is not None
    result = '<div><div class="output text_html"><b>{}</b></div></div>'
    assert later[1] == "<div></div>" + result.format(2) + result.format(4)


def test_what_is_printed_is_shown_as_text() -> None:
    cell = new_code_cell('sign = "<"  # CHANGE ME: or ">"\nprint(sign)')
    wider = choices.expanded(new_notebook(cells=[cell]))
    wider.cells[1].outputs = [new_output("stream", name="stdout", text=">\n")]
    html = choices.folded(wider).cells[0].outputs[0].data["text/html"]
    assert "<pre>&gt;\n</pre>" in html


def test_a_notebook_without_choices_stays_as_it_is() -> None:
    plain = new_notebook(cells=[new_code_cell('folder = "x"  # CHANGE ME: the folder'), new_code_cell("1 +")])
    assert choices.expanded(plain) == plain
    assert choices.folded(choices.expanded(plain)) == plain
