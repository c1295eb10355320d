"""Answering a question in a browser, by pointer or by keyboard alone.

Used on a plain page, in the built book and in JupyterLab.
"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


def press(page: Page, button: Locator, how: str) -> None:
    """Press a button: with the pointer, or with Enter."""
    if how == "pointer":
        button.click()
    else:
        button.focus()
        page.keyboard.press("Enter")


def _turn(page: Page, radios: Locator, value: int) -> None:
    """Walk through a radio group with the arrow key until the one with this value is chosen."""
    wanted = radios.locator(f'xpath=self::*[@value="{value}"]')
    radios.first.focus()
    page.keyboard.press("Space")
    for _ in range(radios.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def _sort(page: Page, field: Locator, order: list[int], how: str) -> None:
    """Bring the items into this order: by the Up buttons, or by typing each one's place."""
    for place, item in enumerate(order):
        row = field.locator(f'.mm-q-order > li[data-i="{item}"]')
        if how == "keyboard":
            row.locator("select").focus()
            page.keyboard.type(str(place + 1))
            continue
        while (
            field.locator(".mm-q-order > li").evaluate_all("list => list.map(li => Number(li.dataset.i))").index(item)
            > place
        ):
            row.get_by_role("button", name=re.compile("^Up")).click()


def give(page: Page, field: Locator, kind: str, answer: Any, how: str = "pointer") -> None:
    """Give an answer (as ``grade.grade`` takes it) to the question in ``field``; ``kind`` is its type."""
    if kind in ("single", "claim"):
        if how == "pointer":
            field.locator(f'input[value="{answer}"]').check()
        else:
            _turn(page, field.locator("input"), answer)
    elif kind == "multiple":
        for n in answer:
            if how == "pointer":
                field.locator(f'input[value="{n}"]').check()
            else:
                field.locator(f'input[value="{n}"]').focus()
                page.keyboard.press("Space")
    elif kind in ("number", "text"):
        field.locator("input").focus()
        page.keyboard.type(str(answer))
    elif kind == "order":
        _sort(page, field, answer, how)
    else:
        for n, choice in enumerate(answer):
            select = field.locator("select").nth(n)
            if how == "pointer":
                select.select_option(str(choice))
            else:
                select.focus()
                page.keyboard.type(select.locator(f'option[value="{choice}"]').inner_text())


#: What is typed into a question, and whether it is an answer; the empty one is asked for.
#: The last of each type is an answer.
TYPED = {
    "number": {
        "nine": True,
        "९": True,
        "Frnace": False,
        "10²": False,
        "": False,
        "nine or ten": False,
        "about 12": True,
    },
    "text": {"nine": True, "?!": False, "": False, "Frnace": True},
}
ASKED_AGAIN = {
    "number": "I cannot read this as a number. Write digits, for example 1,840.",
    "text": "I cannot read this as a word or a name. Write it with letters.",
}


def what_is_read(page: Page, fields: dict[str, Locator]) -> None:
    """Type all this into a number and a text question: what is no answer is asked for again, and costs no try."""
    for kind, field in fields.items():
        for typed, is_answer in TYPED[kind].items():
            again = field.get_by_role("button", name="Try again")
            if again.is_visible():
                again.click()
            field.locator("input").fill(typed)
            field.get_by_role("button", name="Check", exact=True).click()
            if is_answer:
                expect(field.get_by_role("status")).to_contain_text("ight.")
                expect(again).to_be_visible()
                continue
            expected = ASKED_AGAIN[kind] if typed else "Choose or write an answer first."
            expect(field.get_by_role("status")).to_have_text(expected)
            expect(again).to_be_hidden()
