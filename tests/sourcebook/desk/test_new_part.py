"""``new chapter``, ``new question``, ``new page``, ``new table``: stubs in their places,
which the checks find nothing wrong with.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from sourcebook import book, checks, cli
from sourcebook.book import Book
from sourcebook.desk import new_book, new_part
from sourcebook.errors import CommandError
from sourcebook.quiz import bank
from sourcebook.tasks import files as tasks
from sourcebook.tasks import reply, running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "brook"
    new_book.write(root, "Brooks", "brooks")
    return root


@pytest.fixture
def brook(template: Path, tmp_path: Path) -> Book:
    shutil.copytree(template, tmp_path / "brook")
    return book.at(tmp_path / "brook")


def findings(of: Book) -> list[str]:
    return [str(finding) for _, found in checks.run(of) for finding in found]


def pages(of: Book) -> list[str]:
    return [line.split("file: ")[1] for line in (of.root / "_toc.yml").read_text().splitlines() if "file: " in line]


def test_a_chapter_has_its_page_notebook_and_questions(brook: Book) -> None:
    before = (brook.root / "_toc.yml").read_text().splitlines()
    written = new_part.chapter(brook, "high-water", prefix="high")
    assert findings(brook) == []
    assert [path.relative_to(brook.root).as_posix() for path in written] == [
        "book/high-water.md", "book/quizzes/high-water.yml", "book/tasks/high-water.yml",
        "notebooks/high-water.ipynb", "_toc.yml", "book/book.yml",
    ]  # fmt: skip
    assert pages(brook)[1:4] == ["notebooks/rain", "book/high-water", "notebooks/high-water"]
    assert [line for line in (brook.root / "_toc.yml").read_text().splitlines() if "high-water" not in line] == before
    assert brook.identity.prefixes == {"rain": "rain", "high-water": "high"}
    chapter_bank = bank.load(brook, "high-water")
    assert [[q.objective for q in chapter_bank.questions].count(goal.id) for goal in chapter_bank.objectives] == [2, 2]
    assert all(question.id.startswith("high-") for question in chapter_bank.questions)


def test_a_chapter_has_a_task_that_works_in_its_notebook(brook: Book) -> None:
    new_part.chapter(brook, "high-water", prefix="high")
    (task,) = tasks.load(brook, "high-water").tasks
    assert task.id == "high-t1"
    worked = running.compute(brook, task)
    said = [
        reply.of_live(worked, value) for value in (..., *(w.result for w in (worked.right, *worked.slips.values())))
    ]
    assert [(one.kind, one.slip) for one in said] == [
        ("open", ""),
        ("right", ""),
        *(("slip", s.name) for s in task.slips),
    ]
    code = [c["source"] for c in json.loads((brook.notebooks / "high-water.ipynb").read_text())["cells"]]
    assert ['task("high-t1")'] in code


def test_a_notebook_gets_the_word_task_where_the_others_have_none(brook: Book) -> None:
    path = brook.notebooks / "rain.ipynb"
    path.write_text(path.read_text().replace("data, quiz, task, views", "data, quiz, views"))
    new_part.chapter(brook, "tides")
    cell = json.loads((brook.notebooks / "tides.ipynb").read_text())["cells"][1]["source"]
    assert [line.rstrip("\n") for line in cell] == [
        "from sourcebook.notebook import data, quiz, views", "from sourcebook.notebook import task"
    ]  # fmt: skip


def test_a_book_without_a_table_is_told_to_begin_with_one(brook: Book) -> None:
    (brook.data_dir / "datapackage.json").write_text('{"name": "brooks", "resources": [{"path": "map.geojson"}]}')
    with pytest.raises(CommandError, match="Run `new table NAME` first"):
        new_part.chapter(brook, "tides")
    assert not (brook.folder / "tides.md").exists()


def test_the_notebook_of_a_chapter_begins_as_the_others(brook: Book) -> None:
    path = brook.notebooks / "rain.ipynb"
    path.write_text(path.read_text().replace("from sourcebook.notebook import", "from our_brook import"))
    new_part.chapter(brook, "tides", title='Tides "here"')
    notebook = json.loads((brook.notebooks / "tides.ipynb").read_text())
    assert "from our_brook import data, quiz, task, views" in "".join(notebook["cells"][1]["source"])
    assert notebook["cells"][0]["source"][0].startswith('# Tides "here"')
    assert not any(cell.get("outputs") for cell in notebook["cells"])


@pytest.mark.parametrize("kind", bank.TYPES)
def test_a_question_of_each_type_checks_clean(brook: Book, kind: str) -> None:
    path = brook.quiz_dir / "rain.yml"
    before = path.read_text()
    for _ in range(2):
        new_part.question(brook, "rain", kind)
    assert findings(brook) == []
    assert path.read_text().startswith(before)
    added = bank.load(brook, "rain").questions[-2:]
    assert [q.id for q in added] == [f"rain-new-{kind}-1", f"rain-new-{kind}-2"]
    assert {q.type for q in added} == {kind}
    assert {q.objective for q in added} == {"rain-o1", "rain-o2"}


def test_a_page_is_last_in_the_contents(brook: Book) -> None:
    new_part.page(brook, "thanks")
    assert findings(brook) == []
    assert pages(brook)[-1] == "book/thanks"


def test_a_table_is_in_the_dictionary_and_below_the_page_of_the_data(brook: Book) -> None:
    dictionary = brook.data_dir / "datapackage.json"
    before = json.loads(dictionary.read_text())
    new_part.table(brook, "high-water")
    assert findings(brook) == []
    after = json.loads(dictionary.read_text())
    assert after["resources"].pop()["path"] == "high_water.csv"
    assert after == before
    contents = yaml.safe_load((brook.root / "_toc.yml").read_text())
    below = [one["file"] for one in contents["parts"][2]["chapters"][0]["sections"]]
    assert below == ["book/tables/rainfall", "book/tables/high-water"]


def test_a_table_where_the_page_of_the_data_has_nothing_below_it(brook: Book) -> None:
    contents = brook.root / "_toc.yml"
    contents.write_text(contents.read_text().replace("    sections:\n    - file: book/tables/rainfall\n", ""))
    new_part.table(brook, "tides")
    assert "  - file: book/data-and-sources\n    sections:\n    - file: book/tables/tides\n" in contents.read_text()


def test_the_table_of_pages_gets_its_rows_where_the_book_has_one(brook: Book) -> None:
    guide = brook.root / "CONTRIBUTING.md"
    guide.write_text(f"# Guide\n\n{new_part.GUIDE_HEAD}\n|---|---|---|\n| A | `a.md` | `a.html` |\n\nMore.\n")
    new_part.page(brook, "thanks")
    assert "| Thanks | `book/thanks.md` | `book/thanks.html` |\n\nMore.\n" in guide.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chapter", "Tides"], "lower-case words joined by dashes"),
        (["chapter", "../tides"], "lower-case words joined by dashes"),
        (["chapter", "rain"], "book/rain.md is there already"),
        (["chapter", "tides", "--prefix", "rain"], "the questions of rain begin with rain- already"),
        (["chapter"], "write `new chapter NAME`"),
        (["question", "rain"], "write `new question CHAPTER TYPE`"),
        (["question", "rian", "text"], "Did you mean rain?"),
        (["question", "rain", "singel"], "Did you mean single?"),
        (["page", "rain"], "is there already"),
        (["table", "rainfall"], "there is a table rainfall already"),
        (["tabel", "x"], "a folder, and nothing after it"),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(
    brook: Book, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in brook.root.rglob("*") if path.is_file()}

    before = state()
    monkeypatch.chdir(brook.root)
    assert cli.main(["new", *words]) == 1
    assert said in capsys.readouterr().err
    assert state() == before


def test_a_file_that_cannot_be_added_to_leaves_the_book_as_it_was(brook: Book) -> None:
    contents = brook.root / "_toc.yml"
    contents.write_text("format: jb-book\nroot: book/index\nparts: []\n")
    with pytest.raises(CommandError, match="has neither `parts` nor `chapters`"):
        new_part.page(brook, "thanks")
    assert not (brook.folder / "thanks.md").exists()
