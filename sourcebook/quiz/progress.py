"""*My progress* as HTML: what ``progress.js`` needs of the whole bank, which only this page carries."""

from __future__ import annotations

import json
from typing import Any

from sourcebook.book import Book
from sourcebook.quiz import bank, changed, markdown, render
from sourcebook.quiz.values import lookup


def html(book: Book, root: str | None) -> str:
    """The page's one element, to be filled by the script; ``root`` as in ``render.question_html``."""
    listed: list[dict[str, Any]] = []
    titles: dict[str, str] = {}
    letters: dict[str, str] = {}
    checks: dict[str, str] = {}
    goals: dict[str, list[str]] = {}
    forms, resolve = [], lookup(book)
    for chapter in bank.names(book):
        held = bank.load(book, chapter)
        goals |= {o.id: [chapter, markdown.plain(render.filled(o.text, resolve), curly=True)] for o in held.objectives}
        checks[chapter] = held.title
        if not held.questions:
            continue
        titles[chapter] = held.title
        if held.form:
            letters[chapter] = held.form
        for q in held.questions:
            prompt = markdown.plain(render.filled(q.prompt, resolve), curly=True)
            goal = {"o": q.objective} if held.form else {}
            listed.append({"id": q.id, "h": bank.content_hash(q, resolve), "c": chapter, "p": prompt[:90], **goal})
        forms.append(render.quiz_html(book, held.questions, held.title, "practice", root, "again-"))
    values = json.dumps(
        {
            "version": book.identity.installed_version,
            "chapters": titles,
            "forms": letters,
            "checks": checks,
            "goals": goals if letters else {},
            "questions": listed,
            "gone": changed.gone(book),
            "kept": book.identity.kept,
            "schemas": {kind: book.identity.schema_name(kind) for kind in ("responses", "answers")},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return (
        '<div class="mm-progress"><script type="application/json">' + values.replace("<", "\\u003c") + "</script>"
        f"<template>{''.join(forms)}</template>"
        '<div class="mm-progress-here"><p>This page shows what your browser keeps. It needs JavaScript, which is '
        "turned off here. Without it nothing is kept, and every question has its answer below it.</p></div></div>"
    )
