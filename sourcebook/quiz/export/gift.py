"""GIFT: plain text that Moodle and several other systems read, and that a person can read and change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sourcebook.identity import Identity
from sourcebook.quiz.export.item import Item
from sourcebook.quiz.export.moodle import category, share
from sourcebook.quiz.export.text import accepted, digits, short
from sourcebook.quiz.markdown import inline, plain

_SPECIAL = re.compile(r"([~=#{}:\\])")


def escaped(text: str) -> str:
    """Text in which GIFT sees no sign of its own; a line break becomes ``\\n``, since an
    empty line would end the question.
    """
    return _SPECIAL.sub(r"\\\1", text).replace("\n", r"\n")


def _html(markdown: str) -> str:
    """HTML of one text. A first ``%`` would be read as a weight and a first ``[`` as a format: both become entities."""
    html = inline(markdown, curly=False)
    if html[:1] in ("%", "["):
        html = f"&#{ord(html[0])};{html[1:]}"
    return escaped(html)


def forms(item: Item) -> list[str]:
    """The accepted forms that GIFT can hold: ``->`` would turn a short answer into a matching question."""
    return [form for form in accepted(item.accept) if "->" not in form]


def _answers(item: Item) -> list[str]:
    if item.choices:
        part = share(item.rights)
        right, other = (f"~%{part}%", f"~%-{part}%") if item.type == "multiple" else ("=", "~")
        return [f"{right if c.right else other}{_html(c.text)}#{_html(c.feedback)}" for c in item.choices]
    if item.pairs:
        taken = {right for _, right in item.pairs}
        rows = (*item.pairs, *(("", side) for side in item.sides if side not in taken))
        return [f"={_html(left)} -> {escaped(' '.join(plain(right).split()))}" for left, right in rows]
    if item.type == "number":
        return [f"={digits(item.answer)}:{digits(item.tolerance)}", f"~#{_html(item.wrong)}"]
    # [plain] keeps a form that begins with a bracket from being read as a format.
    lines = [f"=%100%[plain]{escaped(form.replace('*', chr(92) + '*'))}" for form in forms(item)]
    return [*lines, f"=%0%*#{_html(item.wrong)}"]


def _question(item: Item) -> str:
    # Moodle reads these as idnumber and tags; others take them for a comment.
    tags = "".join(
        f"[tag:{re.sub(r'[^ a-z0-9-]+', ' ', tag)}] " for tag in (item.objective, f"difficulty {item.difficulty}")
    )
    name = escaped(f"{item.id}. {short(item.prompt)}")
    kind = "#" if item.type == "number" else ""
    body = "\n".join(f"\t{line}" for line in _answers(item))
    head = f"// [id:{item.id}] {tags.strip()}\n::{name}::[html]{escaped(item.prompt_html)}"
    return f"{head}{{{kind}\n{body}\n\t####{escaped(item.explanation_html)}\n}}\n"


def write(of: Identity, name: str, title: str, items: Sequence[Item]) -> bytes:
    """The file that Moodle imports as "GIFT format". A short answer that GIFT cannot hold at all is left out."""
    supported = [item for item in items if item.type != "text" or forms(item)]
    parts = [f"$CATEGORY: {' '.join(category(of.title, title).split())}\n", *(_question(item) for item in supported)]
    return "\n".join(parts).encode()
