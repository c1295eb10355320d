"""What a class can be asked by a show of hands: an item with options.

Questions of the bank with one right option of a few are such items. A book with Python adds kinds of its own: it lists
them in ``ITEMS`` of its module ``items``, by the name that stands for them in ``classroom.questions(name)``::

    ITEMS = {"proverbs": Kind("Proverbs of the valley", ids, item)}

``ids(book)`` lists the ids, which no question of the bank has; ``item(book, name)`` gives the ``Item`` of one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sourcebook.book import Book, of_package
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, markdown, render
from sourcebook.quiz.values import lookup

TYPES = ("single", "claim")


@dataclass(frozen=True)
class Item:
    """One thing to ask. ``prompt`` and ``why`` are HTML, ``plain`` is the prompt as a list shows it, ``options`` are
    plain text.

    ``right`` is the number of the right option, ``None`` where none is. ``hash`` changes when the item does, so that
    old counts are known to be of another one. ``order`` is how the options are shown; ``lettered`` says that a teacher
    calls them out by letters. ``level`` is 1 for easy to 3 for hard, 0 where nobody said.
    """

    id: str
    prompt: str
    plain: str
    options: tuple[str, ...]
    right: int | None
    why: str
    hash: str
    order: tuple[int, ...]
    lettered: bool = False
    level: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of items that a book adds."""

    title: str
    ids: Callable[[Book], list[str]]
    item: Callable[[Book, str], Item]
    #: ``form(book, root)`` is one element in which a student works on all of them; what belongs to one has its id as
    #: ``data-id``, so that a set can show some (``sets.py``).
    form: Callable[[Book, str], str] | None = None


def of_the_book(book: Book) -> dict[str, Kind]:
    """The kinds that the book's own package adds."""
    return of_package(book, "items", "ITEMS")


def groups(book: Book) -> dict[str, str]:
    """What can be chosen from: the name of each chapter with questions for a show of hands, and of each kind of the
    book, with its title.
    """
    banks = [bank.load(book, name) for name in bank.names(book)]
    # A class is asked of its chapters first: a form's questions are for the check, and a bank that borrows all of its
    # own comes after those it borrows from.
    chapters = sorted(
        (one_bank for one_bank in banks if _suited(book, one_bank)),
        key=lambda one_bank: (bool(one_bank.borrowed), bool(one_bank.form)),
    )
    kinds = {name: kind.title for name, kind in of_the_book(book).items() if kind.ids(book)}
    return {one_bank.chapter: one_bank.title for one_bank in chapters} | kinds


def for_scripts(book: Book) -> tuple[dict[str, Any], dict[str, Any]]:
    """What ``poll.js`` needs: of each group its title and ids, and by its id each item (``for_script``)."""
    listed: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for name, title in groups(book).items():
        own = of(book, name)
        listed[name] = [title, [item.id for item in own]]
        found |= {item.id: for_script(item) for item in own}
    return listed, found


def for_script(item: Item) -> dict[str, Any]:
    """An item as ``p`` (prompt as HTML), ``t`` (prompt as a list shows it), ``o`` (options), ``r`` (right option),
    ``w`` (why), ``h`` (hash), ``d`` (order shown), ``l`` (1: called out by letters).
    """
    return {
        "p": item.prompt,
        "t": item.plain,
        "o": item.options,
        "r": item.right,
        "w": item.why,
        "h": item.hash,
        "d": item.order,
    } | ({"l": 1} if item.lettered else {})


def of(book: Book, group: str) -> list[Item]:
    """The items of a chapter or kind, in their order; an unknown chapter raises ``ReaderError``."""
    kind = of_the_book(book).get(group)
    if kind:
        return [kind.item(book, name) for name in kind.ids(book)]
    return [_of_question(book, question) for question in _suited(book, bank.load(book, group))]


def get(book: Book, name: str) -> Item:
    """The item with this id. Raises ``ReaderError`` where there is none, and for a question that does not suit a show
    of hands.
    """
    for kind in of_the_book(book).values():
        if isinstance(name, str) and name in kind.ids(book):
            return kind.item(book, name)
    question = bank.find(book, name)
    if question.type not in TYPES:
        raise ReaderError(
            f"{name} is no question for hands: choose one of type single or claim from classroom.questions()."
        )
    return _of_question(book, question)


def _suited(book: Book, one_bank: bank.Bank) -> list[Any]:
    borrowed = (bank.find(book, name) for name in one_bank.borrowed)
    return [question for question in (*one_bank.questions, *borrowed) if question.type in TYPES]


def _of_question(book: Book, question: Any) -> Item:
    resolve = lookup(book)
    prompt = render.filled(question.prompt, resolve)
    if question.type == "claim":
        options: tuple[str, ...] = bank.CLAIM_ANSWERS
        order = list(range(len(options)))
    else:
        options = tuple(markdown.plain(render.filled(o.text, resolve), curly=True) for o in question.options)
        order = render.mixed(question)
    return Item(
        id=question.id,
        prompt=markdown.inline(prompt),
        plain=markdown.plain(prompt, curly=True),
        options=options,
        right=render.key(question, resolve)["a"],
        why=markdown.inline(render.filled(question.explanation, resolve)),
        hash=bank.content_hash(question, resolve),
        order=tuple(order),
        lettered=question.type != "claim",
        level=question.difficulty,
    )
