"""Every chapter is whole: its story, its notebook, and the parts that students and teachers count on."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from sourcebook.checks import chapters
from sourcebook.tasks import files
from tests.ours import OURS

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = chapters.names(OURS)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLACEHOLDERS = re.compile(r"\b(TODO|TBD|FIXME|XXX|lorem ipsum|coming soon|to be written)\b", re.I)
# MyST in a notebook's text would be shown raw by JupyterLab, VS Code and Colab.
MYST = re.compile(r"\{[a-z:-]+\}`|^:::|^```\{|^\([\w-]+\)=$", re.M)


def story(text: str) -> str:
    """A page's own prose: without the settings at its head, labels, citations, and what a directive brings."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^\([\w-]+\)=$| \{cite\}`[^`]+`", "", text, flags=re.M)
    return re.sub(r"^```\{.*?^```$", "", text, flags=re.S | re.M)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_its_parts_and_its_length(chapter: str) -> None:
    text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
    assert f"```{{objectives}} {chapter}\n```" in text
    assert 1200 <= len(story(text).split()) <= 2000
    assert text.index("## What to take away") < text.index("## Talk about it") < text.index("**Next:**")
    assert len(re.findall(r"^\d\. .*\?$", text.partition("## Talk about it")[2], re.M)) >= 3
    assert f"](../notebooks/{chapter}.ipynb)" in text
    assert text.count("```{view} ") >= 1
    asked = " ".join(re.findall(r"^```\{quiz\} (.+)$", text, re.M)).split()
    assert len(asked) == len(set(asked)) <= 16, "a page asks at most sixteen questions"
    after = [len(names.split()) for names in re.findall(r"^```\{quiz\} (.+)\n```$", text, re.M)]
    assert max(after) <= 2, "one or two questions after a section"
    assert len(after) >= text.count("```{sources}"), "each section of the story asks"
    assert text.index("## Talk about it") < text.index("## Check yourself") < text.index(":mode: practice")


@pytest.mark.parametrize("path", sorted((ROOT / "book").rglob("*.md")) + NOTEBOOKS, ids=lambda path: path.name)
def test_nothing_is_left_to_write(path: Path) -> None:
    assert not PLACEHOLDERS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_plain_short_and_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in codes)
    assert codes[0].source.splitlines()[0].startswith("# If Python answers \"No module named 'minusma'\"")
    assert "import" in codes[0].source
    assert not any(re.search(r"^(import|from) ", cell.source, re.M) for cell in codes[1:])
    assert max(len(cell.source.splitlines()) for cell in codes) <= 3
    # A task brings its own words.
    kinds = ["task" if cell.source.startswith("task(") else cell.cell_type for cell in notebook.cells]
    assert kinds[0] == "markdown"
    assert "code,code,code" not in ",".join(kinds), "no prose between cells"
    words = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not MYST.search(words)
    # What a reader may change is one marked line.
    assert all(
        line.count("# CHANGE ME") == 1 for cell in codes for line in cell.source.splitlines() if "CHANGE ME" in line
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_s_notebook_looks_at_data_and_asks(chapter: str) -> None:
    notebook = nbformat.read(ROOT / "notebooks" / f"{chapter}.ipynb", 4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert len(re.findall(r"\bdata\.(load|pick)\(", code)) >= 3
    assert code.count("views.") >= 3
    sets = [names.split() for names in re.findall(r'quiz\.questions\(\s*"([^"]+)"', code)]
    assert all(4 <= len(names) <= 6 for names in sets), "four to six questions at a time"
    assert 8 <= sum(map(len, sets)) <= 12, "at most twelve on a page"
    assert "# CHANGE ME" in code
    assert sum(f'task("{task.id}")' in code for task in files.load(OURS, chapter).tasks if task.thinking) >= 2


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_somebody_who_was_there_speaks_once_in_a_chapter(chapter: str) -> None:
    """What such a box must have, ``check`` looks at."""
    assert (OURS.folder / f"{chapter}.md").read_text(encoding="utf-8").count("```{voice} One day: ") == 1


def test_a_guess_is_never_of_deaths_displacement_or_violence() -> None:
    asked = {}
    for chapter in CHAPTERS:
        text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
        asked[chapter] = re.findall(r"```\{view\} ([\w-]+)\n:guess:", text)
    assert [len(views) for views in asked.values()] == [1, 2, 2]
    assert {view for views in asked.values() for view in views} == {
        "where-is-mali", "ceilings", "council-votes", "money", "us-personnel-in-mali",
    }  # fmt: skip
