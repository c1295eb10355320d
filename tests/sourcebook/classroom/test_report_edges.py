"""Where the class report changes its mind: one answer more or less, one point more or less.

And nothing in it becomes a tag.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from sourcebook.book import Book
from sourcebook.classroom import class_report, responses
from sourcebook.classroom.class_report import Report
from sourcebook.classroom.responses import Problem, Response
from sourcebook.quiz import bank
from sourcebook.quiz.values import lookup
from tests.sourcebook import made_up_book

RIGHT: dict[str, Any] = {"riv-town": 0, "riv-port": 0, "riv-dry": 1, "riv-gives": [0, 1], "riv-months": "6"}
WRONG: dict[str, Any] = {"riv-town": 1, "riv-port": 1, "riv-dry": 0, "riv-gives": [2], "riv-months": "7"}


def of(book: Book, *students: dict[str, Any], problems: Sequence[Problem] = ()) -> Report:
    """The report on a class whose students gave these answers: ``True`` stands for a right
    one, ``False`` for a wrong one.
    """
    found = []
    for number, answers in enumerate(students):
        entries = {}
        for name, answer in answers.items():
            given = RIGHT[name] if answer is True else WRONG[name] if answer is False else answer
            entries[name] = {"hash": bank.content_hash(bank.find(book, name), lookup(book)), "answer": given}
        found.append(Response(f"{number}.json", f"student {number}", "2026-05-04", entries))
    return Report(book, found, list(problems))


def town(*right: bool) -> list[dict[str, Any]]:
    return [{"riv-town": one} for one in right]


def said(report: Report, beginning: str) -> list[str]:
    return [sentence for sentence in report.advice().sentences if sentence.startswith(beginning)]


@pytest.mark.parametrize(
    ("right", "hard"), [([True, True, False, False], False), ([True, False, False], True), ([True, True, False], False)]
)
def test_half_is_enough_and_less_is_not(river_book: Book, right: list[bool], hard: bool) -> None:
    report = of(river_book, *town(*right))
    assert bool(said(report, "Ask again (riv-town)")) == hard
    assert bool(said(report, "Teach again: ")) == hard
    assert bool(said(report, "Nothing stands out")) != hard


@pytest.mark.parametrize(("answers", "spoken"), [(2, False), (3, True)])
def test_of_two_answers_nothing_is_said_and_of_three_something(river_book: Book, answers: int, spoken: bool) -> None:
    report = of(river_book, *town(*[False] * answers))
    assert bool(said(report, "Ask again (riv-town)")) == bool(said(report, "Teach again: ")) == spoken
    assert bool(said(report, "Too few answers to say what to teach again: a question needs at least 3.")) != spoken


@pytest.mark.parametrize(("chosen", "named"), [([1, 2, 0], ""), ([1, 1, 2], " (2 of 3)"), ([1, 1, 1], " (3 of 3)")])
def test_one_student_is_no_frequent_answer(river_book: Book, chosen: list[int], named: str) -> None:
    report = of(river_book, *({"riv-town": option} for option in chosen))
    (sentence,) = said(report, "Ask again (riv-town)")
    assert ("The most frequent other answer" in sentence) == bool(named)
    assert sentence.endswith(f"“Kidal”{named}." if named else "had it fully right.")


def test_a_share_of_a_point_is_not_fully_right(river_book: Book) -> None:
    report = of(river_book, *({"riv-gives": [0]} for _ in range(3)))
    assert report.questions().loc["riv-gives", "difficulty"] == 0
    assert report.objectives().loc["riv-o2", "mean"] == 0.5
    assert said(report, "Ask again (riv-gives)")
    assert not said(report, "Teach again")


@pytest.mark.parametrize(("silent", "named"), [(2, False), (3, False), (4, True)])
def test_most_left_it_out_means_more_than_answered(river_book: Book, silent: int, named: bool) -> None:
    report = of(river_book, *town(True, True, True), *({"riv-port": True} for _ in range(silent)))
    assert bool(said(report, "Find out why most left it out (riv-town)")) == named


def discrimination(*pairs: tuple[bool, float]) -> list[dict[str, Any]]:
    """Students who had the town right or not, and of the two other questions as large a share."""
    return [{"riv-town": x, "riv-port": y > 0, "riv-dry": y == 1} for x, y in pairs]


EVEN = [(True, 1.0), (True, 0.0), (False, 1.0), (False, 0.0), (True, 0.5), (False, 0.5)]


def test_a_question_that_goes_with_nothing_is_not_doubted(river_book: Book) -> None:
    report = of(river_book, *discrimination(*EVEN))
    assert report.questions().loc["riv-town", "discrimination"] == 0
    assert not said(report, "Look at the question itself (riv-town)")


@pytest.mark.parametrize(("students", "doubted"), [(4, False), (5, True)])
def test_a_question_that_the_strong_miss_is_doubted_from_five_answers_on(
    river_book: Book, students: int, doubted: bool
) -> None:
    turned = [(False, 1.0), (True, 0.0), (False, 1.0), (True, 0.0), (False, 1.0)][:students]
    report = of(river_book, *discrimination(*turned))
    assert report.questions().loc["riv-town", "discrimination"] == -1
    assert bool(said(report, "Look at the question itself (riv-town)")) == doubted


@pytest.mark.parametrize(("students", "known"), [(2, False), (3, True)])
def test_discrimination_needs_three_who_answered(river_book: Book, students: int, known: bool) -> None:
    report = of(river_book, *discrimination(*[(True, 1.0), (False, 0.0), (True, 1.0)][:students]))
    assert bool(report.questions()["discrimination"].notna().loc["riv-town"]) == known


def test_discrimination_is_missing_where_all_had_the_same(river_book: Book) -> None:
    report = of(river_book, *discrimination((True, 1.0), (True, 0.0), (True, 0.5)))
    assert report.questions()["discrimination"].isna().loc["riv-town"]
    same = of(river_book, *discrimination((True, 1.0), (False, 1.0), (True, 1.0)))
    assert same.questions()["discrimination"].isna().loc["riv-town"]


def many(root: Any, count: int) -> tuple[Book, list[str]]:
    """A book of so many questions with one right option each, and their ids."""
    names = [f"riv-q{n:02}" for n in range(count)]
    asked = "".join(
        f"""  - id: {name}
    type: single
    objective: riv-o1
    difficulty: 1
    prompt: Which is {name}?
    options: [{{text: A, right: true, feedback: Yes.}}, {{text: B, feedback: No.}}]
    hints: [Look.]
    explanation: Because.
    sources: [town-2020-gauge]
    teaches: book/river#reading
"""
        for name in names
    )
    head = "chapter: river\ntitle: River\nobjectives: [{id: riv-o1, text: look}]\nquestions:\n"
    return made_up_book.make(root, QUESTIONS=head + asked), names


@pytest.mark.parametrize("count", [class_report.NAMED, class_report.NAMED + 1])
def test_eight_hard_questions_are_quoted_and_the_ninth_is_named(tmp_path: Any, count: int) -> None:
    book, names = many(tmp_path, count)
    report = of(book, *({name: 1 for name in names} for _ in range(3)))
    assert [s.partition(")")[0] for s in said(report, "Ask again (")] == [f"Ask again ({name}" for name in names[:8]]
    rest = said(report, "Fewer than half had these questions fully right, too: ")
    assert rest == ([] if count == 8 else [f"Fewer than half had these questions fully right, too: {names[8]}."])


@pytest.mark.parametrize(("count", "bars"), [(12, 12), (13, 12)])
def test_twelve_bars_are_drawn(tmp_path: Any, count: int, bars: int) -> None:
    book, names = many(tmp_path, count)
    charts = of(book, *({name: 1 for name in names} for _ in range(3))).charts()
    assert charts.count("0% of 3</text>") == bars


def test_the_tables_are_the_callers_own(river_book: Book) -> None:
    report = of(river_book, *town(True, False, False))
    for name in ("questions", "distractors"):
        table = getattr(report, name)()
        table.drop(table.index, inplace=True)
        assert len(getattr(report, name)()) == 1, name


MARKUP = "<b>&\"'"


def test_the_name_of_a_folder_or_a_file_never_becomes_a_tag(river_book: Book) -> None:
    gone = Report(river_book, [], [Problem(MARKUP, "There is no such folder.", responses.NO_FOLDER)])
    assert gone.summary() == f"{MARKUP}: There is no such folder."
    left = of(river_book, *town(True), problems=[Problem(MARKUP, MARKUP)])
    noted = Report(river_book, [], [], MARKUP)
    for shown in (gone._repr_html_(), left.table("problems")._repr_html_(), noted._repr_html_()):
        assert '<b>&"' not in shown
        assert "&lt;b&gt;&amp;" in shown


def test_what_was_read_and_left_out_is_counted(river_book: Book) -> None:
    one = of(
        river_book,
        *town(True),
        problems=[Problem("a", "x"), Problem("b", "y", responses.REMARK), Problem("b", "z", responses.REMARK)],
    )
    assert one.summary() == (
        "1 response file read, with 1 answer to 1 question. Left out: 1. Counted with a remark: 1. The last table "
        "says why."
    )
    assert of(river_book).summary() == "0 response files read, with 0 answers to 0 questions."
    assert of(river_book).advice().sentences == ["There are no answers to report on yet."]
    assert of(river_book).charts() == ""
