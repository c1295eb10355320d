"""What the search looks through: a built page cut into its sections, the words of a glossary and the rows of tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Drawings, scripts and questions: nobody looks for the words in them, and a result must not give answers away.
_SKIPPED = re.compile(r'<(svg|script|style|template)\b.*?</\1>|<form class="mm-quiz.*?</form>', re.DOTALL)
_ARTICLE = re.compile(r'<article class="bd-article"[^>]*>(.*?)</article>', re.DOTALL)
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
# Parts that repeat what stands elsewhere: definitions and figures that open in place, cited works, code.
_QUIET = ("mm-pop", "bibtex-citation", "headerlink", "mm-sources", "highlight", "mm-alt", "label", "dataframe")
# What sets words apart, though no blank stands between them.
_BLOCKS = _HEADINGS | {"p", "li", "td", "th", "tr", "dd", "dt", "div", "figcaption", "summary", "br"}


@dataclass
class Section:
    """A place that a result leads to: its id (empty: the page), its heading, and its words as one line."""

    anchor: str
    heading: str = ""
    kind: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


class _Cutter(HTMLParser):
    """Begins a section at each heading, word of a glossary, row with an id and cited work."""

    def __init__(self) -> None:
        super().__init__()
        self.sections = [Section("")]
        self._open: list[str] = []
        self._quiet = 0  # how deep the part lies that is passed over; 0: none
        self._view = 0  # how deep the view lies that is being read
        self._heading = False
        self._label = ""
        self._back: tuple[int, Section] | None = None  # a row or a cited work ends: where, and what goes on

    @property
    def _now(self) -> Section:
        return self.sections[-1]

    def _begin(self, section: Section) -> None:
        self.sections.append(section)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS and self._now.words:
            self._now.words.append(" ")
        if tag in _VOID:
            return
        self._open.append(tag)
        depth = len(self._open)
        classes = values.get("class", "").split()
        if self._quiet:
            return
        if "mm-view" in classes:
            self._view = depth
        # Below a view its rows stand once more; they have a page of their own.
        rows = tag == "details" and self._view
        if rows or tag == "select" or any(name in classes for name in _QUIET) or (self._back and tag == "a"):
            self._quiet = depth
        elif tag == "section":
            self._label = values.get("id", "")
        elif tag == "span" and values.get("id") and self._open[-2:-1] == ["section"]:
            self._label = values["id"]
        elif tag in _HEADINGS:
            # The page itself is the section of its title; an explanation above is none of its own.
            # One without an id of its own is found at the one before.
            anchor = self._label or values.get("id", "") or self._now.anchor
            self._begin(Section("" if tag == "h1" else anchor))
            self._heading, self._label = True, ""
        elif tag == "dt" and values.get("id"):
            self._begin(Section(values["id"], kind="term"))
            self._heading = True
        elif tag == "td" and values.get("id"):
            self._back = (depth - 1, self._now)
            self._begin(Section(values["id"], kind="row"))
            self._quiet = depth  # the name of the row is for links, not for readers
        elif tag == "div" and "citation" in classes and values.get("id"):
            self._back = (depth, self._now)
            self._begin(Section(values["id"], kind="row"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self._open:
            return
        while self._open:
            depth = len(self._open)
            ended = self._open.pop()
            if self._quiet == depth:
                self._quiet = 0
            if self._view == depth:
                self._view = 0
            if self._back and self._back[0] == depth:
                self._begin(Section(self._back[1].anchor, self._back[1].heading, "rest"))
                self._back = None
            if ended == tag:
                break
        if tag in _HEADINGS or tag == "dt":
            self._heading = False

    def handle_data(self, data: str) -> None:
        if self._quiet:
            return
        if self._heading:
            self._now.heading += data
        else:
            self._now.words.append(data)


def body(html: str) -> str:
    """What the search looks through of a built page, as HTML; empty where it has no article."""
    found = _ARTICLE.search(html)
    return _SKIPPED.sub(" ", found[1]) if found else ""


def sections(body: str) -> list[Section]:
    """The sections of a page's ``body`` in their order, those without words left out. A row has
    no heading of its own.
    """
    cutter = _Cutter()
    cutter.feed(body)
    for section in cutter.sections:
        section.heading = " ".join(section.heading.split())
    return [s for s in cutter.sections if s.kind != "rest" and s.text]
