"""A change reaches every page that shows it: after one of each kind, the book is, byte for
byte, what a build from nothing gives.

So is a change that is taken back. A new kind of source gets its line in ``CHANGES``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import ipywidgets
import nbformat
import pytest

from sourcebook.commands import build
from tests.sourcebook import made_up_book

CONFIG = """title: The river at our town
author: The town
only_build_toc_files: true
exclude_patterns: [_build, our_river]
execute: {execute_notebooks: cache, timeout: 60, raise_on_error: true}
bibtex_bibfiles: [book/references.bib]
sphinx:
  local_extensions: {sourcebook.site.sphinxext: "."}
  config:
    extensions: [myst_nb, jupyter_book, sphinx_external_toc, sphinxcontrib.bibtex, sourcebook.site.sphinxext]
    html_theme: sourcebook
    html_last_updated_fmt: null
    html_use_index: false
    html_domain_indices: false
    html_permalinks_icon: "#"
    nb_ipywidgets_js: {}
    nb_mime_priority_overrides: [["html", "text/html", 1]]
    nb_merge_streams: true
    bibtex_reference_style: author_year
    bibtex_cite_id: "cite-{key}"
    myst_heading_anchors: 3
"""
CONTENTS = """format: jb-book
root: book/index
chapters:
- file: book/river
- file: notebooks/river
- file: notebooks/bridge
- file: book/my-progress
- file: book/glossary
- file: book/data-and-sources
  sections:
  - file: book/tables/gauge
  - file: book/tables/glossary
- file: book/references
- file: book/more
- file: book/about
- file: book/lesson
"""
PAGES = {
    "book/index.md": "# Our river\n\nHighest: {fact}`gauge.highest` {cite}`town-2020-gauge`. "
    "A {term}`gauge` stands at the bridge.\n"
    "See [](river.md) and [the reading](#reading).\n",
    "book/river.md": "# The river\n\n(reading)=\n## Reading the gauge\n\nIt stands at the bridge.\n\n"
    "```{quiz} river\n```\n\n```{task} river-t1\n```\n\n"
    "```{view} level\n```\n",
    "book/my-progress.md": "# My progress\n\n```{progress}\n```\n",
    "book/glossary.md": "# Words\n\n```{glossary-terms}\n```\n",
    "book/data-and-sources.md": "# Data\n\n```{data-tables}\n```\n\n```{fact-list}\n```\n",
    "book/tables/gauge.md": "# Rows of the gauge\n\n```{data-table} gauge\n```\n",
    "book/tables/glossary.md": "# Rows of words\n\n```{data-table} glossary\n```\n",
    "book/references.md": "# Sources\n\n```{bibliography}\n:all:\n```\n",
    "book/more.md": "# More\n\nMore words on {ref}`reading` {cite}`town-2020-gauge`.\n",
    "book/about.md": "# About\n\nOf the town.\n",
    "book/lesson.md": "# A lesson\n\n```{lesson-plan} one\n```\n\n```{sheet-text} slips 1\n```\n",
    "book/for-teachers.md": "# For teachers\n\nNot in the contents.\n",
}
TASKS = """chapter: river
tasks:
  - id: river-t1
    objective: river-o1
    minutes: 2
    kind: count
    prompt: How many readings are there?
    starter: |
      gauge = data.load("gauge")
      result = ...
    solution: result = len(gauge)
    asks: {type: number, label: How many?}
    rows: gauge[["year", "level"]]
    slips:
      - {name: columns, code: 'result = gauge.shape[1]', says: These are the columns.}
      - {name: levels, code: 'result = gauge["level"].sum()', says: These are centimetres.}
      - {name: years, code: 'result = gauge["year"].max()', says: That is a year.}
    hints: [Count the rows of the gauge.]
    explanation: One row is one reading.
    sources: [town-2020-gauge]
    teaches: book/river#reading
"""
VIEW = """kind: line
table: gauge
x: year
y: level
unit: Level in cm
title: "The river stood at {{level.max()}} cm"
alt: "A line from {{year.min()}} to {{year.max()}}."
"""
LESSON = """minutes: 5
steps:
  - {minutes: 5, does: Lay the slips in order., who: pairs, uses: ["{sheet}`slips`"]}
"""
SLIPS = """title: Slips
says: to cut
layout: cards
parts: [The flood, The drought]
"""
GLOSSARY = """id,term,long_form,definition,note,source,confidence
gauge,gauge,,a staff with marks that stands in the water,,town-2020-gauge,high
"""
NOTEBOOKS = {
    "river": [
        "from sourcebook.notebook import data, quiz, task\nfrom our_river.words import HELLO\nprint(HELLO)",
        'quiz("river")',
        'task("river-t1")',
        'data.load("gauge")',
        'year = 2019  # CHANGE ME: or 2020\ndata.pick("gauge", year=year)[["year", "level"]]',
    ],
    "bridge": ["print(len(open('../book/data/bridge.txt').read()))"],
}


def _notebook(path: Path, title: str, cells: list[str]) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# {title}"), *map(nbformat.v4.new_code_cell, cells)]
    )
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
    nbformat.write(notebook, path)


def _dictionary() -> str:
    dictionary = deepcopy(made_up_book.DICTIONARY)
    words = deepcopy(dictionary["resources"][0])
    words |= {
        "name": "glossary",
        "path": "glossary.csv",
        "title": "Words of the river",
        "description": "One word a row.",
    }
    words["schema"]["fields"][1:3] = [
        {"name": name, "description": f"The {name}.", "type": "string"} for name in ("term", "long_form", "definition")
    ]
    dictionary["resources"].append(words)
    return json.dumps(dictionary, indent=1)


def _build(root: Path, out: Path) -> str:
    """Build with Jupyter Book; what it said."""
    out.mkdir(exist_ok=True)
    log = out / "log"
    code = build.jupyter_book(str(root), str(out), str(log))
    output = log.read_text(encoding="utf-8")
    assert code == 0, output[-3000:]
    return output


def _files(out: Path) -> dict[str, bytes]:
    html = out / "_build" / "html"
    return {p.relative_to(html).as_posix(): p.read_bytes() for p in html.rglob("*") if p.is_file()}


def _differences(one: dict[str, bytes], two: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small book of all kinds of sources, built."""
    before = dict(os.environ)
    for name in ("SOURCEBOOK_KERNELS", "SOURCEBOOK_PUBLISH"):
        os.environ.pop(name, None)
    root = tmp_path_factory.mktemp("changes") / "book"
    made_up_book.make(root)
    texts = {
        **PAGES,
        "_config.yml": CONFIG,
        "_toc.yml": CONTENTS,
        "book/views/level.yml": VIEW,
        "book/lessons/one.yml": LESSON,
        "book/sheets/slips.yml": SLIPS,
        "book/tasks/river.yml": TASKS,
        "book/data/glossary.csv": GLOSSARY,
        "book/data/datapackage.json": _dictionary(),
        "book/data/bridge.txt": "old",
        "our_river/__init__.py": "",
        "our_river/words.py": 'HELLO = "Good day"\n',
    }
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name, cells in NOTEBOOKS.items():
        _notebook(root / "notebooks" / f"{name}.ipynb", f"About the {name}", cells)
    widget = ipywidgets.Label("a live widget of the process that builds: no notebook has one")
    _build(root, root)
    yield root
    widget.close()
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


#: By kind: the file, what stands there, what stands there afterwards, and the pages that
#: are read again; ``None``: all of them.
CHANGES: dict[str, tuple[str, str, str, set[str] | None]] = {
    "a row": ("book/data/gauge.csv", ",165,", ",170,", {
        "book/index", "book/river", "book/my-progress", "book/data-and-sources", "book/tables/gauge", "notebooks/river",
    }),
    "a fact": (
        "book/data/facts.yml", "highest reading", "top reading",
        {"book/index", "book/river", "book/data-and-sources", "book/my-progress", "notebooks/river"},
    ),
    "a hint": ("book/quizzes/river.yml", "Look at the table.", "Count.",
    {"book/river", "book/my-progress", "notebooks/river"}),
    "a hint of a task": ("book/tasks/river.yml", "Count the rows of the gauge.", "Count them.",
    {"book/river", "notebooks/river"}),
    "a key": (
        "book/quizzes/river.yml", 'Look again.}\n      - {text: "2020", feedback: Yes., right: true}',
        'Look again., right: true}\n      - {text: "2020", feedback: '
        'Yes.}', {"book/river", "book/my-progress", "notebooks/river"},
    ),
    "a source": ("book/references.bib", "{Readings of the gauge}", "{Levels of the river}", None),
    "another source": (
        "book/references.bib", "@misc",
        "@misc{town-2021-mill,\n  author = {{Mill}},\n  title = {Log},\n  year = {2021},\n}\n@misc",
        {"book/references"},
    ),
    "a module of the package": ("our_river/words.py", "Good day", "Good evening", None),
    "a file that a cell opens": ("book/data/bridge.txt", "old", "older", {"notebooks/bridge"}),
    "a setting": ("_config.yml", "title: The river at our town", "title: The river", set()),
    "book.yml": ("book/book.yml", "A small book on one river.", "A book on one river.", None),
    "a page": ("book/about.md", "Of the town.", "Of the town and its mill.", {"book/about"}),
    "a heading": ("book/river.md", "Reading the gauge", "How to read the gauge",
    {"book/river", "book/my-progress", "notebooks/river"}),
    "a title": ("book/river.md", "# The river", "# Our own river", {"book/river"}),
    "a citation": ("book/about.md", "Of the town.", "Of the town {cite}`town-2020-gauge`.", {"book/about"}),
    "words of a notebook": ("notebooks/bridge.ipynb", "About the bridge", "The bridge", {"notebooks/bridge"}),
    "a cell of a notebook": ("notebooks/bridge.ipynb", "print(len(", "print(3 * len(", {"notebooks/bridge"}),
    "a choice in a cell": ("notebooks/river.ipynb", "ME: or 2020", "ME: 2020 or 2019", {"notebooks/river"}),
    "a page taken from the contents": ("_toc.yml", "- file: book/about\n", "", {"book/index"}),
    "a page added to the contents": (
        "_toc.yml", "- file: book/about\n", "- file: book/about\n- file: book/for-teachers\n",
        {"book/index", "book/for-teachers"},
    ),
    "the order of the contents": (
        "_toc.yml", "- file: book/more\n- file: book/about\n", "- file: book/about\n- file: book/more\n",
        {"book/index"},
    ),
    "a step of a lesson": ("book/lessons/one.yml", "Lay the slips", "Put the slips", {"book/lesson"}),
    "a sheet to print": ("book/sheets/slips.yml", "[The flood,", "[A flood,", {"book/lesson"}),
    "a declared view": ("book/views/level.yml", "stood at", "rose to", {"book/river"}),
    "a table's description": ("book/data/datapackage.json", "One reading a year.", "A reading a year.", None),
    "a definition": ("book/data/glossary.csv", "a staff", "a pole",
    {"book/index", "book/glossary", "book/data-and-sources", "book/tables/glossary"}),
}  # fmt: skip


#: Then only the pages that were read are written, and the first, which Sphinx always writes.
SHOWN_NOWHERE_ELSE = {"a row", "a hint", "a key", "a page", "a file that a cell opens", "a cell of a notebook"}


def _pages(log: str, what: str) -> set[str]:
    """The pages that Sphinx read or wrote."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", log)
    return set(re.findall(rf"{what}\.\.\. \[ *\d+%\] (\S+)", plain))


#: Kinds that one build from nothing judges together: each is seen on a page of its own, and these pages show nothing of
#: one another, so that none is read again for another's sake.
TOGETHER = (
    ("a page", "words of a notebook", "a step of a lesson", "another source"),
    ("a citation", "a file that a cell opens", "a sheet to print"),
    ("a cell of a notebook", "a declared view"),
)
GROUPS = [*TOGETHER, *((kind,) for kind in CHANGES if not any(kind in group for group in TOGETHER))]


@pytest.mark.parametrize("kinds", GROUPS, ids=" + ".join)
def test_a_change_gives_what_a_build_from_nothing_gives(book: Path, tmp_path: Path, kinds: tuple[str, ...]) -> None:
    before, texts, logs = _files(book), {}, {}
    after = before
    try:
        for kind in kinds:
            name, old, new, _ = CHANGES[kind]
            texts[name] = (book / name).read_text(encoding="utf-8")
            assert old in texts[name]
            (book / name).write_text(texts[name].replace(old, new, 1), encoding="utf-8")
            logs[kind], earlier = _build(book, book), after
            after = _files(book)
            assert after != earlier, kind
        _build(book, tmp_path)
        assert _differences(after, _files(tmp_path)) == []
        # What a reader may choose in a cell lies in a file of its own: the row of 2020 is one.
        choices = after["_static/later-notebooks-river-1.js"]
        assert (b">170<" in choices) is ("a row" in kinds), choices
    finally:
        for name, text in texts.items():
            (book / name).write_text(text, encoding="utf-8")
        _build(book, book)
    assert _differences(before, _files(book)) == []
    for kind, log in logs.items():
        pages = CHANGES[kind][3]
        if pages is not None:
            assert _pages(log, "reading sources") == pages, kind
            if kind in SHOWN_NOWHERE_ELSE:
                assert _pages(log, "writing output") == pages | {"book/index"}, kind


MISTAKES: dict[str, tuple[str, str, str]] = {
    "a cell that raises": ("notebooks/bridge.ipynb", "print(len(", "print(1 / 0, len("),
    "a fact that is not there": ("book/about.md", "Of the town.", "{fact}`gauge.lowest`"),
    "a question with a wrong key": ("book/quizzes/river.yml", "hints:", "hint:"),
    "a link to nowhere": ("book/about.md", "Of the town.", "[](nowhere.md)"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_that_is_mended_costs_only_what_it_touched(book: Path, tmp_path: Path, kind: str) -> None:
    name, old, new = MISTAKES[kind]
    file, before = book / name, _files(book)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    log = tmp_path / "log"
    for _ in range(2):  # what is not mended is said again
        assert build.jupyter_book(str(book), str(book), str(log)) != 0
    file.write_text(text, encoding="utf-8")
    output = _build(book, book)
    assert _differences(before, _files(book)) == []
    assert len(_pages(output, "reading sources")) <= 3
    assert "new config" not in output


def test_nothing_changed_is_nothing_to_read(book: Path) -> None:
    assert _pages(_build(book, book), "reading sources") == set()


def test_notebooks_in_real_kernels_give_the_same_bytes(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBOOK_KERNELS", "1")
    _build(book, tmp_path)
    shutil.rmtree(tmp_path / "_build" / ".drawings")
    assert _differences(_files(book), _files(tmp_path)) == []
