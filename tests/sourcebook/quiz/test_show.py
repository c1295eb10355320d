"""``quiz("rain")`` in Python: what it holds, what a page sends back, and what stays when a cell is run again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sourcebook.notebook import quiz
from sourcebook.quiz import bank, render, show
from tests.rivers import FACTS, RIVERS

ONE = "rain-wettest-amount"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the folder of the book, as a notebook is, and in a fresh kernel."""
    monkeypatch.chdir(RIVERS.root)
    show._KEPT.clear()
    yield
    show._KEPT.clear()


def entry(name: str, answer: Any, **more: Any) -> dict[str, Any]:
    """What the page sends for an answer."""
    return {
        "hash": bank.content_hash(bank.find(RIVERS, name), FACTS),
        "answer": answer,
        "tries": 1,
        "score": 0,
        "time": "",
        "shown": False,
    } | more


def test_the_module_can_be_called() -> None:
    assert len(quiz("rain").questions) == len(bank.load(RIVERS, "rain").questions)
    chosen = quiz("rain", objective=2).questions
    assert chosen
    assert {q.objective for q in chosen} == {"rain-o2"}
    assert quiz("rain", objective="rain-o2").questions == chosen
    assert [q.id for q in quiz.questions(["high-meadow", ONE]).questions] == ["high-meadow", ONE]
    assert [q.id for q in quiz.questions(ONE).questions] == [ONE]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: quiz("rian"), "There are: .*rain"),
        (lambda: quiz("rain", objective=99), "There is: rain-o1"),
        (lambda: quiz("rain", mode="exam"), "There is: practice, check"),
        (lambda: quiz.question("rain-wettest-amuont"), "Did you mean rain-wettest-amount"),
        (lambda: quiz.questions(["rain-wettest-amuont"]), "Did you mean rain-wettest-amount"),
        (lambda: quiz.questions([ONE, "high-meadow", ONE]), f"question {ONE} is asked twice. Name each question once"),
    ],
)
def test_a_wrong_name_lists_what_there_is(call: Any, message: str) -> None:
    with pytest.raises(bank.BankError, match=message):
        call()


def test_answers_are_graded_here_and_can_be_observed() -> None:
    q = quiz.questions([ONE, "rain-one-millimetre"])
    seen = []
    q.observe(lambda change: seen.append((change.name, change.new)), names=["answers", "score"])
    q.widget.entries = {ONE: entry(ONE, "836", score=0)}  # a score that a page sends is not believed
    assert q.answers == {ONE: "836"}
    assert q.score == 1
    assert sorted(seen, key=str) == [("answers", {ONE: "836"}), ("score", 1.0)]
    frame = q.to_frame()
    assert list(frame.index) == [ONE, "rain-one-millimetre"]
    assert frame.loc[ONE, "score"] == 1
    assert frame["score"].isna().tolist() == [False, True]
    assert frame["tries"].tolist() == [1, 0]


def test_no_questions_are_an_empty_table() -> None:
    frame = quiz.questions([]).to_frame()
    assert list(frame.columns) == ["prompt", "answer", "tries", "score"]
    assert len(frame) == 0


def test_two_views_of_a_question_have_one_answer() -> None:
    """The page of each sends all entries that it knows: an older view does not know what a newer one was told since."""
    whole, one = quiz("rain"), quiz.question(ONE)
    seen = []
    whole.observe(lambda change: seen.append(change.new), names="answers")
    pages = whole.widget, one.widget
    stale = dict(pages[0].entries)
    pages[1].entries = {ONE: entry(ONE, "836")}
    assert whole.answers == one.answers == {ONE: "836"}
    assert seen == [{ONE: "836"}]
    assert pages[0].entries == pages[1].entries
    pages[0].entries = stale | {"rain-one-millimetre": entry("rain-one-millimetre", 0)}
    assert whole.answers == {ONE: "836", "rain-one-millimetre": 0}
    assert one.answers == {ONE: "836"}
    assert one.to_frame().loc[ONE, "answer"] == "836"
    # A page takes an answer back by saying so.
    pages[0].entries = {**pages[0].entries, ONE: None}
    assert (whole.answers, one.answers, pages[1].entries) == ({"rain-one-millimetre": 0}, {}, {})


@pytest.mark.parametrize("forget", [lambda q: q.clear(), lambda q: quiz.question(ONE, fresh=True)])
def test_what_is_forgotten_is_forgotten_in_every_view(forget: Any) -> None:
    whole, one = quiz("rain"), quiz.question(ONE)
    whole.widget.entries = {ONE: entry(ONE, "836"), "rain-one-millimetre": entry("rain-one-millimetre", 0)}
    forget(one)
    assert one.answers == {}
    assert one.widget.entries == {}
    assert whole.answers == {"rain-one-millimetre": 0}
    assert set(whole.widget.entries) == {"rain-one-millimetre"}


def test_a_cell_run_again_keeps_answers_until_told_otherwise() -> None:
    first = quiz.question(ONE)
    first.widget.entries = {ONE: entry(ONE, "3"), "check-" + ONE: {"hash": "check", "answer": {}, "tries": 0}}
    again = quiz.question(ONE)
    assert again.answers == {ONE: "3"}
    assert set(again.widget.entries) == {ONE, "check-" + ONE}
    assert quiz("rain").answers == {ONE: "3"}
    assert quiz.question(ONE, fresh=True).answers == {}
    assert quiz.question(ONE).answers == {}


def test_clear_forgets_and_tells_the_page() -> None:
    q = quiz.question(ONE)
    q.widget.entries = {ONE: entry(ONE, "836")}
    q.clear()
    assert (q.answers, q.score, q.widget.entries) == ({}, 0, {})


def test_an_answer_to_an_older_form_of_a_question_is_not_shown() -> None:
    show._KEPT[ONE] = entry(ONE, "836", hash="00000000")
    q = quiz.question(ONE)
    assert q.answers == {}
    assert q.widget.entries == {}


@pytest.mark.parametrize(
    "sent", [{ONE: 5}, {ONE: {"tries": "many"}}, {ONE: {}}, {"other": {"answer": 1, "tries": 1}}, {ONE: {"tries": 1}}]
)
def test_nonsense_from_a_page_breaks_nothing(sent: dict[str, Any]) -> None:
    q = quiz.question(ONE)
    q.widget.entries = sent
    assert q.score == 0
    assert len(q.to_frame()) == 1


def test_a_notebook_gets_a_widget_and_the_book_plain_html(monkeypatch: pytest.MonkeyPatch) -> None:
    view = "application/vnd.jupyter.widget-view+json"
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    live = quiz.question(ONE)._repr_mimebundle_()
    assert set(live) == {view, "text/html", "text/plain"}
    assert live["text/plain"] == "<quiz: Question, 1 question>", "and not the widget's own name"
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    static = quiz.question(ONE)
    bundle = static._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert static._widget is None
    assert bundle["text/html"].startswith('<form class="mm-quiz"')
    assert repr(static) == "<quiz: Question, 1 question>"


def test_a_question_on_a_view_leads_to_where_it_is_drawn() -> None:
    assert 'href="../book/rain.html#view-rain-by-year"' in render.question_html(RIVERS, bank.find(RIVERS, ONE))
    assert 'href="../book/high-water.html#view-height-of-floods"' in render.question_html(
        RIVERS, bank.find(RIVERS, "high-order")
    )
    assert "#view-" not in render.question_html(RIVERS, bank.find(RIVERS, ONE), root=None)
