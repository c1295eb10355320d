"""``check``: for every mistake its page and line, however many other files are broken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sourcebook import book, checks
from tests import rivers

PAGE = """---
myst:
  html_meta:
    description: A page.
---

# A page

At most {fact}`rain.wettest` of rain {cite}`sample-2024-rainfall`, and {term}`gauges <gauge>` show it.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the book's tables and questions, with one small page and one small notebook."""
    of = rivers.copy(tmp_path)
    for path in (*of.folder.rglob("*.md"), *of.notebooks.iterdir()):
        path.unlink()
    (of.folder / "page.md").write_text(PAGE)
    write_notebook(tmp_path, "Nothing to count.")
    (tmp_path / "_toc.yml").write_text("root: book/page\nchapters:\n- file: notebooks/n\n")
    return tmp_path


def write_notebook(root: Path, text: str) -> None:
    cells = [{"cell_type": "code", "source": ["311"]}, {"cell_type": "markdown", "source": [f"# A notebook\n\n{text}"]}]
    (root / "notebooks" / "n.ipynb").write_text(json.dumps({"cells": cells}))


def found(root: Path) -> list[str]:
    """Everything that is found, but numbers in the book's own questions, and what its lists say of pages not copied."""
    every = [str(finding) for _, findings in checks.run(book.at(root)) for finding in findings]
    own = [text for text in every if not (text.startswith("book/quizzes") and "typed by hand" in text)]
    missing = (
        "stands for no word that needs it",
        "uses it",
        "does not exist",
        "is not in the pages",
        "there is no page",
        "is no page",
    )
    return [text for text in own if not any(words in text for words in missing)]


def test_a_sound_page_has_nothing_to_mend(root: Path) -> None:
    assert found(root) == []


def test_each_mistake_names_its_page_and_line(root: Path) -> None:
    more = (
        "It lost 311.\n\n{fact}`rain.wetest` {cite}`no-such-2013` {term}`nonsense`\n\n```{sources}\nfloods: "
        "no-such-row\n```\n"
    )
    (root / "book" / "page.md").write_text(PAGE + more)
    write_notebook(root, "one\n\n{fact}`no.such`, 99")
    texts = found(root)
    for text in (
        r"book/page\.md, line 10: '311' is typed by hand\. Use \{fact\}",
        r"book/page\.md, line 12: no fact 'rain\.wetest' in book/data/facts\.yml\. Did you mean rain\.wettest",
        r"book/page\.md, line 12: no source 'no-such-2013' in",
        r"book/page\.md, line 12: 'nonsense' is not in the glossary",
        r"book/page\.md, line 15: no row 'no-such-row' in book/data/floods\.csv",
        r"notebooks/n\.ipynb, cell 2, line 5: no fact 'no\.such'",
        r"notebooks/n\.ipynb, cell 2, line 5: '99' is typed by hand\. Let a code cell show it",
        r"notebooks/n\.ipynb, cell 2, line 5: '\{fact\}`no\.such`' is markup of pages",
    ):
        assert any(re.match(text, one) for one in texts), text
    assert len(texts) == 8, texts


def test_words_of_questions_are_looked_at_in_their_lines(root: Path) -> None:
    path = root / "book" / "quizzes" / "high-water.yml"
    path.write_text(path.read_text() + "    # the end\n")
    before = {str(f) for name, findings in checks.run(book.at(root)) for f in findings}
    text = path.read_text().replace("prompt: What does a flood meadow", "prompt: 311 people. What does a flood meadow")
    path.write_text(text)
    line = text[: text.index("311 people")].count("\n") + 1
    after = {str(f) for name, findings in checks.run(book.at(root)) for f in findings}
    (new,) = after - before
    assert new.startswith(f"book/quizzes/high-water.yml, line {line}: '311' is typed by hand. Use {{{{a fact}}}}")


BROKEN = {
    "book/data/glossary.csv": ("id;term\n", "book/data/glossary.csv, line 1: the header must be"),
    "book/data/facts.yml": (
        "rain.wettest:\n  table: [\n",
        "book/data/facts.yml, line 2: a list or group that begins here is not closed",
    ),
    "book/data/allowed-numbers.yml": (
        "- {page: a\n",
        "book/data/allowed-numbers.yml, line 1: the group in {braces} that begins here is not closed",
    ),
    "book/data/absolute-words.yml": (
        "- {page: a\n",
        "book/data/absolute-words.yml, line 1: the group in {braces} that begins here is not closed",
    ),
    "book/references.bib": (
        "@misc{a,\n  title = {A}\n",
        "book/references.bib, line 1: entry a: its closing brace is missing",
    ),
    "book/../book/references.bib": (
        "@misc{a,\n  title = {\udce9}}\n",
        "book/references.bib, line 2: not UTF-8",
    ),
    "book/quizzes/high-water.yml": (
        "chapter: high-water\nquestions: [\n",
        "book/quizzes/high-water.yml, line 2: a list or group that begins here is not closed",
    ),
    "notebooks/n.ipynb": ('{\n "cells": [', "notebooks/n.ipynb, line 2: not valid JSON"),
    "book/data/datapackage.json": ("{}", "book/data/datapackage.json: `resources` is missing or empty"),
    "book/other.md": (
        "\udcff",
        "book/other.md, line 1: not UTF-8: a letter in this line was saved in an older encoding. Save the file again "
        "with the encoding UTF-8.",
    ),
}


@pytest.mark.parametrize("file", BROKEN)
def test_one_broken_file_hides_nothing_in_another(root: Path, file: str) -> None:
    content, says = BROKEN[file]
    (root / file).write_bytes(content.encode("utf-8", "surrogateescape"))
    rain = root / "book" / "quizzes" / "rain.yml"
    rain.write_text(rain.read_text().replace("type: single", "type: any", 1))
    (root / "book" / "page.md").write_text(PAGE + "\n\n{fact}`no.such` 311")
    texts = found(root)
    assert any(text.startswith(says) for text in texts), texts
    assert len([text for text in texts if text.startswith(says)]) == 1
    if "allowed" not in file:
        assert any(text.startswith("book/page.md, line 12: '311' is typed by hand") for text in texts), texts
    if file not in ("book/data/facts.yml",):
        assert any(text.startswith("book/page.md, line 12: no fact 'no.such'") for text in texts), texts
    assert any("book/quizzes/rain.yml, line" in text and "'any' is unknown" in text for text in texts), texts


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("page: a", "line 1: must be a list, each entry"),
        ("# why\n- {page: a, text: b}", "line 2: reason is missing. Each entry is"),
        ("- a", "line 1: page, text, reason is missing."),
        (
            "- {page: a, text: b, reason: c}\n- {page: a, text: '(', reason: c}",
            "line 2: `text` is no regular expression (",
        ),
    ],
)
def test_a_list_of_allowed_numbers_that_cannot_be_used_says_where(root: Path, content: str, says: str) -> None:
    (root / "book" / "data" / "allowed-numbers.yml").write_text(content)
    assert any(text.startswith(f"book/data/allowed-numbers.yml, {says}") for text in found(root)), found(root)


@pytest.mark.parametrize(
    "content", ["[]", "{}", '{"cells": [{}]}', '{"cells": [{"cell_type": "markdown", "source": 3}]}']
)
def test_what_is_no_notebook_is_named(root: Path, content: str) -> None:
    (root / "notebooks" / "n.ipynb").write_text(content)
    assert found(root) == [
        "notebooks/n.ipynb, line 1: not a notebook of version 4. Open it in JupyterLab and save it, or take it from "
        "git again."
    ]


def test_a_fault_of_a_table_is_not_said_of_the_question_that_counts_with_it(tmp_path: Path) -> None:
    root = rivers.copy(tmp_path).root
    quiz, table = root / "book/quizzes/high-water.yml", root / "book/data/rainfall.csv"
    answer = "    answer: {fact: rain.bridge-share}\n"
    text = quiz.read_text()
    assert answer in text
    quiz.write_text(
        text.replace(answer, f"{answer}    slips:\n      - {{when: {{fact: rain.wettest}}, feedback: F}}\n")
    )
    table.write_text(table.read_text().replace(",498,", ",-498,"))
    found = [str(finding) for _, findings in checks.run(book.at(root)) for finding in findings]
    assert [text for text in found if "rainfall.csv" in text] == [
        "book/data/rainfall.csv, line 3, column millimetres: '-498' is below the smallest allowed value, 0."
    ]
