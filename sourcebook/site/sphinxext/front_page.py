"""What makes a front page a door: ``{start}`` (or go on where one stopped), ``{chapter-cards}``, ``{short-way}``.

The pages are whole without a script; the shell's script adds what this browser knows of its reader.
"""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, minutes
from sourcebook.site.sphinxext import audience
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.tasks import minutes as page_minutes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: The metadata of a page: the labels of the sections of its short way.
SHORT_WAY = "short_way"


class Start(SphinxDirective):
    """``{start} history``: one strong link to a page; it becomes *Continue* where this browser knows the last place.

    ``doors`` names sections of this page, one for each kind of reader: links under the strong one.
    """

    required_arguments = 1
    option_spec = {"minutes": directives.positive_int, "at": directives.unchanged, "doors": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        page, at = self.arguments[0], self.options.get("at", "")
        book = book_of(self.env.app)
        name = f"{book.folder.name}/{page}"
        time = self.options.get("minutes") or (at and minutes.short_way(book, name)) or page_minutes.page(book, name)
        anchor = f"#{escape(at)}" if at else ""
        start = nodes.raw(
            "",
            f'<p class="mm-start"><a href="{escape(page)}.html{anchor}"><b>Start</b> '
            f"<small>{time} minutes</small></a></p>",
            format="html",
        )
        doors = [_to_section(label) for label in self.options.get("doors", "").split()]
        return [start, nodes.bullet_list("", *doors, classes=["mm-doors"])] if doors else [start]


class ChapterCards(SphinxDirective):
    """A card a chapter: what it is about, how long its two halves take, and what this reader has done there."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        book = book_of(self.env.app)
        about: dict[str, str] = {}
        for line in self.content:
            name, _, text = line.partition(":")
            if text:
                about[name.strip()] = text.strip()
        cards = []
        part, parts = book.identity.chapters.part, audience.parts_read(self.env.app)
        pages = [page for page in parts if parts[page] == part and page.startswith(f"{book.folder.name}/")]
        for name in (page.partition("/")[2] for page in pages):
            try:
                held = bank.load(book, name)
            except ReaderError as error:
                raise self.error(str(error)) from None
            notebook = f"../{book.notebooks.name}/{name}.html"
            story, cells = (page_minutes.told(book, page) for page in (f"book/{name}", f"notebooks/{name}"))
            prefix = book.identity.prefixes.get(name, name)
            second = f'<a href="{escape(notebook)}">Look and think <small>{cells}</small></a>' if cells else ""
            cards.append(
                f'<li class="mm-card" data-page="book/{escape(name)}" data-prefix="{escape(prefix)}-" '
                f'data-total="{len(held.questions)}">'
                f'<h3><a href="{escape(name)}.html">{escape(_short(held.title))}</a></h3>'
                f"<p>{escape(about.get(name, _rest(held.title)))}</p>"
                f'<p class="mm-card-ways"><a href="{escape(name)}.html">The story <small>{story}</small></a>'
                f"{second}</p>"
                f'<p class="mm-card-done" hidden></p></li>'
            )
        return [nodes.raw("", f'<ul class="mm-cards">{"".join(cards)}</ul>', format="html")]


def _short(title: str) -> str:
    return title.partition(":")[0]


def _rest(title: str) -> str:
    return title.partition(":")[2].strip().capitalize()


class ShortWay(SphinxDirective):
    """``{short-way} first-label second-label``: a chapter in a few sections, for who has less time."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        book, page = book_of(self.env.app), self.env.docname
        labels = self.arguments[0].split()
        self.env.metadata[page][SHORT_WAY] = labels
        whole = minutes.of_sections(book, page, labels)
        box = nodes.admonition(classes=["short-way"], ids=["the-short-way"])
        box += nodes.title("", f"The short way ({whole} minutes)")
        box += nodes.enumerated_list("", *map(_to_section, labels), enumtype="arabic", suffix=".")
        box += nodes.paragraph("", "In each: read, look at the picture, answer the question below. Then go on.")
        return [box]


class section_link(nodes.reference):
    """A link to a section of the same page, which takes its heading for its words."""


def _section_link(label: str) -> section_link:
    link = section_link("", "", refuri=f"#{label}", internal=True)
    link["label"] = label
    return link


def _to_section(label: str) -> nodes.list_item:
    return nodes.list_item("", nodes.paragraph("", "", _section_link(label)))


def _name_sections(app: Sphinx, doctree: nodes.document) -> None:
    """Lead from each section of a short way to the next, and give each link to a section its heading."""
    sections = list(doctree.findall(nodes.section))
    labels = app.env.metadata[app.env.docname].get(SHORT_WAY, [])
    for label, following in pairwise(labels):
        for section in sections:
            if label in section["ids"]:
                link = _section_link(following)
                section += nodes.paragraph("", "", nodes.Text("The short way goes on: "), link, classes=["on-the-way"])
    titles = {name: section.next_node(nodes.title) for section in sections for name in section["ids"]}
    for link in list(doctree.findall(section_link)):
        title = titles.get(link["label"])
        if title is None:
            reason = "{short-way} or {start}: there is no section (%s)= in this page. Mend its name."
            logger.warning(reason, link["label"])
        text = title.astext() if title is not None else link["label"]
        link.replace_self(nodes.reference(text, text, refuri=link["refuri"], internal=True))


def marked(fragment: str, doctree: nodes.document, labels: list[str]) -> str:
    """The list *On this page* with the sections of the short way marked."""
    for section in doctree.findall(nodes.section):
        if set(labels) & set(section["ids"]):
            for name in section["ids"]:
                fragment = re.sub(
                    rf'(href="#{re.escape(name)}">)(.*?)(</a>)', r"\1\2 <small>short way</small>\3", fragment, count=1
                )
    return fragment


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("start", Start)
    app.add_directive("chapter-cards", ChapterCards)
    app.add_directive("short-way", ShortWay)
    app.add_node(section_link)
    app.connect("doctree-read", _name_sections)
