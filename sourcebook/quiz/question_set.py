"""A set as a code: a teacher ticks questions and tasks, and a class has exactly those, by a link or a pasted code.

The code is letters and digits alone. Its bytes: version (1), flags (1: a check; 2: how sure is asked), the title (one
byte for its length, then UTF-8), the seed (the same; it gives a class one order of options), three bytes for each thing
(a hash of its id, so that a changed question is asked as it is now), and a checksum over the book's short name and all
before. No kind is written down: an id has one hash, whatever it names.
Both this module and ``static/question-set.js`` pass ``question_set.json``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.quiz.hand_in_line import from_letters, to_letters
from sourcebook.quiz.response_file import printable

VERSION = 1
LONGEST_TITLE, LONGEST_SEED = 80, 12
NEWER = "This code was made by a newer version of the book. Get the newest version."
NONE_LEFT = "Nothing of what this code names stands in this book."
_DAMAGED = (
    "This code is not whole, or is for another book: {count} letters came. Copy it again, from its first letter to its "
    "last."
)


@dataclass(frozen=True)
class QuestionSet:
    """What a code says. ``gone`` is how many of the things it names the book has no more."""

    ids: tuple[str, ...]
    title: str = ""
    check: bool = False
    sure: bool = False
    seed: str = ""
    gone: int = 0


def _hash(name: str) -> bytes:
    return (zlib.crc32(f"set {name}".encode()) >> 8).to_bytes(3)


def _sum(slug: str, content: bytes) -> bytes:
    return zlib.crc32(slug.encode() + content).to_bytes(4)


def _text(text: str, most: int) -> bytes:
    whole = printable(text)[:most]
    while len(content := whole.encode()) > 255:
        whole = whole[:-1]
    return bytes([len(content)]) + content


def write(slug: str, chosen: QuestionSet) -> str:
    """The code of a set. A title is cut to 80 signs, a seed to 12."""
    content = bytes([VERSION, chosen.check + 2 * chosen.sure])
    content += _text(chosen.title, LONGEST_TITLE) + _text(chosen.seed, LONGEST_SEED)
    content += b"".join(map(_hash, chosen.ids))
    return to_letters(content + _sum(slug, content))


def read(slug: str, code: str, known: Iterable[str]) -> QuestionSet:
    """The set of a code; ``known`` are the ids of today. ``ValueError`` in words for a student."""
    letters = "".join(code.split())
    damaged = ValueError(_DAMAGED.format(count=len(letters)))
    try:
        content = from_letters(letters)
    except ValueError:
        raise damaged from None
    if len(content) < 8 or content[-4:] != _sum(slug, content[:-4]):
        raise damaged
    if content[0] > VERSION:
        raise ValueError(NEWER)
    try:
        place, texts = 2, []
        for most in (LONGEST_TITLE, LONGEST_SEED):
            end = place + 1 + content[place]
            texts.append(content[place + 1 : end].decode())
            if len(texts[-1]) > most:
                raise damaged
            place = end
        hashes = [content[n : n + 3] for n in range(place, len(content) - 4, 3)]
    except (ValueError, IndexError):
        raise damaged from None
    by_hash = {_hash(name): name for name in known}
    ids = tuple(dict.fromkeys(by_hash[one] for one in hashes if one in by_hash))
    if not ids:
        raise ValueError(NONE_LEFT)
    title, seed = map(printable, texts)
    return QuestionSet(ids, title, bool(content[1] & 1), bool(content[1] & 2), seed, len(hashes) - len(ids))
