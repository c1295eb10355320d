"""Markup of other tools that was pasted into a page, and marks without their pair: readers see them as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """What looks like markup and is none: where it begins and ends in the text, and the reason with its remedy."""

    start: int
    end: int
    reason: str


# What it looks like (the whole match is shown), and what to say of it.
_PASTED = [
    (re.compile(pattern, re.MULTILINE), reason)
    for pattern, reason in (
        (
            r"\{\{[<%][^\n]*?[>%]\}\}",
            "is a shortcode of Hugo, which a page does not run. Write the text, or a directive",
        ),
        (r"\{%[^\n]*?%\}", "is a tag of Jinja or Liquid, which a page does not run. Write the text, or a directive"),
        (r"!\[\[[^\[\]\n]+\]\]", "is how Obsidian shows a file. Write ![what it shows](file)"),
        (r"(?<!!)\[\[[^\[\]\n]+\]\](?!\()", "is a link of a wiki. Write [words](page.md)"),
        (r"^\.\. [\w:-]+::[^\n]*", "is a directive of reStructuredText. Write ```{name} on a line, and ``` below it"),
        (r"^\.\. _[^\n:]+:[ \t]*$", "is a label of reStructuredText. Write (words-with-dashes)="),
        (r"^>[ \t]*\[![A-Za-z]+\]", "is a box of GitHub or Obsidian. Write ```{note} on a line, and ``` below it"),
        (r"^(?:!!!|\?\?\?)\+? \w+", "is a box of MkDocs. Write ```{note} on a line, and ``` below it"),
        (r"==(?=[^\s=])[^=\n]+(?<=[^\s=])==", "is a highlight of Obsidian. Write **words**"),
        (r"\[-?@[\w:.-]+[^\]\n]*\]", "is a citation of Pandoc. Write {cite}`key`"),
        (
            r"\{[#.][\w-]+[^{}\n]*\}",
            "is an attribute of Pandoc or Kramdown. For a label, write (words)= above the heading",
        ),
        (
            r"\\(?:[a-z]*cite[a-z]*|text[a-z]{2}|emph|ref|label|(?:sub)*section\*?|footnote|begin|end|href|url)\{[^{}\n]*\}",
            "is LaTeX. Write Markdown: **words**, *words*, {cite}`key`, or a heading with ##",
        ),
        (
            r"\b(?:TODO|FIXME|TBD)\b|\b[Ll]orem ipsum\b",
            "is a note to yourself, which readers see. Do it, or take it out",
        ),
    )
]
_BRACES = re.compile(r"\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}")
_OLD_ROLE = re.compile(r"(?<![\w`:{]):([a-zA-Z][\w:+-]*):(?=`)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*(?::[a-z]+)?)(?=[\s/>])([^<>]*)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CLOSED_BY_OTHERS = frozenset(["li", "p", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody"])
_RUNS = frozenset(["script", "iframe", "object", "embed", "style", "form", "link", "base", "meta"])
_LOOKS = frozenset(["font", "center", "big", "tt", "strike", "blink", "marquee"])
_FOOTNOTE, _NOTE_TEXT = (
    re.compile(r"(?<!!)\[\^([^\[\]\s]+)\](?!:)"),
    re.compile(r"^[ \t]*\[\^([^\[\]\s]+)\]:", re.MULTILINE),
)
_REFERENCE = re.compile(r"(?<![\]!\\])\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_TARGET = re.compile(r"^ {0,3}\[([^\[\]\n^][^\[\]\n]*)\]:[ \t]*\S", re.MULTILINE)
_ADDRESS = re.compile(r"\]\((?![<\s])([^()\"'\n]*\.(?:md|ipynb|html?|csv|png|svg|jpe?g)[^()\"'\n]*)\)")


def slips(text: str, code: list[tuple[int, int]], *, fills: bool = False) -> Iterator[Slip]:
    """All of them in a page's prose.

    ``code`` are the spans of inline code, in which anything may stand. ``fills`` says that the page has substitutions
    of its own, so that double braces are right.
    """

    def free(found: re.Match[str]) -> bool:
        return not any(begin <= found.start() < end for begin, end in code)

    for role in filter(free, _OLD_ROLE.finditer(text)):
        reason = f":{role[1]}: is a role of reStructuredText. Write {{{role[1]}}}`…`."
        yield Slip(role.start(), role.end(), reason)
    yield from (slip for slip in pasted(text) if not any(begin <= slip.start < end for begin, end in code))
    for found in () if fills else filter(free, _BRACES.finditer(text)):
        if found[1][:1] not in "<%":
            reason = "double braces are filled in questions and views. In a page a fact is {fact}`topic.name`"
            yield Slip(*found.span(), f"{_short(found[0])}: {reason}.")
    for slip in _unpaired(text):
        if not any(begin <= slip.start < end for begin, end in code):
            yield slip


def pasted(text: str) -> Iterator[Slip]:
    """Markup of other tools, wherever it stands in the text."""
    for pattern, reason in _PASTED:
        for found in pattern.finditer(text):
            yield Slip(*found.span(), f"{_short(found[0])} {reason}.")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def _unpaired(text: str) -> Iterator[Slip]:
    yield from _tags(text)
    yield from _notes(text)
    yield from _links(text)
    for begin, paragraph in _paragraphs(text):
        yield from (Slip(begin + s.start, begin + s.end, s.reason) for s in _in_paragraph(paragraph))
    dollars = list(re.finditer(r"(?<!\\)\$\$", text))
    if len(dollars) % 2:
        yield Slip(*dollars[-1].span(), "the formula that begins with $$ here has no end. Put $$ behind it.")
    if begins := re.search(r"<!--", text):
        yield Slip(
            *begins.span(), "the remark that begins with <!-- here has no end, so that all below is lost. Add -->."
        )


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    for found in re.finditer(r"(?:^[ \t]*\S.*(?:\n|\Z))+", text, re.MULTILINE):
        yield found.start(), found[0]


def _in_paragraph(text: str) -> Iterator[Slip]:
    stars = list(re.finditer(r"(?<![\\*])\*{2,3}(?!\*)", text))
    if len(stars) % 2 and text.strip(" *\n"):
        yield Slip(*stars[-1].span(), "** without its pair: no text becomes bold. Add the other one, or take it away.")
    yield from _dollars(text)
    yield from _table(text)


def _dollars(text: str) -> Iterator[Slip]:
    signs = list(re.finditer(r"(?<![\\$])\$(?!\$)", text))
    for first, second in zip(signs[::2], signs[1::2], strict=False):
        if re.match(r"\s?\d[^$]*[A-Za-z]{3}", text[first.end() : second.start()]):
            reason = r"two dollar signs make a formula of what stands between them. Write \$ for dollars."
            yield Slip(first.start(), first.end(), reason)
    if len(signs) % 2 and re.match(r"[A-Za-z\\]", text[signs[-1].end() :]):
        reason = r"a $ without its pair: no formula begins here. Add the other one, or write \$ for dollars."
        yield Slip(*signs[-1].span(), reason)


def _table(text: str) -> Iterator[Slip]:
    """Rows of a table with more cells than its head: readers would not see the last ones."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines[1:], 1):
        if "|" not in line or not re.fullmatch(r"[ \t]*\|?([ \t]*:?-+:?[ \t]*\|?)+[ \t]*", line.rstrip("\n")):
            continue
        place = sum(map(len, lines[: number - 1]))
        columns = _cells(line)
        if _cells(lines[number - 1]) != columns:
            reason = (
                f"the head of the table has {_cells(lines[number - 1])} cells, the line below it "
                f"{columns}. Make them the same."
            )
            yield Slip(place, place + 1, reason)
            return
        for row in range(number + 1, len(lines)):
            if (cells := _cells(lines[row])) > columns:
                place = sum(map(len, lines[:row]))
                reason = (
                    f"the row has {cells} cells, the head of the table {columns}: readers would not "
                    "see the last. Mend it, or write \\| for a bar."
                )
                yield Slip(place, place + 1, reason)
        return


def _cells(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", line.strip().strip("|")))


def _tags(text: str) -> Iterator[Slip]:
    """HTML: what no page may hold, and tags that are not closed."""
    opened: list[tuple[str, re.Match[str]]] = []
    for tag in _TAG.finditer(text):
        name, attributes = tag[2].lower(), tag[3]
        if tag[1]:
            if any(name == other for other, _ in opened):
                while opened and opened[-1][0] != name:
                    yield from _open(*opened.pop())
                opened.pop()
            elif name not in _RUNS | _LOOKS and ":" not in name:
                yield Slip(*tag.span(), f"{_short(tag[0])} closes nothing. Take it out.")
            continue
        if reason := _refused(name, attributes):
            yield Slip(*tag.span(), f"{_short(tag[0])} {reason}.")
            if name not in _VOID:
                text_after = re.compile(rf"</{re.escape(tag[2])}\s*>", re.IGNORECASE).search(text, tag.end())
                if text_after:
                    opened.append((name, tag))
            continue
        if name not in _VOID and not attributes.rstrip().endswith("/"):
            opened.append((name, tag))
    for name, tag in opened:
        yield from _open(name, tag)


def _open(name: str, tag: re.Match[str]) -> Iterator[Slip]:
    if name not in _CLOSED_BY_OTHERS:
        yield Slip(*tag.span(), f"{_short(tag[0])} is not closed. Put </{name}> where it ends, or write Markdown.")


def _refused(name: str, attributes: str) -> str:
    if name in _RUNS or re.search(r"\son[a-z]+\s*=", attributes, re.IGNORECASE):
        return (
            "loads or runs something, which no page of the book does. Take it out, or show a view, a picture or a link"
        )
    if name in _LOOKS or ":" in name or re.search(r"\sstyle\s*=", attributes, re.IGNORECASE):
        return "sets looks, often from a word processor; the book has its own. Take it out, or write Markdown"
    if name == "img" and not re.search(r"\salt\s*=\s*[\"']?[^\"'\s]", attributes, re.IGNORECASE):
        return "is a picture without words for those who cannot see it. Write ![what it shows](file)"
    return ""


def _notes(text: str) -> Iterator[Slip]:
    told = [note[1] for note in _NOTE_TEXT.finditer(text)]
    marks = list(_FOOTNOTE.finditer(text))
    for mark in marks:
        if mark[1] not in told:
            yield Slip(
                *mark.span(),
                f"the footnote [^{mark[1]}] has no text. Write `[^{mark[1]}]: text` below, on a line of its own.",
            )
    for note in _NOTE_TEXT.finditer(text):
        if note[1] not in [mark[1] for mark in marks]:
            yield Slip(
                *note.span(),
                f"no word leads to the footnote [^{note[1]}]. Put [^{note[1]}] where it belongs, or take it out.",
            )
        elif told.count(note[1]) > 1 and note.start() != next(
            n.start() for n in _NOTE_TEXT.finditer(text) if n[1] == note[1]
        ):
            yield Slip(*note.span(), f"the footnote [^{note[1]}] has a text already. Give this one another name.")


def _links(text: str) -> Iterator[Slip]:
    targets = {target[1].casefold() for target in _TARGET.finditer(text)}
    for link in _REFERENCE.finditer(text):
        if (link[2] or link[1]).casefold() not in targets and not link[1].startswith("^"):
            reason = f"{_short(link[0])} is a link whose address stands nowhere. Write [{link[1]}](address)."
            yield Slip(*link.span(), reason)
    for link in _ADDRESS.finditer(text):
        if " " in link[1].strip():
            reason = (
                f"the address {_short(link[1])} has a blank, so that it is no link. Take it out; for "
                "a section, write its label."
            )
            yield Slip(*link.span(), reason)
