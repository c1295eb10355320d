"""A guess before a view (``:guess:`` and what belongs to it) is whole, can be set, and has its sources; a page asks for
two at most. What is a number of the view's own table, the build looks up: a check draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook import facts, sources
from sourcebook.checks.finding import Finding
from sourcebook.checks.markup import Directive
from sourcebook.checks.material import Material
from sourcebook.errors import ReaderError
from sourcebook.views import guess

#: The most on one page: a reader came to read.
MOST = 2


def guesses(material: Material) -> Iterator[Finding]:
    """Every guess can be made."""
    for path in material.markdown:
        asked = 0
        for one in material.markup(path).directives:
            if one.name != "view" or not one.options:
                continue
            asked += 1
            if asked > MOST:
                reason = f"this is guess number {asked}; a page asks for {MOST} at most. Take one out."
                yield Finding(material.name(path), one.line, reason)
            yield from _guess(material, material.name(path), one)


def _guess(material: Material, file: str, view: Directive) -> Iterator[Finding]:
    book = material.book
    lines = {name: line for line, name, _ in view.options}
    says = {name: value for _, name, value in view.options}
    try:
        guess.complete(says)
        on, name = guess.scale(says["scale"]), guess.fact_of(says["answer"])
        if name in facts.names(book):
            guess.within(guess.of_fact(book, name)[0], on)
    except guess.GuessError as error:
        yield Finding(file, lines.get(error.option, view.line), str(error))
    except ReaderError:
        return  # said where facts are read
    known_sources = sources.keys(book)
    for key in says.get("sources", "").split():
        if key not in known_sources:
            yield Finding(file, lines["sources"], sources.no_source(key, known_sources))
