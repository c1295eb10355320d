"""Kinds of items that a book adds: the engine asks, counts and remembers them, and knows only that they are items with
options.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook import classroom
from sourcebook.book import Book
from sourcebook.classroom import items, poll_panel
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank
from tests.rivers import RIVERS
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import QUESTIONS

ITEMS = """
from sourcebook.classroom.items import Item, Kind


def item(book, name):
    right = {"proverb-water": 0, "proverb-vote": None}[name]
    html, plain, why = "<i>Water</i> finds its way.", "Water finds its way.", "<b>So</b> they say."
    return Item(name, html, plain, ("agree & nod", "disagree"), right, why, HASH, (1, 0))


HASH = "1a2b3c4d"
ITEMS = {
    "proverbs": Kind("Proverbs of the valley", lambda book: ["proverb-water", "proverb-vote"], item),
    "empty": Kind("Nothing yet", lambda book: [], item),
}
"""


@pytest.fixture
def valley(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book with a package that adds a kind."""
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    package = tmp_path / "site" / "valley_of_items"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "items.py").write_text(ITEMS)
    monkeypatch.syspath_prepend(tmp_path / "site")
    identity = f"{made_up_book.IDENTITY}package: valley_of_items\n"
    return made_up_book.make(tmp_path / "valley", IDENTITY=identity, QUESTIONS=QUESTIONS)


def test_a_kind_of_the_book_stands_beside_the_chapters(valley: Book, tmp_path: Path) -> None:
    assert items.groups(valley) == {"river": "The river", "proverbs": "Proverbs of the valley"}
    listed = classroom.questions(valley, "proverbs")
    assert listed.frame["prompt"].to_dict() == dict.fromkeys(("proverb-water", "proverb-vote"), "Water finds its way.")
    assert "Questions of Proverbs of the valley" in listed._repr_html_()
    assert "Proverbs of the valley" in poll_panel.ask(valley, tmp_path).html()
    assert "proverb-water" in poll_panel.ask(valley, tmp_path).widget().html
    with pytest.raises(ReaderError):
        classroom.questions(valley, "no-such")


def test_an_item_with_a_right_option_is_asked_like_a_question(valley: Book, tmp_path: Path) -> None:
    poll = classroom.poll(valley, "proverb-water", tmp_path)
    assert "<ul><li>disagree</li><li>agree &amp; nod</li></ul>" in poll.html()
    assert "<i>Water</i> finds its way." in poll.html()
    poll.set(0, 1)
    poll.next_round()
    poll.set(0, 3)
    poll.set(1, 1)
    poll.reveal()
    assert poll.moved() == "The right answer went from 100% to 75% of the hands."
    assert poll.answer() == "<p><b>Right: agree &amp; nod.</b> <b>So</b> they say.</p>"
    rows = classroom.history(valley, tmp_path).frame
    assert rows[["option", "hands", "right"]].to_numpy().tolist()[2:] == [
        ["agree & nod", 3, True],
        ["disagree", 1, False],
    ]


def test_an_item_without_a_right_option_names_none(valley: Book, tmp_path: Path) -> None:
    poll = classroom.poll(valley, "proverb-vote", tmp_path)
    poll.set(0, 2)
    poll.next_round()
    poll.set(0, 1)
    poll.reveal()
    assert poll.moved() == ""
    assert poll.answer() == "<p><b>So</b> they say.</p>"
    assert "(right)" not in poll.shift()
    assert not classroom.history(valley, tmp_path).frame["right"].any()


def test_an_item_that_changed_keeps_its_counts_under_no_name(valley: Book, tmp_path: Path) -> None:
    classroom.poll(valley, "proverb-water", tmp_path).set(0, 2)
    history = tmp_path / "class-history.json"
    history.write_text(history.read_text().replace("1a2b3c4d", "00000000"))
    assert classroom.history(valley, tmp_path).frame["option"].tolist()[0] == "option 0 of an earlier version"


def test_a_book_whose_package_adds_none_has_its_questions_alone(tmp_path: Path) -> None:
    of = made_up_book.make(
        tmp_path, IDENTITY=f"{made_up_book.IDENTITY}package: no_such_package_here\n", QUESTIONS=QUESTIONS
    )
    assert items.groups(of) == {"river": "The river"}
    with pytest.raises(ReaderError, match="no question 'proverb-water'"):
        items.get(of, "proverb-water")


def test_a_class_is_asked_of_the_chapters_before_the_forms_of_a_check() -> None:
    forms = [bool(bank.load(RIVERS, name).form) for name in items.groups(RIVERS)]
    assert forms == sorted(forms)
    assert True in forms
