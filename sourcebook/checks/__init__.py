"""What ``check`` looks for: whatever in the sources does not hold, each with its file, line and remedy.

One broken file does not hide what is wrong in another: each check goes on as far as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sourcebook.book import Book, of_package
from sourcebook.checks import (
    absolutes,
    against_sources,
    bank_figures,
    chapters,
    contents,
    guesses,
    identity,
    lessons,
    notebooks,
    of_facts,
    of_views,
    pages,
    pictures,
    prose,
    questions,
    references,
    settings,
    strays,
    tables,
    tasks,
    titles,
    voices,
)
from sourcebook.checks.clean import FOLDER
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.errors import BookError, ReaderError
from sourcebook.text import digest, parsed

__all__ = ["CHECKS", "Finding", "Material", "run"]

Check = Callable[[Material], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "book.yml names what there is": identity.identity,
    "the settings of the book can be read": settings.settings,
    "every page and notebook can be read": pages.readable,
    "every file lies where it is read": strays.unread,
    "the contents list every page once": contents.pages,
    "every entry of the bibliography can be read": references.entries,
    "every table keeps to the data dictionary": tables.dictionary,
    "tables that speak of the same thing agree": tables.together,
    "no number is surer than its check": against_sources.numbers_checked,
    "every fact has a value and a source": of_facts.values,
    "every fact is used": of_facts.used,
    "every declared view holds": of_views.declared,
    "every title of a view is a finding, every label a word": titles.titles,
    "every citation has its source": pages.citations,
    "every term has its definition": pages.terms,
    "what is written in a page is what a reader sees": prose.markup,
    "every link leads somewhere": prose.links,
    "every notebook is plain": notebooks.plain,
    "no number is typed by hand": pages.numbers,
    "every number that may be typed stands somewhere": pages.allowed,
    "words that allow no exception are proved": absolutes.absolute_words,
    "every question keeps to the rules": questions.questions,
    "no question gives itself away": bank_figures.bank_figures,
    "every task keeps to the rules": tasks.tasks,
    "every lesson adds up": lessons.lessons,
    "every sheet to print can be read": lessons.sheets,
    "every chapter has its parts": chapters.parts,
    "every chapter shows what it tells": pictures.pictures,
    "every guess can be made": guesses.guesses,
    "every voice has its source": voices.voices,
}


def of_the_book(book: Book) -> dict[str, Check]:
    """The checks that the book's own package adds: ``CHECKS`` in its module ``checks``, where there is one."""
    try:
        _ = book.identity
    except BookError:  # the check of book.yml says what is wrong
        return {}
    return of_package(book, "checks", "CHECKS")


def run(book: Book, tell: Callable[[list[str]], None] = lambda lines: None) -> Iterator[tuple[str, list[Finding]]]:
    """Each check by name with what it found, as it ends. What one check has said, no later one says again.

    ``tell`` is given the lines that a check has for the author beside its findings, before that check is yielded.
    """
    with parsed.kept_in(book.root / "_build" / FOLDER / "parsed.pickle", digest.code(book)):
        yield from _run(book, tell)


def _run(book: Book, tell: Callable[[list[str]], None]) -> Iterator[tuple[str, list[Finding]]]:
    material = Material(book)
    said: set[str] = set()
    for name, check in _all(book):
        found: list[Finding] = []
        try:
            _, told = material.clean.part_with(name, partial(_looked, check, material, found))
            tell(told or [])
        except ReaderError as error:
            found.append(of_error(error))
        except Exception as error:  # one broken check never ends the others
            reason = (
                f"the check {name!r} itself failed ({type(error).__name__}: {error}). The others went on. "
                "Tell those who made it."
            )
            found.append(Finding("", 0, reason))
        new = [finding for finding in dict.fromkeys(found) if str(finding) not in said]
        said.update(map(str, new))
        yield name, new
    material.clean.save()


def _looked(check: Check, material: Material, found: list[Finding]) -> tuple[list[Finding], list[str]]:
    """What a check finds, and what it tells besides; also in ``found``: what it said before it failed is not lost."""
    found.extend(check(material))
    return found, material.told()


def _all(book: Book) -> Iterator[tuple[str, Check]]:
    """The checks of the engine, then those of the book, where its own settings can be read."""
    yield from CHECKS.items()
    yield from of_the_book(book).items()
