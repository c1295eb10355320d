"""Questions on a plain page: every type by keyboard and pointer, feedback aloud, checks,
drafts, damaged stores, small screens, paper.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Locator, Page, expect

from sourcebook.book import at
from sourcebook.classroom import class_report
from sourcebook.quiz import bank, grade, hand_in_line, markdown, progress, reading, render, response_file
from sourcebook.quiz.values import lookup
from sourcebook.site.webserver import BookServer
from tests.browser import quiz_page
from tests.browser.answering import TYPED, give, press, what_is_read
from tests.browser.quiz_page import KEY, right, wrong
from tests.ours import FACTS, OURS
from tests.sourcebook.quiz import example

VECTORS = json.loads((Path(grade.__file__).parent / "vectors.json").read_text(encoding="utf-8"))
RIVERS = at(Path(__file__).parents[1] / "books" / "rivers")
AXE = (
    "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v => `${v.id}: "
    "${v.nodes[0].html.slice(0, 200)}`)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served folder with ``index.html`` (practice), ``check.html`` (check yourself) and
    ``one.html`` (one question): address and folder.
    """
    folder = tmp_path_factory.mktemp("questions")
    quiz_page.write(folder, quiz_page.form())
    quiz_page.write(folder, quiz_page.form(mode="check"), name="check.html")
    quiz_page.write(folder, quiz_page.form([example.BY_TYPE["single"]], "check", "one"), name="one.html")
    for name in ("check-a", "check-b"):
        chapter_bank = bank.load(RIVERS, name)
        form = render.quiz_html(RIVERS, chapter_bank.questions, chapter_bank.title, "check", None, "", name=name)
        quiz_page.write(folder, form, name=f"{name}.html")
    questions = progress.script(RIVERS, None)
    (folder / progress.SCRIPT).write_text(questions, encoding="utf-8")
    quiz_page.write(folder, progress.html(RIVERS, "", questions), name="progress.html")
    server = BookServer(folder).start()
    yield server.address, folder
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(site: tuple[str, Path], watch: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    """``visit("check.html", **context_options)``; at the end nothing may have gone wrong on any page."""
    opened = []

    def go(name: str = "", **options: Any) -> Page:
        opened.append(watch(site[0] + name, **options))
        return opened[-1].page

    yield go
    assert [fault for watched in opened for fault in watched.faults] == []


def box(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-q="{example.BY_TYPE[kind].id}"]')


def said(page: Page, kind: str) -> Locator:
    return box(page, kind).get_by_role("status")


def kept(page: Page) -> dict[str, Any]:
    return json.loads(page.evaluate(f"localStorage.getItem({KEY!r})") or '{"answers": {}}')["answers"]


def put(page: Page, answers: dict[str, Any]) -> None:
    page.evaluate(
        "([k, v]) => localStorage.setItem(k, v)",
        [KEY, json.dumps({"schema": "sourcebook-answers/1", "answers": answers})],
    )


def button(page: Page, kind: str, name: str) -> Locator:
    return box(page, kind).get_by_role("button", name=name)


# --- grading ----------------------------------------------------------------------------------------------------------


def test_script_and_python_grade_the_vectors_alike(visit: Callable[..., Page]) -> None:
    page = visit()
    got = page.evaluate("vectors => vectors.map(v => SourcebookQuiz.grade(v.key, v.answer))", VECTORS)
    assert [(v, g) for v, g in zip(VECTORS, got, strict=True) if abs(g - v["score"]) > 1e-9] == []
    for name, function in (("readable", grade.readable), ("slips", grade.slips)):
        found = page.evaluate(f"vectors => vectors.map(v => SourcebookQuiz.{name}(v.key, v.answer))", VECTORS)
        assert [(v, f) for v, f in zip(VECTORS, found, strict=True) if f != function(v["key"], v["answer"])] == []


def test_script_and_python_read_strange_texts_alike(visit: Callable[..., Page]) -> None:
    source = random.Random(7)
    letters = (
        "0123456789  .,'’+-−–%$€~≈९߉٫ \u00a0\u00ad\u200e\ufe0f\u202f\u2009\ufeff\x1c\x85\u200b\t\n٣３½²ⅷ"
        + "तिтУ通ُ𐌀aeiouéÉàçßİıſΣσςﬁŁøæ\u0301\u0308ñ milionthusadb"
    )
    texts = ["".join(source.choices(letters, k=source.randint(0, 14))) for _ in range(4000)]
    texts += [
        f"{source.choice('-−+ ')}{source.randint(0, 10**9):,}".replace(",", source.choice(",. '’\u202f"))
        for _ in range(1000)
    ]
    words = [*reading.WORDS, "a", "and", "et", "minus", "moins", "of", "or", "per", "7", "k"]
    texts += [source.choice(" -").join(source.choices(words, k=source.randint(1, 5))) for _ in range(4000)]
    page = visit()
    numbers = page.evaluate("texts => texts.map(t => SourcebookQuiz.parseNumber(t))", texts)
    assert [(t, n) for t, n in zip(texts, numbers, strict=True) if n != grade.parse_number(t)] == []
    plain = page.evaluate("texts => texts.map(t => SourcebookQuiz.plainText(t))", texts)
    assert [(t, p) for t, p in zip(texts, plain, strict=True) if p != grade.plain_text(t)] == []


def test_script_and_python_make_the_same_response_file(visit: Callable[..., Page]) -> None:
    vectors = json.loads(Path(response_file.__file__).with_suffix(".json").read_text(encoding="utf-8"))
    page = visit()
    contents = page.evaluate(
        """({ cases, asked, forms }) =>
        cases.map(({ entries }) => SourcebookResponses.contents(entries, asked, forms))""",
        vectors,
    )
    assert contents == [{part: case[part] for part in ("answers", "checks")} for case in vectors["cases"]]
    names = page.evaluate("names => names.map(SourcebookResponses.fileName)", list(vectors["names"]))
    assert names == list(vectors["names"].values())
    lines = json.loads(Path(hand_in_line.__file__).with_suffix(".json").read_text(encoding="utf-8"))
    written = page.evaluate(
        "({ slug, asked, cases }) => cases.map(({ content }) => SourcebookLine.write(slug, content, asked))", lines
    )
    assert written == [case["line"] for case in lines["cases"]]


DRAWS = 500
GRADED = """text => JSON.stringify(JSON.parse(text).map(([id, answers]) => {
  const box = document.querySelector(`[data-q="${id}"]`), form = box.closest("form");
  const key = JSON.parse(form.querySelector("script").textContent).find((one) => one.id === id);
  return answers.map(([answer, isSound]) => {
    const score = SourcebookQuiz.grade(key, answer), right = [].concat(key.a);
    const graded = [score, SourcebookQuiz.readable(key, answer), SourcebookQuiz.slips(key, answer)];
    if (!isSound || !graded[1]) return [...graded, "not asked", []];
    const said = SourcebookQuiz.reply({ key, box }, answer, score).map((node) => node.textContent).join(" ");
    const ordered = key.t === "order" || key.t === "match";
    const misplaced = ordered ? right.map((_, n) => n).filter((n) => answer[n] !== right[n]) : [];
    return [...graded, said, key.f.length ? misplaced.map((n) => SourcebookQuiz.beside(key, answer, n)) : []];
  });
}))"""


def drawn(question: Any, key: dict[str, Any], dice: random.Random) -> tuple[Any, bool]:
    """An answer to a question, and whether a page could give it: right, wrong, a slip, empty, absurd."""
    if dice.random() < 0.15:
        return dice.choice(
            [
                None,
                "",
                " ",
                "?",
                "\u200b",
                -1,
                99,
                0.5,
                [],
                [0.5],
                [-1],
                [[0]],
                {},
                {"a": 1},
                True,
                "9" * 300,
                [0] * 40,
                "10²",
            ]
        ), False
    kind, slips = key["t"], key["s"]
    if kind in ("single", "claim"):
        return dice.randrange(3 if kind == "claim" else len(question.options)), True
    if kind == "multiple":
        return sorted(dice.sample(range(key["n"]), dice.randint(1, key["n"]))), True
    if kind == "number":
        values = [
            key["a"],
            key["a"] + key["tol"],
            key["a"] - key["tol"] * 1.01 - 1,
            key["a"] * 10,
            *(value for value, _ in slips),
        ]
        value = dice.choice([*values, dice.uniform(-1e6, 1e6), dice.randint(0, 3000)])
        text = dice.choice(
            [
                f"{value:.15g}",
                f"{value:,.2f}",
                f"about {value:.0f}",
                f"{value:.0f} {question.unit}",
                f"{value / 1000:.3f}k",
            ]
        )
        return dice.choice([text, text, text, "no idea", "nine", f"{text} or so"]), True
    if kind == "text":
        word = dice.choice([*key["a"], *(form for forms in slips for form in forms), "Frnace", "I do not know"])
        place = dice.randrange(len(word))
        return dice.choice([word, word.upper(), word[:place] + word[place + 1 :], f"the {word}", word[::-1]]), True
    order = list(key["a"])
    if kind == "order":
        dice.shuffle(order) if dice.random() < 0.5 else order.insert(dice.randrange(len(order)), order.pop())
        return order, True
    sides = list(range(len(question.pairs) + len(question.distractors)))
    return [dice.choice([right, right, -1, *sides]) for right in order], True


def test_no_draw_of_any_question_is_graded_otherwise_or_left_without_a_word(
    site: tuple[str, Path], visit: Callable[..., Page]
) -> None:
    """Every question of the book, 500 times: script and Python agree, no score outside 0 to
    1, nothing wrong without a sentence.
    """
    asked = list(bank.every(OURS).values())
    quiz_page.write(site[1], render.quiz_html(OURS, asked, "All", "practice", None, "", name="all"), name="all.html")
    dice, draws, keys = random.Random(500), [], {}
    for question in asked:
        keys[question.id] = render.key(question, FACTS) | {"s": render.slips(question, FACTS)}
        draws.append((question.id, [drawn(question, keys[question.id], dice) for _ in range(DRAWS)]))
    page = visit("all.html")
    wrong = []
    for (name, answers), found in zip(draws, json.loads(page.evaluate(GRADED, json.dumps(draws))), strict=True):
        assert len(found) == DRAWS
        for (answer, _), (score, readable, slips, said, beside) in zip(answers, found, strict=True):
            own = (grade.grade(keys[name], answer), grade.readable(keys[name], answer), grade.slips(keys[name], answer))
            same = abs(score - own[0]) < 1e-9 and (readable, slips) == own[1:]
            # Behind "Right.", "Partly right." or "Not right." stands why.
            words = said if score == 1 or said == "not asked" else said.partition("ight.")[2].strip()
            if not (same and 0 <= score <= 1 and words and "undefined" not in said and all(beside)):
                wrong.append((name, answer, own, score, readable, slips, said, beside))
    assert wrong[:5] == []


def test_every_order_has_each_option_once(visit: Callable[..., Page]) -> None:
    orders = visit().evaluate(
        "counts => counts.map(n => Array.from({ length: 500 }, (_, i) => SourcebookQuiz.shuffled(n, `reader ${i} q "
        "${n}`)))",
        list(range(1, 9)),
    )
    for count, found in enumerate(orders, 1):
        assert {tuple(sorted(order)) for order in found} == {tuple(range(count))}
        # Each option stands in each place about as often: within four standard deviations.
        for option in range(count):
            seen = sum(order[0] == option for order in found)
            assert abs(seen - 500 / count) <= 4 * (500 / count * (1 - 1 / count)) ** 0.5 + 1e-9


# --- every type -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["pointer", "keyboard"])
@pytest.mark.parametrize("kind", bank.TYPES)
def test_a_right_answer_is_graded_said_kept_and_tried_again(visit: Callable[..., Page], kind: str, how: str) -> None:
    page, question = visit(), example.BY_TYPE[kind]
    give(page, box(page, kind), kind, right(question), how)
    press(page, button(page, kind, "Check"), how)
    expect(said(page, kind)).to_contain_text("Right.")
    entry = kept(page)[question.id]
    assert (entry["score"], entry["tries"], entry["hash"]) == (1, 1, bank.content_hash(question, example.fact))
    assert grade.grade(render.key(question, example.fact), entry["answer"]) == 1
    page.reload()
    expect(said(page, kind)).to_contain_text("Your answer from before")
    press(page, button(page, kind, "Try again"), how)
    expect(box(page, kind).locator(":is(input, select):focus")).to_have_count(1)
    press(page, button(page, kind, "Check"), how)
    assert kept(page)[question.id]["tries"] == 2
    expect(page.locator(".mm-q-progress")).to_have_text("1 of 7 answered; score 1")


@pytest.mark.parametrize("kind", bank.TYPES)
def test_feedback_on_a_wrong_answer_is_said_aloud(visit: Callable[..., Page], kind: str) -> None:
    page, question = visit(), example.BY_TYPE[kind]
    answer = wrong(question)
    give(page, box(page, kind), kind, answer)
    button(page, kind, "Check").click()
    expected = {
        "single": lambda: question.options[answer].feedback,
        "multiple": lambda: question.options[answer[0]].feedback,
        "claim": lambda: question.feedback[bank.CLAIM_ANSWERS[answer]],
        "number": lambda: question.feedback.wrong,
        "text": lambda: question.feedback.wrong,
        "order": lambda: "0 of 4 in the right place.",
        "match": lambda: "of 2 in the right place.",
    }[kind]()
    expect(said(page, kind)).to_contain_text(markdown.plain(expected, curly=True))
    expect(said(page, kind)).to_contain_text("ot right.")
    if kind not in ("number", "text"):
        expect(box(page, kind).locator(".mm-q-mark").first).to_have_text("Not right.")
    expect(box(page, kind).locator("details")).to_be_visible()


def test_choices_say_what_is_missing_and_what_fits(visit: Callable[..., Page]) -> None:
    page = visit()
    give(page, box(page, "multiple"), "multiple", [0])
    button(page, "multiple", "Check").click()
    expect(said(page, "multiple")).to_contain_text("Partly right. 1 more would fit.")
    expect(
        box(page, "multiple").locator("li", has=page.locator('input[value="0"]')).locator(".mm-q-mark")
    ).to_have_text("Right.")


@pytest.mark.parametrize("kind", bank.TYPES)
def test_check_without_an_answer_asks_for_one(visit: Callable[..., Page], kind: str) -> None:
    page = visit()
    button(page, kind, "Check").click()
    expect(said(page, kind)).to_contain_text("first.")
    assert kept(page) == {}


def test_hints_come_in_order_and_the_answer_opens(visit: Callable[..., Page]) -> None:
    page, hints = visit(), example.BY_TYPE["multiple"].hints
    for hint in [*hints, hints[0]]:
        button(page, "multiple", "Hint").click()
        expect(said(page, "multiple")).to_contain_text(markdown.plain(hint, curly=True))
    button(page, "multiple", "Show answer").click()
    expect(box(page, "multiple").locator("details")).to_have_attribute("open", "")
    expect(box(page, "multiple").locator("summary")).to_be_focused()
    assert kept(page)[example.BY_TYPE["multiple"].id]["shown"] is True


# --- keyboard ---------------------------------------------------------------------------------------------------------


def test_arrow_keys_and_enter_on_a_choice_never_submit(visit: Callable[..., Page]) -> None:
    page = visit()
    for kind, target in (
        ("single", "input"),
        ("claim", "input"),
        ("multiple", "input"),
        ("match", "select"),
        ("order", "select"),
    ):
        box(page, kind).locator(target).first.focus()
        for key in ("ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"):
            page.keyboard.press(key)
        if target == "input":
            page.keyboard.press("Enter")
        if kind != "order":  # a move is said, and is no submission
            expect(said(page, kind)).to_be_empty()
    assert kept(page) == {}
    assert page.url.endswith("/")


def test_enter_in_a_text_field_checks_that_question_only(visit: Callable[..., Page]) -> None:
    page = visit()
    box(page, "number").locator("input").fill("300")
    box(page, "text").locator("input").fill("angara")
    page.keyboard.press("Enter")
    expect(said(page, "text")).to_contain_text("Right.")
    expect(said(page, "number")).to_be_empty()


WALK = """async () => {
  await new Promise(requestAnimationFrame);
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (e === document.body) return null;
  const all = [...document.querySelectorAll('input, select, button, summary')];
  return {place: all.indexOf(e), group: e.type === 'radio' ? e.name : '',
    outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    seen: r.width > 0 && r.top >= 0 && r.bottom <= innerHeight, name: e.outerHTML.slice(0, 80)};
}"""


@pytest.mark.parametrize("colours", ["none", "active"])
def test_a_walk_by_tab_meets_everything_in_order_and_in_sight(visit: Callable[..., Page], colours: str) -> None:
    page = visit(forced_colors=colours)
    met = []
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(WALK)
        if here is None:
            break
        met.append(here)
    assert [m["name"] for m in met if not m["outline"] or not m["seen"]] == []
    assert [m["place"] for m in met] == sorted(m["place"] for m in met)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('input, select, button, summary')]
             .filter(e => e.offsetParent && !e.disabled)
             .filter((e, i, all) => e.type !== 'radio' || all.findIndex(o => o.name === e.name) === i).length"""
    )
    assert len({m["group"] or m["place"] for m in met}) == reachable


# --- check yourself ---------------------------------------------------------------------------------------------------


def test_a_check_keeps_drafts_says_nothing_and_is_handed_in_once(visit: Callable[..., Page]) -> None:
    page = visit("check.html")
    expect(page.get_by_role("button", name="Check", exact=True)).to_have_count(0)
    for kind in ("single", "order", "match"):
        give(page, box(page, kind), kind, right(example.BY_TYPE[kind]))
    give(page, box(page, "text"), "text", "Don")
    expect(page.locator(".mm-q-progress")).to_have_text("4 of 7 answered")
    expect(page.locator(".mm-q-mark")).to_have_count(0)
    page.reload()
    expect(page.locator(".mm-q-progress")).to_have_text("4 of 7 answered")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_contain_text("3 without an answer")
    assert set(kept(page)) == {"check-example"}
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_have_text("4 of 7 answered; score 3")
    expect(page.locator(".mm-q-progress")).to_be_focused()
    for _ in range(2):
        expect(said(page, "single")).to_contain_text("Right.")
        expect(said(page, "text")).to_contain_text("Not right.")
        expect(said(page, "number")).to_have_text("Not answered.")
        expect(page.get_by_role("button", name="Try again")).to_have_count(0)
        expect(box(page, "text").locator("input")).to_be_disabled()
        page.reload()
    # What was handed in is the only record of before and after: it goes at a second press.
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".mm-q-progress")).to_contain_text("This deletes what you handed in.")
    assert kept(page)["check-example"]["tries"] == 1
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".mm-q-progress")).to_have_text("0 of 7 answered")
    assert "check-example" not in kept(page)
    assert kept(page)[example.BY_TYPE["single"].id]["score"] == 1  # what was answered stays for My progress


def test_practice_before_a_check_neither_shows_in_it_nor_is_lost(visit: Callable[..., Page]) -> None:
    page = visit()
    give(page, box(page, "single"), "single", right(example.BY_TYPE["single"]))
    button(page, "single", "Check").click()
    page.get_by_label("Check yourself").check()
    expect(said(page, "single")).to_be_empty()
    expect(box(page, "single").locator("input:checked")).to_have_count(0)
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    page.get_by_label("Practice").check()
    expect(said(page, "single")).to_contain_text("Right.")


def test_the_way_of_working_that_was_chosen_last_is_found_again(visit: Callable[..., Page]) -> None:
    for name, default in (("", "practice"), ("check.html", "check")):
        page = visit(name)
        page.get_by_label("Check yourself").check()
        give(page, box(page, "single"), "single", 0)
        page.get_by_label("Practice").check()
        page.reload()
        expect(page.get_by_label("Practice")).to_be_checked()
        page.get_by_label("Check yourself").check()
        expect(box(page, "single").locator("input:checked")).to_have_count(1)
        page.reload()
        expect(page.get_by_label("Check yourself")).to_be_checked()
        page.evaluate("localStorage.clear()")
        page.reload()
        expect(page.locator("form.mm-quiz")).to_have_attribute("data-mode", default)


def test_one_question_can_be_a_check_too(visit: Callable[..., Page]) -> None:
    page = visit("one.html")
    expect(page.locator("legend").first).to_contain_text("Question. Who decided")
    give(page, box(page, "single"), "single", right(example.BY_TYPE["single"]))
    page.get_by_role("button", name="Hand in").click()
    expect(said(page, "single")).to_contain_text("Right.")


def test_two_tabs_of_one_check_keep_each_others_answers_and_the_hand_in(visit: Callable[..., Page]) -> None:
    one = visit("check.html")
    two = one.context.new_page()
    two.goto(one.url)
    give(one, box(one, "single"), "single", right(example.BY_TYPE["single"]))
    give(two, box(two, "claim"), "claim", 1)
    progress = one.locator(".mm-q-progress")
    expect(progress).to_have_text("2 of 7 answered")
    # A tab that does not hear of the other's hand-in takes nothing back.
    deaf = one.context.new_page()
    deaf.add_init_script("addEventListener('storage', (event) => event.stopImmediatePropagation())")
    deaf.goto(one.url)
    for _ in range(2):
        one.get_by_role("button", name="Hand in").click()
    expect(progress).to_contain_text("2 of 7 answered; score")
    expect(two.locator(".mm-q-progress")).to_contain_text("2 of 7 answered; score")
    box(deaf, "claim").locator("input[value='0']").click()
    expect(deaf.get_by_role("button", name="Start again")).to_be_visible()
    assert kept(one)["check-example"]["tries"] == 1
    one.reload()
    expect(progress).to_contain_text("2 of 7 answered; score")


def test_drafts_of_two_tabs_stand_side_by_side(visit: Callable[..., Page]) -> None:
    one = visit()
    two = one.context.new_page()
    two.goto(one.url)
    give(one, box(one, "single"), "single", 0)
    give(two, box(two, "claim"), "claim", 1)
    one.reload()
    for kind in ("single", "claim"):
        expect(box(one, kind).locator("input:checked")).to_have_count(1)


def test_how_sure_one_said_to_be_survives_a_reload(visit: Callable[..., Page]) -> None:
    page = visit("#sure")
    give(page, box(page, "single"), "single", 0)
    button(page, "single", "certain").click()
    page.reload()
    expect(box(page, "single").locator("input:checked")).to_have_count(1)
    expect(button(page, "single", "certain")).to_have_attribute("aria-pressed", "true")


def test_starting_a_practice_again_asks_twice(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.get_by_role("button", name="Start again")).to_be_hidden()
    give(page, box(page, "claim"), "claim", 1)
    button(page, "claim", "Check").click()
    page.get_by_label("Check yourself").check()
    page.get_by_label("Practice").check()
    page.get_by_role("button", name="Start again").click()
    assert kept(page) != {}
    page.get_by_role("button", name="Start again").click()
    assert kept(page) == {}
    expect(button(page, "claim", "Check")).to_be_visible()


# --- what was wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "asks"),
    [
        ("number", "about it", "I cannot read this as a number. Write digits, for example 1,840."),
        ("number", "10²", "I cannot read this as a number"),
        ("number", "3 dozen", "I cannot read this as a number"),
        ("text", "?!", "I cannot read this as a word or a name"),
        ("text", "\u200b", "I cannot read this as a word or a name"),
    ],
)
def test_what_is_no_answer_costs_no_try_and_is_not_kept(
    visit: Callable[..., Page], kind: str, typed: str, asks: str
) -> None:
    page = visit()
    box(page, kind).locator("input").fill(typed)
    button(page, kind, "Check").click()
    expect(said(page, kind)).to_contain_text(asks)
    expect(said(page, kind)).not_to_contain_text("ot right.")
    expect(button(page, kind, "Check")).to_be_visible()
    assert kept(page) == {}


def test_a_check_hands_in_only_what_can_be_read(visit: Callable[..., Page]) -> None:
    page = visit("check.html")
    box(page, "number").locator("input").fill("a lot")
    box(page, "text").locator("input").fill("Angara")
    expect(page.locator(".mm-q-progress")).to_have_text("1 of 7 answered")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_contain_text("6 without an answer")
    expect(said(page, "number")).to_contain_text("I cannot read this as a number")
    expect(box(page, "number").locator("input")).to_have_value("a lot")
    page.reload()
    expect(box(page, "number").locator("input")).to_have_value("a lot")
    for _ in range(2):
        page.get_by_role("button", name="Hand in").click()
    expect(said(page, "number")).to_have_text("Not answered.")
    assert set(kept(page)) == {"ex-capital", "check-example"}
    assert set(kept(page)["check-example"]["answer"]) == {"ex-capital"}


@pytest.mark.parametrize(
    ("kind", "typed", "says", "not_says"),
    [
        ("number", "0.3", "Count people, not thousands of people.", "Look under the chart"),
        ("number", "about three hundred", "Right.", "Count people"),
        ("text", "Amazonka", "The board had a shed there.", "It is the largest town"),
        ("text", "Agnara", "Right.", "largest"),
    ],
)
def test_a_mistake_that_has_a_name_is_told_by_it(
    visit: Callable[..., Page], kind: str, typed: str, says: str, not_says: str
) -> None:
    page = visit()
    box(page, kind).locator("input").fill(typed)
    button(page, kind, "Check").click()
    expect(said(page, kind)).to_contain_text(says)
    expect(said(page, kind)).not_to_contain_text(not_says)


def test_order_and_match_say_what_is_wrong_beside_each(visit: Callable[..., Page]) -> None:
    page = visit()
    give(page, box(page, "order"), "order", [1, 0, 3, 2])
    button(page, "order", "Check").click()
    row = box(page, "order").locator('li[data-i="1"]')
    expect(row.locator(".mm-q-why")).to_have_text("Between its plan and its end.")
    expect(box(page, "order").locator(".mm-q-why")).to_have_count(1)
    expect(said(page, "order")).to_contain_text("The decision came first. To leave took months.")
    sides = render.choices(example.BY_TYPE["match"])
    pairs = [("how many are there", "how many may come"), ("how many are needed", "how many are needed")]
    whys = (["A boat may sail with empty seats for years.", "Crew is a count of people."],
            ["Crew is a count of people."])  # fmt: skip
    for chosen, why in zip(pairs, whys, strict=True):
        give(page, box(page, "match"), "match", [sides.index(side) for side in chosen])
        button(page, "match", "Check").click()
        expect(box(page, "match").locator(".mm-q-why")).to_have_text(why)
        button(page, "match", "Try again").click()
        expect(box(page, "match").locator(".mm-q-why")).to_have_count(0)


def test_the_explanation_opens_once_right_or_after_the_second_wrong_try(visit: Callable[..., Page]) -> None:
    page = visit()
    explanation = box(page, "claim").locator("details")
    for number, is_open in enumerate((False, True)):
        give(page, box(page, "claim"), "claim", 0)
        button(page, "claim", "Check").click()
        assert explanation.evaluate("d => d.open") is is_open, number
        button(page, "claim", "Try again").click()
        assert not explanation.evaluate("d => d.open")
    give(page, box(page, "single"), "single", right(example.BY_TYPE["single"]))
    button(page, "single", "Check").click()
    assert box(page, "single").locator("details").evaluate("d => d.open")


def test_the_explanations_open_after_handing_in(visit: Callable[..., Page]) -> None:
    page = visit("one.html")
    give(page, box(page, "single"), "single", wrong(example.BY_TYPE["single"]))
    page.get_by_role("button", name="Hand in").click()
    assert box(page, "single").locator("details").evaluate("d => d.open")


def test_what_is_no_answer_is_no_try_in_the_page_as_in_a_notebook(visit: Callable[..., Page]) -> None:
    page = visit()
    what_is_read(page, {kind: box(page, kind) for kind in ("number", "text")})
    tried = {example.BY_TYPE[kind].id: sum(TYPED[kind].values()) for kind in ("number", "text")}
    assert {name: entry["tries"] for name, entry in kept(page).items()} == tried
    for kind, typed in TYPED.items():
        key = render.key(example.BY_TYPE[kind], example.fact)
        assert {text: grade.readable(key, text) for text in typed} == typed


def test_a_seed_and_how_sure_go_together(visit: Callable[..., Page], many: str) -> None:
    """As a teacher's link may say both: one order for all, how sure is asked, and both stay
    when the page is opened again.
    """
    one, two = (visit(f"{many}#seed=7b&sure") for _ in range(2))
    assert orders(one) == orders(two)
    first = one.locator('[data-q="ex-many-0"]')
    first.locator('input[value="2"]').check()
    first.get_by_role("button", name="fairly sure").click()
    first.get_by_role("button", name="Check").click()
    assert kept(one)["ex-many-0"]["sure"] == 2
    one.reload()
    assert orders(one) == orders(two)
    expect(first.get_by_role("status")).to_contain_text("You were: fairly sure.")
    first.get_by_role("button", name="Try again").click()
    assert orders(one) == orders(two)
    expect(first.get_by_role("button", name="guess")).to_be_visible()


# --- the order of options ---------------------------------------------------------------------------------------------

ORDERS = """forms => forms.map(form => [...form.querySelectorAll('.mm-q-options')].map(list =>
  [...list.querySelectorAll('input')].map(input => Number(input.value))))"""


def orders(page: Page) -> list[list[int]]:
    """The order of options of each choice of the page."""
    return page.locator("form.mm-quiz").evaluate_all(ORDERS)[0]


@pytest.fixture
def many(site: tuple[str, Path]) -> str:
    """A page with thirty single choices of four options, one with an order of its own, and a claim; gives its name."""
    single, claim = example.BY_TYPE["single"], example.BY_TYPE["claim"]
    options = [bank.Option(text=f"Option {n}", feedback="So.", right=n == 2) for n in range(4)]
    asked = [single.model_copy(update={"id": f"ex-many-{n}", "options": options}) for n in range(30)]
    asked.append(single.model_copy(update={"id": "ex-scale", "options": options, "ordered": True}))
    quiz_page.write(site[1], quiz_page.form([*asked, claim], name="many"), name="many.html")
    return "many.html"


def test_options_stand_in_another_order_for_another_reader(visit: Callable[..., Page], many: str) -> None:
    one, two = orders(visit(many)), orders(visit(many))
    differ = [a != b for a, b in zip(one[:30], two[:30], strict=True)]
    assert sum(differ) >= 15
    assert all(sorted(order) == [0, 1, 2, 3] for order in one[:30])
    assert one[30:] == two[30:] == [[0, 1, 2, 3], [0, 1, 2]]
    places = [order.index(2) for order in (*one[:30], *two[:30])]
    assert all(places.count(place) >= 5 for place in range(4))


def test_a_class_with_a_seed_has_one_order(visit: Callable[..., Page], many: str) -> None:
    one, two, other = (orders(visit(f"{many}#seed={seed}")) for seed in ("7b", "7b", "7c"))
    assert one == two
    assert one != other


def test_the_order_is_kept_while_an_attempt_lasts_and_is_another_in_the_next(
    visit: Callable[..., Page], many: str
) -> None:
    page = visit(many)
    first = page.locator('[data-q="ex-many-0"]')
    first.locator('input[value="0"]').check()
    first.get_by_role("button", name="Check").click()
    begun = orders(page)
    page.reload()
    assert orders(page) == begun
    seen = set()
    for _ in range(6):
        first.get_by_role("button", name="Try again").click()
        seen.add(tuple(orders(page)[0]))
        assert orders(page)[1:] == begun[1:]
        first.get_by_role("button", name="Check").click()
    assert len(seen) > 1
    page.get_by_label("Check yourself").check()
    first.locator('input[value="1"]').check()
    drafted = orders(page)
    page.get_by_label("Practice").check()
    first.get_by_role("button", name="Try again").click()
    first.get_by_role("button", name="Check").click()
    page.get_by_label("Check yourself").check()
    assert orders(page) == drafted
    expect(first.locator('input[value="1"]')).to_be_checked()


# --- how sure ---------------------------------------------------------------------------------------------------------


def test_how_sure_is_asked_only_where_the_address_says_so(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(button(page, "claim", "certain")).to_be_hidden()
    # The teacher's link, opened where the page stands already; then a link to a section.
    page.evaluate("location.hash = 'sure'")
    expect(button(page, "claim", "certain")).to_be_visible()
    page.evaluate("location.hash = 'a-section'")
    button(page, "multiple", "Show answer").click()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []
    give(page, box(page, "claim"), "claim", 0)
    button(page, "claim", "guess").click()
    button(page, "claim", "certain").click()
    expect(button(page, "claim", "certain")).to_have_attribute("aria-pressed", "true")
    expect(button(page, "claim", "guess")).to_have_attribute("aria-pressed", "false")
    button(page, "claim", "Check").click()
    assert kept(page)["ex-claim"]["sure"] == 3
    expect(said(page, "claim")).to_contain_text("You were: certain.")
    expect(button(page, "claim", "certain")).to_be_hidden()
    button(page, "claim", "Try again").click()
    button(page, "claim", "Check").click()
    assert "sure" not in kept(page)["ex-claim"]


def hand_in(page: Page, form: str, answers: dict[str, Any], sure: str = "", drafts: bool = False) -> None:
    """Answer a form of the made-up book, by type, and hand it in or leave it as a draft."""
    folder = page.url.rpartition("/")[0]
    page.goto("about:blank")  # else another #… alone is a page that was open already
    page.goto(f"{folder}/check-{form}.html" + ("#sure" if sure else ""))
    for question in bank.load(RIVERS, f"check-{form}").questions:
        field = page.locator(f'[data-q="{question.id}"]')
        if question.type in answers:
            give(page, field, question.type, answers[question.type])
            if sure:
                field.get_by_role("button", name=sure, exact=True).click()
    for _ in range(0 if drafts else 1 if len(answers) == 4 else 2):
        page.get_by_role("button", name="Hand in").click()


def cells(page: Page, name: str) -> list[list[str]]:
    region = page.get_by_role("region", name=name, exact=True)
    return region.locator("tbody tr").evaluate_all("rows => rows.map(r => [...r.cells].map(c => c.textContent))")


def test_who_takes_both_forms_sees_a_gain_and_hands_it_in(visit: Callable[..., Page], tmp_path: Path) -> None:
    """B first: a third of the order, nothing else; then A: all right but the word.

    What the address asks for is told.
    """
    page = visit("check-b.html")
    hand_in(page, "b", {"single": 1, "number": "52", "order": [0, 2, 1]}, sure="certain")
    expect(page.locator('[data-q="checkb-nights"]').get_by_role("status")).to_contain_text("You counted weeks.")
    expect(page.locator('[data-q="checkb-nights"]').get_by_role("status")).to_contain_text("You were: certain.")
    page.goto(page.url.rpartition("/")[0] + "/progress.html")
    expect(page.locator("#gain + p")).to_contain_text("You have handed in one of the two checks.")
    hand_in(page, "a", {"single": 0, "number": "seven", "text": "lit", "order": [0, 1, 2]}, drafts=True)
    hand_in(page, "a", {"text": "res"}, sure="guess", drafts=True)
    page.reload()
    field = page.locator('[data-q="checka-word"]')
    expect(field.locator("input")).to_have_value("litres")
    expect(field.get_by_role("button", name="guess")).to_have_attribute("aria-pressed", "true")
    page.goto(page.url.rpartition("/")[0].partition("#")[0] + "/progress.html")
    assert saved(page, tmp_path)["checks"]["check-a"] | {"time": ""} == {
        "handed_in": False, "time": "", "form": "A", "answers": {
            "checka-bank": drafted("checka-bank", 0), "checka-days": drafted("checka-days", "seven"),
            "checka-word": drafted("checka-word", "litres") | {"sure": "guess"},
            "checka-steps": drafted("checka-steps", [0, 1, 2]),
        },
    }  # fmt: skip
    expect(page.locator('.mm-progress p[role="status"]').last).to_contain_text(
        "4 of its answers are drafts: not handed in"
    )
    page.goto(page.url.rpartition("/")[0] + "/check-a.html")
    page.get_by_role("button", name="Hand in").click()
    page.goto(page.url.rpartition("/")[0] + "/progress.html")
    assert cells(page, "What you had right") == [
        ["in all", "0.3 of 4", "3 of 4", "+2.7"],
        ["High water", "0 of 2", "2 of 2", "+2"],
        ["Rain at two gauges", "0.3 of 2", "1 of 2", "+0.7"],
    ]
    page.get_by_text("By objective").first.click()
    assert [row[1:] for row in cells(page, "By objective")] == [
        ["not right", "right"], ["not right", "right"], ["not right", "not right"], ["partly right", "right"],
    ]  # fmt: skip
    assert cells(page, "How sure you were") == [["a guess", "0", "1"], ["fairly sure", "0", "0"], ["certain", "0", "3"]]
    expect(page.locator(".mm-progress-here")).to_contain_text("Certain and wrong. Look at these first:")
    expect(page.locator(".mm-progress-here")).to_contain_text("Not known, and you said so: 1.")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []
    # The same numbers in the class report.
    saved(page, tmp_path)
    (tmp_path / "file.json").write_text((tmp_path / "file.json").read_text().replace("example-", "rivers-and-rain-"))
    found = class_report.report(RIVERS, tmp_path)
    assert found.gain()["gain"].round(2).tolist()[:3] == [0.67, 1.0, 0.33]
    assert found.scores["sure"].tolist() == [0, 0, 0, 1, 3, 3, 3]
    # And of the line.
    page.get_by_role("button", name="Hand-in line").click()
    line = page.get_by_label("Hand-in line", exact=True).input_value()
    expect(page.locator('.mm-progress p[role="status"]').last).to_contain_text(f"one line of {len(line)} letters")
    of_line = class_report.report(RIVERS, line.replace("example.", "rivers-and-rain."))
    assert of_line.gain().equals(found.gain())
    # A right answer is carried as right, not as it was typed.
    assert of_line.scores.drop(columns="answer").equals(found.scores.drop(columns="answer"))
    wrong = found.scores["score"] < 1
    assert of_line.scores[wrong].equals(found.scores[wrong])


def test_a_name_that_every_object_has_is_only_a_name(visit: Callable[..., Page]) -> None:
    """A reader's file may bring any: none finds what a script's own objects inherit."""
    page = visit("progress.html")
    entry = {"hash": "1", "answer": 1, "tries": 1, "score": 0, "time": "2026-05-04", "shown": False}
    put(page, {"constructor": entry, "check-constructor": entry | {"answer": {}}})
    page.evaluate("localStorage.setItem('sourcebook:example:constructor', 'odd')")
    page.reload()
    page.get_by_text("1 kept answer").click()
    expect(page.get_by_role("region", name="Every answer that is kept").locator("th").last).to_have_text("constructor")
    assert cells(page, "What goes to your teacher")[-1][0] == "constructor: a check"
    page.get_by_text("What else is kept").first.click()
    assert ["sourcebook:example:constructor", "odd"] in cells(page, "What else is kept")
    read = {"schema": "sourcebook-read/1", "read": {"constructor": {"read": ["a"], "at": "a", "time": "2026-05-04"}}}
    page.evaluate("raw => { for (const n of [1, 2]) SourcebookBesides.takeOver([['read', raw]]); }", json.dumps(read))
    assert json.loads(page.evaluate("localStorage.getItem('sourcebook:example:read')")) == read


def drafted(question: str, answer: Any) -> dict[str, Any]:
    return {"hash": bank.content_hash(bank.find(RIVERS, question), lookup(RIVERS)), "answer": answer}


def saved(page: Page, folder: Path) -> dict[str, Any]:
    page.get_by_label("Code name").fill("heron")
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file").click()
    download.value.save_as(folder / "file.json")
    return json.loads((folder / "file.json").read_text(encoding="utf-8"))


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_changed_question_asks_again_and_says_so(visit: Callable[..., Page]) -> None:
    page, question = visit(), example.BY_TYPE["single"]
    put(page, {
        question.id: {"hash": "00000000", "answer": 0, "tries": 1, "score": 1, "time": ""},
        "check-example":
            {"hash": "check", "answer": {question.id: ["00000000", 0]}, "tries": 0, "score": 0, "time": ""},
    })  # fmt: skip
    for name in ("", "check.html"):
        page.goto(page.url.rpartition("/")[0] + "/" + name)
        expect(said(page, "single")).to_contain_text("has changed since you answered it")
        expect(box(page, "single").locator("input:checked")).to_have_count(0)


CHANGED = """() => {
  const form = document.querySelector("form.mm-quiz"), script = form.querySelector("script");
  const keys = JSON.parse(script.textContent);
  keys.find((key) => key.id === "SINGLE").w = { "00000000": { y: "figure", o: ["<b>150</b>", "106"] } };
  script.textContent = JSON.stringify(keys);
  form.dataset.corrections = "corrections.html";
}"""


@pytest.mark.parametrize("name", ["", "check.html"])
def test_a_corrected_figure_is_told_and_the_old_answer_is_shown(visit: Callable[..., Page], name: str) -> None:
    page, question = visit(name), example.BY_TYPE["single"]
    old = {"hash": "00000000", "answer": 0, "tries": 1, "score": 1, "time": "", "shown": False}
    check = {
        "hash": "check",
        "answer": {question.id: ["00000000", 0]},
        "tries": 0,
        "score": 0,
        "time": "",
        "shown": False,
    }
    put(page, {question.id: old, "check-example": check if name else old})
    change = CHANGED.replace("SINGLE", question.id)
    page.add_init_script(f"document.addEventListener('readystatechange', {change}, {{once: true}})")
    page.reload()
    note = said(page, "single")
    expect(note).to_contain_text("The figure was corrected since you answered this question. Please answer it again.")
    expect(note).to_contain_text("You answered: <b>150</b>")
    expect(note.get_by_role("link", name="What was corrected")).to_have_attribute("href", "corrections.html")
    assert page.evaluate(f"JSON.parse(localStorage.getItem({KEY!r})).answers")[question.id] == old


@pytest.mark.parametrize(
    "stored",
    [
        "not json",
        "[]",
        "null",
        '"x"',
        '{"schema": "sourcebook-answers/2", "answers": {}}',
        '{"schema": "sourcebook-answers/1"}',
    ],
)
def test_a_foreign_store_is_set_aside_and_not_lost(visit: Callable[..., Page], stored: str) -> None:
    page = visit()
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, stored])
    page.reload()
    give(page, box(page, "claim"), "claim", 1)
    button(page, "claim", "Check").click()
    assert len(kept(page)) == 1
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread')") == stored
    # Another one, later, does not take its place; the same one is not kept twice.
    for text in ("other", "other", stored):
        page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, text])
        page.reload()
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread')") == stored
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread1')") == "other"
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread2')") is None


def test_one_entry_that_cannot_be_read_is_set_aside_with_its_store(visit: Callable[..., Page]) -> None:
    page = visit()
    put(page, {"hist-other": {"hash": "12345678", "answer": 1, "tries": 1}, "ex-claim": {"answer": 1}})
    stored = page.evaluate(f"localStorage.getItem({KEY!r})")
    page.reload()
    give(page, box(page, "claim"), "claim", 1)
    button(page, "claim", "Check").click()
    assert set(kept(page)) == {"hist-other", "ex-claim"}
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread')") == stored


def test_a_foreign_store_that_finds_no_room_aside_is_left_as_it_is(visit: Callable[..., Page]) -> None:
    page = visit()
    page.evaluate(f"localStorage.setItem({KEY!r}, 'foreign')")
    full = (
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (k, v) { if "
        "(k.includes(':unread')) throw new Error('full');"
    )
    page.add_init_script(full + " set.call(this, k, v); };")
    page.reload()
    give(page, box(page, "claim"), "claim", 1)
    button(page, "claim", "Check").click()
    expect(said(page, "claim")).to_contain_text("This browser keeps nothing")
    assert page.evaluate(f"localStorage.getItem({KEY!r})") == "foreign"


def test_two_tabs_count_every_try(visit: Callable[..., Page]) -> None:
    page = visit()
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other, page):
        if button(tab, "claim", "Try again").is_visible():
            button(tab, "claim", "Try again").click()
        give(tab, box(tab, "claim"), "claim", 1)
        button(tab, "claim", "Check").click()
    assert kept(page)["ex-claim"]["tries"] == 3


@pytest.mark.parametrize("broken", ["setItem", "getItem"])
def test_full_or_forbidden_storage_breaks_nothing(visit: Callable[..., Page], broken: str) -> None:
    page = visit()
    page.add_init_script(f"Storage.prototype.{broken} = () => {{ throw new Error('no storage'); }};")
    page.reload()
    give(page, box(page, "claim"), "claim", 1)
    button(page, "claim", "Check").click()
    expect(said(page, "claim")).to_contain_text("Right.")
    if broken == "setItem":
        expect(said(page, "claim")).to_contain_text("This browser keeps nothing")
    page.get_by_label("Check yourself").check()
    give(page, box(page, "single"), "single", 0)
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".mm-q-progress")).to_have_text("1 of 7 answered; score 1")
    expect(said(page, "claim")).to_contain_text("Not answered.")


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
)
VALUES = st.recursive(
    LEAVES | st.sampled_from(["<img src=x onerror=a()>", "1,840", ""]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["length", "0", "__proto__", "x"]), inner, max_size=2)
    ),
    max_leaves=6,
)
IDS = st.sampled_from([*(q.id for q in example.BANK.questions), "check-example", "constructor", "toString"])
ENTRIES = st.fixed_dictionaries(
    {}, optional={"answer": VALUES, "tries": VALUES, "score": VALUES, "time": VALUES, "shown": VALUES}
)
RESTART = """([key, held, html]) => {
  localStorage.setItem(key, JSON.stringify({schema: 'sourcebook-answers/1', answers: held}));
  const main = document.querySelector('main');
  main.innerHTML = html;
  const count = () => main.querySelectorAll('img, iframe, script').length;
  const before = count();
  SourcebookQuiz.start(main.querySelector('form'));
  const radios = [...main.querySelectorAll('.mm-q-mode input')];
  for (const radio of [...radios, radios[0]]) radio.click();
  return [count() - before, main.querySelector('.mm-q-progress').textContent, main.querySelectorAll('.mm-q').length];
}"""


def test_no_saved_state_breaks_the_page(visit: Callable[..., Page]) -> None:
    page, html = visit(), quiz_page.form()
    hashes = {q.id: bank.content_hash(q, example.fact) for q in example.BANK.questions}

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(IDS, VALUES | ENTRIES, max_size=5))
    def run(state: dict[str, Any]) -> None:
        for name, entry in state.items():
            if isinstance(entry, dict):
                entry["hash"] = hashes.get(name, "check")
                if name == "check-example" and "answer" in entry:
                    entry["answer"] = {q: [h, entry["answer"]] for q, h in hashes.items()}
        added, progress, questions = page.evaluate(RESTART, [KEY, state, html])
        assert added == 0
        assert questions == len(bank.TYPES)
        assert " of 7 answered" in progress
        assert "NaN" not in progress

    run()


# --- everyone ---------------------------------------------------------------------------------------------------------


def answer_all(page: Page) -> None:
    """One question right, the next wrong, and so on, so that every state is shown."""
    for n, kind in enumerate(bank.TYPES):
        give(page, box(page, kind), kind, (right if n % 2 else wrong)(example.BY_TYPE[kind]))
        button(page, kind, "Check").click()


def test_axe_finds_nothing_before_and_after_answering(visit: Callable[..., Page]) -> None:
    page = visit()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []
    answer_all(page)
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert page.evaluate(AXE) == [], theme


@pytest.mark.parametrize("size", [100, 200])
def test_a_small_phone_and_large_text_need_no_sideways_scrolling(visit: Callable[..., Page], size: int) -> None:
    page = visit(viewport={"width": 320, "height": 640})
    page.evaluate("size => { document.documentElement.style.fontSize = size + '%'; }", size)
    answer_all(page)
    button(page, "single", "Try again").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll('.mm-quiz :is(button, select, input[type=text], label, summary)')]
             .filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
             .filter(([, r]) => r.height < 24 || r.width < 24).map(([t]) => t)"""
    )
    assert small == []


def test_states_differ_without_colour(visit: Callable[..., Page]) -> None:
    page = visit(forced_colors="active")
    answer_all(page)
    styles = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('.mm-q')].map(q => [q.dataset.state, "
        "getComputedStyle(q).borderInlineStartStyle]))"
    )
    assert styles["right"] != styles["wrong"]
    expect(said(page, "single")).to_contain_text("Not right.")


def test_a_screen_reader_gets_names_for_everything(visit: Callable[..., Page]) -> None:
    page = visit()
    expect(page.get_by_role("group", name="Question 1 of 7. Who decided that the dam should be built?")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your answer (people)")).to_be_visible()
    expect(page.get_by_role("combobox", name="Place of: The work starts")).to_be_visible()
    expect(page.get_by_role("button", name="Up: The work starts")).to_be_visible()
    expect(page.get_by_role("combobox", name="room")).to_be_visible()
    expect(page.get_by_role("radio", name="needs context")).to_be_visible()


def test_paper_gets_a_worksheet(visit: Callable[..., Page]) -> None:
    page = visit()
    button(page, "single", "Hint").click()
    page.emulate_media(media="print")
    for css in (".mm-q-answer", ".mm-q-buttons", ".mm-q-said", ".mm-q-mode", ".mm-q-moves", ".mm-q-progress"):
        expect(page.locator(css).first).to_be_hidden()
    for kind in bank.TYPES:
        expect(box(page, kind).locator("legend")).to_be_visible()
    # A closed list shows nothing on paper: its sides stand below, and the places are left empty.
    expect(box(page, "match").locator(".mm-q-sides")).to_contain_text("how many are needed")
    for places in page.locator(".mm-q :is(select, input[type=text])").all():
        blank = places.evaluate("node => { const s = getComputedStyle(node); return [s.color, s.borderTopWidth]; }")
        assert blank == ["rgba(0, 0, 0, 0)", "0px"]
    assert len(page.pdf()) > 10_000


def test_without_script_it_reads_well_and_answers_open(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False)
    for kind in bank.TYPES:
        expect(box(page, kind).locator("legend")).to_be_visible()
        box(page, kind).locator("summary").click()
        expect(box(page, kind).locator("details ul").first).to_be_visible()
        expect(box(page, kind).get_by_role("button")).to_have_count(0)


def test_it_works_from_a_folder(site: tuple[str, Path], watch: Callable[..., Any]) -> None:
    watched = watch((site[1] / "index.html").as_uri())
    page = watched.page
    give(page, box(page, "claim"), "claim", 1)
    button(page, "claim", "Check").click()
    page.reload()
    expect(said(page, "claim")).to_contain_text("Your answer from before")
    assert watched.faults == []
