"""``check`` reads the bank as a psychometrician does: a made-up bank for each rule, at its limit and beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sourcebook import checks
from sourcebook.checks import Finding, Material
from sourcebook.checks.bank_figures import bank_figures
from sourcebook.checks.questions import questions
from sourcebook.quiz import hand_in_line
from tests.sourcebook import made_up_book

SHARED = {
    "difficulty": 2,
    "prompt": "Which?",
    "hints": ["Look again.", "Look at the table."],
    "explanation": "E.",
    "sources": ["town-2020-gauge"],
    "teaches": "book/river#reading",
}


def ask(number: int, kind: str, **what: Any) -> dict[str, Any]:
    return {"id": f"river-{number:02}", "type": kind, "objective": "river-o1", **SHARED, **what}


def single(at: int, *letters: int, extra: str = "") -> dict[str, Any]:
    """A single choice. Its key and its wrong options have so many letters; without any the key is by turns the longest
    of four, the second, the third and the shortest, so that no rule of length finds it.
    """
    turns = [8, 7, 6, 5]
    key, *wrong = letters or (turns[at % 4], *turns[: at % 4], *turns[at % 4 + 1 :])
    texts = ["k" * key, *(chr(97 + n) * count for n, count in enumerate(wrong))]
    texts[-1] += extra
    return ask(
        at,
        "single",
        options=[{"text": t, "feedback": "F"} | ({} if n else {"right": True}) for n, t in enumerate(texts)],
    )


def claim(at: int, answer: str) -> dict[str, Any]:
    return ask(at, "claim", answer=answer, feedback={"true": "T", "false": "F", "needs context": "N"})


def number(at: int, **what: Any) -> dict[str, Any]:
    return ask(at, "number", answer={"fact": "gauge.highest"}, feedback={"wrong": "W"}, **what)


def plain() -> list[dict[str, Any]]:
    """A bank that no rule finds fault with: ten choices whose options are alike, and ten claims."""
    answers = ["true"] * 2 + ["false"] * 5 + ["needs context"] * 3
    return [*(single(n) for n in range(10)), *(claim(10 + n, answer) for n, answer in enumerate(answers))]


def find(
    root: Path,
    questions: list[dict[str, Any]],
    rules: str = "",
    judged: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> list[Finding]:
    """What the check finds in a bank of these questions; ``more`` are keys of the file beside them."""
    head = {"chapter": "river", "title": "R", "objectives": [{"id": "river-o1", "text": "T"}], **(more or {})}
    text = yaml.safe_dump({**{k: v for k, v in head.items() if v}, "questions": questions}, sort_keys=False)
    book = made_up_book.make(root, QUESTIONS=text, IDENTITY=made_up_book.IDENTITY + rules)
    if judged is not None:
        (book.quiz_dir / "levels.yml").write_text(yaml.safe_dump(judged))
    return list(bank_figures(Material(book)))


def line_of(root: Path, question: str) -> int:
    lines = (root / "book" / "quizzes" / "river.yml").read_text().splitlines()
    return next(n for n, line in enumerate(lines, 1) if f"id: {question}" in line)


def the_one(root: Path, found: list[Finding], question: str, *words: str) -> None:
    """There is one finding, in the line of this question, with all of these words."""
    assert [(f.file, f.line) for f in found] == [("book/quizzes/river.yml", line_of(root, question))], found
    assert [word for word in words if word not in found[0].text] == [], found[0].text


def test_a_bank_that_keeps_the_rules_has_nothing_to_mend(tmp_path: Path) -> None:
    assert find(tmp_path, plain()) == []


def of_rule(found: list[Finding], phrase: str) -> list[Finding]:
    return [f for f in found if phrase in f.text]


def test_at_most_a_third_of_keys_are_the_longest(tmp_path: Path) -> None:
    bank = [single(n, 7, 8, 6) if n < 7 else single(n, 6, 8, 7) for n in range(20)]
    bank[3:10] = [single(n, 9, 8, 7) for n in range(3, 10)]  # 7 of 20: 35 %
    assert find(tmp_path / "a", bank) == []
    bank[15] = single(15, 9, 8, 7)
    found = of_rule(find(tmp_path / "b", bank), "longest option")
    words = ("8 of 20 single choices", "at most 35% may be", "river-04, river-05, river-06 and river-07 and 3 more")
    the_one(tmp_path / "b", found, "river-03", *words)


def test_few_choices_are_held_to_no_share(tmp_path: Path) -> None:
    assert find(tmp_path, [single(n, 9, 8, 7) for n in range(9)]) == []


def test_keys_are_about_as_long_as_other_options(tmp_path: Path) -> None:
    # The key is the second of five; it has 14 letters, the others 10 in the mean.
    bank = [single(n, 14, 15, 9, 8, 8) for n in range(10)]
    assert find(tmp_path / "a", bank) == []
    bank[4] = single(4, 14, 15, 9, 8, 4)
    the_one(tmp_path / "b", find(tmp_path / "b", bank), "river-04", "1.42 times as long", "at most 1.4 may be")


def test_few_wrong_options_have_words_without_exception(tmp_path: Path) -> None:
    bank = [*(single(n, 9, 9, 9) for n in range(10)), *plain()[10:]]
    bank[6] = single(6, 9, 9, 3, extra=" never")
    assert find(tmp_path / "a", bank) == []  # 1 of 20
    bank[8] = single(8, 9, 9, 3, extra=" alleys")
    assert find(tmp_path / "b", bank) == []
    bank[8] = single(8, 9, 9, 3, extra=" of all")
    words = ("2 of 20 wrong options", "at most 5% may", "river-06 and river-08")
    the_one(tmp_path / "c", find(tmp_path / "c", bank), "river-06", *words)


def test_each_answer_of_a_claim_is_that_of_a_fifth(tmp_path: Path) -> None:
    bank = plain()
    bank[11] = claim(11, "false")
    words = ("1 of 10 statements are answered “true”", "at least 20% must be", "whose answer is “false”")
    the_one(tmp_path / "a", find(tmp_path / "a", bank), "river-11", *words)
    assert find(tmp_path / "b", bank[:-1]) == []  # nine claims are held to no share


def test_no_rule_without_reading_earns_more_than_chance_in_a_chapter(tmp_path: Path) -> None:
    # Twenty claims: chance earns 6.7, and 1.15 times as much is 7.7.
    def bank(of_context: int) -> list[dict[str, Any]]:
        return [claim(n, "needs context" if n < of_context else ("true", "false")[n % 2]) for n in range(20)]

    assert find(tmp_path / "a", bank(7)) == []
    found = find(tmp_path / "b", bank(8))
    assert [f.text.partition("”")[0] for f in found] == ["the rule “needs context", "the rule “together"]
    words = ("scores 8.0 of 20 without reading (river), chance 6.7; at most 7.7 may be", "Look at river-00, river-01,")
    the_one(tmp_path / "b", found[:1], "river-00", *words)


def test_in_a_form_a_rule_may_earn_one_item_more_than_chance(tmp_path: Path) -> None:
    def bank(of_context: int) -> list[dict[str, Any]]:
        return [claim(n, "needs context" if n < of_context else "true") for n in range(6)]

    form = {"objectives": None, "form": "A"}
    assert find(tmp_path / "a", bank(3), more=form) == []  # chance earns 2
    found = find(tmp_path / "b", bank(4), more=form)
    assert [f.text.partition("”")[0] for f in found] == ["the rule “needs context", "the rule “together"]
    the_one(tmp_path / "b", found[:1], "river-00", "scores 4.0 of 6", "at most 3.0 may be")


def test_the_rule_of_length_is_found_out(tmp_path: Path) -> None:
    bank = [single(n, 8, 6 + n % 2, 9) for n in range(12)]
    the_one(tmp_path, find(tmp_path, bank), "river-00", "the rule “middle length” scores 12.0 of 12")


def levels(bank: list[dict[str, Any]], *codes: tuple[str, str]) -> dict[str, Any]:
    return {
        q["id"]: {"first": first, "second": second, "difficulty": [1, 2]}
        for q, (first, second) in zip(bank, codes, strict=True)
    }


def test_half_of_the_questions_ask_for_more_than_recall_by_either_reader(tmp_path: Path) -> None:
    bank, half = plain(), [("recall", "recall")] * 10 + [("judge", "apply")] * 10
    assert find(tmp_path / "a", bank, judged=levels(bank, *half)) == []
    half[10] = ("understand", "recall")
    found = find(tmp_path / "b", bank, judged=levels(bank, *half))
    the_one(tmp_path / "b", found, "river-00", "50% (first reading) and 45% (second)", "at least 50% must by both")


def test_hints_are_enough_grow_and_give_nothing_away(tmp_path: Path) -> None:
    bank = plain()
    bank[2]["hints"] = ["Look."]
    bank[3]["hints"] = ["Look at the table again.", "Look."]
    bank[4]["hints"] = ["Look again.", "It says: kkkkkkkk."]
    found = find(tmp_path, bank)
    for finding, question, words in zip(
        found,
        ("river-02", "river-03", "river-04"),
        ("has 2 hints or more, and this one 1", "hint 2 is shorter", "hint 2 gives the answer away ('kkkkkkkk')"),
        strict=True,
    ):
        the_one(tmp_path, [finding], question, words)


# --- what a book asks besides -----------------------------------------------------------------------------------------


def test_as_many_questions_as_the_book_asks_for(tmp_path: Path) -> None:
    assert find(tmp_path / "a", plain(), "bank: {questions: 20, types: {claim: 10, single: 10}}\n") == []
    found = find(tmp_path / "b", plain(), "bank: {questions: 21, types: {claim: 11, text: 1}}\n")
    assert [f.text.rpartition(". ")[2] for f in found] == ["Add 1."] * 3
    assert found[1].text.startswith("10 questions of type claim; the book has at least 11")


def test_questions_that_are_read_from_views(tmp_path: Path) -> None:
    rules = "chapters: {questions_from_views: 1}\n"
    assert find(tmp_path / "a", [*plain(), number(40, view="levels")], rules) == []
    typed = ask(41, "number", answer=165, feedback={"wrong": "W"}, view="levels")
    found = find(tmp_path / "b", [*plain(), number(40), typed, single(42)], rules)
    assert [(f.file, f.line) for f in found] == [("book/quizzes/river.yml", 1)]
    assert "0 questions have a number that is read from a view" in found[0].text


def test_an_objective_that_asks_for_judgement(tmp_path: Path) -> None:
    bank, rules = plain(), "chapters: {judging_an_objective: 2}\n"
    codes = [("judge", "judge")] * 2 + [("judge", "apply")] * 18
    assert find(tmp_path / "a", bank, rules, levels(bank, *codes)) == []
    codes[1] = ("apply", "judge")
    found = find(tmp_path / "b", bank, rules, levels(bank, *codes))
    assert [(f.file, f.line) for f in found] == [("book/quizzes/river.yml", 4)]  # where the objective stands
    assert "the objective river-o1 has 1 questions that both readings" in found[0].text


PAIRS = [{"left": "a dam", "right": "holds", "feedback": "F"}, {"left": "a bed", "right": "leads", "feedback": "F"}]
STEPS = [{"text": text, "feedback": "F"} for text in ("one", "two", "three")]


@pytest.mark.parametrize(
    ("question", "without", "words"),
    [
        (
            ask(40, "order", items=STEPS),
            {"items": [*STEPS[:2], {"text": "three"}]},
            "the item 'three' has no `feedback`",
        ),
        (ask(40, "match", pairs=PAIRS), {"pairs": [PAIRS[0], {"left": "a bed", "right": "leads"}]}, "the pair 'a bed'"),
        (number(40, slips=[{"when": 3, "feedback": "F"}]), {"slips": []}, "no wrong number has an answer of its own"),
        (
            ask(40, "text", accept=["dam"], feedback={"wrong": "W"}, near=[{"accept": ["bed"], "feedback": "F"}]),
            {"near": []},
            "no wrong word has an answer of its own",
        ),
    ],
    ids=["order", "match", "number", "text"],
)
def test_every_mistake_has_a_sentence_where_the_book_wants_it(
    tmp_path: Path, question: dict[str, Any], without: dict[str, Any], words: str
) -> None:
    rules = "bank: {answer_mistakes: true}\n"
    assert find(tmp_path / "a", [question], rules) == []
    the_one(tmp_path / "b", find(tmp_path / "b", [question | without], rules), "river-40", words)
    assert find(tmp_path / "c", [question | without]) == []


# --- the whole check --------------------------------------------------------------------------------------------------


def test_a_chapter_that_is_being_written_counts_for_nothing(tmp_path: Path) -> None:
    bank = [single(n, 9, 8, 7) for n in range(10)]
    assert find(tmp_path, bank) != []
    page = tmp_path / "book" / "river.md"
    page.write_text(page.read_text().replace("---\n", "---\ndraft: true\n", 1))
    book = made_up_book.book.at(tmp_path)
    assert list(bank_figures(Material(book))) == []
    (book.quiz_dir / "levels.yml").write_text("{}\n")
    said = [str(f) for _, found in checks.run(book) for f in found]
    assert [text for text in said if "judged" in text] == []
    page.write_text(made_up_book.PAGE)
    said = [str(f) for _, found in checks.run(book) for f in found]
    assert [text for text in said if "river-00 is not judged. Add its line" in text] != []


def test_the_table_is_told_whether_or_not_there_is_something_to_mend(tmp_path: Path) -> None:
    book = made_up_book.make(tmp_path)
    for _ in range(2):  # the second time nothing is looked at again
        told: list[str] = []
        for name, found in checks.run(book, told.extend):  # noqa: B007
            if name == "no question gives itself away":
                break
        assert found == []
        assert told[0] == "Figures of the question bank:"
        assert any(line.split() == ["questions", "1"] for line in told)


def test_a_bank_that_cannot_be_read_is_left_to_its_own_check(tmp_path: Path) -> None:
    broken = made_up_book.make(tmp_path / "a", QUESTIONS=made_up_book.QUESTIONS.replace("type: single", "type: singel"))
    assert list(bank_figures(Material(broken))) == []
    missing = made_up_book.make(tmp_path / "b", QUESTIONS=made_up_book.QUESTIONS.replace("gauge.highest", "gauge.lost"))
    assert list(bank_figures(Material(missing))) == []


def test_two_questions_that_a_hand_in_line_cannot_tell_apart_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = yaml.safe_dump(
        {"chapter": "river", "title": "R", "objectives": [{"id": "river-o1", "text": "T"}], "questions": plain()}
    )
    made = made_up_book.make(tmp_path, QUESTIONS=text)
    assert [f for f in questions(Material(made)) if "hand-in line" in f.text] == []
    monkeypatch.setattr(hand_in_line, "HASH_BITS", 1)
    found = [f for f in questions(Material(made)) if "by chance, a hand-in line cannot tell it from" in f.text]
    assert found
    assert all((f.file, f.line > 0) == ("book/quizzes/river.yml", True) for f in found)
