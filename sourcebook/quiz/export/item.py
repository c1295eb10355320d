"""A question as every format needs it: flat, with facts filled in and the answer computed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from sourcebook import sources
from sourcebook.book import Book
from sourcebook.quiz import bank, render
from sourcebook.quiz.bank import CLAIM_ANSWERS, Claim, Match, Multiple, Number, Order, ShortText, Single
from sourcebook.quiz.export.numbers import Numbers, numbers
from sourcebook.quiz.export.text import clean, note, paragraphs
from sourcebook.quiz.values import Resolve, lookup


@dataclass(frozen=True)
class Choice:
    """One option; ``number`` is its place in the bank, from 0, whatever the order in which it is shown."""

    number: int
    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Item:
    """One question. Texts are Markdown; what a type does not have is empty."""

    id: str
    type: str
    objective: str
    difficulty: int
    prompt: str
    explanation: str
    hints: tuple[str, ...]
    sources: tuple[str, ...]
    teaches: str
    view: str
    computed: bool
    #: The table under the picture that it asks about.
    numbers: Numbers | None = None
    choices: tuple[Choice, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    sides: tuple[str, ...] = ()
    answer: float = 0
    tolerance: float = 0
    unit: str = ""
    accept: tuple[str, ...] = ()
    wrong: str = ""
    #: How many mistakes have a name and a sentence of their own (slips, near forms), and
    #: whether an item or a pair has one.
    slips: int = 0
    beside: bool = False

    @property
    def ordered(self) -> list[str]:
        """The items of an ordering question in the right order."""
        return [left for left, _ in sorted(self.pairs, key=lambda pair: int(pair[1]))]

    @property
    def rights(self) -> int:
        """How many options are right."""
        return sum(choice.right for choice in self.choices)

    @property
    def instruction(self) -> str:
        """What a reader must know besides the prompt, as one plain sentence."""
        return {
            "multiple": "Choose all that fit.",
            "number": f"Unit: {self.unit}" if self.unit else "",
            "order": "Give each its place, from 1 for the first.",
        }.get(self.type, "")

    @property
    def prompt_html(self) -> str:
        """Prompt, the numbers that it asks about, and instruction as HTML."""
        return self.asked_html + note(self.instruction)

    @property
    def asked_html(self) -> str:
        """The same without instruction."""
        return paragraphs(self.prompt) + (clean(self.numbers.html) if self.numbers else "")

    @property
    def explanation_html(self) -> str:
        """Explanation and sources as HTML."""
        return paragraphs(self.explanation) + note(f"Sources: {'; '.join(self.sources)}")


def flat(
    question: Any, resolve: Resolve, cite: Callable[[str], str], shows: Callable[[str], Numbers] | None = None
) -> Item:
    """One question of the bank as an item.

    ``resolve`` looks facts up, ``cite`` turns a source's key into a line, ``shows`` gives the numbers of a picture by
    its id; without it a question about a picture leaves them behind.
    """

    def cleaned(text: str) -> str:
        return clean(render.filled(text, resolve))

    kind: dict[str, Any] = {}
    if isinstance(question, Single | Multiple):
        shown = [(n, question.options[n]) for n in render.mixed(question)]
        kind["choices"] = tuple(Choice(n, cleaned(o.text), cleaned(o.feedback), o.right) for n, o in shown)
    elif isinstance(question, Claim):
        kind["choices"] = tuple(
            Choice(n, a, cleaned(question.feedback[a]), a == question.answer) for n, a in enumerate(CLAIM_ANSWERS)
        )
    elif isinstance(question, Number):
        kind |= {"answer": float(render.number_answer(question, resolve)), "tolerance": float(question.tolerance)}
        kind |= {"unit": clean(question.unit), "wrong": cleaned(question.feedback.wrong)}
    elif isinstance(question, ShortText):
        kind |= {"accept": tuple(map(clean, question.forms)), "wrong": cleaned(question.feedback.wrong)}
    elif isinstance(question, Order):
        count = len(question.items)
        kind["pairs"] = tuple((cleaned(question.items[n]), str(n + 1)) for n in render.shuffled(question, count))
        kind["sides"] = tuple(str(n + 1) for n in range(count))
    elif isinstance(question, Match):
        kind["pairs"] = tuple((cleaned(p.left), cleaned(p.right)) for p in question.pairs)
        kind["sides"] = tuple(map(cleaned, render.choices(question)))
    parts = question.steps if isinstance(question, Order) else question.pairs if isinstance(question, Match) else ()
    return Item(
        slips=len(render.slip_words(question)),
        beside=any(part.feedback for part in parts),
        id=question.id,
        type=question.type,
        objective=clean(question.objective),
        difficulty=question.difficulty,
        prompt=cleaned(question.prompt),
        explanation=cleaned(question.explanation),
        hints=tuple(map(cleaned, question.hints)),
        sources=tuple(clean(cite(key)) for key in question.sources),
        teaches=clean(question.teaches),
        view=clean(question.view),
        numbers=shows(question.view) if shows and question.view else None,
        computed=isinstance(getattr(question, "answer", None), bank.FactAnswer)
        or "{{" in json.dumps(question.model_dump(), ensure_ascii=False),
        **kind,
    )


def asked(book: Book, chapter: str) -> tuple[str, list[Item]]:
    """Title and items of one question file, with the questions that it borrows from others;
    an unknown one raises ``BankError``.
    """
    chapter_bank = bank.load(book, chapter)
    borrowed = (bank.find(book, name) for name in chapter_bank.borrowed)
    resolve, cite, shows = lookup(book), partial(sources.cite, book), cache(partial(numbers, book))
    return clean(chapter_bank.title), [flat(q, resolve, cite, shows) for q in (*chapter_bank.questions, *borrowed)]
