"""A box of ``{voice}`` has what makes it a testimony: a source that there is, words, and how such words are read.

It is short, and so is what it quotes: a sentence or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcebook import sources
from sourcebook.checks.finding import Finding
from sourcebook.checks.markup import Directive
from sourcebook.checks.material import Material

#: The most words of a box, and of all that it quotes.
WORDS, QUOTED = 120, 50
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"")


def voices(material: Material) -> Iterator[Finding]:
    """Every voice has its source."""
    boxes = [(material.name(path), one) for path in material.markdown for one in material.markup(path).directives]
    boxes = [(file, box) for file, box in boxes if box.name == "voice"]
    if not boxes:
        return
    known = sources.keys(material.book)
    for file, box in boxes:
        yield from _box(file, box, known)


def _box(file: str, box: Directive, known: set[str]) -> Iterator[Finding]:
    says = {name: (line, value) for line, name, value in box.options}
    line, keys = says.get("source", (box.line, ""))
    if not keys:
        reason = "the voice has no source. Write `:source:` and the key of what you read, or take the box out."
        yield Finding(file, line, reason)
    for key in keys.split():
        if key not in known:
            yield Finding(file, line, sources.no_source(key, known))
    line, reading = says.get("reading", (box.line, ""))
    if not reading:
        reason = "the voice does not say how such words are read. Write `:reading:` and who asked, or who chose them."
        yield Finding(file, line, reason)
    if not box.argument:
        yield Finding(file, box.line, "the voice has no title. Write behind {voice} where and when: a place, a day.")
    text = " ".join(line for _, line in box.body)
    quoted = sum(len(part.split()) for part in _QUOTATION.findall(text))
    count = len(f"{text} {reading}".split())
    if not text.strip():
        yield Finding(file, box.line, "the voice says nothing. Write what the source lets somebody say or tell.")
    if count > WORDS:
        yield Finding(file, box.line, f"the voice has {count} words; {WORDS} are the most. Take {count - WORDS} out.")
    if quoted > QUOTED:
        reason = f"the voice quotes {quoted} words; {QUOTED} are the most. Quote a sentence or two, and tell the rest."
        yield Finding(file, box.line, reason)
