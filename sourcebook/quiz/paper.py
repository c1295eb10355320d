"""On paper: a worksheet and an answer key for each chapter, as print-ready HTML, and as PDF
where a Chromium is at hand.
"""

from __future__ import annotations

import string
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from sourcebook import sources
from sourcebook.book import Book
from sourcebook.quiz import bank, render
from sourcebook.quiz.bank import Claim, Match, Multiple, Number, Order, ShortText, Single
from sourcebook.quiz.browser import find_browser
from sourcebook.quiz.export.numbers import Numbers
from sourcebook.quiz.export.numbers import numbers as numbers_of
from sourcebook.quiz.markdown import inline
from sourcebook.quiz.values import Resolve, lookup
from sourcebook.text import atomic

#: Larger tables stay in the book.
MOST_ROWS, MOST_COLUMNS = 40, 8
#: How a page to print looks: it stands in the page itself, which may be saved and sent alone.
STYLE = """
@page { size: auto; margin: 18mm 16mm; }
body { font: 11.5pt/1.45 Georgia, "Liberation Serif", serif; color: #000; max-width: 42rem; }
body { margin: 1rem auto; padding: 0 1rem; }
h1 { font-size: 18pt; } section { break-inside: avoid; margin: 0 0 1.1rem; } h2 { font-size: 12pt; margin: 0 0 .3rem; }
ul, ol { margin: .2rem 0 .4rem; padding-left: 1.5rem; } ul.options { list-style: none; padding-left: 0; }
ul.options li::before { content: ""; display: inline-block; width: .8em; height: .8em; }
ul.row li { display: inline-block; margin-right: .9em; }
ul.options li::before { border: 1px solid #000; margin-right: .5em; } ul.one li::before { border-radius: 50%; }
.line { border-bottom: 1px solid #000; display: inline-block; min-width: 14rem; height: 1.3em; }
.short { min-width: 2.5rem; } p { margin: .25rem 0; } .small { font-size: 9.5pt; } .name { margin-bottom: 1.2rem; }
.room { border-bottom: 1px solid #000; height: 1.6em; }
pre { border: 1px solid #000; padding: .4rem; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #000; padding: .3rem .4rem; }
th, td { text-align: left; vertical-align: top; }
@media screen and (max-width: 40rem) { th, td { overflow-wrap: anywhere; } }
.cards { display: grid; grid-template-columns: 1fr 1fr; } .cards > * { border: 1px dashed #000; padding: .6rem .8rem; }
.cards > * { margin: 0; break-inside: avoid; }
.sheets > * { break-after: page; } .sheets > *:last-child { break-after: auto; }
"""


def page(title: str, body: str, language: str = "en") -> str:
    """A page to print with this heading; ``body`` is HTML."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def linked(html: str, style: str) -> str:
    """A page to print whose style lies in the file ``style`` beside it: a web server's policy may allow none inside."""
    return html.replace(f"<style>{STYLE}</style>", f'<link rel="stylesheet" href="{escape(style)}">')


def _asked(question: Any, resolve: Resolve, orders: dict[str, list[int]]) -> str:
    """What a student fills in with a pen."""
    if isinstance(question, Single | Multiple | Claim):
        texts = (
            bank.CLAIM_ANSWERS
            if isinstance(question, Claim)
            else [render.filled(o.text, resolve) for o in question.options]
        )
        order = orders.get(question.id, range(len(texts)))
        note = "<p class='small'>Choose all that fit.</p>" if isinstance(question, Multiple) else ""
        kind = "options" if isinstance(question, Multiple) else "options one"
        return f'{note}<ul class="{kind}">' + "".join(f"<li>{inline(texts[n])}</li>" for n in order) + "</ul>"
    if isinstance(question, Number | ShortText):
        unit = escape(question.unit) if isinstance(question, Number) else ""
        return f'<p><span class="line"></span> {unit}</p>'
    if isinstance(question, Order):
        items = [question.items[n] for n in render.shuffled(question, len(question.items))]
        lines = "".join(f'<li><span class="line short"></span> {inline(render.filled(i, resolve))}</li>' for i in items)
        return f'<p class="small">Write the place, from 1, before each.</p><ul>{lines}</ul>'
    assert isinstance(question, Match)
    letters = "ABCDEFGHIJKLMNOP"
    left = "".join(
        f'<li><span class="line short"></span> {inline(render.filled(p.left, resolve))}</li>' for p in question.pairs
    )
    right = "".join(
        f"<li>{letters[n]}. {inline(render.filled(c, resolve))}</li>" for n, c in enumerate(render.choices(question))
    )
    return f'<p class="small">Write the letter before each.</p><ul>{left}</ul><ul>{right}</ul>'


def _tables(questions: Iterable[Any], shows: Callable[[str], Numbers]) -> dict[str, Numbers]:
    """The numbers of the pictures that are asked about and that paper can hold, by the id of the picture."""
    found = {view: shows(view) for view in dict.fromkeys(q.view for q in questions if q.view)}
    return {v: one for v, one in found.items() if len(one.rows) <= MOST_ROWS and len(one.head) <= MOST_COLUMNS}


def worksheet(
    title: str,
    questions: Iterable[Any],
    resolve: Resolve,
    shows: Callable[[str], Numbers] | None = None,
    language: str = "en",
) -> str:
    """The questions with room for answers, and nothing that gives them away.

    ``resolve`` looks facts up. ``shows`` gives the numbers of a picture by its id: they follow the questions.
    """
    parts = ['<p class="name">Code name: <span class="line"></span></p>']
    questions = list(questions)
    orders = render.spread(questions)
    tables = _tables(questions, shows) if shows else {}
    letters = dict(zip(tables, string.ascii_uppercase, strict=False))
    for number, q in enumerate(questions, 1):
        prompt = inline(render.filled(q.prompt, resolve))
        body = _pointer(q, letters) + _asked(q, resolve, orders)
        parts.append(f"<section><h2>{number}. {prompt}</h2>{body}</section>")
    for view, numbers in tables.items():
        parts.append(f'<section class="small"><h2>Table {letters[view]}</h2>{numbers.html}</section>')
    return page(f"{title}: worksheet", "".join(parts), language)


def _pointer(question: Any, letters: Mapping[str, str]) -> str:
    """Where the numbers of the picture stand that a question asks about."""
    if not question.view:
        return ""
    where = f"Numbers: table {letters[question.view]}." if question.view in letters else "Its picture is in the book."
    return f'<p class="small">{where}</p>'


def _of_mistakes(question: Any, resolve: Resolve) -> list[str]:
    """What to say of each mistake that has a name, in Markdown."""
    words = render.slip_words(question)
    if isinstance(question, Number):
        shown = [f"{value:,.4g}" for value, _ in render.slips(question, resolve)]
    elif isinstance(question, ShortText):
        shown = [", ".join(near.accept) for near in question.near]
    elif isinstance(question, Order):
        shown = [f"Swapped: {' / '.join(slip.swapped)}" for slip in question.slips]
        shown += [item.text for item in question.steps if item.feedback]
        words += [item.feedback for item in question.steps if item.feedback]
    elif isinstance(question, Match):
        shown = [f"{slip.left} with {slip.right}" for slip in question.slips]
        shown += [f"{pair.left} with another" for pair in question.pairs if pair.feedback]
        words += [pair.feedback for pair in question.pairs if pair.feedback]
    else:
        return []
    return [f"{what}: {text}" for what, text in zip(shown, words, strict=True)]


def key(
    title: str, questions: Iterable[Any], resolve: Resolve, cite: Callable[[str], str], language: str = "en"
) -> str:
    """The right answers with explanations, feedback on wrong ones, and sources.

    ``resolve`` looks facts up, ``cite`` gives a source in a line.
    """

    def rendered(text: str) -> str:
        return inline(render.filled(text, resolve))

    parts = []
    for number, q in enumerate(questions, 1):
        words = "".join(f"<li>{inline(w)}</li>" for w in render.right_words(q, resolve))
        wrong = ""
        if isinstance(q, Single | Multiple):
            shown = "".join(f"<li>{rendered(o.text)}: {rendered(o.feedback)}</li>" for o in q.options if not o.right)
            wrong = f'<p class="small">If a student chose:</p><ul class="small">{shown}</ul>'
        elif isinstance(q, Claim):
            shown = "".join(f"<li>{a}: {rendered(q.feedback[a])}</li>" for a in bank.CLAIM_ANSWERS if a != q.answer)
            wrong = f'<p class="small">If a student chose:</p><ul class="small">{shown}</ul>'
        elif isinstance(q, Number | ShortText):
            wrong = f'<p class="small">If the answer was another: {rendered(q.feedback.wrong)}</p>'
        wrong += "".join(f'<p class="small">{rendered(text)}</p>' for text in _of_mistakes(q, resolve))
        cited = "; ".join(escape(cite(s)) for s in q.sources)
        parts.append(
            f"<section><h2>{number}. {rendered(q.prompt)}</h2><ul>{words}</ul><p>{rendered(q.explanation)}</p>{wrong}"
            f'<p class="small">{escape(q.id)}; objective {escape(q.objective)}; difficulty {q.difficulty} of 3. '
            f"{cited}.</p></section>"
        )
    return page(f"{title}: answer key", "".join(parts), language)


def _pdf(page: Path, chrome: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        command = [
            chrome,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
        ]
        command += [f"--print-to-pdf={page.with_suffix('.pdf')}", page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def pages(book: Book) -> dict[str, str]:
    """The pages ``CHAPTER-worksheet`` and ``CHAPTER-key`` of every question file."""
    resolve, shows, language = lookup(book), cache(partial(numbers_of, book)), book.identity.language
    found: dict[str, str] = {}
    for chapter in bank.names(book):
        chapter_bank = bank.load(book, chapter)
        asked = [*chapter_bank.questions, *(bank.find(book, name) for name in chapter_bank.borrowed)]
        found[f"{chapter}-worksheet"] = worksheet(chapter_bank.title, asked, resolve, shows, language)
        found[f"{chapter}-key"] = key(chapter_bank.title, asked, resolve, partial(sources.cite, book), language)
    return found


def write(
    made: Mapping[str, str], folder: Path, pdf: bool = False, say: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """Write pages, each under its name, into ``folder``; with ``pdf`` also as PDF.

    They are all made before the first is written: a mistake in one leaves no half.
    """
    atomic.folder(folder)
    chrome = find_browser() if pdf else None
    if pdf and chrome is None:
        say("No Chromium or Chrome found: open the HTML pages in any browser and print them.")
    written = []
    for stem, text in made.items():
        place = folder / f"{stem}.html"
        atomic.write_text(place, text, newline="\n")
        written.append(place)
        if chrome:
            say(f"Printing {place.stem} ...")
            try:
                _pdf(place, chrome)
                written.append(place.with_suffix(".pdf"))
            except (OSError, subprocess.SubprocessError):
                say(f"{chrome} could not print. Open the HTML pages in any browser and print them.")
                chrome = None
    return written
