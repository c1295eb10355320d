"""Numbers typed by hand in prose, where a number is looked up with ``{fact}`` (in a question, ``{{fact}}``).

What may be typed:

- days and months, years, decades and centuries, minutes;
- number words up to twelve, which are the writer's; larger ones (``fifteen``, ``twenty-one``, ``dozens``, ``hundreds``,
  ``million``)
  are numbers like any other, and so are digits of any size;
- titles in italics, code, links, and what stands in quotation marks, for a quotation is its author's. On pages where
  quotation marks hold
  our own words (sample answers, what goes on the board) the caller says so.

A number of four digits from 1000 to 2099 is a year, unless something counted follows it (``1840 people``) and no word
of time stands before it (``in 2013 people fled``, ``In March 2022 students came``), or a sign of money does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sourcebook.text import fences

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = r"(?:1\d|20)\d\d"
_COUNTED = (
    "people|persons|men|women|children|civilians|soldiers|troops|police|officers|personnel|\\w*keepers|fighters|members|"
    "refugees|deaths|dead|killed|wounded|injured|victims|displaced|votes|bases|camps|posts|patrols|vehicles|aircraft|"
    "dollars|days|weeks|months|hours|years|miles|km|kilometres|metres|tonnes|words|students|schools|villages|manuscripts|times"
    "|per cent|percent|%|thousand|million|billion"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_LARGE = "dozen|hundred|thousand|million|billion"
# Each pattern is blanked before numbers are looked for; the order matters.
_BLANK = [
    r"\A---\n(?s:.*?)\n---\n",  # front matter
    r"^:(?!reading:)[a-z-]+:.*$",  # options of a directive that hold no prose
    r"^%.*$",  # comments
    r"^\([a-z0-9-]+\)=$",  # labels
    r"\{[a-z:-]+\}`[^`]*`",  # roles
    r"\{\{[^}]*\}\}",  # facts of a question
    r"`[^`]*`",  # code
    r"\]\([^)]*\)",  # link targets
    r"<[^>\n]*>",  # autolinks
    r"https?://\S+",
    r"(?<![*\w])\*[^*\n]+\*(?![*\w])",  # italics: titles
    rf"\b\d{{1,2}}(?:(?:\s*(?:to|and|or|–|-)\s*)\d{{1,2}})?\s+(?:{_MONTHS})\b",
    rf"\b(?:{_MONTHS})\s+\d{{1,2}}\b",
    rf"\b{_YEAR}[/–-]\d{{2,4}}\b",
    rf"\b(?:(?i:in|since|until|till|by|from|before|after|of|during)|{_MONTHS})\s+{_YEAR}s?\b",
    rf"(?<![$€£,.\d]){_YEAR}s?\b(?![,.]\d|\s+(?:{_COUNTED})\b|\s*%)",
    r"\b\d+(?:[ -]|\s+to\s+\d+\s+)minutes?\b",
    r"\b\d+(?:st|nd|rd|th) century\b",
]
_QUOTED = [r"“[^”]*”", r"\"[^\"\n]*\""]
_NUMBER = re.compile(
    r"(?<![\w/.-])[$€£]?\d[\d,]*(?:\.\d+)?(?:\s*(?:%|per cent|percent|million|billion|thousand))?"
    rf"|\b(?:{_TEENS}|(?:{_TENS})(?:[- ](?:{_ONES})\b)?|(?:{_LARGE})s?)\b(?!-(?:first|second|third|\w+th)\b)",
    re.IGNORECASE,
)


def _hide(match: re.Match[str]) -> str:
    """Blank a match, keeping its line breaks so that line numbers stay true."""
    return re.sub(r"[^\n]", " ", match.group())


def numbers(text: str, allowed: Iterable[re.Pattern[str]] = (), quoted: bool = True) -> Iterator[tuple[int, str]]:
    """Line (from 1) and text of every number typed by hand in a piece of MyST Markdown.

    A number within a match of one of the ``allowed`` patterns is left out. ``quoted`` says
    that quotation marks hold what others said.
    """
    text = fences.prose(text)
    fine = [match.span() for pattern in allowed for match in pattern.finditer(text)]
    shown = text
    for pattern in [*(_QUOTED if quoted else ()), *_BLANK]:
        shown = re.sub(pattern, _hide, shown, flags=re.MULTILINE)
    for match in _NUMBER.finditer(shown):
        number = match.group().rstrip(",. ")
        start, end = match.start(), match.start() + len(number)
        # "1." at the start of a line is a list marker.
        before = shown[shown.rfind("\n", 0, start) + 1 : start]
        if before.strip() in ("", ">") and re.match(r"\d+[.)]\s", shown[start:]):
            continue
        if not any(first <= start and end <= last for first, last in fine):
            yield text.count("\n", 0, start) + 1, number
