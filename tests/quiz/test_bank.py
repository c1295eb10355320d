"""The question bank: complete, and strict about what an author may get wrong."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minusma.quiz import bank, markdown, render

CHAPTERS = ["history", "mandate", "us-interests"]
GOOD = """chapter: test
title: Test
objectives:
  - {id: t-o1, text: Do it.}
questions:
  - id: t-one
    type: single
    objective: t-o1
    difficulty: 1
    prompt: "Which?"
    options:
      - {text: A, right: true, feedback: yes indeed}
      - {text: B, feedback: not so}
    hints: [look]
    explanation: because
    sources: [a-source]
    teaches: "book/history#hist-2012"
"""
KNOWN = bank.Known(frozenset({"a.fact"}), frozenset({"a-source"}), frozenset({"book/history#hist-2012"}), frozenset({"timeline"}))


def parse(text: str) -> bank.Bank:
    return bank.parse(text, "book/quizzes/test.yml", KNOWN)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_chapter_has_enough_questions_of_every_objective(chapter: str) -> None:
    held = bank.load(chapter, checked=True)
    assert len(held.questions) >= 20
    asked = Counter(q.objective for q in held.questions)
    for objective in held.objectives:
        assert asked[objective.id] >= 2, objective.id


def test_the_book_uses_every_type_and_the_final_check_has_fifteen() -> None:
    assert {q.type for c in CHAPTERS for q in bank.load(c).questions} == set(bank.TYPES)
    assert len(bank.load("final").borrowed) == 15
    for name in bank.load("final").borrowed:
        bank.find(name)


def test_ids_are_unique_in_the_whole_book() -> None:
    ids = Counter(q.id for c in CHAPTERS for q in bank.load(c).questions)
    assert [i for i, n in ids.items() if n > 1] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_right_answer_earns_everything_and_no_answer_nothing(chapter: str) -> None:
    from minusma.quiz.grade import grade

    for q in bank.load(chapter).questions:
        key = render.key(q)
        right = {"number": lambda a: str(a), "text": lambda a: a[0]}.get(key["t"], lambda a: a)(key["a"])
        assert grade(key, right) == 1, q.id
        assert grade(key, None) == 0, q.id


def test_a_good_file_is_read() -> None:
    assert [q.id for q in parse(GOOD).questions] == ["t-one"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("    difficulty: 1", "    dificulty: 1", 9, "unknown key `dificulty`. Did you mean difficulty"),
        ("    difficulty: 1\n", "", 6, "`difficulty` is missing"),
        ("    difficulty: 1", "    difficulty: 9", 9, "`difficulty`"),
        ("right: true, ", "", 6, "0 options are marked `right: true`"),
        ("{text: B, feedback: not so}", "{text: B, right: true, feedback: not so}", 6, "2 options are marked"),
        ("{text: B, feedback: not so}", "{text: B}", 13, "feedback` is missing"),
        ("{text: B, feedback: not so}", "{text: A, feedback: not so}", 6, "the same text"),
        ("feedback: not so", "feedback: no", 13, "must be text. Put it in quotes"),
        ("type: single", "type: singel", 7, "type 'singel' is unknown"),
        ("id: t-one", "id: T One", 6, "lower-case words"),
        ("objective: t-o1", "objective: t-o9", 8, "no objective 't-o9'. Did you mean t-o1"),
        ("[a-source]", "[b-source]", 16, "'b-source' is not in book/references.bib"),
        ("#hist-2012", "#hist-2021", 17, "is not in the pages"),
        ("hints: [look]", "hints: []", 14, "`hints` is empty"),
        ('prompt: "Which?"', 'prompt: "Which {{b.fact}}?"', 6, "'b.fact' is not in book/data/facts.yml"),
        ("chapter: test", "chapters: test", 1, "unknown key `chapters`"),
        ("questions:", "questions: x\nmore:", 1, "unknown key `more`"),
        ("    type: single", "   type: single", 7, "not valid YAML"),
    ],
)
def test_a_mistake_is_refused_with_file_line_question_and_remedy(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(bank.BankError) as caught:
        parse(GOOD.replace(old, new, 1))
    said = str(caught.value)
    assert said.startswith("book/quizzes/test.yml, line ")
    assert message in said
    found = int(re.search(r"line (\d+)", said).group(1))
    assert abs(found - line) <= 2, said


def test_a_repeated_id_names_both_places() -> None:
    second = GOOD[GOOD.index("  - id: t-one") :]
    with pytest.raises(bank.BankError, match=r"line 18, question t-one: this id stands already in line 6"):
        parse(GOOD + second)


def test_unknown_chapters_and_questions_list_what_there_is() -> None:
    with pytest.raises(bank.BankError, match="There are: .*history"):
        bank.load("histroy")
    with pytest.raises(bank.BankError, match="Did you mean hist-coup-count"):
        bank.find("hist-coups-count")


@given(st.text(max_size=300))
def test_any_text_is_a_bank_or_a_message(text: str) -> None:
    try:
        parse(text)
    except bank.BankError as error:
        assert str(error).startswith("book/quizzes/test.yml, line ")


@given(st.integers(0, len(GOOD)), st.text(max_size=12), st.integers(0, 12))
def test_a_damaged_bank_is_a_bank_or_a_message(place: int, put: str, cut: int) -> None:
    try:
        parse(GOOD[:place] + put + GOOD[place + cut :])
    except bank.BankError as error:
        assert "book/quizzes/test.yml" in str(error)


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "</script><b>", "![x](y)"])
def test_nothing_from_a_question_file_runs(bad: str) -> None:
    text = GOOD.replace('"Which?"', repr(bad)).replace("because", repr(bad)).replace("yes indeed", repr(bad))
    html = render.quiz_html(parse(text).questions, "Test", resolve=lambda n: None)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert html.count("</script>") == 1
    assert html.count("<b>") == 0


def test_marks_of_markdown_become_html_and_plain_text() -> None:
    assert markdown.inline("a *b* & `c`") == "a <em>b</em> &amp; <code>c</code>"
    assert markdown.plain("a *b* & `c`") == "a b & c"


def test_the_hash_follows_what_is_asked_and_not_how_it_is_explained() -> None:
    first = bank.content_hash(parse(GOOD).questions[0])
    assert bank.content_hash(parse(GOOD.replace("because", "since")).questions[0]) == first
    assert bank.content_hash(parse(GOOD.replace("yes indeed", "right")).questions[0]) == first
    assert bank.content_hash(parse(GOOD.replace("Which?", "Who?")).questions[0]) != first
    assert bank.content_hash(parse(GOOD.replace("text: B", "text: C")).questions[0]) != first


def test_the_right_option_is_not_always_shown_first() -> None:
    singles = [q for c in CHAPTERS for q in bank.load(c).questions if q.type == "single"]
    first = sum(q.options[render.mixed(q)[0]].right for q in singles)
    assert first < len(singles) / 2
