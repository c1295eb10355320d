"""A guess before a view shows: what the reader is asked, the scale to set it on, and the answer.

It stands in the page, as options of the view:

    ```{view} rain-by-year
    :guess: How many millimetres fell in the wettest year?
    :answer: {fact}`rain.wettest`
    :scale: 0 to 2000 by 50
    :unit: millimetres
    :why: It is easy to guess too low: {fact}`rain.dry-years` of the years were dry.
    :sources: sample-2024-rainfall
    ```

``answer`` is a fact that is a number, or a number of the view's own table, as ``millimetres of 2019`` (a column, and
the row by what the view names its rows by). ``why`` says why many are off, and ``sources`` where that is known from.
Without a script, and on paper, the view simply stands there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pandas as pd

from sourcebook import facts
from sourcebook.book import Book
from sourcebook.data import UNSURE
from sourcebook.errors import ReaderError
from sourcebook.sources import source_line
from sourcebook.views.view import View

#: The options that belong together.
OPTIONS = ("guess", "answer", "scale", "unit", "why", "sources")
#: As many steps as a finger can tell apart on a phone, and a key goes through.
MOST_STEPS = 100
FACT = re.compile(r"\{fact\}`([^`]+)`")
OF_VIEW = re.compile(r"(?P<column>\w+) of (?P<row>[\w-]+)")
_NUMBER = r"\d+(?:\.\d+)?"
_SCALE = re.compile(rf"(?P<low>-?{_NUMBER}) to (?P<high>-?{_NUMBER}) by (?P<step>{_NUMBER})")


class GuessError(ReaderError):
    """An option is not as it must be; ``option`` names it."""

    def __init__(self, option: str, reason: str) -> None:
        super().__init__(f"`{option}`: {reason}")
        self.option = option


@dataclass(frozen=True)
class Scale:
    """The numbers that a reader can set."""

    low: float
    high: float
    step: float


def scale(text: str) -> Scale:
    """``0 to 100 by 5``; raises ``GuessError``."""
    match = _SCALE.fullmatch(text.strip())
    if match is None:
        raise GuessError("scale", f"{text!r} is no scale. Write the ends and the step, as 0 to 100 by 5.")
    found = Scale(*(float(match[name]) for name in ("low", "high", "step")))
    steps = (found.high - found.low) / found.step if found.step else 0
    if steps < 2 or steps > MOST_STEPS or not math.isclose(steps, round(steps)):
        raise GuessError("scale", f"{text!r} has {steps:g} steps. Choose whole steps, from two to {MOST_STEPS}.")
    return found


def complete(options: Mapping[str, str]) -> None:
    """Raises ``GuessError`` for an option that is missing, or that stands without a guess."""
    for name in OPTIONS:
        if not options.get(name, "").strip():
            reason = "a guess needs it. Write it below the view, or take the other options of the guess out."
            raise GuessError(name, reason)


def fact_of(answer: str) -> str:
    """The name of the fact that is the answer; empty where it is of the view's own table. Raises ``GuessError``."""
    named, of_view = FACT.fullmatch(answer.strip()), OF_VIEW.fullmatch(answer.strip())
    if not (named or of_view):
        reason = f"{answer!r} is no answer. Write a fact, or a column and a row of the view, as `metres of kiln-lane`."
        raise GuessError("answer", reason)
    return named[1] if named else ""


def of_fact(book: Book, name: str) -> tuple[float, bool]:
    """The number of a fact, and whether it is sure; raises ``ReaderError``."""
    fact = facts.get(book, name)
    if isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        raise GuessError("answer", f"the fact {name} is no number. Name one that is.")
    return float(fact.value), fact.confidence not in UNSURE


def within(answer: float, on: Scale) -> None:
    """Raises ``GuessError`` where an answer cannot be set, or stands at an end, which gives it away."""
    if not on.low < answer < on.high:
        reason = f"the answer, {answer:g}, must lie between {on.low:g} and {on.high:g}. Widen the scale."
        raise GuessError("scale", reason)


def _of_view(view: View, answer: str) -> tuple[float, bool]:
    """A number of the view's own table, and whether it is sure."""
    column, _, row = answer.strip().partition(" of ")
    rows = view.table[view.table[view.row_keys].astype(str) == row] if view.row_keys else view.table[:0]
    if len(rows) != 1 or column not in rows:
        raise GuessError("answer", f"the view {view.id} has no single row {row!r} with a column {column!r}. Mend it.")
    sure = "confidence" not in rows or rows["confidence"].iloc[0] not in UNSURE
    number = pd.to_numeric(rows[column], errors="coerce").iloc[0]
    if pd.isna(number):
        raise GuessError("answer", f"the column {column!r} holds no number for {row!r}. Name one that does.")
    return float(number), sure


def html(book: Book, view: View, options: Mapping[str, str], root: str | None) -> str:
    """What stands before the view for a script to unfold (guess.js); raises ``ReaderError``."""
    complete(options)
    on, name = scale(options["scale"]), fact_of(options["answer"])
    value, sure = of_fact(book, name) if name else _of_view(view, options["answer"])
    within(value, on)
    said = {
        "id": name or f"{view.id}: {options['answer'].strip()}",
        "answer": value, "low": on.low, "high": on.high, "step": on.step, "unit": options["unit"],
    }  # fmt: skip
    asks, why = (
        escape(FACT.sub(lambda m: facts.get(book, m[1]).text, options[name]), quote=False) for name in ("guess", "why")
    )
    doubt = "" if sure else " The number itself is not sure."
    source = source_line(book, options["sources"].split(), root)
    return (
        f'<template class="mm-guess" data-guess="{escape(json.dumps(said))}"><p>{asks}</p>'
        f'<p>{why}{doubt} <span class="mm-source">{source}</span></p></template>'
    )
