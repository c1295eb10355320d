"""Notebooks are run when the book is built: a failing one stops the build by name, a changed table runs it again."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import nbformat
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from sourcebook.site.sphinxext.execution import NotebookError
from tests.sourcebook import made_up_book

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of one notebook that reads one table of its own."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("SOURCEBOOK_STATIC", "SOURCEBOOK_DRAWINGS"):
        monkeypatch.setenv(name, "")  # the build sets them
    folder = tmp_path / "source"
    made_up_book.make(folder)
    (folder / "book" / "river.md").unlink()
    return folder


def build(source: Path, cell: str) -> tuple[str, str]:
    """Build the book whose notebook has this cell; its page and what was said."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Look"), nbformat.v4.new_code_cell(cell)]
    )
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for number, each in enumerate(notebook.cells):
        each["id"] = f"cell-{number}"
    nbformat.write(notebook, source / "index.ipynb")
    settings = {
        "extensions": ["myst_nb", "sourcebook.site.sphinxext.execution", "sourcebook.site.sphinxext.freshness"],
        "source_suffix": {".rst": "restructuredtext"},  # of its own: Sphinx writes into the default that all share
        "nb_execution_mode": "cache",
        "nb_execution_raise_on_error": True,
        "nb_execution_timeout": 60,
    }
    log = StringIO()
    with docutils_namespace():
        out = source.parent / "out" / "html"
        app = Sphinx(str(source), None, str(out), str(source.parent / "trees"), "html", settings, log, StringIO())
        app.build()
    return (out / "index.html").read_text(encoding="utf-8"), log.getvalue()


ROWS = "print('rows:', len(open('book/data/gauge.csv').readlines()))"


@pytest.mark.parametrize("kernels", ["", "1"])
def test_a_cell_that_raises_stops_the_build_and_is_named(
    source: Path, kernels: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBOOK_KERNELS", kernels)
    with pytest.raises(NotebookError) as failed:
        build(source, "a = 1\nraise ValueError('no')")
    where = "index.ipynb, cell 2" + ("" if kernels else ", line 2 (`raise ValueError('no')`)")
    assert str(failed.value) == f"{where}: ValueError: no"


def test_a_notebook_runs_again_when_a_row_changed_and_only_then(source: Path) -> None:
    table = source / "book" / "data" / "gauge.csv"
    count = len(table.read_text().splitlines())
    page, log = build(source, ROWS)
    assert f"rows: {count}" in page
    assert "executed index.ipynb" in log
    _, log = build(source, ROWS)
    assert "executed" not in log
    table.write_text(table.read_text() + "more,x\n")
    page, log = build(source, ROWS)
    assert "executed index.ipynb" in log
    assert f"rows: {count + 1}" in page


@pytest.mark.skipif(os.name == "nt", reason="a kernel on Windows talks through ports")
def test_a_kernel_needs_no_port_that_another_program_may_take(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBOOK_KERNELS", "1")
    page, _ = build(source, "import ipykernel\nprint(ipykernel.get_connection_info(unpack=True)['transport'])")
    assert "<pre>ipc\n" in page.replace("<pre><span></span>", "<pre>")
