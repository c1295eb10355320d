"""Moodle XML: the fullest of the formats. A category a chapter, one question a question."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from sourcebook.identity import Identity
from sourcebook.quiz.export.item import Item
from sourcebook.quiz.export.pack import node, xml
from sourcebook.quiz.export.text import accepted, digits, paragraphs, short
from sourcebook.quiz.markdown import plain

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "claim": "multichoice",
    "number": "numerical",
    "text": "shortanswer",
    "order": "matching",
    "match": "matching",
}


def category(book: str, title: str) -> str:
    """Where the questions go in Moodle's question bank: the book, and in it the chapter.

    A slash in a name is doubled.
    """
    return "/".join(["$course$/top", *(name.replace("/", "//") for name in (book, title))])


def share(parts: int) -> str:
    """A part of the mark in per cent, with the digits that Moodle knows: ``33.33333``."""
    return digits(round(100 / parts, 5))


def _html(parent: ET.Element, tag: str, html: str) -> ET.Element:
    child = node(parent, tag, format="html")
    node(child, "text", html)
    return child


def _answer(question: ET.Element, fraction: str, text: str, feedback: str, form: str) -> ET.Element:
    answer = node(question, "answer", fraction=fraction, format=form)
    node(answer, "text", text)
    if feedback:
        _html(answer, "feedback", paragraphs(feedback))
    return answer


def _choices(question: ET.Element, item: Item) -> None:
    node(question, "single", "false" if item.type == "multiple" else "true")
    node(question, "shuffleanswers", "false" if item.type == "claim" else "true")
    node(question, "answernumbering", "none")
    part = share(item.rights)
    # A wrong choice takes away what a right one gives; Moodle never goes below zero either.
    other = f"-{part}" if item.type == "multiple" else "0"
    for choice in item.choices:
        _answer(question, part if choice.right else other, paragraphs(choice.text), choice.feedback, "html")


def _typed(question: ET.Element, item: Item) -> None:
    """A number or a word; the last answer stands for anything else."""
    if item.type == "number":
        answer = _answer(question, "100", digits(item.answer), "", "moodle_auto_format")
        node(answer, "tolerance", digits(item.tolerance))
    else:
        node(question, "usecase", "0")
        for form in accepted(item.accept):
            _answer(question, "100", form.replace("*", r"\*"), "", "moodle_auto_format")
    rest = _answer(question, "0", "*", item.wrong, "moodle_auto_format")
    if item.type == "number":
        node(rest, "tolerance", "0")


def _pairs(question: ET.Element, item: Item) -> None:
    node(question, "shuffleanswers", "true")
    taken = {right for _, right in item.pairs}
    # A right side without a left one is a distractor.
    for left, right in (*item.pairs, *(("", side) for side in item.sides if side not in taken)):
        part = _html(question, "subquestion", paragraphs(left))
        node(node(part, "answer"), "text", plain(right))


def _question(root: ET.Element, item: Item) -> None:
    question = node(root, "question", type=_TYPES[item.type])
    node(node(question, "name"), "text", f"{item.id}. {short(item.prompt)}")
    _html(question, "questiontext", item.prompt_html)
    _html(question, "generalfeedback", item.explanation_html)
    node(question, "defaultgrade", "1")
    # A second try costs nothing in the book, so it costs nothing here.
    node(question, "penalty", "0")
    node(question, "hidden", "0")
    node(question, "idnumber", item.id)
    if item.choices:
        _choices(question, item)
    elif item.pairs:
        _pairs(question, item)
    else:
        _typed(question, item)
    for hint in item.hints:
        _html(question, "hint", paragraphs(hint))
    tags = node(question, "tags")
    for tag in (item.objective, f"difficulty {item.difficulty}"):
        node(node(tags, "tag"), "text", tag)


def write(of: Identity, name: str, title: str, items: Sequence[Item]) -> bytes:
    """The file that Moodle imports as "Moodle XML format"."""
    root = ET.Element("quiz")
    head = node(root, "question", type="category")
    node(node(head, "category"), "text", category(of.title, title))
    for item in items:
        _question(root, item)
    return xml(root)
