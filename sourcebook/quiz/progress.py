"""*My progress* as HTML: what ``progress.js`` needs of the whole bank, which only this page carries.

The page itself carries what it shows at once: ids, hashes, first words and grading keys. The questions in full stand in
a script beside it (``script``), which is fetched when a reader repeats some, looks at single answers or saves a table.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank, changed, markdown, render
from sourcebook.quiz.values import lookup
from sourcebook.text import json_script

#: The file with the questions in full.
SCRIPT = "questions.js"


def script(book: Book, root: str | None) -> str:
    """A classic script that sets ``SourcebookQuestions``: the questions of each file as a form.

    ``root`` as in ``render.question_html``.
    """
    held = (bank.load(book, name) for name in bank.names(book))
    forms = [
        render.quiz_html(book, one.questions, one.title, "practice", root, "again-") for one in held if one.questions
    ]
    return f"globalThis.SourcebookQuestions = {json.dumps(''.join(forms), ensure_ascii=False)};\n"


def address(folder: str, text: str) -> str:
    """Where a page finds this script, in ``folder``: an address that ends with a slash, or none."""
    return f"{folder}{SCRIPT}?v={zlib.crc32(text.encode()):08x}"


def html(book: Book, folder: str, text: str) -> str:
    """The page's one element, to be filled by the script.

    ``text`` is what ``script`` gave; it lies as ``SCRIPT`` in ``folder``, an address that ends with a slash, or none.
    """
    listed: list[dict[str, Any]] = []
    titles: dict[str, str] = {}
    letters: dict[str, str] = {}
    checks: dict[str, str] = {}
    goals: dict[str, list[str]] = {}
    keys: dict[str, Any] = {}
    sets: dict[str, tuple[str, ...]] = {}
    resolve = lookup(book)
    for chapter in bank.names(book):
        held = bank.load(book, chapter)
        goals |= {o.id: [chapter, markdown.plain(render.filled(o.text, resolve), curly=True)] for o in held.objectives}
        checks[chapter] = held.title
        if held.borrowed:
            sets[chapter] = held.borrowed
        if not held.questions:
            continue
        titles[chapter] = held.title
        if held.form:
            letters[chapter] = held.form
        keys |= {q.id: render.key(q, resolve) for q in held.questions}
        for q in held.questions:
            prompt = markdown.plain(render.filled(q.prompt, resolve), curly=True)
            content = bank.content_hash(q, resolve)
            listed.append({"id": q.id, "h": content, "c": chapter, "p": prompt[:90], "o": q.objective})
    values = json_script.script(
        {
            "version": book.identity.installed_version,
            "chapters": titles,
            "forms": letters,
            "checks": checks,
            "goals": goals if letters else {},
            "questions": listed,
            "keys": keys,
            "sets": sets,
            "later": address(folder, text),
            "gone": changed.gone(book),
            "kept": book.identity.kept,
            "schemas": {kind: book.identity.schema_name(kind) for kind in ("responses", "answers")},
        }
    )
    return (
        f'<div class="mm-progress"><script type="application/json">{values}</script>'
        '<div class="mm-progress-here"><p>This page shows what your browser keeps. It needs JavaScript, which is '
        "turned off here. Without it nothing is kept, and every question has its answer below it.</p></div></div>"
    )
