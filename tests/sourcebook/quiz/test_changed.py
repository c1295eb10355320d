"""The list of questions that ask something else than before: what a reader is told, and mistakes in the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.quiz import bank, changed, render
from sourcebook.quiz.bank import BankError
from tests.sourcebook import made_up_book

LIST = """river-highest:
  - hash: 1a2b3c4d
    since: 2026-11-29
    why: figure
    options: ["2018", "2020"]
"""
GONE = 'river-lowest:\n  - {hash: "00000000", since: 2026-01-01, why: gone, prompt: When was it low?}\n'


def book(root: Path, text: str, identity: str = "") -> object:
    made = made_up_book.make(root, IDENTITY=made_up_book.IDENTITY + identity)
    (made.data_dir / changed.FILE).write_text(text, encoding="utf-8")
    return made


def test_the_form_carries_why_and_the_words_of_then(tmp_path: Path) -> None:
    made = book(tmp_path, LIST + GONE, "pages: {corrections: book/errata}\n")
    changed.check(made, bank.every(made))
    html = render.quiz_html(made, bank.load(made, "river").questions, "River")
    assert '"w":{"1a2b3c4d":{"y":"figure","o":["2018","2020"]}}' in html
    assert 'data-corrections="../book/errata.html"' in html
    assert changed.gone(made) == {"river-lowest": "When was it low?"}


def test_a_book_without_the_list_has_no_changes(tmp_path: Path) -> None:
    made = made_up_book.make(tmp_path)
    html = render.quiz_html(made, bank.load(made, "river").questions, "River")
    assert '"w":' not in html
    assert "data-corrections" not in html


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("river-highest: [\n", "line 1"),
        ("river-highest: []\n", "line 1: `river-highest` is empty"),
        (LIST.replace("why: figure", "why: figures"), "line 4: "),
        (LIST.replace("1a2b3c4d", "1a2b"), "line 2: "),
        (LIST.replace("since: 2026-11-29", "since: lately"), "line 3: "),
        (LIST + "    right: 2\n", "line 6: unknown key"),
        (LIST.replace("river-highest", "river-higest"), "no question 'river-higest'. Did you mean river-highest?"),
        (LIST.replace("figure", "gone"), "'river-highest' is called gone and is asked"),
    ],
)
def test_a_mistake_in_the_list_is_named(tmp_path: Path, text: str, reason: str) -> None:
    made = book(tmp_path, text)
    with pytest.raises(BankError) as error:
        changed.check(made, bank.every(made))
    assert str(error.value).startswith("book/data/changed-questions.yml")
    assert reason in str(error.value)
