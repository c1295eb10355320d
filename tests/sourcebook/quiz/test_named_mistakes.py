"""Mistakes that have a sentence of their own, forms of a check, and what two readers
judged: read, or refused where they stand.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, grade, levels, render
from tests.sourcebook.quiz.test_bank import GOOD, SECOND, parse

NUMBER = ["answer: 100", "feedback: {wrong: No.}"]
TEXT = ["accept: [Mali]", "feedback: {wrong: No.}"]
ORDER = ["items: [first, {text: second, feedback: f}, third]"]
MATCH = ["pairs: [{left: a, right: b, feedback: f}, {left: c, right: d}]", "distractors: [e]"]


def question(kind: str, keys: list[str]) -> bank.Bank:
    return parse(GOOD + SECOND.format(kind=kind) + "".join(f"    {key}\n" for key in keys))


def facts(name: str) -> SimpleNamespace:
    return SimpleNamespace(value=300, text="300")


@pytest.mark.parametrize(
    ("kind", "keys", "line", "message"),
    [
        ("number", [*NUMBER, "slips: [{when: 100, feedback: f}]"], 18, "`slips`: 100 counts as right (100)"),
        ("number", [*NUMBER, "tolerance: 5", "slips: [{when: 96, feedback: f}]"], 18, "`slips`: 96 counts as right"),
        ("number", [*NUMBER, "slips: [{when: 7}]"], 29, "`slips.0.feedback` is missing"),
        ("number", [*NUMBER, "slips: [{when: '7', feedback: f}]"], 29, "'7' is no number"),
        ("number", [*NUMBER, "slips: [{when: {fakt: a.fact}, feedback: f}]"], 29, "unknown key `slips.0.when.fakt`"),
        ("number", [*NUMBER, "slips: [{when: {fact: b.fact}, feedback: f}]"], 29, "'b.fact' is not in book/data/facts"),
        (
            "number",
            [*NUMBER, "slips: [{when: {from: {a: b.fact}, value: a / 2}, feedback: f}]"],
            29,
            "'b.fact' is not in book/data/facts",
        ),
        (
            "number",
            [*NUMBER, "slips: [{when: {from: {a: a.fact}}, feedback: f}]"],
            29,
            "`slips.0.when.value` is missing",
        ),
        ("number", [*NUMBER, 'slips: [{when: 7, feedback: "{{b.fact}}"}]'], 29, "'b.fact' is not in book/data/facts"),
        ("text", [*TEXT, "near: [{accept: [mali], feedback: f}]"], 18, "`near`: 'mali' counts as right"),
        ("text", [*TEXT, "near: [{accept: ['?'], feedback: f}]"], 18, "`near`: '?' has no letter and no digit"),
        ("text", [*TEXT, "near: [{accept: [Niger]}]"], 29, "`near.0.feedback` is missing"),
        ("text", [*TEXT, 'near: [{accept: ["{{a.fact}}"], feedback: f}]'], 29, "cannot be looked up there"),
        (
            "text",
            [*TEXT, "peoples: [Malians]", "near: [{accept: [malians], feedback: f}]"],
            18,
            "`near`: 'malians' counts as right",
        ),
        ("text", [*TEXT, "peoples: ['?']"], 18, "`peoples`: '?' has no letter and no digit"),
        ("text", [*TEXT, 'peoples: ["{{a.fact}}"]'], 29, "cannot be looked up there"),
        ("order", ["items: [a, {text: b, feeback: f}, c]"], 27, "unknown key `items.1.feeback`"),
        ("order", ["items: [a, 2, c]"], 27, "`items`: item 2 must be text"),
        ("order", ["items: [a, {text: b, feedback: f}, b]"], 18, "two items have the same text"),
        ("order", ["items: [a, b]"], 27, "`items` has too few entries"),
        ("order", [*ORDER, "slips: [{swapped: [first], feedback: f}]"], 28, "`slips.0.swapped` has too few entries"),
        (
            "order",
            [*ORDER, "slips: [{swapped: [first, secnd], feedback: f}]"],
            18,
            "'secnd' is none of the items. Did you",
        ),
        ("order", [*ORDER, "slips: [{swapped: [first, first], feedback: f}]"], 18, "cannot change places with itself"),
        ("match", [*MATCH, "slips: [{left: a, right: b, feedback: f}]"], 18, "'a' with 'b' is right"),
        ("match", [*MATCH, "slips: [{left: b, right: d, feedback: f}]"], 18, "'b' is none of the left sides"),
        ("match", [*MATCH, "slips: [{left: a, right: x, feedback: f}]"], 18, "'x' is none of the right sides"),
        (
            "match",
            [*MATCH, "slips: [{left: a, right: e, feedback: f}, {left: a, right: e, feedback: g}]"],
            18,
            "'a' with 'e' stands twice",
        ),
        ("single", ["options: [{text: a, feedback: f, right: true}]"], 27, "`options` has too few entries"),
        (
            "multiple",
            [
                "options:",
                *(f"  - {{text: a{n}, right: true, feedback: f}}" for n in range(11)),
                "  - {text: b, feedback: f}",
            ],
            18,
            "11 options are marked `right: true`; mark at most 10",
        ),
    ],
)
def test_a_mistake_is_refused_where_it_stands(kind: str, keys: list[str], line: int, message: str) -> None:
    with pytest.raises(bank.BankError) as caught:
        question(kind, keys)
    assert str(caught.value).startswith(f"book/quizzes/test.yml, line {line}, question t-two: "), caught.value
    assert message in str(caught.value)


def test_an_id_that_no_browser_keeps_is_refused() -> None:
    longest = "t-" + "o" * 98
    assert parse(GOOD.replace("t-one", longest)).questions[0].id == longest
    with pytest.raises(bank.BankError, match=r"line 6, question t-o+: the id has 101 letters; at most 100"):
        parse(GOOD.replace("t-one", longest + "o"))


@pytest.mark.parametrize(
    ("kind", "plain", "more"),
    [
        ("number", NUMBER, [*NUMBER, "slips: [{when: {fact: a.fact}, feedback: f}]"]),
        ("text", TEXT, [*TEXT, "near: [{accept: [Niger], feedback: f}]"]),
        ("order", ["items: [first, second, third]"], [*ORDER, "slips: [{swapped: [first, second], feedback: f}]"]),
        (
            "match",
            ["pairs: [{left: a, right: b}, {left: c, right: d}]", "distractors: [e]"],
            [*MATCH, "slips: [{left: a, right: e, feedback: f}]"],
        ),
        (
            "single",
            ["options: [{text: a, feedback: f, right: true}, {text: b, feedback: f}]"],
            ["options: [{text: a, feedback: g, right: true}, {text: b, feedback: g}]", "ordered: true"],
        ),
    ],
)
def test_what_is_said_of_a_mistake_changes_no_hash(kind: str, plain: list[str], more: list[str]) -> None:
    first, second = (bank.content_hash(question(kind, keys).questions[-1], facts) for keys in (plain, more))
    assert first == second


def test_slips_are_worked_out_from_the_facts_of_today() -> None:
    keys = [
        "answer: {fact: a.fact}",
        "feedback: {wrong: No.}",
        "slips:",
        '  - {when: {from: {a: a.fact}, value: "a / 9"}, feedback: f}',
        "  - {when: 7, feedback: f}",
        '  - {when: {from: {a: a.fact}, value: "a / 90"}, feedback: f}',
    ]
    slips = bank.number_slips(question("number", keys).questions[-1], facts)
    assert slips == [[pytest.approx(300 / 9), 0.5], [7, 0], [pytest.approx(300 / 90), 0.05]]


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("{fact: a.fact}", "`slips`: 300 counts as right"),
        ('{from: {a: a.fact}, value: "a / 0"}', "`slips`: the expression 'a / 0' divides by zero"),
        ('{from: {a: a.fact}, value: "b / 2"}', "`slips`: the expression 'b / 2' names no name: 'b'"),
        ('{from: {a: a.fact}, value: "a > 2"}', "`slips`: 'a > 2' gives True, not a number"),
    ],
)
def test_a_slip_that_the_tables_make_right_or_senseless_is_refused(when: str, message: str) -> None:
    keys = ["answer: 300", "feedback: {wrong: No.}", f"slips: [{{when: {when}, feedback: f}}]"]
    with pytest.raises(bank.BankError) as caught:
        bank.number_slips(question("number", keys).questions[-1], facts)
    assert str(caught.value).startswith("question t-two: ")
    assert message in str(caught.value)


# --- forms ------------------------------------------------------------------------------------------------------------

FORM = GOOD.replace("objectives:\n  - {id: t-o1, text: Do it.}\n", "form: A\n").replace("t-one", "checka-one")


def together(**texts: str) -> dict[str, object]:
    return bank.together({name: bank.parse(text, f"book/quizzes/{name}.yml") for name, text in texts.items()})


def test_a_form_asks_of_the_chapters_objectives() -> None:
    assert bank.parse(FORM, "check-a.yml").form == "A"
    assert set(together(test=GOOD, a=FORM)) == {"t-one", "checka-one"}


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (FORM.replace("form: A", "form: C"), "a.yml, line 3: `form`: 'C' is unknown. It is one of: A, B."),
        (FORM.replace("form: A", "form: A\nfrom: [t-one]"), "a.yml, line 4: a form has no `from`"),
        (FORM.replace("form: A", "objectives: []\nform: A"), "a.yml, line 3: a form has no `objectives`"),
        (FORM.replace("t-o1", "t-o2"), "a.yml, line 5, question checka-one: no objective 't-o2' in a chapter. Did you"),
        (
            FORM + FORM[FORM.index("  - id") :].replace("-one", "-two"),
            "a.yml, line 5, question checka-one: a form asks once of each objective, and of t-o1 twice",
        ),
    ],
)
def test_a_form_that_does_not_cover_the_chapters_is_refused(form: str, message: str) -> None:
    with pytest.raises(bank.BankError) as caught:
        together(test=GOOD, a=form)
    assert message in str(caught.value)


def test_a_chapter_of_which_neither_form_asks_is_new() -> None:
    new = GOOD.replace("t-o", "new-o").replace("t-one", "new-one")
    assert set(together(test=GOOD, new=new, a=FORM)) == {"t-one", "new-one", "checka-one"}


def test_each_form_has_its_letter_and_every_objective() -> None:
    with pytest.raises(bank.BankError, match=r"b\.yml: form A is book/quizzes/a\.yml already"):
        together(test=GOOD, a=FORM, b=FORM.replace("checka", "checkb"))
    two = GOOD.replace("text: Do it.}", "text: Do it.}\n  - {id: t-o2, text: Again.}")
    with pytest.raises(bank.BankError, match=r"a\.yml: a form asks of each objective, and not of t-o2"):
        together(test=two, a=FORM)


# --- levels -----------------------------------------------------------------------------------------------------------

JUDGED = "t-one: {first: recall, second: judge, difficulty: [1, 2]}\n"


def test_levels_are_read() -> None:
    found = levels.parse(JUDGED, ["t-one"])
    assert (found["t-one"].first, found["t-one"].second, found["t-one"].difficulty) == ("recall", "judge", [1, 2])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            JUDGED + "t-on: {first: recall, second: recall, difficulty: [1, 1]}",
            "line 2: no question 't-on'. Did you mean",
        ),
        ("", "levels.yml: question t-one is not judged. Add its line."),
        (JUDGED.replace("judge", "guess"), "line 1: `t-one.second`"),
        (JUDGED.replace("[1, 2]", "[1]"), "line 1: `t-one.difficulty` has too few entries"),
        (JUDGED.replace("[1, 2]", "[1, 4]"), "line 1: `t-one.difficulty.1`"),
        (JUDGED + JUDGED, "line 2: the key `t-one` stands already in line 1"),
    ],
)
def test_levels_that_do_not_fit_the_bank_are_refused(text: str, message: str) -> None:
    with pytest.raises(ReaderError) as caught:
        levels.parse(text, ["t-one"])
    assert message in str(caught.value)


def test_the_name_of_a_people_counts_where_the_bank_says_so_and_asks_nothing_else() -> None:
    plain, more = (question("text", keys).questions[1] for keys in (TEXT, [*TEXT, "peoples: [Malians, Maliens]"]))
    assert grade.grade(render.key(plain, facts), "the Malians") == 0
    assert grade.grade(render.key(more, facts), "the Malians") == grade.grade(render.key(more, facts), "mali") == 1
    assert bank.content_hash(plain, facts) == bank.content_hash(more, facts)
    assert render.right_words(more, facts) == ["Mali"]
