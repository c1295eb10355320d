"""The question bank: complete, and strict about what an author may get wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook import book
from sourcebook.book import Book
from sourcebook.quiz import bank, markdown, render
from sourcebook.quiz.grade import grade
from sourcebook.views import registry
from tests.rivers import FACTS, RIVERS

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
# Stands from line 18 on, and lacks the keys of its type: those follow from line 27.
SECOND = """  - id: t-two
    type: {kind}
    objective: t-o1
    difficulty: 1
    prompt: How many?
    hints: [look]
    explanation: because
    sources: [a-source]
    teaches: "book/history#hist-2012"
"""
KNOWN = bank.Known(
    frozenset({"a.fact"}), frozenset({"a-source"}), frozenset({"book/history#hist-2012"}), frozenset({"timeline"})
)


def parse(text: str) -> bank.Bank:
    return bank.parse(text, "book/quizzes/test.yml", KNOWN)


@pytest.fixture
def asking(tmp_path: Path) -> Callable[..., Book]:
    """``asking(a=text, b=text)`` is a book that asks what these files hold."""

    def write(**files: str) -> Book:
        new = book.at(tmp_path)
        new.quiz_dir.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (new.quiz_dir / f"{name}.yml").write_text(text, encoding="utf-8")
        return new

    return write


def test_all_that_the_questions_of_a_book_name_exists() -> None:
    bank.check_all(RIVERS, bank.known_to_the_book(RIVERS, registry.ids(RIVERS)))


@pytest.mark.parametrize("question", bank.every(RIVERS).values(), ids=bank.every(RIVERS))
def test_the_right_answer_earns_everything_and_no_answer_nothing(question: Any) -> None:
    key = render.key(question, FACTS)
    right = {"number": lambda a: str(a), "text": lambda a: a[0]}.get(key["t"], lambda a: a)(key["a"])
    assert grade(key, right) == 1
    assert grade(key, None) == 0


def test_a_good_file_is_read() -> None:
    assert [q.id for q in parse(GOOD).questions] == ["t-one"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("    difficulty: 1", "    dificulty: 1", 9, "unknown key `dificulty`. Did you mean difficulty"),
        ("    difficulty: 1\n", "", 6, "`difficulty` is missing"),
        ("    difficulty: 1", "    difficulty: 9", 9, "`difficulty`"),
        (
            "    difficulty: 1",
            "    difficulty: 1\n    difficulty: 2",
            10,
            "the key `difficulty` stands already in line 9",
        ),
        ("{text: B, feedback", "{text: B, text: C, feedback", 13, "the key `text` stands already in line 13"),
        ("right: true, ", "", 6, "0 options are marked `right: true`"),
        ("{text: B, feedback: not so}", "{text: B, right: true, feedback: not so}", 6, "2 options are marked"),
        ("{text: B, feedback: not so}", "{text: B}", 13, "`options.1.feedback` is missing"),
        ("{text: B, feedback: not so}", "{feedback: not so}", 13, "`options.1.text` is missing"),
        ("{text: B, feedback: not so}", "{text: A, feedback: not so}", 6, "the same text"),
        ("feedback: not so", "feedback: no", 13, "must be text. Put it in quotes"),
        ("type: single", "type: singel", 7, "type 'singel' is unknown"),
        ("type: single", "type: [number]", 7, "type ['number'] is unknown"),
        ("id: t-one", "id: T One", 6, "lower-case words"),
        ("objective: t-o1", "objective: t-o9", 8, "no objective 't-o9'. Did you mean t-o1"),
        (
            "  - {id: t-o1, text: Do it.}",
            "  - {id: t-o1, text: Do it.}\n  - {id: t-o1, text: Again.}",
            5,
            "the objective t-o1 stands twice",
        ),
        ("  - {id: t-o1, text: Do it.}", "  - Do it.", 4, "`objectives` must be a list of objectives, each `- {id:"),
        ("  - {id: t-o1, text: Do it.}", "  - {id: t-o1}", 4, "objectives: `text` is missing"),
        ("objectives:\n  - {id: t-o1, text: Do it.}\n", "objectives: 5\n", 3, "`objectives` must be a list"),
        ("objectives:\n  - {id: t-o1, text: Do it.}\n", "", 1, "`objectives` is missing or empty"),
        ("[a-source]", "[b-source]", 16, "'b-source' is not in book/references.bib"),
        ("#hist-2012", "#hist-2021", 17, "is not in the pages"),
        ("hints: [look]", "hints: []", 14, "`hints` is empty"),
        ("hints: [look]", "hints: &a [look, *a]", 14, "holds itself"),
        (
            'prompt: "Which?"',
            'prompt: "Which {{b.fact}}?"',
            10,
            "'b.fact' is not in book/data/facts.yml. Did you mean a.fact?",
        ),
        ("yes indeed", '"{{ a.fact }}"', 12, "without blanks, like {{deaths.total}}"),
        ("[look]", '[look, "{{A.fact}}"]', 14, "without blanks, like {{deaths.total}}"),
        ("[look]", '[look, "{{a.fact"]', 14, "without blanks, like {{deaths.total}}"),
        ("chapter: test", "chapters: test", 1, "unknown key `chapters`"),
        ("questions:", "more: 1\nquestions:", 5, "unknown key `more`"),
        ("questions:", "questions: x\nfrom:", 5, "`questions` must be a list of questions"),
        ("    type: single", "   type: single", 7, "the line does not stand where the other items do"),
    ],
)
def test_a_mistake_is_refused_with_file_line_question_and_remedy(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(bank.BankError) as caught:
        parse(GOOD.replace(old, new, 1))
    refusal = str(caught.value)
    assert message in refusal
    where = refusal.partition(":")[0]
    assert where.startswith(f"book/quizzes/test.yml, line {line}"), refusal
    assert where.removeprefix(f"book/quizzes/test.yml, line {line}") in ("", ", question t-one", ", question T One"), (
        refusal
    )


@pytest.mark.parametrize(
    ("kind", "keys", "line", "message"),
    [
        ("number", ["answer: .nan"], 27, "nan is no number that an answer can be compared with"),
        ("number", ["answer: -.inf"], 27, "-inf is no number"),
        ("number", ["answer: true"], 27, "True is no number"),
        ("number", ['answer: "12"'], 27, "'12' is no number"),
        ("number", ["answer: {fakt: deaths.total}"], 27, "unknown key `answer.fakt`"),
        ("number", ["answer: {fact: Deaths.Total}", "feedback: {wrong: No.}"], 27, "without blanks"),
        ("number", ["answer: {fact: b.fact}", "feedback: {wrong: No.}"], 27, "'b.fact' is not in book/data/facts.yml"),
        ("number", ["answer: 1", "tolerance: .inf"], 28, "inf is no number"),
        ("number", ["answer: 1", "tolerance: -1"], 28, "`tolerance`"),
        ("number", ["answer: 1", "feedback: {wrong: No.}", 'unit: "{{a.fact}}"'], 29, "cannot be looked up there"),
        ("text", ["feedback: {wrong: No.}", 'accept: [a, "{{a.fact}}"]'], 28, "cannot be looked up there"),
        ("text", ["feedback: {wrong: No.}", 'accept: ["?!"]'], 18, "no letter and no digit"),
        ("claim", ["answer: true"], 27, "Put quotes around"),
        ("claim", ['answer: "true"', "feedback: {true: a, false: b}"], 28, "Put quotes around"),
        ("claim", ['answer: "true"', 'feedback: {"true": a, "false": b, maybe: c}'], 28, "`feedback.maybe`"),
        (
            "match",
            ["pairs: [{left: a, right: b}, {left: c, right: d}]", "distractors: [e, f, g, h, i, j, k, l, m]"],
            28,
            "`distractors`",
        ),
    ],
)
def test_an_answer_that_cannot_be_graded_or_shown_is_refused(
    kind: str, keys: list[str], line: int, message: str
) -> None:
    second = SECOND.format(kind=kind) + "".join(f"    {key}\n" for key in keys)
    with pytest.raises(bank.BankError) as caught:
        parse(GOOD + second)
    refusal = str(caught.value)
    assert refusal.startswith(f"book/quizzes/test.yml, line {line}, question t-two: "), refusal
    assert message in refusal


def test_a_repeated_id_names_both_places() -> None:
    second = GOOD[GOOD.index("  - id: t-one") :]
    with pytest.raises(bank.BankError, match=r"line 18, question t-one: this id stands already in line 6"):
        parse(GOOD + second)


def test_a_question_of_two_files_is_refused_wherever_it_is_asked_for(asking: Callable[..., Book]) -> None:
    two = asking(a=GOOD, b="\n" + GOOD)
    message = (
        r"book/quizzes/b.yml, line 7, question t-one: this id stands already in book/quizzes/a.yml, line 6. Give the "
        r"question another"
    )
    for ask in (lambda: bank.every(two), lambda: bank.find(two, "t-one"), lambda: bank.check_all(two, KNOWN)):
        with pytest.raises(bank.BankError, match=message):
            ask()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("t-on", "book/quizzes/final.yml, line 5: no question 't-on' in book/quizzes. Did you mean t-one?"),
        ("t-one", "book/quizzes/final.yml, line 5, question t-one: stands already in line 4."),
    ],
)
def test_a_mixed_set_names_questions_that_exist_and_each_once(
    asking: Callable[..., Book], asked: str, message: str
) -> None:
    mixed = asking(a=GOOD, final=f"chapter: final\ntitle: Final\nfrom:\n  - t-one\n  - {asked}\n")
    with pytest.raises(bank.BankError) as caught:
        bank.check_all(mixed, KNOWN)
    assert str(caught.value).startswith(message)


def test_unknown_chapters_and_questions_list_what_there_is() -> None:
    with pytest.raises(bank.BankError, match="There are: .*high-water"):
        bank.load(RIVERS, "high-watre")
    with pytest.raises(bank.BankError, match="Did you mean high-meadow"):
        bank.find(RIVERS, "high-meadows")


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


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "</script><b>",
        "![x](y)",
    ],
)
def test_nothing_from_a_question_file_runs(bad: str) -> None:
    text = GOOD.replace('"Which?"', repr(bad)).replace("because", repr(bad)).replace("yes indeed", repr(bad))
    html = render.quiz_html(RIVERS, parse(text).questions, "Test", resolve=lambda n: None)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert html.count("</script>") == 1
    assert html.count("<b>") == 0


def test_marks_of_markdown_become_html_and_plain_text() -> None:
    assert markdown.inline("a *b* & `c`") == "a <em>b</em> &amp; <code>c</code>"
    assert markdown.plain("a *b* & `c`") == "a b & c"


def test_quotes_are_those_of_print_but_for_code_and_files_of_other_systems() -> None:
    text = """the mission's *“seats”*, students' "own" `it's`"""
    assert markdown.inline(text) == "the mission’s <em>“seats”</em>, students’ “own” <code>it's</code>"
    assert markdown.plain(text, curly=True) == "the mission’s “seats”, students’ “own” it's"
    assert markdown.plain(text) == """the mission's “seats”, students' "own" it's"""
    assert "mission's" in markdown.inline(text, curly=False)


def test_the_hash_follows_what_is_asked_and_not_how_it_is_explained() -> None:
    first = bank.content_hash(parse(GOOD).questions[0], FACTS)
    assert bank.content_hash(parse(GOOD.replace("because", "since")).questions[0], FACTS) == first
    assert bank.content_hash(parse(GOOD.replace("yes indeed", "right")).questions[0], FACTS) == first
    assert bank.content_hash(parse(GOOD.replace("Which?", "Who?")).questions[0], FACTS) != first
    assert bank.content_hash(parse(GOOD.replace("text: B", "text: C")).questions[0], FACTS) != first


def test_a_changed_value_changes_the_hash() -> None:
    def hashed(source: str, **changed: object) -> str:
        values = {"value": 300, "text": "300"} | changed
        return bank.content_hash(parse(source).questions[-1], lambda name: SimpleNamespace(**values))

    asks = GOOD.replace("Which?", "Which of {{a.fact}}?")
    assert hashed(asks) == hashed(GOOD.replace("Which?", "Which of 300?"))
    assert hashed(asks) != hashed(asks, text="301")
    explains = GOOD.replace("because", '"{{a.fact}}"')
    assert hashed(explains) == hashed(explains, text="301")
    computed = GOOD + SECOND.format(kind="number") + "    answer: {fact: a.fact}\n    feedback: {wrong: No.}\n"
    assert hashed(computed) == hashed(computed.replace("{fact: a.fact}", "300"))
    assert hashed(computed) != hashed(computed, value=301)
    form = render.quiz_html(
        RIVERS, parse(computed).questions, "Test", resolve=lambda name: SimpleNamespace(value=301, text="301")
    )
    assert f'"h":"{hashed(computed, value=301)}"' in form


@pytest.mark.parametrize("value", [float("inf"), True, "many"])
def test_a_fact_that_is_no_number_is_no_answer(value: object) -> None:
    text = GOOD + SECOND.format(kind="number") + "    answer: {fact: a.fact}\n    feedback: {wrong: No.}\n"
    with pytest.raises(bank.BankError, match="question t-two: the fact a.fact is .*, not a number"):
        render.data(parse(text).questions[-1], lambda name: SimpleNamespace(value=value, text=""))
