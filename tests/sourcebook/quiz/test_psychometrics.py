"""What gives a key away, what readers score who know nothing, and what a hint may hold: at limits and beside them."""

from __future__ import annotations

import re
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from sourcebook.quiz import render
from sourcebook.quiz.grade import grade
from sourcebook.quiz.models import MODELS
from sourcebook.quiz.psychometrics import agreement, blind, cues, figures, hints
from tests.sourcebook.quiz.example import BANK, fact

SHARED = {"objective": "t-o1", "difficulty": 1, "sources": ["s"], "teaches": "p#s", "explanation": "E."}


def ask(kind: str, **what: Any) -> Any:
    """One question; what is not given does not matter."""
    return MODELS[kind].model_validate({"id": "t-one", "type": kind, "prompt": "P", "hints": ["H"], **SHARED, **what})


def single(*letters: int, right: int = 0, **what: Any) -> Any:
    """A single choice whose options have so many letters; the numbered one is right."""
    texts = [f"{n}{'x' * (count - 1)}" for n, count in enumerate(letters)]
    return ask("single", options=_options(texts, {right}), **what)


def multiple(*letters: int, right: tuple[int, ...] = (0,)) -> Any:
    return ask("multiple", options=_options([f"{n}{'x' * (c - 1)}" for n, c in enumerate(letters)], set(right)))


def _options(texts: list[str], right: set[int]) -> list[dict[str, Any]]:
    return [{"text": text, "feedback": "F", "right": n in right} for n, text in enumerate(texts)]


def claim(answer: str, **what: Any) -> Any:
    return ask("claim", answer=answer, feedback={"true": "T", "false": "F", "needs context": "N"}, **what)


# --- cues -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "longest", "ratio"),
    [((9, 4, 5), 1, 2), ((5, 5, 4), 0.5, 10 / 9), ((4, 5, 3), 0, 1), ((5, 5, 5), 1 / 3, 1)],
)
def test_the_key_beside_the_other_options(letters: tuple[int, ...], longest: float, ratio: float) -> None:
    assert cues.longest(single(*letters), fact) == pytest.approx(longest)
    assert cues.key_length(single(*letters), fact) == pytest.approx(ratio)


def test_options_are_as_long_as_their_readers_see_them() -> None:
    question = ask("single", options=_options(["*ab* {{a.fact}}", "**abcdef**"], {0}))
    assert cues.lengths(question, fact) == [6, 6]


def test_right_boxes_are_weighed_as_a_mean_and_without_wrong_ones_not_at_all() -> None:
    assert cues.key_length(multiple(6, 4, 5, right=(0, 1)), fact) == 1
    assert cues.key_length(multiple(6, 4, right=(0, 1)), fact) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("Only soldiers came", True), ("It was NEVER so", True), ("Nobody knows", True), ("Nearly all", True)]
    + [("An overall view", False), ("Nonetheless it rained", False), ("No rain fell", False), ("Most of them", False)],
)
def test_words_without_exception(text: str, found: bool) -> None:
    assert cues.absolute(text) is found


# --- blind ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "rule", "score"),
    [
        (single(9, 4, 5), "longest", 1),
        (single(9, 9, 5), "longest", 1 / 2),
        (single(4, 9, 5), "longest", 0),
        (single(5, 9, 4), "middle length", 1),
        (single(5, 9, 6, 4), "middle length", 1 / 2),
        (single(9, 5, 6, 4), "middle length", 0),
        (single(5, 5, 5, 9), "middle length", 1 / 3),
        (single(9, 4, 5), "needs context", 1 / 3),
        (claim("needs context"), "needs context", 1),
        (claim("true"), "needs context", 0),
        (claim("true"), "longest", 1 / 3),
        (multiple(9, 8, 4, 5, right=(0, 1)), "longest", 1),
        (multiple(9, 8, 4, 5, right=(2, 3)), "longest", 0),
        (multiple(9, 8, 4, 5, right=(0, 2)), "longest", 0),
        (multiple(9, 8, 4, right=(0,)), "longest", 1 / 2),  # of three boxes one, then two
        (multiple(9, 8, 8, 4, right=(0, 1)), "longest", 1 / 2),  # two are alike: now one, now the other
        (multiple(9, 8, 4, 5, right=(0, 1)), "half the boxes", 1 / 6),
        (single(9, 4, 5), "half the boxes", 1 / 3),
        (single(9, 4, 5), "together", 1),
        (claim("needs context"), "together", 1),
        (multiple(9, 8, 4, 5, right=(0, 1)), "together", 1 / 6),
    ],
)
def test_what_a_rule_scores(question: Any, rule: str, score: float) -> None:
    assert blind.STRATEGIES[rule](question, fact) == pytest.approx(score)


@pytest.mark.parametrize("question", BANK.questions, ids=lambda q: q.type)
def test_chance_is_what_many_answers_drawn_by_chance_score(question: Any) -> None:
    key, draw = render.key(question, fact), Random(7)

    def answer() -> Any:
        match question.type:
            case "single" | "claim":
                return draw.randrange(len(question.options) if question.type == "single" else 3)
            case "multiple":
                while not (boxes := [n for n in range(len(question.options)) if draw.random() < 0.5]):
                    pass
                return boxes
            case "order":
                return draw.sample(range(len(question.items)), len(question.items))
            case "match":
                return [draw.randrange(len(question.pairs) + len(question.distractors)) for _ in question.pairs]
        return "x"

    scores = [grade(key, answer()) for _ in range(4000)]
    assert sum(scores) / len(scores) == pytest.approx(blind.chance(question), abs=0.03)


# --- hints ------------------------------------------------------------------------------------------------------------


def found(question: Any) -> list[str]:
    return list(hints.faults(question, fact))


def test_an_easy_question_may_have_one_hint_and_a_harder_one_has_two() -> None:
    assert found(single(5, 6, hints=["H"])) == []
    assert found(single(5, 6, hints=["Look", "Look there"], difficulty=2)) == []
    assert "difficulty 2 has 2 hints or more, and this one 1" in found(single(5, 6, hints=["H"], difficulty=2))[0]


def test_hints_go_from_small_to_large() -> None:
    assert found(single(5, 6, hints=["y" * 10, "y" * 8, "y" * 7])) == []
    assert found(single(5, 6, hints=["y" * 10, "y" * 7]))[0].startswith(
        "hint 2 is shorter than hint 1 (7 letters after 10)"
    )


PAIRS = [{"left": "a dam", "right": "holds"}, {"left": "a bed", "right": "leads"}]


@pytest.mark.parametrize(
    ("question", "given"),
    [
        (ask("single", options=_options(["The *Board*", "A county"], {0}), hints=["It is the board."]), True),
        (ask("single", options=_options(["The *Board*", "A county"], {0}), hints=["It is no county."]), False),
        (ask("single", options=_options(["The *Board*", "A county"], {0}), hints=["Look at the boarding."]), False),
        (ask("text", accept=["gauge"], feedback={"wrong": "W"}, hints=["A Gauge, say."]), True),
        (claim("false", hints=["Why is it false?"]), True),
        (claim("false", hints=["Would that be true?"]), False),
        (ask("match", pairs=PAIRS, hints=["A dam holds."]), True),
        (ask("match", pairs=PAIRS, hints=["What holds, and what leads?"]), False),
        (ask("number", answer=1500, tolerance=5, feedback={"wrong": "W"}, hints=["Nearly 1,504."]), True),
        (ask("number", answer=1500, tolerance=5, feedback={"wrong": "W"}, hints=["Nearly 1,506."]), False),
        (ask("number", answer={"fact": "a.fact"}, feedback={"wrong": "W"}, hints=["It is {{a.fact}}."]), True),
        (ask("number", answer=7, feedback={"wrong": "W"}, hints=["Seven, as a week."]), True),
        (ask("number", answer=2, feedback={"wrong": "W"}, hints=["There are two lines."]), False),
    ],
)
def test_no_hint_gives_the_answer(question: Any, given: bool) -> None:
    assert any("gives the answer away" in reason for reason in found(question)) is given


# --- agreement and figures --------------------------------------------------------------------------------------------


def test_agreement_beyond_chance() -> None:
    # Worked by hand: 3 of 4 are the same; by chance (2 * 3 + 2 * 1) / 16 = 1 / 2.
    first, second = ["recall", "recall", "judge", "judge"], ["recall", "recall", "recall", "judge"]
    assert agreement.share(first, second) == 0.75
    assert agreement.kappa(first, second) == pytest.approx(0.5)
    assert agreement.kappa(first, first) == 1
    assert agreement.kappa(["recall"], ["recall"]) is None


def test_the_table_has_a_line_for_each_figure_and_tells_the_agreement() -> None:
    codes: Any = {
        "t-one": SimpleNamespace(first="recall", second="judge", difficulty=[1, 2]),
        "t-two": SimpleNamespace(first="judge", second="judge", difficulty=[3, 3]),
    }
    asked = [single(9, 4), ask("claim", id="t-two", answer="true", feedback=claim("true").feedback)]
    lines = figures.table({"all": figures.of(asked, fact, codes)}, codes)
    shown = dict(re.split(r" {2,}", line.strip(), maxsplit=1) for line in lines[1:-2])
    assert shown["questions"] == "2"
    assert shown["key is the longest option"] == "1 of 1"
    assert shown["length of keys to others"] == "2.25"
    assert shown["true / false / needs context"] == "1 / 0 / 0"
    assert shown["above recall, by each reading"] == "50%, 100%"
    assert shown["score by chance"] == "0.8"
    assert shown["score blind: longest"] == "1.3"
    assert lines[-2] == "two readings agree on the level of 50% of 2 questions (Cohen's kappa 0.00)"
    assert lines[-1].startswith("two readings agree on the difficulty of 50% of 2 questions (Cohen's kappa 0.33")


def test_what_there_is_nothing_of_is_a_dash() -> None:
    lines = figures.table({"all": figures.of([], fact, {})}, {})
    assert [line.split()[-1] for line in lines if "key" in line or "absolute" in line] == ["-"] * 4
    assert not any("readings" in line for line in lines)
