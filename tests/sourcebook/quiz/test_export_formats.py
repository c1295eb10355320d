"""Each exported file, read back by a reader of its own, asks, tells and marks what the bank does."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sourcebook.quiz import bank, markdown, render
from sourcebook.quiz.export import FORMATS
from sourcebook.quiz.export.item import Item, asked, flat
from sourcebook.quiz.grade import grade
from tests.rivers import RIVERS
from tests.sourcebook.quiz import example
from tests.sourcebook.quiz.readers import gift, moodle, qti12, qti21
from tests.sourcebook.quiz.readers.common import Answer, Asked, words

READERS: dict[str, Callable[[bytes], tuple[str, dict[str, Asked]]]] = {
    "moodle": moodle.read,
    "gift": gift.read,
    "qti12": qti12.read,
    "qti21": qti21.read,
}
ITEMS = [flat(q, example.fact, example.cite) for q in example.BANK.questions]
every_format = pytest.mark.parametrize("form", list(READERS))


def plain(text: str) -> str:
    return words(markdown.plain(text))


def back(form: str, items: list[Item]) -> dict[str, Asked]:
    return READERS[form](FORMATS[form].write(RIVERS, "example", "Title & more", items))[1]


def compare(form: str, item: Item, found: Asked) -> None:
    """Everything that is read, in words."""
    assert found.prompt.startswith(plain(item.prompt))
    assert item.unit in found.prompt
    assert found.explanation == words(f"{plain(item.explanation)} Sources: {'; '.join(item.sources)}")
    assert found.options == [plain(c.text) for c in item.choices]
    assert found.feedback == {plain(c.text): plain(c.feedback) for c in item.choices}
    assert found.wrong == plain(item.wrong)
    assert found.lefts == [plain(left) for left, _ in item.pairs]
    assert found.rights == sorted(plain(side) for side in item.sides)
    assert bool(found.numbers) == bool(item.numbers)
    if item.numbers:
        rows = [(item.numbers.title,), item.numbers.head, *item.numbers.rows]
        assert found.numbers == [[words(cell) for cell in row] for row in rows]
        assert len(item.numbers.rows) > 2
    if form == "moodle":
        assert found.hints == [plain(hint) for hint in item.hints]
    if form in ("moodle", "gift"):
        assert found.tags == [item.objective, f"difficulty {item.difficulty}"]


def answers(question: Any) -> Iterator[tuple[Any, Answer]]:
    """Right and wrong answers: as the book's grading takes them, and as a student of another system gives them."""
    item = flat(question, example.fact, example.cite)
    key = render.key(question, example.fact)
    texts = {c.number: plain(c.text) for c in item.choices}
    if question.type in ("single", "claim"):
        yield from ((n, {text}) for n, text in texts.items())
        yield None, set()
    elif question.type == "multiple":
        for count in range(len(texts) + 1):
            for chosen in itertools.combinations(texts, count):
                yield list(chosen), {texts[n] for n in chosen}
    elif question.type == "number":
        for off in (0, key["tol"], -key["tol"], key["tol"] + 1, -key["tol"] - 1, key["tol"] / 2):
            typed = f"{key['a'] + off:.6f}"
            yield typed, typed
    elif question.type == "text":
        for typed in (
            *question.accept,
            *(form.upper() for form in question.accept),
            f"the {question.accept[0]}",
            "something else",
            "*",
        ):
            yield typed, words(typed)
    elif question.type == "order":
        for given_order in itertools.islice(itertools.permutations(range(len(question.items))), 24):
            places = {plain(item.ordered[n]): str(at) for at, n in enumerate(given_order, 1)}
            yield list(given_order), places
    else:
        sides = [plain(side) for side in item.sides]
        for picked in itertools.islice(itertools.product(range(len(sides)), repeat=len(item.pairs)), 60):
            yield list(picked), {plain(left): sides[n] for (left, _), n in zip(item.pairs, picked, strict=True)}


def expected(form: str, question: Any, answer: Any) -> float:
    """The book's share, save where the list of losses says that the format has another."""
    share = grade(render.key(question, example.fact), answer)
    return float(share > 0.999) if form == "qti12" and question.type == "multiple" else share


@every_format
def test_every_type_is_there_and_says_the_same(form: str) -> None:
    found = back(form, ITEMS)
    assert list(found) == [item.id for item in ITEMS]
    for item in ITEMS:
        compare(form, item, found[item.id])


@every_format
@pytest.mark.parametrize("kind", bank.TYPES)
def test_every_type_is_marked_as_the_book_marks_it(form: str, kind: str) -> None:
    question = example.BY_TYPE[kind]
    found = back(form, ITEMS)[question.id]
    shares = set()
    for answer, given_answer in answers(question):
        share = expected(form, question, answer)
        # Places that two systems count the same way, whoever was right first.
        assert found.mark(given_answer) == pytest.approx(share, abs=2e-4), answer
        shares.add(round(share, 3))
    assert {0, 1} <= shares


@every_format
@pytest.mark.parametrize("chapter", bank.names(RIVERS))
def test_the_questions_of_the_book_travel(form: str, chapter: str) -> None:
    title, items = asked(RIVERS, chapter)
    heading, found = READERS[form](FORMATS[form].write(RIVERS, chapter, title, items))
    assert heading.endswith(title)
    assert list(found) == [item.id for item in items]
    for item in items:
        compare(form, item, found[item.id])
        right: Answer = str(item.answer)
        if item.choices:
            right = {plain(c.text) for c in item.choices if c.right}
        elif item.pairs:
            right = {plain(left): plain(side) for left, side in item.pairs}
        elif item.accept:
            right = item.accept[0]
        assert found[item.id].mark(right) == pytest.approx(1, abs=2e-4)


def test_a_question_about_a_picture_brings_its_numbers() -> None:
    """Those of the made-up book are compared above in each format; here, that there are some, and in the table too."""
    about = [item for chapter in bank.names(RIVERS) for item in asked(RIVERS, chapter)[1] if item.view]
    assert about
    assert all(item.numbers for item in about)
    written = FORMATS["csv"].write(RIVERS, "rain", "Rain", about).decode()
    for item in about:
        assert item.numbers
        assert item.numbers.title in written
        assert " | ".join(item.numbers.rows[0]) in written


def test_digits_in_the_name_of_a_question_change_no_choice_in_canvas() -> None:
    """Its importer takes the first digits of a choice's name for the choice."""
    question = example.BY_TYPE["match"].model_copy(update={"id": "ex-2640-match"})
    found = back("qti12", [flat(question, example.fact, example.cite)])["ex-2640-match"]
    assert found.mark({plain(pair.left): plain(pair.right) for pair in question.pairs}) == pytest.approx(1)


@every_format
def test_answers_in_the_open_lose_their_order(form: str) -> None:
    """The bank lists the right answer first; a file that a system does not shuffle must not."""
    ordering = back(form, ITEMS)[example.BY_TYPE["order"].id]
    assert ordering.lefts != [plain(item) for item in example.BY_TYPE["order"].items]


SIGNS = [
    *"~={}#:\\\"'&<>%[]*_`|-+@$\n\t ",
    "::",
    "->",
    "####",
    "]]>",
    "<script>alert(1)</script>",
    "<!--",
    "&amp;",
    "=cmd|' /C calc'!A0",
]
SIGNS += [
    "%50%",
    "[html]",
    "[plain]",
    "// ",
    "\n\n",
    "\\n",
    "é",
    "\u2028",
    "\x01",
    "word",
    "[x](javascript:alert(1))",
    "[y](https://un.org/?a=b#c)",
]
# Two braces begin a fact, and only a fact.
hostile = st.lists(st.sampled_from(SIGNS), max_size=8).map("".join).map(lambda text: re.sub(r"\{+", "{", text))


@st.composite
def banks(draw: Callable[[Any], Any]) -> bank.Bank:
    """The guide's example with every text hostile, each still different from the others."""
    raw: dict[str, Any] = {
        "chapter": "hostile",
        "title": "Hostile",
        "objectives": [o.model_dump() for o in example.BANK.objectives],
    }
    raw["questions"] = [q.model_dump(by_alias=True) for q in example.BANK.questions]
    marks = (f" {chr(65 + n // 26)}{chr(65 + n % 26)}" for n in itertools.count())

    def bad() -> str:
        return draw(hostile) + next(marks)

    for q in raw["questions"]:
        # These name texts of the question that are about to change; no format carries them.
        q.pop("slips", None)
        q |= {"prompt": bad(), "explanation": bad(), "hints": [bad(), bad()]}
        if "options" in q:
            q["options"] = [o | {"text": bad(), "feedback": bad()} for o in q["options"]]
        elif q["type"] == "claim":
            q["feedback"] = {answer: bad() for answer in bank.CLAIM_ANSWERS}
        elif "feedback" in q:
            q["feedback"] = {"wrong": bad()}
        if "accept" in q:
            q["accept"] = [bad(), bad()]
        if "items" in q:
            q["items"] = [bad() for _ in q["items"]]
        if "pairs" in q:
            q |= {"pairs": [{"left": bad(), "right": bad()} for _ in q["pairs"]], "distractors": [bad()]}
    return bank.parse(yaml.safe_dump(raw, allow_unicode=True), "book/quizzes/hostile.yml")


# A whole bank takes minutes to shrink; the failing one says enough.
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(banks())
def test_hostile_words_travel_and_never_run(held: bank.Bank) -> None:
    items = [flat(q, example.fact, example.cite) for q in held.questions]
    for form in READERS:
        found = back(form, items)
        for question, item in zip(held.questions, items, strict=True):
            if form == "gift" and item.type == "text" and all("->" in accepted for accepted in item.accept):
                continue
            compare(form, item, found[item.id])
            if item.accept:
                forms = [a for a in item.accept if not (form == "gift" and "->" in a)]
                assert all(found[item.id].mark(words(a)) == 1 for a in forms)
                assert found[item.id].mark("something else") == 0
                continue
            for answer, given_answer in itertools.islice(answers(question), 12):
                assert found[item.id].mark(given_answer) == pytest.approx(expected(form, question, answer), abs=2e-4)
