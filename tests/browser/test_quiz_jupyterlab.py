"""Questions in real JupyterLab: each type by keyboard and pointer, keys that stay with the question, and answers that
reach Python.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from sourcebook.quiz import bank, grade, render
from tests.browser.answering import give, press, what_is_read
from tests.browser.jupyter import Desk, notebook
from tests.browser.until import until
from tests.ours import FACTS, OURS

# One of each type that the book has.
ASKED = list(
    {
        q.type: q.id for chapter in ("history", "mandate", "us-interests") for q in bank.load(OURS, chapter).questions
    }.values()
)
WRITE = """held = lambda: json.dumps([q.answers, q.score, q.to_frame()["tries"].sum().item()])
q.observe(lambda change: pathlib.Path("answers.json").write_text(held()),
          names=["answers", "score", "tries"])"""


@pytest.fixture(scope="module")
def page(notebooks: Desk, lab: tuple[str, Path]) -> Page:
    """A notebook that shows one question of each type, runs, and writes to a file what reaches Python."""
    folder = lab[1]
    setup = "import json, pathlib\nfrom minusma import quiz\n"
    notebook(folder, "types.ipynb", setup + f"q = quiz.questions({ASKED})\n{WRITE}\nq", "q.clear()")
    shown = notebooks.run("types.ipynb")
    shown.locator("form.mm-quiz .mm-q-progress").wait_for(timeout=90000)
    return shown


def box(page: Page, question: str) -> Locator:
    return page.locator(f'form.mm-quiz [data-q="{question}"]')


def in_python(folder: Path) -> list[Any]:
    """Answers, score and tries as the kernel wrote them last."""
    try:
        return json.loads((folder / "answers.json").read_text())
    except (OSError, ValueError):  # not there yet, or being written
        return [{}, None, None]


def reached(page: Page, folder: Path, wanted: dict[str, Any], tries: int) -> float:
    """The score, once Python holds these answers and tries; fails after some seconds."""
    return until(page, lambda: in_python(folder), lambda told: (told[0], told[2]) == (wanted, tries))[1]


def test_each_type_by_keyboard_and_pointer_reaches_python(page: Page, lab: tuple[str, Path]) -> None:
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    answers: dict[str, Any] = {}
    for how in ("keyboard", "pointer"):
        for name in ASKED:
            question = bank.find(OURS, name)
            key = render.key(question, FACTS)
            right = {"number": lambda a: str(a), "text": lambda a: a[0]}.get(key["t"], lambda a: a)(key["a"])
            if how == "pointer":
                box(page, name).get_by_role("button", name="Try again").click()
                for ticked in box(page, name).locator("input[type=checkbox]").all():
                    ticked.uncheck()
                for typed in box(page, name).locator("input[type=text]").all():
                    typed.fill("")
            give(page, box(page, name), question.type, right, how)
            press(page, box(page, name).get_by_role("button", name="Check"), how)
            expect(box(page, name).get_by_role("status")).to_contain_text("Right.")
            answers[name] = (
                right if question.type not in ("number", "text") else box(page, name).locator("input").input_value()
            )
    assert reached(page, lab[1], answers, tries=2 * len(ASKED)) == len(ASKED)
    assert all(grade.grade(render.key(bank.find(OURS, n), FACTS), a) == 1 for n, a in answers.items())
    # No key went to the notebook: the cells are as they were, and none was moved to, edited or deleted.
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells


def test_what_is_no_answer_is_no_try(page: Page, lab: tuple[str, Path]) -> None:
    asked = {kind: next(n for n in ASKED if bank.find(OURS, n).type == kind) for kind in ("number", "text")}
    what_is_read(page, {kind: box(page, name) for kind, name in asked.items()})
    wanted = ("about 12", "Frnace")
    until(page, lambda: tuple(in_python(lab[1])[0].get(asked[kind]) for kind in ("number", "text")), wanted.__eq__)


def test_keys_on_a_question_do_nothing_to_the_notebook(page: Page) -> None:
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    button = box(page, ASKED[0]).get_by_role("button").locator("visible=true").last
    button.focus()
    for key in ("d", "d", "a", "b", "x", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(button).to_be_focused()
    expect(cells).to_have_count(before)


def test_a_check_is_handed_in_and_clear_from_python_empties_the_page(page: Page, lab: tuple[str, Path]) -> None:
    form = page.locator("form.mm-quiz")
    form.get_by_label("Check yourself").check()
    name = next(n for n in ASKED if bank.find(OURS, n).type == "claim")
    give(page, box(page, name), "claim", render.key(bank.find(OURS, name), FACTS)["a"])
    form.get_by_role("button", name="Hand in").click()
    form.get_by_role("button", name="Hand in").click()
    expect(form.locator(".mm-q-progress")).to_have_text(f"1 of {len(ASKED)} answered; score 1")
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Shift+Enter")
    reached(page, lab[1], {}, tries=0)
    # The reader still checks: the form is as it was before the first answer.
    expect(form.locator(".mm-q-progress")).to_have_text(f"0 of {len(ASKED)} answered")
    expect(form.locator("input:checked")).to_have_count(1)
    expect(form.get_by_role("button", name="Hand in")).to_be_visible()


def test_it_looks_as_in_the_book(page: Page) -> None:
    style = page.evaluate(
        """() => { const s = getComputedStyle(document.querySelector('.mm-q'));
          return [s.borderTopStyle, s.borderTopLeftRadius, s.getPropertyValue('--mm-paper').trim()]; }"""
    )
    assert style[0] == "solid"
    assert style[1] == "6px"
    assert style[2].startswith("#")


def test_two_views_of_a_question_have_one_answer_and_keys_stay_in_every_widget(
    notebooks: Desk, lab: tuple[str, Path]
) -> None:
    outer = lab[1]
    folder = outer / "keys"  # of its own: what the tests before answered is kept beside their notebook
    folder.mkdir()
    number, text = "hist-coup-count", next(n for n in ASKED if bank.find(OURS, n).type == "text")
    notebook(
        folder, "keys.ipynb", f"from minusma import lab, quiz, views\nquiz.questions([{number!r}, {text!r}])",
        f"quiz.question({number!r})", "lab.claims(lesson=True)", "views.interests()",
    )  # fmt: skip
    page = notebooks.run("keys/keys.ipynb")
    page.locator("details:has(.mm-mine) > summary").click(timeout=90000)
    page.locator(".mm-mine textarea").first.wait_for()
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    both, one = page.locator("form.mm-quiz").first, page.locator("form.mm-quiz").last

    # What is answered in one view stands in the other, and what is being typed there stays.
    half = both.locator(f'[data-q="{text}"] input')
    half.fill("half an ans")
    for view, other, answer in ((one, both, "2"), (both, one, "7")):
        if view is both:
            both.locator(f'[data-q="{number}"]').get_by_role("button", name="Try again").click()
        view.locator(f'[data-q="{number}"] input').fill(answer)
        view.locator(f'[data-q="{number}"] input').press("Enter")
        expect(other.locator(f'[data-q="{number}"]').get_by_role("status")).to_contain_text("Your answer from before")
        expect(other.locator(f'[data-q="{number}"] input')).to_have_value(answer)
    expect(half).to_have_value("half an ans")

    # A key in a list or a note is for it, and not for the notebook.
    for field in (page.locator(".mm-claim:not([hidden]) select").first, page.locator(".mm-mine select").first):
        field.focus()
        page.keyboard.press("ArrowDown")
        expect(field).to_be_focused()
        expect(field).not_to_have_value("")
        for key in ("d", "d", "x", "a"):
            page.keyboard.press(key)
        expect(cells).to_have_count(before)
        expect(field).to_be_focused()
