"""What is wrong with a BibTeX file, entry by entry: a reader of BibTeX stops far behind the
mistake, an author needs the line of the entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcebook.text.wording import did_you_mean

_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*([{(])", re.MULTILINE)
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_MARK = re.compile(r'[{}"]')
_NO_ENTRY = {"comment", "string", "preamble"}
#: The kinds of entry that the style of the bibliography can show.
_KINDS = frozenset(
    [
        *("article", "book", "booklet", "dataset", "inbook", "incollection", "inproceedings", "manual"),
        *("mastersthesis", "misc", "online", "patent", "phdthesis", "proceedings", "software", "techreport"),
        *("unpublished",),
    ]
)
_FIELDS = frozenset(
    [
        *("abstract", "address", "annote", "author", "booktitle", "chapter", "crossref", "date", "doi", "edition"),
        *("editor", "eprint", "howpublished", "institution", "isbn", "issn", "journal", "key", "keywords", "language"),
        *("location", "month", "note", "number", "organization", "pages", "publisher", "school", "series", "subtitle"),
        *("title", "translator", "type", "url", "urldate", "volume", "year"),
    ]
)


class _Broken(Exception):
    """The entry cannot be read on; holds where and why."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place = place


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and reason, with its remedy, of everything that is wrong."""
    starts = list(_START.finditer(text))
    seen: dict[str, int] = {}
    end = 0
    for number, start in enumerate(starts):
        yield from _between(text, end, start.start())
        stop = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        end = stop
        line = text.count("\n", 0, start.start() + len(start[0]) - len(start[0].lstrip())) + 1
        if start[1].lower() in _NO_ENTRY:
            continue
        key = re.match(r"\s*([^\s,{}=\"]+)", text[start.end() : stop])
        name = f"entry {key[1]}" if key else "the entry"
        if start[1].lower() not in _KINDS:
            near = did_you_mean(start[1].lower(), _KINDS, 1)
            yield (
                line,
                f"{name}: the kind @{start[1]} is unknown.{near} Write @misc, or one of {', '.join(sorted(_KINDS))}.",
            )
        if key:
            if key[1].lower() in seen:
                yield (
                    line,
                    f"the key {key[1]!r} stands already in line {seen[key[1].lower()]}. Every key may stand once: "
                    "write another.",
                )
            seen.setdefault(key[1].lower(), line)
        try:
            end, fields = _entry(text, start.end(), stop)
            cut = re.match(r"[ \t\n]*[},]", text[end:])  # it ends too early, which is said below
            for place, reason in _contents(text, {} if cut or key and seen[key[1].lower()] != line else fields):
                yield text.count("\n", 0, place) + 1, f"{name}: {reason}"
        except _Broken as broken:
            yield text.count("\n", 0, broken.place) + 1, f"{name}: {broken}"
    yield from _between(text, end, len(text))


def _between(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Text between entries that is no remark: what is left of a broken entry."""
    for match in re.finditer(r"[^\n]+", text[begin:end]):
        shown = match[0].strip()
        if shown and not shown.startswith(("%", "#", "//")):
            yield text.count("\n", 0, begin + match.start()) + 1, _left_over(shown)
            return


def _left_over(shown: str) -> str:
    """What text outside an entry means."""
    if shown.startswith((",", "}")):
        return "a brace too many: the entry ends here, before its end. Take one } away."
    if shown.startswith("@"):
        return f"{shown[:30]!r} begins an entry without its brace. Write @misc{{body-year-word,"
    return f"{shown[:30]!r} belongs to no entry. Look at the braces of the entry before it; a remark begins with %."


def _contents(text: str, fields: dict[str, tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """What is wrong with the fields of an entry that can be read: place and reason."""
    for name, (place, value) in fields.items():
        plain = re.sub(r"[{}\"]", "", value).strip()
        if name not in _FIELDS and (near := did_you_mean(name, _FIELDS, 1)):
            yield place, f"unknown field `{name}`.{near} Mend its name."
        elif not plain:
            yield place, f"the field {name} is empty. Fill it, or take it out."
        elif name == "url" and not re.match(r"(?:https?|ftp)://[^\s/]+\.[^\s]+", plain):
            yield place, f"`url` is {plain[:40]!r}, which is no address. Write it whole: https://name.org/page."
        elif name == "year" and re.fullmatch(r"[0-9]+", plain) and not re.fullmatch(r"[12][0-9]{3}", plain):
            yield place, f"the year {plain} has not four digits. Mend it."
    dated = any(did_you_mean(name, ["year"], 1) for name in fields)
    if fields and not dated and "date" not in fields:
        yield min(place for place, _ in fields.values()), "it has no year. Add `year = {2024},`, or {undated}."


def _entry(text: str, at: int, stop: int) -> tuple[int, dict[str, tuple[int, str]]]:
    """Read one entry from behind its opening brace; the answer is where it ends, and each field's place and value.

    Raises ``_Broken``.
    """
    key = re.compile(r"\s*([^\s,{}=\"]+)\s*").match(text, at, stop)
    if not key:
        raise _Broken(at, "it has no key. Write it behind the brace: @misc{body-year-word,")
    at = key.end()
    if text[at : at + 1] != ",":
        if text[at : at + 1] == "}":
            raise _Broken(at, "it has no fields. Add title, author, year and url.")
        raise _Broken(key.start(1), "a comma is missing behind its key. Add it.")
    at += 1
    fields: dict[str, tuple[int, str]] = {}
    while True:
        blank = re.compile(r"\s*").match(text, at, stop)
        at = blank.end() if blank else at
        if text[at : at + 1] in ("}", ")"):
            if not {"title", "number"} & set(fields):
                raise _Broken(key.start(1), "it has no title. Add `title = {…},`.")
            return at + 1, fields
        if at >= stop:
            raise _Broken(
                key.start(1), "its closing brace is missing. Add } on a line of its own after the last field."
            )
        field = _FIELD.match(text, at, stop)
        if not field:
            shown = text[at : text.find("\n", at) if "\n" in text[at:stop] else stop].strip()
            reason = f"{shown[:30]!r} is no field. Write `name = {{text}},`, and look at the braces of the line before."
            raise _Broken(at, reason)
        name = field[1].lower()
        if name in fields:
            raise _Broken(at, f"the field {name} stands twice. Take one out.")
        begins, at = at, _value(text, field.end(), stop, field)
        fields[name] = (begins, text[field.end() : at])
        after = re.compile(r"\s*").match(text, at, stop)
        following = after.end() if after else at
        mark = text[following : following + 1]
        if mark == ",":
            at = following + 1
        elif mark in ("}", ")"):
            at = following
        elif following < stop:
            raise _Broken(field.start(1), f"a comma is missing behind the field {name}. Add it at the end of the line.")


def _value(text: str, at: int, stop: int, field: re.Match[str]) -> int:
    """Where the value that begins here ends. Raises ``_Broken`` where its brace or quote is not closed."""
    opened = text[at : at + 1]
    if opened not in ("{", '"'):
        bare = re.compile(r"[\w.-]+").match(text, at, stop)
        if not bare:
            raise _Broken(field.start(1), f"the field {field[1]} is empty. Write its text in braces: {{…}}.")
        return bare.end()
    depth = 0
    for mark in _MARK.finditer(text, at, stop):
        if mark.start() and text[mark.start() - 1] == "\\":
            continue
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if (opened == "{" and depth == 0) or (opened == '"' and mark[0] == '"' and depth == 0 and mark.start() > at):
            line_end = text.find("\n", at)
            # A field that swallows the next one lacks its own brace.
            inside = re.search(r"\n[ \t]*([A-Za-z]+)[ \t]*=[ \t]*[{\"]", text[at : mark.start()])
            if inside and line_end >= 0:
                raise _Broken(field.start(1), f"a closing brace is missing in the field {field[1]}. Add it.")
            return mark.end()
    raise _Broken(
        field.start(1), f"a closing {'brace' if opened == '{' else 'quote'} is missing in the field {field[1]}. Add it."
    )
