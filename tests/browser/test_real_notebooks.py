"""The book's own notebooks, opened in real JupyterLab and Notebook 7 and run from top to
bottom: no error, and every view is drawn.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.jupyter import Desk, open_and_run
from tests.browser.until import until

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
# What must stand on the page when the last cell has run: a selector and how many at least.
SHOWN = {
    "claims-lab.ipynb": {".mm-claim": 12, ".jp-RenderedHTMLCommon table": 2},
    "class-report.ipynb": {".jp-OutputArea-output": 7},
    "classroom.ipynb": {".mm-ask button": 4, ".jp-RenderedHTMLCommon table": 1},
    "council.ipynb": {".mm-chamber fieldset": 15, ".jp-RenderedHTMLCommon table": 1},
    "history.ipynb": {".mm-view": 4, "form.mm-quiz .mm-q": 10, ".jp-RenderedHTMLCommon table": 5},
    "mandate.ipynb": {".mm-view": 9, "form.mm-quiz .mm-q": 10, ".jp-RenderedHTMLCommon table": 3},
    "us-interests.ipynb": {".mm-view": 3, "form.mm-quiz .mm-q": 10, ".jp-RenderedHTMLCommon table": 6},
}
WEIGH = """view => ({
  marks: [...view.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 200)
    .map(svg => svg.querySelectorAll('rect, path, circle, line, text').length),
  rows: view.querySelectorAll('tbody tr').length,
})"""

# JupyterLab sets every cell of a table to the right; words are read from the left.
WORDS_TO_THE_RIGHT = """() => [...document.querySelectorAll('.jp-OutputArea-output :is(td, th)')]
  .filter(cell => /[a-z]{3}/i.test(cell.textContent) && !cell.matches('.n, thead *'))
  .filter(cell => getComputedStyle(cell).textAlign === 'right')
  .map(cell => cell.textContent)"""


@pytest.fixture(scope="module")
def here(lab: tuple[str, Path]) -> tuple[str, Path]:
    """A copy of the notebooks: the address of its server, and the folder."""
    folder = lab[1] / "book"
    folder.mkdir()
    for name in NAMES:
        shutil.copyfile(NOTEBOOKS / name, folder / name)
    return lab[0], folder


def finished(page: Page, path: Path) -> nbformat.NotebookNode:
    """The notebook as it was saved after its last cell ran."""
    codes = page.locator(".jp-Notebook .jp-CodeCell")
    expect(codes.last.locator(".jp-InputArea-prompt").first).to_have_text(f"[{codes.count()}]:", timeout=120000)
    page.keyboard.press("Control+s")

    def saved() -> nbformat.NotebookNode | None:
        try:
            return nbformat.read(path, 4)
        except nbformat.reader.NotJSONError:  # being written
            return None

    def whole(notebook: nbformat.NotebookNode | None) -> bool:
        return notebook is not None and all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")

    return until(page, saved, whole)


def check(page: Page, path: Path) -> None:
    outputs = [output for cell in finished(page, path).cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []
    for selector, least in SHOWN[path.name].items():
        expect(page.locator(selector).nth(least - 1)).to_be_attached(timeout=60000)
    for view in page.locator(".mm-view").all():
        seen = view.evaluate(WEIGH)
        assert max([*seen["marks"], 0]) > 10 or seen["rows"] > 2, seen
    assert page.locator(".jp-OutputArea-output", has_text="Error displaying widget").count() == 0
    assert page.evaluate(WORDS_TO_THE_RIGHT) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_top_to_bottom_in_jupyterlab(notebooks: Desk, here: tuple[str, Path], name: str) -> None:
    check(notebooks.run(f"book/{name}"), here[1] / name)


def test_notebook_7_shows_the_same_and_answers_reach_python(chromium: Browser, here: tuple[str, Path]) -> None:
    address, folder = here
    notebook = nbformat.read(NOTEBOOKS / "history.ipynb", 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells[-1].source = 'q = quiz("history")\nq'
    write = (
        'import json, pathlib\nq.observe(lambda change: pathlib.Path("seven.json").write_text(json.dumps(q.answers)), '
        'names="answers")'
    )
    notebook.cells.append(nbformat.v4.new_code_cell(write))
    nbformat.write(notebook, folder / "seven.ipynb")
    page = open_and_run(chromium, f"{address}/notebooks/book/seven.ipynb")
    SHOWN["seven.ipynb"] = SHOWN["history.ipynb"]
    check(page, folder / "seven.ipynb")
    field = page.locator('form.mm-quiz [data-q="hist-coup-count"] input')
    field.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator('form.mm-quiz [data-q="hist-coup-count"] .mm-q-said')).to_contain_text("Right.")
    written = folder / "seven.json"
    until(page, lambda: written.is_file() and written.read_text(), lambda text: text == '{"hist-coup-count": "2"}')
    page.context.close()
