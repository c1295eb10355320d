"""A question as a plain, accessible HTML form: what a reader without JavaScript gets, and what ``quiz.js`` upgrades."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank, changed, minutes, places
from sourcebook.quiz.bank import CLAIM_ANSWERS, Claim, Match, Multiple, Number, Order, ShortText, Single, number_answer
from sourcebook.quiz.grade import unit_key
from sourcebook.quiz.markdown import inline, plain
from sourcebook.quiz.values import Resolve, filled, lookup
from sourcebook.text.json_script import script


def shuffled(question: Any, count: int) -> list[int]:
    """An order for the items of a question: the same each time, and never the right one where there is another."""
    order = list(range(count))
    source = random.Random(question.id)
    while count > 1 and order == list(range(count)):
        source.shuffle(order)
    return order


def mixed(question: Any) -> list[int]:
    """The order in which the options of a choice are shown: authors put the right one first, readers must not find it
    there each time.

    A scale keeps that of the file. The script of the pages mixes anew for each reader and attempt.
    """
    order = list(range(len(question.options)))
    if not question.ordered:
        random.Random(question.id).shuffle(order)
    return order


def spread(questions: Iterable[Any]) -> dict[str, list[int]]:
    """The order of options of each choice on one sheet of paper, by id: the right option of the single ones stands in
    each place as often.

    The same questions give the same sheet each time.
    """
    questions = list(questions)
    orders = {q.id: mixed(q) for q in questions if isinstance(q, Single | Multiple)}
    source = random.Random(" ".join(orders))
    places: dict[int, list[int]] = {}
    for q in questions:
        if not isinstance(q, Single) or q.ordered:
            continue
        left = places.setdefault(len(q.options), [])
        if not left:
            left.extend(range(len(q.options)))
            source.shuffle(left)
        order, right = orders[q.id], next(n for n, option in enumerate(q.options) if option.right)
        order.remove(right)
        order.insert(left.pop(), right)
    return orders


def choices(question: Match) -> list[str]:
    """The right sides of a matching question and its distractors, mixed."""
    rights = [p.right for p in question.pairs] + list(question.distractors)
    return [rights[i] for i in shuffled(question, len(rights))]


def key(question: Any, resolve: Resolve) -> dict[str, Any]:
    """What is needed to grade the question: ``t`` (type), ``a`` (what is right), and ``tol`` or ``n`` where the type
    has them.
    """
    kind = question.type
    if isinstance(question, Single):
        return {"t": kind, "a": next(i for i, o in enumerate(question.options) if o.right)}
    if isinstance(question, Multiple):
        return {"t": kind, "a": [i for i, o in enumerate(question.options) if o.right], "n": len(question.options)}
    if isinstance(question, Claim):
        return {"t": kind, "a": CLAIM_ANSWERS.index(question.answer)}
    if isinstance(question, Number):
        unit = unit_key(question.unit)
        return {"t": kind, "a": number_answer(question, resolve), "tol": question.tolerance, **unit}
    if isinstance(question, ShortText):
        return {"t": kind, "a": question.forms}
    if isinstance(question, Order):
        return {"t": kind, "a": list(range(len(question.items)))}
    sides = choices(question)
    return {"t": kind, "a": [sides.index(p.right) for p in question.pairs]}


def right_words(question: Any, resolve: Resolve) -> list[str]:
    """The right answer in words, one line a part."""
    if isinstance(question, Single | Multiple):
        return [filled(o.text, resolve) for o in question.options if o.right]
    if isinstance(question, Claim):
        return [question.answer]
    if isinstance(question, Number):
        value = number_answer(question, resolve)
        shown = f"{value:,.10g}" if isinstance(value, float) and not float(value).is_integer() else f"{int(value):,}"
        within = f" (within {question.tolerance:,.10g})" if question.tolerance else ""
        return [f"{shown} {question.unit}".strip() + within]
    if isinstance(question, ShortText):
        return [question.accept[0]]
    if isinstance(question, Order):
        return [f"{n}. {filled(item, resolve)}" for n, item in enumerate(question.items, 1)]
    return [f"{filled(p.left, resolve)}: {filled(p.right, resolve)}" for p in question.pairs]


def _feedback(question: Any, resolve: Resolve) -> list[str]:
    """Feedback as HTML: one an option, or one for any wrong answer."""
    if isinstance(question, Single | Multiple):
        return [inline(filled(o.feedback, resolve)) for o in question.options]
    if isinstance(question, Claim):
        return [inline(filled(question.feedback[a], resolve)) for a in CLAIM_ANSWERS]
    if isinstance(question, Number | ShortText):
        return [inline(filled(question.feedback.wrong, resolve))]
    beside = question.steps if isinstance(question, Order) else question.pairs
    found = [inline(filled(part.feedback, resolve)) for part in beside]
    return found if any(found) else []


def slips(question: Any, resolve: Resolve) -> list[Any]:
    """What shows each named slip of a question, as ``grade.slips`` takes it, in the order of the file."""
    if isinstance(question, Number):
        return bank.number_slips(question, resolve)
    if isinstance(question, ShortText):
        return [list(near.accept) for near in question.near]
    if isinstance(question, Order):
        places = {text: n for n, text in enumerate(question.items)}
        return [sorted(places[text] for text in slip.swapped) for slip in question.slips]
    if isinstance(question, Match):
        lefts, sides = [p.left for p in question.pairs], choices(question)
        return [[lefts.index(slip.left), sides.index(slip.right)] for slip in question.slips]
    return []


def slip_words(question: Any) -> list[str]:
    """What is said of each named slip, in the same order."""
    return [
        named.feedback
        for named in (question.near if isinstance(question, ShortText) else getattr(question, "slips", []))
    ]


def data(question: Any, resolve: Resolve) -> dict[str, Any]:
    """What ``quiz.js`` needs besides the form: grading key, content hash, feedback, hints, and named slips with what is
    said of them.
    """
    named = slips(question, resolve)
    more = {"s": named, "e": [inline(filled(text, resolve)) for text in slip_words(question)]} if named else {}
    kept_order = {"o": 1} if getattr(question, "ordered", False) else {}
    return {
        **key(question, resolve),
        "id": question.id,
        "h": bank.content_hash(question, resolve),
        "f": _feedback(question, resolve),
        "i": [inline(filled(h, resolve)) for h in question.hints],
        **more,
        **kept_order,
    }


def _controls(question: Any, name: str, resolve: Resolve) -> str:
    if isinstance(question, Single | Multiple | Claim):
        kind = "checkbox" if isinstance(question, Multiple) else "radio"
        texts = CLAIM_ANSWERS if isinstance(question, Claim) else [filled(o.text, resolve) for o in question.options]
        order = range(len(texts)) if isinstance(question, Claim) else mixed(question)
        note = '<p class="mm-q-note">Choose all that fit.</p>' if kind == "checkbox" else ""
        options = "".join(
            f'<li><label><input type="{kind}" name="{name}" value="{i}"> <span>{inline(texts[i])}</span></label></li>'
            for i in order
        )
        return f'{note}<ul class="mm-q-options">{options}</ul>'
    if isinstance(question, Number | ShortText):
        label = (
            f"Your answer ({escape(question.unit)})"
            if isinstance(question, Number) and question.unit
            else "Your answer"
        )
        mode = ' inputmode="decimal"' if isinstance(question, Number) else ""
        return (
            f'<p><label>{label} <input type="text" name="{name}" autocomplete="off" maxlength="60"{mode}></label></p>'
        )
    if isinstance(question, Order):
        count = len(question.items)
        places = "".join(f'<option value="{n}">{n}</option>' for n in range(1, count + 1))
        rows = "".join(
            f'<li data-i="{i}"><label><span class="mm-q-item">{inline(filled(question.items[i], resolve))}</span> '
            f'<span class="mm-q-place">Place <select name="{name}-{i}"><option value="">choose</option>'
            f"{places}</select></span></label></li>"
            for i in shuffled(question, count)
        )
        return f'<ol class="mm-q-order">{rows}</ol>'
    sides = "".join(
        f'<option value="{n}">{escape(plain(filled(side, resolve), curly=True))}</option>'
        for n, side in enumerate(choices(question))
    )
    rows = "".join(
        f'<li><label><span class="mm-q-item">{inline(filled(p.left, resolve))}</span> '
        f'<select name="{name}-{n}"><option value="-1">choose</option>{sides}</select></label></li>'
        for n, p in enumerate(question.pairs)
    )
    # Paper shows no open list: there the right sides stand below, by letter.
    letters = "".join(f"<li>{inline(filled(side, resolve))}</li>" for side in choices(question))
    return f'<ul class="mm-q-match">{rows}</ul><ol class="mm-q-sides" type="A">{letters}</ol>'


def explained(book: Book, text: str, keys: Iterable[str], teaches: str, root: str | None) -> str:
    """An explanation, which is Markdown, with its sources and, on a page, the way back to the section that teaches."""
    from sourcebook.sources import source_line

    try:
        cited = f'<p class="mm-source">{source_line(book, keys, root)}</p>'
    except ValueError:
        cited = ""
    page, _, section = teaches.partition("#")
    title = places.title(book, teaches)
    time = minutes.section(book, teaches)
    length = f' data-minutes="{time}"' if time else ""
    named = f": <span{length}>{inline(title)}</span>" if title else ""
    back = (
        f'<p class="mm-q-back"><a href="{root}/{escape(page)}.html#{escape(section)}">Read about it{named}</a></p>'
        if root is not None
        else ""
    )
    return f"<p>{inline(text)}</p>{cited}{back}"


def _answer(book: Book, question: Any, root: str | None, resolve: Resolve) -> str:
    words = "".join(f"<li>{inline(w)}</li>" for w in right_words(question, resolve))
    why = explained(book, filled(question.explanation, resolve), question.sources, question.teaches, root)
    return f'<details class="mm-q-answer"><summary>Answer and explanation</summary><ul>{words}</ul>{why}</details>'


def _view(book: Book, question: Any, root: str | None, shows: Callable[[str], str] | None) -> str:
    """The way to the chart or table that the question is about, or its numbers on the spot."""
    if question.view and shows:
        words = "The numbers that this question is about"
        return f'<details class="mm-q-view"><summary>{words}</summary>{shows(question.view)}</details>'
    page = places.shows(book, question.view, question.teaches) if question.view and root is not None else None
    if page is None:
        return ""
    link = f'<a href="{root}/{escape(page)}.html#view-{escape(question.view)}">Look at the picture or table</a>'
    return f'<p class="mm-q-note mm-q-view">{link} that this question is about.</p>'


def question_html(
    book: Book,
    question: Any,
    label: str = "Question",
    root: str | None = "..",
    prefix: str = "",
    resolve: Resolve | None = None,
    shows: Callable[[str], str] | None = None,
) -> str:
    """One question as a ``fieldset``, its prompt headed by ``label``. ``root`` leads to the top of the built book
    (``None``: no links into it; then ``shows`` may give the HTML that stands for a picture, by its id).

    ``prefix`` keeps names and ids apart where a page shows the question twice; ``resolve`` looks facts up (default: in
    the book).
    """
    resolve = resolve or lookup(book)
    name = f"{prefix}{question.id}"
    return (
        f'<fieldset class="mm-q" id="q-{name}" data-q="{question.id}"><legend><span class="mm-q-n">{label}.</span> '
        f"{inline(filled(question.prompt, resolve))}</legend>{_view(book, question, root, shows)}"
        f"{_controls(question, name, resolve)}"
        f"{_answer(book, question, root, resolve)}</fieldset>"
    )


def quiz_html(
    book: Book,
    questions: Iterable[Any],
    title: str,
    mode: str = "practice",
    root: str | None = "..",
    prefix: str = "",
    resolve: Resolve | None = None,
    name: str = "",
    letter: str = "",
    on_the_way: bool = False,
    shows: Callable[[str], str] | None = None,
) -> str:
    """Questions as one form. ``mode``: ``practice`` (feedback at once) or ``check`` (answer all, hand in once).

    Under ``name`` the browser keeps a check that is not handed in yet; without one it is the first question's id.
    ``letter``: which of the parallel forms of a check this is; such a form has no other mode.
    ``on_the_way``: one or two questions below a section, without a choice of mode.
    """
    resolve = resolve or lookup(book)
    questions = list(questions)
    total = len(questions)
    labels = [f"Question {n} of {total}" for n in range(1, total + 1)] if total > 1 else ["Question"]
    body = "".join(
        question_html(book, q, label, root, prefix, resolve, shows) for q, label in zip(questions, labels, strict=False)
    )
    name = name or (questions[0].id if questions else "none")
    # What an answer from before a change is told by: only where the list of changes names the question.
    was = {q.id: {"w": states} for q in questions if (states := changed.before(book, q.id))}
    values = script([data(q, resolve) | was.get(q.id, {}) for q in questions])
    page = book.identity.pages.corrections if was and root is not None else ""
    corrections = f' data-corrections="{root}/{escape(page)}.html"' if page else ""
    one_of_two = f' data-form="{letter}" data-only="yes"' if letter else ""
    way = ' data-way=""' if on_the_way else ""
    return (
        f'<form class="mm-quiz" data-quiz="{escape(name)}" data-mode="{mode}"{way}{one_of_two}{corrections} '
        f'aria-label="{escape(title)}" autocomplete="off">'
        f'<script type="application/json">{values}</script>{body}</form>'
    )
