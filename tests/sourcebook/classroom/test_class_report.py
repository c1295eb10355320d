"""The class report against an example counted by hand (see example.py for the answers).

Scores, from the answers; a dash is a question left out:

            town  port  dry  gives  months |  answers  mean
      ant     1     1    1     1      1    |     5     5/5    = 1
      bee     1     1    1    1/2     1    |     5     4.5/5  = 0.9     one of two right
      cat     1     1    0     0      -    |     4     2/4    = 0.5     one right and one wrong: (1 - 1) / 2
      dog     1     0    0     1      0    |     5     2/5    = 0.4
      elk     0     0    1     0      -    |     4     1/4    = 0.25
      fox     0     -    0     -      -    |     2     0/2    = 0

Difficulty, the share fully right: 4/6, 3/5, 3/6, 2/5, 2/3. Left out: 0, 1, 0, 1, 3.

Discrimination is the correlation r of a question's scores x with y, the mean of the same student's other scores:
r = (n Σxy - Σx Σy) / √((n Σx² - (Σx)²) (n Σy² - (Σy)²)).

    town:   y = 1, 7/8, 1/3, 1/4, 1/3, 0    n = 6, Σx = 4,   Σx² = 4,   Σy = 67/24, Σy² = 1181/576, Σxy = 59/24
            r = (43/12) / √(8 · 2597/576) = 0.597
    port:   y = 1, 7/8, 1/3, 1/2, 1/3       n = 5, Σx = 3,   Σx² = 3,   Σy = 73/24, Σy² = 1289/576, Σxy = 53/24
            r = (23/12) / √(6 · 31/16) = 0.562
    dry:    y = 1, 7/8, 2/3, 1/2, 0, 0      n = 6, Σx = 3,   Σx² = 3,   Σy = 73/24, Σy² = 1417/576, Σxy = 15/8
            r = (17/8) / √(9 · 3173/576) = 0.302
    gives:  y = 1, 1, 2/3, 1/4, 1/3         n = 5, Σx = 5/2, Σx² = 9/4, Σy = 13/4,  Σy² = 377/144,  Σxy = 7/4
            r = (5/8) / √(5 · 91/36) = 0.176
    months: y = 1, 7/8, 1/2                 n = 3, Σx = 2,   Σx² = 2,   Σy = 19/8,  Σy² = 129/64,   Σxy = 15/8
            r = (7/8) / √(2 · 13/32) = 0.971

Objectives: the towns 11 answers, 4 + 3 = 7 points, 7/11 = 0.64; the water 14 answers, 3 +
2.5 + 2 = 7.5 points, 7.5/14 = 0.54.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sourcebook.book import Book
from sourcebook.classroom import class_report, report_tool
from sourcebook.classroom.class_report import PROVES_NOT, report
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank
from tests.rivers import FACTS, RIVERS
from tests.sourcebook.classroom.example import CLASS, response


def test_the_questions_are_as_counted_by_hand(river_book: Book, the_class: Path) -> None:
    found = report(river_book, the_class).questions()
    assert found["answered"].to_dict() == {"riv-town": 6, "riv-port": 5, "riv-dry": 6, "riv-gives": 5, "riv-months": 3}
    assert found["unanswered"].to_dict() == {
        "riv-town": 0,
        "riv-port": 1,
        "riv-dry": 0,
        "riv-gives": 1,
        "riv-months": 3,
    }
    assert found["difficulty"].to_dict() == {
        "riv-town": 0.67,
        "riv-port": 0.6,
        "riv-dry": 0.5,
        "riv-gives": 0.4,
        "riv-months": 0.67,
    }
    assert found["discrimination"].to_dict() == {
        "riv-town": 0.6,
        "riv-port": 0.56,
        "riv-dry": 0.3,
        "riv-gives": 0.18,
        "riv-months": 0.97,
    }
    assert list(found.index) == ["riv-gives", "riv-dry", "riv-port", "riv-months", "riv-town"], "the hardest first"
    assert found.loc["riv-town", "prompt"] == "Which town lies on the river?"


def test_the_wrong_answers_are_as_counted_by_hand(river_book: Book, the_class: Path) -> None:
    assert report(river_book, the_class).distractors().to_numpy().tolist() == [
        ["riv-dry", "true", 2],
        ["riv-port", "=Mopti", 2],
        ["riv-town", "Kidal", 2],
        ["riv-dry", "needs context", 1],
        ["riv-gives", "Fish", 1],
        ["riv-gives", "Fish; Salt", 1],
        ["riv-gives", "Salt; Gold", 1],
        ["riv-months", "12", 1],
    ]


def test_objectives_and_code_names_are_as_counted_by_hand(river_book: Book, the_class: Path) -> None:
    found = report(river_book, the_class)
    assert found.objectives().reset_index().to_numpy().tolist() == [
        ["riv-o2", "Tell what the river gives.", 14, 0.54],
        ["riv-o1", "Name the towns on the river.", 11, 0.64],
    ]
    assert found.students().reset_index().to_numpy().tolist() == [
        ["fox", 2, 0], ["elk", 4, 0.25], ["dog", 5, 0.4], ["cat", 4, 0.5], ["bee", 5, 0.9], ["ant", 5, 1],
    ]  # fmt: skip
    assert found.problems().empty


def test_a_score_that_was_edited_changes_nothing(river_book: Book, the_class: Path) -> None:
    honest = report(river_book, the_class)
    for path in the_class.iterdir():
        contents = json.loads(path.read_text(encoding="utf-8"))
        for entry in contents["answers"].values():
            entry |= {"score": 1, "tries": 0, "right": True}
        path.write_text(json.dumps(contents | {"score": 100, "mean": 1}), encoding="utf-8")
    edited = report(river_book, the_class)
    for table in ("questions", "distractors", "objectives", "students"):
        assert getattr(edited, table)().equals(getattr(honest, table)()), table


def test_the_words_say_what_to_teach_again(river_book: Book, hand_in: Callable[..., Path], tmp_path: Path) -> None:
    # Three of five choose Kidal: 2/5 = 40 %. Two answers to the months say nothing, and
    # what all have right tells nobody apart.
    for code, town in zip("abcde", (1, 1, 1, 0, 0), strict=True):
        hand_in(code, {"riv-town": town, "riv-dry": 1} | ({"riv-months": "6"} if code in "ab" else {}))
    assert report(river_book, tmp_path).advice().sentences == [
        "Teach again: Name the towns on the river. (riv-o1; 40% right on average.)",
        "Ask again (riv-town): “Which town lies on the river?” 40% of 5 had it fully right. The most frequent other "
        "answer: “Kidal” (3 of 5).",
    ]


def test_a_question_that_the_strong_miss_and_one_that_most_leave_out_are_named(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    for number in range(8):
        strong = number % 2
        answers = {"riv-town": strong, "riv-dry": 1 if strong else 0, "riv-port": 0 if strong else 1}
        hand_in(f"s{number}", answers | ({"riv-months": "6"} if number < 3 else {}))
    advice = str(report(river_book, tmp_path).advice())
    assert "Look at the question itself (riv-town): those who did well elsewhere missed it more often." in advice
    assert (
        "Find out why most left it out (riv-months): “For how many months can boats go?” 5 of 8 did not "
        "answer." in advice
    )


def test_where_all_is_well_the_report_says_so(river_book: Book, hand_in: Callable[..., Path], tmp_path: Path) -> None:
    for code in "abc":
        hand_in(code, CLASS["ant"])
    found = report(river_book, tmp_path)
    assert found.advice().sentences == [
        "Nothing stands out: every question was answered fully right by at least half of those who tried it."
    ]
    assert found.questions()["discrimination"].isna().all(), "all had the same"


def test_one_student_alone_gives_tables_and_no_verdict(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    hand_in("fox", CLASS["fox"])
    found = report(river_book, tmp_path)
    assert found.questions()["discrimination"].isna().all()
    assert found.students().to_dict("index") == {"fox": {"answered": 2, "mean": 0}}
    assert found.advice().sentences == ["Too few answers to say what to teach again: a question needs at least 3."]
    assert "1 response file read, with 2 answers to 2 questions." in found._repr_html_()


@pytest.mark.parametrize("there", [True, False])
def test_an_empty_or_missing_folder_is_said(river_book: Book, river: bank.Bank, tmp_path: Path, there: bool) -> None:
    found = report(river_book, tmp_path if there else tmp_path / "responses")
    assert found.advice().sentences == ["There are no answers to report on yet."]
    for table in (found.questions(), found.distractors(), found.objectives(), found.students()):
        assert table.empty
    assert found.problems()["why"].tolist() == (
        [] if there else ["There is no such folder. Make it beside the notebook and put the files into it."]
    )
    assert ("0 response files read" if there else "There is no such folder. Make it") in found.summary()


def test_the_page_shows_charts_in_words_too_and_what_a_file_does_not_prove(river_book: Book, the_class: Path) -> None:
    page = report(river_book, the_class)._repr_html_()
    assert page.count('<svg role="img"') == 2
    assert "What does the river give? (riv-gives): 40% of 5" in page
    assert "Tell what the river gives. (riv-o2): 54% in 14 answers" in page
    assert PROVES_NOT in page
    assert "graded again" in page


def test_what_a_student_typed_never_becomes_a_tag(tmp_path: Path) -> None:
    """With the bank of the rivers: the small one asks for no word."""
    asked = "high-vessel"
    for code in ("<img src=x>", "b", "c"):
        contents = response(RIVERS, code, {asked: "<script>1</script>"})
        (tmp_path / f"{ord(code[0])}.json").write_text(json.dumps(contents), encoding="utf-8")
    found = report(RIVERS, tmp_path)
    assert "“<script>1</script>” (3 of 3)" in str(found.advice())
    for html in (found._repr_html_(), found.advice()._repr_html_(), found.students()._repr_html_()):
        assert "<script>1" not in html
        assert "<img" not in html


def test_answers_to_changed_or_foreign_questions_are_left_out_and_said(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    path = hand_in("ant", CLASS["ant"])
    contents = json.loads(path.read_text(encoding="utf-8"))
    contents["answers"]["riv-town"]["hash"] = "00000000"
    contents["answers"]["other-question"] = {"hash": "00000000", "answer": 1}
    path.write_text(json.dumps(contents), encoding="utf-8")
    found = report(river_book, tmp_path)
    assert sorted(found.questions().index) == ["riv-dry", "riv-gives", "riv-months", "riv-port"]
    assert found.problems().to_numpy().tolist() == [
        [
            "responses-ant.json",
            "counted, but see why",
            "Answers left out because their questions have changed since: 1.",
        ],
        [
            "responses-ant.json",
            "counted, but see why",
            "Answers left out because this book does not ask their questions: 1.",
        ],
    ]


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("riv-town", -1, "an answer that cannot be read"),
        ("riv-town", 3, "an answer that cannot be read"),
        ("riv-town", "Gao", "an answer that cannot be read"),
        ("riv-dry", -2, "an answer that cannot be read"),
        ("riv-gives", [], "none of them"),
        ("riv-gives", [9], "an answer that cannot be read"),
        ("riv-gives", 1, "an answer that cannot be read"),
    ],
)
def test_odd_answers_are_wrong_and_named(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, question: str, answer: object, words: str
) -> None:
    hand_in("fox", {question: answer})
    assert report(river_book, tmp_path).distractors().to_numpy().tolist() == [[question, words, 1]]


@pytest.mark.parametrize("answer", [" ", [1], "no idea", "10²", "nine or ten"])
def test_what_is_no_number_is_not_counted_as_wrong_and_is_told(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, answer: object
) -> None:
    hand_in("fox", {"riv-months": answer, "riv-town": 0})
    found = report(river_book, tmp_path)
    assert found.questions().index.tolist() == ["riv-town"]
    assert found.problems()["why"].tolist() == [
        "Answers left out because they cannot be read as a number or a word: 1."
    ]


def test_orders_and_matches_are_put_in_words() -> None:
    plain = partial(report_tool.plain, resolve=FACTS)
    """Types that the small bank has not, from the bank of the rivers."""
    order, match = (
        next(q for q in bank.load(RIVERS, "high-water").questions if q.type == kind) for kind in ("order", "match")
    )
    turned = list(range(len(order.items)))[::-1]
    assert class_report._chosen(order, turned, FACTS, plain).split(" → ") == order.items[::-1]
    right = class_report.render.key(match, FACTS)["a"]
    assert class_report._chosen(match, [-1, *right[1:]], FACTS, plain) == f"{match.pairs[0].left}: nothing"
    assert class_report._chosen(match, right[1:], FACTS, plain) == "an answer that cannot be read"


def test_a_table_to_read_has_shares_in_per_cent_and_an_unknown_one_says_which_there_are(
    river_book: Book, the_class: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    found = report(river_book, the_class)
    shown = found.table("questions")
    assert shown.frame.equals(found.questions())
    assert '<td class="n" style="text-align:right">40%</td>' in shown._repr_html_()
    assert '<td style="text-align:left">What does the river give?</td>' in shown._repr_html_()
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    assert "style" not in shown._repr_html_(), "the book's pages allow no style of their own"
    assert found.table("problems")._repr_html_() == "<p>None.</p>"
    with pytest.raises(
        ReaderError,
        match=f"there is no table 'question'. There are: {', '.join(class_report.TABLES)}",
    ):
        found.table("question")


def test_of_many_hard_questions_the_hardest_are_quoted_and_the_rest_named(tmp_path: Path) -> None:
    """With the bank of the rivers: the small one has too few questions."""
    asked = [q.id for name in ("high-water", "rain") for q in bank.load(RIVERS, name).questions]
    for code in "abc":
        (tmp_path / f"{code}.json").write_text(json.dumps(response(RIVERS, code, dict.fromkeys(asked, "7"))))
    sentences = report(RIVERS, tmp_path).advice().sentences
    assert sum(s.startswith("Ask again (") for s in sentences) == 8
    assert f"Fewer than half had these questions fully right, too: {', '.join(sorted(asked)[8:])}." in sentences
    assert not any("““" in s for s in sentences)


def test_what_is_no_folder_gets_a_sentence(river_book: Book) -> None:
    for folder in (None, 3, ["responses"]):
        with pytest.raises(ReaderError, match="is no folder. Give its name in quotation marks"):
            report(river_book, folder)


def test_a_made_up_class_shows_every_part_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sample = class_report.report(RIVERS, "example")
    assert sample.summary().startswith("A made-up class, to show what a report looks like. 12 response files read")
    two_forms = class_report.report(RIVERS, "example")
    assert all(len(getattr(two_forms, name)()) for name in class_report.TABLES)
    assert sample.problems()["file"].tolist() == ["responses-damaged.json", "responses-empty.json"]
    assert sample.questions().equals(class_report.report(RIVERS, "example").questions())
    # A wrong answer of the made-up class is wrong, and the class differs as classes do.
    assert 0 < sample.scores["score"].mean() < 1
    assert sample.students()["mean"].iloc[-1] - sample.students()["mean"].iloc[0] > 0.2
    (tmp_path / "example").mkdir()
    assert "made-up" not in class_report.report(RIVERS, "example").summary(), (
        "a folder of that name is the teacher's own"
    )
