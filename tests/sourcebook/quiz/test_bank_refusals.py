"""Every rule of the question bank, broken once; and both sides of every count that it checks."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from sourcebook.quiz import bank

SHARED = {
    "id": "lake-one",
    "objective": "lake-o1",
    "difficulty": 1,
    "prompt": "Which?",
    "hints": ["Look."],
    "explanation": "Because.",
    "sources": ["town-2020-gauge"],
    "teaches": "book/lake#shore",
}


def options(*texts: str, right: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
    return [{"text": t, "feedback": f"On {t}.", **({"right": True} if n in right else {})} for n, t in enumerate(texts)]


def pairs(count: int) -> list[dict[str, str]]:
    return [{"left": f"left {n}", "right": f"right {n}"} for n in range(count)]


OWN: dict[str, dict[str, Any]] = {
    "single": {"options": options("a", "b")},
    "multiple": {"options": options("a", "b", "c", right=(0, 1))},
    "claim": {"answer": "true", "feedback": {"true": "t", "false": "f", "needs context": "n"}},
    "number": {"answer": 3, "tolerance": 1, "unit": "cm", "feedback": {"wrong": "No."}},
    "text": {"accept": ["gauge"], "feedback": {"wrong": "No."}},
    "order": {"items": ["a", "b", "c"]},
    "match": {"pairs": pairs(2), "distractors": ["more"]},
}
KNOWN = bank.Known(
    frozenset({"lake.depth"}), frozenset({"town-2020-gauge"}), frozenset({"book/lake#shore"}), frozenset({"depths"})
)
HEAD = {"chapter": "lake", "title": "The lake", "objectives": [{"id": "lake-o1", "text": "know the lake"}]}


def parse(kind: str, without: str = "", **changed: Any) -> bank.Bank:
    """A file with one question of this type, some of its keys changed or one taken out."""
    question = {"type": kind, **SHARED, **OWN[kind], **changed}
    question.pop(without, None)
    text = yaml.safe_dump({**HEAD, "questions": [question]}, sort_keys=False, allow_unicode=True)
    return bank.parse(text, "book/quizzes/lake.yml", KNOWN)


def refused(message: str, kind: str, without: str = "", **changed: Any) -> None:
    with pytest.raises(bank.BankError) as caught:
        parse(kind, without, **changed)
    assert str(caught.value).startswith("book/quizzes/lake.yml, line "), caught.value
    assert message in str(caught.value), caught.value


@pytest.mark.parametrize("kind", bank.TYPES)
def test_the_questions_of_these_tests_are_read(kind: str) -> None:
    (question,) = parse(kind).questions
    assert question.type == kind


@pytest.mark.parametrize("key", [*SHARED, *("options", "answer", "feedback", "accept", "items", "pairs")])
def test_no_key_can_be_left_out(key: str) -> None:
    for kind in bank.TYPES:
        if key in SHARED or (key in OWN[kind]):
            refused(f"`{key}` is missing. Add it.", kind, without=key)


@pytest.mark.parametrize("kind", bank.TYPES)
def test_a_key_of_another_type_is_refused(kind: str) -> None:
    refused("unknown key `colour`", kind, colour="red")
    foreign = "items" if kind != "order" else "pairs"
    refused(f"unknown key `{foreign}`", kind, **{foreign: ["a"]})


EMPTY = [
    *((key, "") for key in ("objective", "prompt", "explanation", "teaches")),
    *((key, "   ") for key in ("prompt", "explanation")),
    *((key, []) for key in ("hints", "sources")),
    *((key, [""]) for key in ("hints", "sources")),
]


@pytest.mark.parametrize(("key", "value"), EMPTY)
def test_nothing_stands_empty(key: str, value: object) -> None:
    refused(f"`{key}{'.0' if value == [''] else ''}` is empty. Fill it.", "single", **{key: value})


# Of every rule: its type, what breaks it, and what the author is told.
BROKEN: dict[str, tuple[str, dict[str, Any], str]] = {
    "no right option of one": ("single", {"options": options("a", "b", right=())}, "0 options are marked"),
    "two right options of one": ("single", {"options": options("a", "b", right=(0, 1))}, "2 options are marked"),
    "no right option of several": ("multiple", {"options": options("a", "b", right=())}, "no option is marked"),
    "an option twice": ("multiple", {"options": options("a", "a")}, "two options have the same text"),
    "an option twice but for blanks": ("single", {"options": options("a", " a ")}, "two options have the same text"),
    "an option without text": ("single", {"options": options("a", "")}, "`options.1.text` is empty"),
    "a lone option": ("single", {"options": options("a")}, "`options` has too few entries"),
    "an answer that is none": ("claim", {"answer": "maybe"}, "`answer`"),
    "an answer without feedback": ("claim", {"feedback": {"true": "t", "false": "f"}}, "missing for: needs context"),
    "a fact without a name": ("number", {"answer": {"fact": ""}}, "{'fact': ''}"),
    "a number as text": ("number", {"tolerance": "1"}, "'1' is no number"),
    "a tolerance below nothing": ("number", {"tolerance": -0.5}, "`tolerance`"),
    "feedback on something else": ("number", {"feedback": {"right": "Yes."}}, "unknown key `feedback.right`"),
    "nothing to accept": ("text", {"accept": []}, "`accept` is empty"),
    "a form that is never met": ("text", {"accept": ["gauge", "-"]}, "'-' has no letter and no digit"),
    "an item twice": ("order", {"items": ["a", "b", "a"]}, "two items have the same text"),
    "two items": ("order", {"items": ["a", "b"]}, "`items` has too few entries"),
    "nine items": ("order", {"items": list("abcdefghi")}, "`items`"),
    "one pair": ("match", {"pairs": pairs(1)}, "`pairs` has too few entries"),
    "nine pairs": ("match", {"pairs": pairs(9)}, "`pairs`"),
    "a left side twice": (
        "match",
        {"pairs": [{"left": "a", "right": "b"}, {"left": "a", "right": "c"}]},
        "a side stands twice",
    ),
    "a right side twice": (
        "match",
        {"pairs": [{"left": "a", "right": "c"}, {"left": "b", "right": "c"}]},
        "a side stands twice",
    ),
    "a distractor that is right": ("match", {"distractors": ["right 0"]}, "a side stands twice"),
    "a distractor twice": ("match", {"distractors": ["x", "x"]}, "a side stands twice"),
    "a source that is not known": (
        "single",
        {"sources": ["town-2020-gauge", "town-2021"]},
        "'town-2021' is not in book/references.bib",
    ),
    "a section that is not there": (
        "single",
        {"teaches": "book/lake#shor"},
        "is not in the pages (write page#label). Did you mean",
    ),
    "a view that is not there": ("single", {"view": "depht"}, "'depht' is not in the views. Did you mean depths?"),
    "an objective that is not there": (
        "single",
        {"objective": "lake-o2"},
        "no objective 'lake-o2'. Did you mean lake-o1?",
    ),
    "difficulty four": ("single", {"difficulty": 4}, "`difficulty`"),
    "difficulty nought": ("single", {"difficulty": 0}, "`difficulty`"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_every_rule_of_a_question_is_held(rule: str) -> None:
    kind, changed, message = BROKEN[rule]
    refused(message, kind, **changed)


@pytest.mark.parametrize(
    "name",
    [
        "abc DEF",
        "abc-def ghi",
        "abc-DEF",
        "Abc-def",
        "abc",
        "abc-",
        "-abc",
        "abc--def",
        "1abc-d",
        "abc_def-g",
        "äbc-def",
        "abc-def\n-g",
    ],
)
def test_an_id_is_words_and_dashes_from_end_to_end(name: str) -> None:
    refused("the id must be lower-case words joined by dashes", "single", id=name)


@pytest.mark.parametrize("name", ["ab-c", "a-1", "abc-def-ghi", "abc2-d"])
def test_what_an_id_may_be(name: str) -> None:
    assert parse("single", id=name).questions[0].id == name


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("single", {"id": "lake-{{lake.depth}}"}),
        ("single", {"sources": ["{{lake.depth}}"]}),
        ("single", {"teaches": "{{lake.depth}}"}),
        ("single", {"view": "{{lake.depth}}"}),
        ("single", {"objective": "{{lake.depth}}"}),
        ("number", {"unit": "{{lake.depth}}"}),
        ("text", {"accept": ["{{lake.depth}}"]}),
    ],
)
def test_a_fact_stands_only_where_it_is_looked_up(kind: str, changed: dict[str, Any]) -> None:
    with pytest.raises(bank.BankError):
        parse(kind, **changed)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("order", {"items": list("abc")}),
        ("order", {"items": list("abcdefgh")}),
        ("match", {"pairs": pairs(2), "distractors": []}),
        ("match", {"pairs": pairs(8), "distractors": [f"d{n}" for n in range(8)]}),
        ("multiple", {"options": options("a", "b", right=(1,))}),
        ("multiple", {"options": options("a", "b", right=(0, 1))}),
        ("number", {"tolerance": 0}),
        ("single", {"difficulty": 3}),
        ("single", {"prompt": "How deep is {{lake.depth}}?"}),
        ("single", {"view": "depths"}),
    ],
)
def test_the_last_that_a_rule_lets_through(kind: str, changed: dict[str, Any]) -> None:
    assert len(parse(kind, **changed).questions) == 1


# ---- the file ----


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"chapter": ""}, "`chapter` is missing or empty"),
        ({"title": ""}, "`title` is missing or empty"),
        ({"objectives": []}, "`objectives` is missing or empty"),
        ({"questions": []}, "`questions` is missing or empty"),
        ({"objectives": [{"id": "", "text": "x"}]}, "objectives: `id` is empty"),
        ({"objectives": [{"id": "o", "text": ""}]}, "objectives: `text` is empty"),
        ({"objectives": [{"id": "o", "text": "x", "relates": [""]}]}, "objectives: `relates.0` is empty"),
        ({"objectives": [{"id": "o", "text": "x", "more": 1}]}, "objectives: unknown key `more`"),
        ({"objectives": {"id": "o"}}, "`objectives` must be a list of objectives"),
        ({"questions": ["lake-one"]}, "`questions` must be a list of questions"),
        ({"from": []}, "`from` is missing or empty"),
        ({"from": "lake-two"}, "`from` must be a list of ids"),
        ({"from": [{"id": "lake-two"}]}, "`from` must be a list of ids"),
        ({"from": ["lake-two", "lake-two"]}, "question lake-two: stands already in line"),
        ({"fron": ["lake-two"]}, "unknown key `fron`. Did you mean from?"),
    ],
)
def test_every_rule_of_a_file_is_held(changed: dict[str, Any], message: str) -> None:
    question = {"type": "single", **SHARED, **OWN["single"]}
    text = yaml.safe_dump({**HEAD, "questions": [question], **changed}, sort_keys=False)
    with pytest.raises(bank.BankError) as caught:
        bank.parse(text, "book/quizzes/lake.yml", KNOWN)
    assert str(caught.value).startswith("book/quizzes/lake.yml, line ")
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "5", "- a", "just words"])
def test_a_file_that_is_no_mapping_says_how_it_begins(text: str) -> None:
    with pytest.raises(bank.BankError, match=r"line 1: must begin with `chapter:`"):
        bank.parse(text, "book/quizzes/lake.yml")


def test_an_unknown_question_of_a_chapter_names_a_near_one() -> None:
    with pytest.raises(bank.BankError, match=r"no question 'lake-on' in lake\.yml\. Did you mean lake-one\?"):
        parse("single").get("lake-on")


def dumped(*questions: dict[str, Any], **changed: Any) -> str:
    """The text of a file with these questions; keys of its head changed."""
    return yaml.safe_dump({**HEAD, "questions": list(questions), **changed}, sort_keys=False)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("brook-one", "begin with lake- (book.yml, prefixes), and brook- is that of brook. Rename it."),
        ("sea-one", "begin with lake- (book.yml, prefixes), and sea- is that of coast. Rename it."),
        # Two prefixes fit, one inside the other: the one that stands first is named.
        ("sea-side-one", "begin with lake- (book.yml, prefixes), and sea- is that of coast. Rename it."),
        ("other-one", "begin with lake- (book.yml, prefixes). Rename it."),
    ],
)
def test_an_id_begins_as_those_of_its_chapter(name: str, message: str) -> None:
    prefixes = (("brook", "brook"), ("lake", "lake"), ("coast", "sea"), ("shore", "sea-side"))
    question = {"type": "single", **SHARED, **OWN["single"], "id": name}
    with pytest.raises(bank.BankError) as caught:
        bank.parse(dumped(question), "book/quizzes/lake.yml", bank.Known(prefixes=prefixes))
    assert str(caught.value).endswith(message)


def test_an_objective_of_a_book_has_a_question() -> None:
    objectives = [*HEAD["objectives"], {"id": "lake-o2", "text": "know the shore"}]
    text = dumped({"type": "single", **SHARED, **OWN["single"]}, objectives=objectives)
    (fault,) = bank.faults(text, "book/quizzes/lake.yml", bank.Known(in_book=True))
    assert "the objective lake-o2 has no question. Ask one, or take the objective out." in str(fault)
    assert bank.faults(text, "book/quizzes/lake.yml", bank.Known()) == []


def test_what_is_wrong_with_one_answer_is_one_fault_and_the_rest_its_own() -> None:
    question = {"type": "number", **SHARED, **OWN["number"], "answer": {"fakt": "lake.depth"}, "difficulty": 9}
    found = [str(fault) for fault in bank.faults(dumped(question), "book/quizzes/lake.yml")]
    assert len(found) == 2, found
    assert sum("`answer" in one for one in found) == 1
    assert sum("`difficulty" in one for one in found) == 1


def test_only_a_comma_in_brackets_makes_two_hints_of_one() -> None:
    hints = ["Look at the left", "and at the right"]
    assert parse("single", hints=hints).questions[0].hints == hints
    text = dumped({"type": "single", **SHARED, **OWN["single"], "hints": "HINTS"})
    with pytest.raises(bank.BankError, match=r"a comma in \[brackets\] makes two hints of one"):
        bank.parse(text.replace("HINTS", f"[{', '.join(hints)}]"), "book/quizzes/lake.yml")


# ---- the hash: answers are kept as long as it stays ----


def hashed(kind: str, **changed: Any) -> str:
    return bank.content_hash(parse(kind, **changed).questions[0], lambda name: None)


@pytest.mark.parametrize("kind", bank.TYPES)
@pytest.mark.parametrize(
    "changed",
    [
        {"view": "depths"},
        {"hints": ["Another."]},
        {"explanation": "Since."},
        {"difficulty": 3},
        {"teaches": "book/lake#shore"},
        {"sources": ["town-2020-gauge", "town-2020-gauge"]},
    ],
)
def test_what_is_not_asked_is_not_in_the_hash(kind: str, changed: dict[str, Any]) -> None:
    assert hashed(kind, **changed) == hashed(kind)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("single", {"prompt": "Who?"}),
        ("single", {"options": options("a", "c")}),
        ("single", {"options": options("a", "b", right=(1,))}),
        ("multiple", {"options": options("a", "b", "c", right=(0, 2))}),
        ("claim", {"answer": "false"}),
        ("number", {"answer": 4}),
        ("number", {"tolerance": 2}),
        ("number", {"unit": "mm"}),
        ("text", {"accept": ["gauge", "gage"]}),
        ("order", {"items": ["a", "c", "b"]}),
        ("match", {"distractors": []}),
        ("match", {"pairs": [{"left": "left 0", "right": "right 1"}, {"left": "left 1", "right": "right 0"}]}),
    ],
)
def test_what_is_asked_and_what_is_right_is_in_the_hash(kind: str, changed: dict[str, Any]) -> None:
    assert hashed(kind, **changed) != hashed(kind)


@pytest.mark.parametrize("kind", ["number", "text"])
def test_feedback_is_not_in_the_hash(kind: str) -> None:
    assert hashed(kind, feedback={"wrong": "Look again."}) == hashed(kind)
