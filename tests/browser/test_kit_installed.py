"""This book's class kit, tried as a teacher would: unpacked, installed in a new environment, and each of its notebooks
opened in the JupyterLab that it brings (one in Notebook 7, too) and run from top to bottom: no error, every view drawn.
"""

from __future__ import annotations

import html as entities
import json
import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from sourcebook.classroom import kit, start_here
from sourcebook.quiz import bank
from tests.browser.jupyter import Desk, desk, open_and_run, serving
from tests.browser.until import until
from tests.ours import OURS

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
WHEEL = "minusma-1.1.0-py3-none-any.whl"
#: No teacher's machine has these variables: Python's own, and what a build tells the processes that it starts.
APART = ("PYTHON", "VIRTUAL_ENV", "MINUSMA", "SOURCEBOOK", "JUPYTER")
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


@dataclass
class Installed:
    """A kit after its first hour: its folder, its Python, what a process finds around it, the words that start it."""

    folder: Path
    python: str
    env: dict[str, str]
    start: list[str]

    @property
    def notebooks(self) -> Path:
        return self.folder / "notebooks"


def commands(page: str) -> list[str]:
    """What the page tells a teacher with macOS or Linux to type, in its order; the windows'
    lines are checked to be the same in their words.
    """
    blocks = [
        entities.unescape(block).strip().splitlines()
        for block in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)
    ]
    windows, unix = blocks[::2], blocks[1::2]
    for there, here in zip(windows, unix, strict=True):
        same = [
            line.replace("env\\Scripts\\", "env/bin/").replace("py -3 ", "python3 ").replace("\\", "/")
            for line in there
        ]
        assert same == here
    return [line for block in unix for line in block]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Slow: it installs everything a teacher installs, from pip's cache where there is one."""
    home = tmp_path_factory.mktemp("teacher")
    with zipfile.ZipFile(kit.make(OURS, home / "kit.zip", None)) as pack:
        pack.extractall(home)
    folder = home / OURS.identity.kit_name
    # As on a teacher's machine: nothing of this environment or checkout.
    env = {k: v for k, v in os.environ.items() if not k.startswith(APART)}
    env |= {
        "JUPYTER_CONFIG_DIR": str(home / "c"),
        "JUPYTER_DATA_DIR": str(home / "d"),
        "IPYTHONDIR": str(home / "i"),
        "PIP_COMPILE": "0",  # Python compiles what is imported; to compile all of JupyterLab takes as long as the rest
    }
    version, *lines = commands((folder / "START-HERE.html").read_text(encoding="utf-8"))
    assert version == "python3 --version"
    typed = [line for line in lines if "jupyterlab" not in line]
    assert [line.split()[2] for line in typed] == ["venv", "pip", "pip", "minusma"]
    for line in typed:
        words = line.split()
        # The page's python3 is the one that runs the tests.
        words[0] = sys.executable if words[0] == "python3" else str(folder / words[0])
        done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    (start,) = [line.split() for line in lines if "jupyterlab" in line]
    return Installed(folder, str(folder / "env" / "bin" / "python"), env, start[1:])


@pytest.fixture(scope="module")
def address(installed: Installed) -> Iterator[str]:
    """JupyterLab as START-HERE says to start it."""
    with serving([installed.python, *installed.start], installed.folder, installed.env) as address:
        yield address


@pytest.fixture(scope="module")
def lab_page(chromium: Browser, address: str) -> Iterator[Desk]:
    with desk(chromium, address) as opened:
        yield opened


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


def test_it_installs_as_start_here_says(installed: Installed) -> None:
    asked = subprocess.run(
        [installed.python, "-c", "import minusma; print(minusma.__file__)"],
        cwd=installed.folder,
        env=installed.env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(installed.folder / "env") in asked.stdout
    assert {p.name for p in (installed.folder / kit.KEY_FOLDER).iterdir()} >= {
        f"{chapter}-key.html" for chapter in bank.names(OURS)
    }
    assert sorted(path.name for path in installed.notebooks.glob("*.ipynb")) == NAMES


def test_its_jupyterlab_shows_the_notebooks_and_asks_for_no_news(address: str) -> None:
    with urllib.request.urlopen(f"{address}/api/contents/classroom.ipynb?content=0") as answer:
        assert json.load(answer)["type"] == "notebook"
    with urllib.request.urlopen(f"{address}/lab") as answer:
        assert '"news": {"disabled": true}' in answer.read().decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_top_to_bottom_in_jupyterlab(lab_page: Desk, installed: Installed, name: str) -> None:
    check(lab_page.run(name), installed.notebooks / name)


def test_notebook_7_shows_the_same_and_answers_reach_python(
    chromium: Browser, address: str, installed: Installed
) -> None:
    folder = installed.notebooks
    notebook = nbformat.read(ROOT / "notebooks" / "history.ipynb", 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells[-1].source = 'q = quiz("history")\nq'
    write = (
        'import json, pathlib\nq.observe(lambda change: pathlib.Path("seven.json").write_text(json.dumps(q.answers)), '
        'names="answers")'
    )
    notebook.cells.append(nbformat.v4.new_code_cell(write))
    nbformat.write(notebook, folder / "seven.ipynb")
    page = open_and_run(chromium, f"{address}/notebooks/seven.ipynb")
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


def test_the_book_s_page_says_the_same_as_the_kit() -> None:
    page = (ROOT / "book" / "teachers" / "set-up.md").read_text(encoding="utf-8")
    _, *lines = commands(start_here.html(OURS, WHEEL, with_key=True))
    for line in lines:
        assert f"    {line}\n" in page, line
        windows = (
            line.replace("env/bin/", "env\\Scripts\\")
            .replace("python3 ", "py -3 ")
            .replace("notebooks/", "notebooks\\")
        )
        assert f"    {windows}\n" in page, windows
