"""Markup in texts that are shown as they stand: of pages in questions, tasks and sheets, and of other tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sourcebook.checks.finding import Finding
from sourcebook.checks.foreign import pasted
from sourcebook.checks.material import Material
from sourcebook.text.damaged import damage

_ROLE = re.compile(r"\{([a-z][a-z-]*(?::[a-z]+)?)\}`([^`]*)`")
_BRACES = re.compile(r"\{\{(?![<%])[^{}\n]+\}\}")


def asked(material: Material, path: Path) -> Iterator[Finding]:
    """What a question or a task would show raw; a fact it looks up in double braces."""
    for file, text in material.words(path):
        for role in _ROLE.finditer(text):
            instead = f"{{{{{role[2]}}}}}" if role[1] == "fact" else "the words"
            reason = f"{role[0]!r} is markup of pages, which a question or a task shows as it stands. Write {instead}."
            yield _at(file, text, role.start(), reason)
        yield from _not_ours(file, text)


def printed(material: Material, path: Path) -> Iterator[Finding]:
    """What a sheet would print raw: it is plain Markdown and looks nothing up."""
    for file, text in material.words(path):
        for role in _ROLE.finditer(text):
            instead = "Say it without, for a sheet looks nothing up" if role[1] == "fact" else "Write the words"
            reason = f"{role[0]!r} is markup of pages, which a sheet prints as it stands. {instead}."
            yield _at(file, text, role.start(), reason)
        for braces in _BRACES.finditer(text):
            reason = f"{braces[0]!r} is filled in questions and views. Say it without, for a sheet looks nothing up."
            yield _at(file, text, braces.start(), reason)
        yield from _not_ours(file, text)


def _not_ours(file: str, text: str) -> Iterator[Finding]:
    for begin, reason in damage(text):
        yield _at(file, text, begin, reason)
    for slip in pasted(_ROLE.sub("", text)):
        yield _at(file, text, slip.start, slip.reason)


def _at(file: str, text: str, place: int, reason: str) -> Finding:
    return Finding(file, text.count("\n", 0, place) + 1, reason)
