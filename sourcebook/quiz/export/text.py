"""Pieces of text that every format needs: safe HTML, numbers in digits, forms of a short answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from html import escape

from sourcebook.quiz.grade import plain_text
from sourcebook.quiz.markdown import inline, plain

_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Not allowed in XML at all, not even as an entity.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with one kind of line break, and a replacement sign for characters that no XML file may hold."""
    return _FORBIDDEN.sub("\ufffd", _BREAK.sub("\n", text))


def paragraphs(*texts: str) -> str:
    """Markdown texts as HTML, a paragraph each; empty ones are left out."""
    return "".join(f"<p>{inline(text, curly=False)}</p>" for text in texts if text)


def note(text: str) -> str:
    """A plain remark as an HTML paragraph, or nothing."""
    return f"<p>{escape(text)}</p>" if text else ""


def marked(text: str) -> bool:
    """Whether the text has Markdown marks (emphasis, links) that plain text loses."""
    return "<" in inline(text)


def digits(value: float) -> str:
    """A number in digits with a decimal point, never with an exponent: ``0.00001``, ``1500000``."""
    shown = format(Decimal(repr(float(value))), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def accepted(forms: Iterable[str]) -> list[str]:
    """The forms of a short answer for a system that compares letter by letter, without regard to case.

    Each as it is, without accents, without punctuation and article, and with "the": what
    comes nearest to the book's own rule.
    """
    found: dict[str, str] = {}
    for form in forms:
        bare = plain_text(form)
        unaccented = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
        for variant in (form, unaccented, *((bare, f"the {bare}") if bare else ())):
            line = " ".join(variant.split())
            found.setdefault(line.casefold(), line)
    return [line for line in found.values() if line]


def short(text: str, limit: int = 60) -> str:
    """The beginning of a Markdown text as one plain line, for lists of questions."""
    line = " ".join(plain(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
