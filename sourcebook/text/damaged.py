"""Letters that were lost or changed when a text went through another encoding, and signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# UTF-8 that was read as Windows-1252 and saved again: Ã© for é, â€™ for ’, Â before a sign.
_TWICE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u2122]|\u00e2(?:\u20ac|\u0080)[\u0080-\u00bf\u0152-\u2122]?")
_LOST = re.compile("\ufffd|[\u200b\u2060\ufeff]")


def damage(text: str) -> Iterator[tuple[int, str]]:
    """Place in the text, and reason with its remedy, of each of them; one a word is enough."""
    if text.isascii():
        return
    for found in _TWICE.finditer(text):
        shown = found[0]
        try:
            meant = f" It was {shown.encode('cp1252').decode()!r} once." if len(shown) > 1 else ""
        except UnicodeError:
            meant = ""
        yield found.start(), f"{shown!r} comes of a text saved in two encodings.{meant} Write the letter again."
    for found in _LOST.finditer(text):
        name = unicodedata.name(found[0], "unnamed").lower()
        what = "is a letter that was lost" if found[0] == "\ufffd" else "cannot be seen"
        yield found.start(), f"U+{ord(found[0]):04X} ({name}) {what}. Write the word again by hand."
