"""The question bank as a psychometrician reads it: no key stands out, and rules without reading earn what chance does.

What the bank must keep to is in ``sourcebook/quiz/psychometrics/limits.py``, what a book asks besides in its
``book.yml`` (``chapters`` and ``bank``). A chapter that is being written does not count yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sourcebook.checks.chapters import is_drafted
from sourcebook.checks.finding import Finding
from sourcebook.checks.material import Material
from sourcebook.checks.names import Names
from sourcebook.errors import ReaderError
from sourcebook.quiz import levels
from sourcebook.quiz.models import Claim, FactAnswer, Match, Number, Order, ShortText, Single
from sourcebook.quiz.parse import Bank
from sourcebook.quiz.psychometrics import blind, cues, figures, hints, limits
from sourcebook.quiz.values import Resolve, lookup
from sourcebook.text.wording import listing

_WHOLE = "all"
#: How many questions a message names.
_NAMED = 5


@dataclass(frozen=True)
class _Part:
    """Some questions that are held to limits: those of one file, or all."""

    name: str
    questions: Sequence[Any]
    found: figures.Figures
    form: bool = False


class _Places:
    """Where each question stands."""

    def __init__(self, banks: Mapping[str, Bank]) -> None:
        self._at = {
            q.id: (f"book/quizzes/{name}.yml", bank.lines[q.id]) for name, bank in banks.items() for q in bank.questions
        }

    def finding(self, question: Any, reason: str) -> Finding:
        file, line = self._at[question.id]
        return Finding(file, line, f"question {question.id}: {reason}")

    def of_many(self, questions: Sequence[Any], reason: str) -> Finding:
        """What several questions do together, at the first of them."""
        named = listing(q.id for q in questions[:_NAMED])
        more = f" and {len(questions) - _NAMED} more" if len(questions) > _NAMED else ""
        return Finding(*self._at[questions[0].id], f"{reason} Look at {named}{more}.")


def bank_figures(material: Material) -> Iterator[Finding]:
    """The bank gives no key away, asks for more than recall, and answers every mistake that the book wants answered."""
    banks = Names(material).banks
    whole = {name: bank for name, bank in banks.items() if bank and bank.questions and not is_drafted(material, name)}
    if None in banks.values() or not whole:
        return
    resolve, places = lookup(material.book), _Places(whole)
    questions = [q for bank in whole.values() for q in bank.questions]
    try:
        judged = levels.load(material.book)
        parts = [
            _Part(name, bank.questions, figures.of(bank.questions, resolve, judged), bool(bank.form))
            for name, bank in whole.items()
        ]
        parts.append(_Part(_WHOLE, questions, figures.of(questions, resolve, judged)))
        of_hints = [(q, reason) for q in questions for reason in hints.faults(q, resolve)]
    except (
        ReaderError,
        ValueError,
        KeyError,
        TypeError,
    ):  # a fact or a list that cannot be read: said by its own check
        return
    shown = parts if len(whole) > 1 else parts[-1:]
    material.tell(["Figures of the question bank:", *figures.table({p.name: p.found for p in shown}, judged)])
    for part in shown:
        yield from _options(part, places, resolve)
    for part in parts[:-1]:
        yield from _guessing(part, places, resolve)
    yield from _absolute_words(parts[-1], places, resolve)
    yield from _answers_of_statements(parts[-1], places)
    yield from _levels(parts[-1], places, judged)
    yield from (places.finding(q, reason) for q, reason in of_hints)
    yield from _asked_for(material, whole, places, judged)


def _options(part: _Part, places: _Places, resolve: Resolve) -> Iterator[Finding]:
    """Keys are no longer than other options."""
    if part.form:
        return  # fifteen items are too few for shares: what guessing earns is held instead
    found, where = part.found, f"({part.name})"
    if found.singles >= limits.ENOUGH and found.longest > limits.LONGEST_KEYS * found.singles:
        guilty = [q for q in part.questions if isinstance(q, Single) and cues.longest(q, resolve)]
        yield places.of_many(
            guilty,
            f"the key is the longest option in {found.longest:.3g} of {found.singles} single choices {where}; at most "
            f"{limits.LONGEST_KEYS:.0%} may be. Write a wrong option that says as much, or a shorter key.",
        )
    choices = [q for q in part.questions if cues.is_choice(q)]
    if len(choices) >= limits.ENOUGH and found.key_length is not None and found.key_length > limits.KEY_LENGTH + 1e-9:
        guilty = sorted(choices, key=lambda q: -(cues.key_length(q, resolve) or 0))
        yield places.of_many(
            guilty,
            f"keys are {found.key_length:.2f} times as long as other options {where}, as a mean; at most "
            f"{limits.KEY_LENGTH} may be. Write wrong options that say as much, or shorter keys.",
        )


def _guessing(part: _Part, places: _Places, resolve: Resolve) -> Iterator[Finding]:
    """No blind strategy earns much more than chance."""
    if not part.form and len(part.questions) < limits.ENOUGH:
        return
    chance = part.found.chance
    most = chance + limits.BLIND_IN_A_FORM if part.form else chance * limits.BLIND_IN_A_CHAPTER
    for name, score in part.found.blind.items():
        if score > most + 1e-9:
            gains = {q.id: blind.STRATEGIES[name](q, resolve) - blind.chance(q) for q in part.questions}
            guilty = [q for q in sorted(part.questions, key=lambda q: -gains[q.id]) if gains[q.id] > 0]
            yield places.of_many(
                guilty,
                f"the rule “{name}” scores {score:.1f} of {len(part.questions)} without reading ({part.name}), chance "
                f"{chance:.1f}; at most {most:.1f} may be. Change what the rule finds.",
            )


def _absolute_words(part: _Part, places: _Places, resolve: Resolve) -> Iterator[Finding]:
    """Few wrong options have a word without exception."""
    choices = [q for q in part.questions if cues.is_choice(q)]
    found = part.found
    if len(choices) < limits.ENOUGH or found.absolute_wrong <= limits.ABSOLUTE_OPTIONS * found.wrong:
        return
    guilty = [q for q in choices if any(cues.absolute(cues.shown(o.text, resolve)) for o in q.options if not o.right)]
    yield places.of_many(
        guilty,
        f"{found.absolute_wrong} of {found.wrong} wrong options have a word such as all, never or nothing; at most "
        f"{limits.ABSOLUTE_OPTIONS:.0%} may. Readers cross such options out unread: say less in them.",
    )


def _answers_of_statements(part: _Part, places: _Places) -> Iterator[Finding]:
    """No answer of a claim is so rare that a reader can leave it out."""
    statements = [q for q in part.questions if isinstance(q, Claim)]
    if len(statements) < limits.ENOUGH:
        return
    often = max(part.found.statements, key=lambda answer: part.found.statements[answer])
    for answer, count in part.found.statements.items():
        if count < limits.CLAIM_ANSWER * len(statements):
            yield places.of_many(
                [q for q in statements if q.answer == often],
                f"{count} of {len(statements)} statements are answered “{answer}”; at least "
                f"{limits.CLAIM_ANSWER:.0%} must be. Reword statements whose answer is “{often}”, or add one.",
            )


def _levels(part: _Part, places: _Places, judged: Mapping[str, levels.Judged]) -> Iterator[Finding]:
    """At least half of the questions ask for more than recall, by the codes of either reading."""
    above = part.found.above_recall
    if above is None or len(part.questions) < limits.ENOUGH or min(above) >= limits.ABOVE_RECALL:
        return
    recall = [q for q in part.questions if q.id in judged and "recall" in (judged[q.id].first, judged[q.id].second)]
    yield places.of_many(
        recall,
        f"{above[0]:.0%} (first reading) and {above[1]:.0%} (second) of the questions ask for more than recall; "
        f"at least {limits.ABOVE_RECALL:.0%} must by both. Ask what follows, what is missing, or what a figure shows.",
    )


def _asked_for(
    material: Material, banks: Mapping[str, Bank], places: _Places, judged: Mapping[str, levels.Judged]
) -> Iterator[Finding]:
    """What the book asks of its bank and of its chapters in ``book.yml``."""
    rules, chapters = material.book.identity.bank, material.book.identity.chapters
    questions = [q for bank in banks.values() for q in bank.questions]
    if len(questions) < rules.questions:
        yield Finding(
            "book/quizzes",
            0,
            f"{len(questions)} questions; the book has at least {rules.questions} (book.yml, bank). "
            f"Add {rules.questions - len(questions)}.",
        )
    types = Counter(q.type for q in questions)
    for kind, least in rules.types.items():
        if types[kind] < least:
            yield Finding(
                "book/quizzes",
                0,
                f"{types[kind]} questions of type {kind}; the book has at least {least} (book.yml, bank). "
                f"Add {least - types[kind]}.",
            )
    if rules.answer_mistakes:
        yield from (places.finding(q, reason) for q in questions for reason in _unanswered(q))
    for name, bank in banks.items():
        if bank.form or not bank.objectives:
            continue
        file = f"book/quizzes/{name}.yml"
        read = sum(bool(q.view) and isinstance(getattr(q, "answer", None), FactAnswer) for q in bank.questions)
        if read < chapters.questions_from_views:
            yield Finding(
                file,
                1,
                f"{read} questions have a number that is read from a view and comes from the tables; a chapter has "
                f"{chapters.questions_from_views} (book.yml, chapters). Add one with `view` and `answer: {{fact: …}}`.",
            )
        for objective in bank.objectives if judged else ():
            asked = [q for q in bank.questions if q.objective == objective.id and q.id in judged]
            count = sum(judged[q.id].first == judged[q.id].second == "judge" for q in asked)
            if count < chapters.judging_an_objective:
                yield Finding(
                    file,
                    bank.lines.get(objective.id, 1),
                    f"the objective {objective.id} has {count} questions that both readings in levels.yml call "
                    f"a judgement; it needs {chapters.judging_an_objective} (book.yml, chapters). Ask to judge a "
                    "source or a piece of reasoning.",
                )


def _unanswered(question: Any) -> Iterator[str]:
    """Mistakes that have no sentence of their own, with the remedy."""
    match question:
        case Order():
            for step in question.steps:
                if not step.feedback:
                    yield f"the item {step.text!r} has no `feedback` (book.yml, bank). Say where it belongs and why."
        case Match():
            for pair in question.pairs:
                if not pair.feedback:
                    yield f"the pair {pair.left!r} has no `feedback` (book.yml, bank). Say what it is about."
        case Number():
            if not question.slips:
                yield "no wrong number has an answer of its own (book.yml, bank). Name one in `slips`."
        case ShortText():
            if not question.near:
                yield "no wrong word has an answer of its own (book.yml, bank). Name one in `near`."
