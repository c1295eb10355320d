"""A chapter shows what it tells (``chapters: pictures:`` in ``book.yml``).

Not too many words without something to look at, no view twice, and no section whose sentences are full of numbers
while nothing in it shows one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sourcebook.checks import chapters
from sourcebook.checks.finding import Finding
from sourcebook.checks.markup import Markup
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.facts import typed_numbers
from sourcebook.identity import PictureRules

_WHERE = "(book.yml, chapters, pictures)"
#: Directives that put something to look at on the page; a Markdown image and a table of bars count too.
_SHOWS = ("view", "image", "figure", "table", "list-table", "csv-table")
_FACT = re.compile(r"\{fact\}`[^`]+`")
_ROLE = re.compile(r"\{[a-z][\w:-]*\}`([^`]+)`")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(*A-Z])")


@dataclass
class _Section:
    """What stands below one heading: the lines of its prose, and whether it shows anything."""

    line: int
    title: str
    shows: bool = False
    prose: list[str] = field(default_factory=list)


def pictures(material: Material) -> Iterator[Finding]:
    """Every chapter shows what it tells."""
    rules = material.book.identity.chapters
    if rules.pictures is None:
        return
    for path in chapters.pages(material):
        try:
            text = material.text(path)
        except ReaderError:
            continue
        page = material.markup(path)
        # The headings that every chapter ends with sum up and ask; what is told stands above them.
        last = min((line for line, _, title in page.headings if title in rules.headings), default=len(text) + 1)
        yield from _twice(material.name(path), page)
        yield from _told(material.name(path), text, page, last, rules.pictures)


def _twice(file: str, page: Markup) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for directive in page.directives:
        if directive.name != "view":
            continue
        if directive.argument in seen:
            reason = (
                f"the view {directive.argument!r} stands already in line {seen[directive.argument]}. A chapter shows "
                "a view once: link to it, or show another one."
            )
            yield Finding(file, directive.line, reason)
        seen.setdefault(directive.argument, directive.line)


def _told(file: str, text: str, page: Markup, last: int, rules: PictureRules) -> Iterator[Finding]:
    shown = {directive.line for directive in page.directives if directive.name in _SHOWS}
    shown |= {line for line, _, _ in page.images}
    headings = {line: title for line, _, title in page.headings}
    section = _Section(1, "the beginning")
    run, begun, told = 0, 0, False
    for number, line in enumerate(chapters.story(text).split("\n"), 1):
        if number >= last:
            break
        if number in headings:
            yield from _numbers(file, section, rules)
            section = _Section(number, headings[number])
            continue
        if number in shown or line.startswith("|"):
            section.shows = True
            run, told = 0, False
            continue
        count = len(_ROLE.sub(r"\1", line).split())
        begun = number if not run and count else begun
        run += count
        section.prose.append(line)
        if run > rules.words and not told:
            reason = (
                f"more than {rules.words} words since line {begun} without anything to look at {_WHERE}. Show a view, "
                "a table or a picture that has a date, a place or a number of this text."
            )
            yield Finding(file, number, reason)
            told = True
    yield from _numbers(file, section, rules)


def _numbers(file: str, section: _Section, rules: PictureRules) -> Iterator[Finding]:
    """The sentences of a section that are fullest of numbers, where there are too many."""
    if section.shows:
        return
    counts = []
    for paragraph in re.split(r"\n\s*\n", "\n".join(section.prose)):
        for sentence in _SENTENCE.split(paragraph):
            counts.append(len(_FACT.findall(sentence)) + len(list(typed_numbers.numbers(sentence))))
    most = max((sum(counts[at : at + rules.sentences]) for at in range(len(counts))), default=0)
    if most > rules.numbers:
        reason = (
            f"{most} numbers in {rules.sentences} sentences of `{section.title}`, and nothing shows them; "
            f"{rules.numbers} are the most {_WHERE}. Show a view that has them, or say fewer."
        )
        yield Finding(file, section.line, reason)
