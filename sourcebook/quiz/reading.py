"""What a person typed, as a number or as words to compare.

The script of the pages reads the same way: both pass ``vectors.json``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_MINUS = re.compile("[\u2010-\u2015\u2212\ufe63]")
_MARKS = re.compile("[\u0300-\u036f]")
# What JavaScript takes for white space, so that both read the same numbers; Python's own \s is wider in places.
_SPACE = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
# Soft hyphens, joiners, marks of direction, signs that only change how another one looks.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# 10² is no 102.
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c]")
# Where the digits of other scripts begin, each from 0 to 9: Arabic (two), N'Ko, Devanagari and its neighbours, Thai,
# Lao, Tibetan, Myanmar, Khmer, Mongolian, Adlam.
_ZEROS = (
    *(0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66),
    *(0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810, 0x1E950),
)
_SIGNS = {zero + n: str(n) for zero in _ZEROS for n in range(10)} | {0x66A: "%", 0x66B: ".", 0x66C: ",", 0x2019: "'"}
_ARTICLE = re.compile(r"^(?:the|an|a|la|le|les|l) (?=.)")

_ABOUT = re.compile(
    r"^(?:(?:about|around|approximately|approx|roughly|circa|ca|c|some|environ|autour de|a peu pres|pres "
    r"de)(?![a-z])\.? ?"
    r"|[~\u2248\u223c=] ?)+"
)
_NUMBER = re.compile(r"^([+-]?) ?([0-9][0-9 '.,]*|[.,][0-9]+)(%? ?(?:[a-z][a-z .'-]*)?)$")
_WORDS = re.compile(r"^[a-z][a-z .'-]*%?$")


def _counted(words: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + step * n for n, word in enumerate(words.split())}


_SMALL = {
    **_counted("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"),
    **_counted("seventeen eighteen nineteen twenty", 17),
    **_counted("thirty forty fifty sixty seventy eighty ninety", 30, 10),
    **_counted("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
    **_counted("vingt trente quarante cinquante soixante", 20, 10),
    "une": 1,
    "vingts": 20,
}
_HUNDRED = ("hundred", "cent", "cents")
_LARGE = {
    word: 1000.0**power
    for power, words in enumerate(
        (
            "thousand thousands mille millier milliers",
            "million millions",
            "billion billions milliard milliards",
            "trillion trillions",
        ),
        1,
    )
    for word in words.split()
}
#: The words that numbers are made of.
WORDS = (*_SMALL, *_HUNDRED, *_LARGE)
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "md": 1e9, "mds": 1e9, "mrd": 1e9, "tn": 1e12}
_SCALES = {"hundred": 100.0, **_LARGE, **_SHORT}
#: One is also the name of the organisation, or an article: behind a number it changes nothing.
_ONE = ("one", "un", "une")
#: After a number these change it, and how is not known here.
_MULTIPLES = "dozen dozens douzaine douzaines lakh lakhs crore crores hundreds score scores times fois x mil mm t g"
_PARTS = "half halves third thirds quarter quarters tenths hundredths thousandths millionths demi tiers quart"
_OTHER = "or to ou minus moins plus less more point virgule comma squared cubed"
_CHANGES = frozenset(f"{_MULTIPLES} {_PARTS} {_OTHER}".split())


def _unchanged(words: list[str]) -> bool:
    """Whether what follows a number leaves it as it is: a unit, say."""
    if words[:2] in (["per", "cent"], ["pour", "cent"]):
        words = words[2:]
    return not any(
        word in _CHANGES or word in _SCALES or word in _HUNDRED or (word in _SMALL and word not in _ONE)
        for word in words
    )


def _split(text: str) -> list[str]:
    return [word for word in re.split(r"[ .'%-]", text) if word]


def _in_words(text: str) -> float | None:
    """A number in English or French words, such as "two hundred and nine votes"."""
    words = _split(text)
    sign = -1 if words and words[0] in ("minus", "moins") else 1
    if sign < 0:
        words = words[1:]
    if words and words[0] == "zero":
        return 0.0 if _unchanged(words[1:]) else None
    total, current, last, place = 0.0, 0, 1e15, 0
    for place, word in enumerate([*words, ""]):
        after = words[place + 1] if place + 1 < len(words) else ""
        joins = after in _LARGE or after in _HUNDRED
        if word in ("a", "an") and place == 0 and joins:
            continue
        if word in ("and", "et") and place and (after in _SMALL or joins):
            continue
        if word in ("un", "une") and place == 0 and after and not joins:
            return None
        small, rest = _SMALL.get(word), current % 100
        if small is not None:
            if word.startswith("vingt") and rest == 4:
                current += 76
            elif small and (
                not rest or (small < 10 and rest >= 20 and rest % 10 == 0) or (rest in (60, 80) and 10 <= small < 20)
            ):
                current += small
            else:
                return None
        elif word in _HUNDRED:
            if current > 99:
                return None
            current = (current or 1) * 100
        elif word in _LARGE:
            if _LARGE[word] >= last:
                return None
            last = _LARGE[word]
            total, current = total + (current or 1) * last, 0
        else:
            break
    value = total + current
    return sign * value if value and _unchanged(words[place:]) else None


def _in_digits(digits: str) -> float | None:
    """Digits with separators of thousands and a decimal sign, as English and French write them."""
    digits = re.sub(r"[ ']", "", digits)
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal, other = (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
        if digits.count(decimal) > 1:
            return None
        digits = digits.replace(other, "").replace(decimal, ".")
    elif commas:
        if re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", digits):
            digits = digits.replace(",", "")
        elif commas == 1:
            digits = digits.replace(",", ".")
        else:
            return None
    elif points > 1:
        if not re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", digits):
            return None
        digits = digits.replace(".", "")
    if not re.fullmatch(r"[0-9]*\.?[0-9]*", digits) or not re.search(r"[0-9]", digits):
        return None
    return float(digits)


def parse_number(text: Any) -> float | None:
    """What a person typed, as a number; ``None`` where it is none.

    Understands minus signs, ``$``, ``%``, a unit in words, thousands separators (space, comma,
    apostrophe), a decimal point or comma, digits of other scripts, number words and magnitudes in
    English and French ("nine", "150k", "1,2 milliard"), and "about". One comma before exactly
    three digits separates thousands, unless nothing but 0 stands before it. A word that changes a
    number in a way not known here ("dozen", "or") makes it unreadable: no part is ever dropped.
    """
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return float(text) if abs(text) < 1e300 else None
    if not isinstance(text, str) or len(text) > 60 or _RAISED.search(text):
        return None
    plain = unicodedata.normalize("NFKD", _MINUS.sub("-", _INVISIBLE.sub("", text))).translate(_SIGNS)
    plain = _MARKS.sub("", _MARKS.sub("", plain).lower())
    plain = _SPACE.sub(" ", re.sub(r"us\$|[$€£]", "", plain)).strip(" ")
    plain = _ABOUT.sub("", plain)
    found = _NUMBER.match(plain)
    if not found:
        return _in_words(plain) if _WORDS.match(plain) else None
    value, words = _in_digits(found[2]), _split(found[3])
    if value is None:
        return None
    scale = _SCALES.get(words[0], 0) if words else 0
    if scale:
        more = _SCALES.get(words[1], 0) if scale == 100 and len(words) > 1 else 0
        value, words = value * scale * (more or 1), words[2 if more else 1 :]
    return (-1 if found[1] == "-" else 1) * value if _unchanged(words) else None


def plain_text(text: str) -> str:
    """Text without case, accents, punctuation, invisible signs or a leading article, for
    comparing; letters of any script stay.
    """
    text = _INVISIBLE.sub("", text)
    for _ in range(2):
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split(" ")
    return _ARTICLE.sub("", " ".join(filter(None, words)))
