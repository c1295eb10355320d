"""The glossary: the page is made from ``glossary.csv``, and ``{term}`` opens the definition where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from sourcebook import data
from sourcebook.data import DataError, glossary
from sourcebook.site.sphinxext import audience
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.site.sphinxext.written import Written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class gloss_node(nodes.inline):
    """A term in prose, with its definition and the address of its entry."""


class GlossaryTerms(Written):
    """``{glossary-terms}``: every row of ``glossary.csv`` as one Sphinx glossary, in the order of the alphabet."""

    def run(self) -> list[nodes.Node]:
        book = book_of(self.env.app)
        try:
            definitions = glossary.entries(book)
        except DataError as error:
            raise self.error(str(error)) from None
        frame = data.load(book, glossary.NAME)
        sources = dict(zip(frame["term"], frame["source"], strict=True))
        also = glossary.synonyms(book, long_forms=False)
        lines = ["````{glossary}"]
        for term in sorted(definitions, key=str.casefold):
            cited = ",".join(sources[term].split("; "))
            others = f" Also: {', '.join(also[term])}." if also.get(term) else ""
            lines += [term, f"  {definitions[term]}{others} {{cite}}`{cited}`", ""]
        lines.append("````")
        letters = nodes.raw("", _letters(sorted(definitions, key=str.casefold)), format="html")
        return [letters, *self.read(lines, "book/data/glossary.csv")]


def _letters(terms: list[str]) -> str:
    """A way to each letter that begins a word; the script of the page puts a filter beside it."""
    links = "".join(
        f'<li><a href="#{escape(_anchor(term))}">{letter}</a></li>' for letter, term in _firsts(terms).items()
    )
    return f'<nav class="mm-letters" aria-label="Letters of the glossary"><ul>{links}</ul></nav>'


def _firsts(terms: list[str]) -> dict[str, str]:
    """The first word of each letter; those that begin with a digit stand together."""
    found: dict[str, str] = {}
    for term in terms:
        found.setdefault(term[0].upper() if term[0].isalpha() else "0-9", term)
    return found


#: Words of a chapter that open by themselves: with more, a page is hard to read and heavy.
MOST_WORDS = 5
# Where no word is made a button: headings, links, code, and what stands in a box or a table.
_QUIET = (
    nodes.title,
    nodes.reference,
    nodes.literal,
    nodes.raw,
    nodes.Admonition,
    nodes.table,
    nodes.caption,
    gloss_node,
)


def _first_uses(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In a chapter, the first use of each word of the glossary opens its definition, without being marked by hand."""
    book = book_of(app)
    part = book.identity.chapters.part
    if book.identity.pages.glossary not in app.env.all_docs:
        return
    if not part or audience.parts(app).get(docname) != part or not docname.startswith(f"{book.folder.name}/"):
        return
    try:
        known = glossary.entries(book)
    except DataError:  # said where the page of the glossary is made
        return
    marked = {node.astext().casefold() for node in doctree.findall(gloss_node)}
    left = {term: text for term, text in known.items() if term.casefold() not in marked}
    enough = len(left) - MOST_WORDS
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if any(
            isinstance(above, (*_QUIET, nodes.field_list)) or "sources" in type(above).__name__
            for above in _above(paragraph)
        ):
            continue
        for node in [child for child in paragraph.children if type(child) is nodes.Text]:
            if len(left) > enough:
                _link_words(app, docname, node, left)


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _link_words(app: Sphinx, docname: str, node: nodes.Text, left: dict[str, str]) -> None:
    """Replace the first use of each word that is still ``left`` in a text, and take it out of ``left``."""
    text = node.astext()
    hits: list[tuple[int, int, str]] = []
    for term in list(left):
        # Capitals and short forms count as they are; a word may begin a sentence, or stand in the plural.
        start = f"[{re.escape(term[0].upper())}{re.escape(term[0].lower())}]" if not term[1:2].isupper() else term[0]
        found = re.search(rf"(?<![\w-]){start}{re.escape(term[1:])}(?:s)?(?![\w-])", text)
        if found and not any(a < found.end() and found.start() < b for a, b, _ in hits):
            hits.append((found.start(), found.end(), term))
    if not hits:
        return
    page = app.builder.get_relative_uri(docname, book_of(app).identity.pages.glossary)
    parts: list[nodes.Node] = []
    at = 0
    for begins, ends, term in sorted(hits):
        link = gloss_node(text[begins:ends], text[begins:ends])
        link["definition"], link["uri"] = left.pop(term), f"{page}#{_anchor(term)}"
        parts += [nodes.Text(text[at:begins]), link]
        at = ends
    node.parent.replace(node, [*parts, nodes.Text(text[at:])])


def _anchor(term: str) -> str:
    """The id that Sphinx gives to a word of a glossary."""
    return f"term-{re.sub(r'[^A-Za-z0-9]+', '-', term).strip('-')}"


def _open_in_place(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn each resolved ``{term}`` link into a term that opens its definition."""
    links = [
        ref
        for ref in doctree.findall(nodes.reference)
        if any("std-term" in child.get("classes", []) for child in ref.children if isinstance(child, nodes.Element))
    ]
    if not links:
        return
    try:
        known = {term.casefold(): text for term, text in glossary.entries(book_of(app)).items()}
    except DataError:  # said where the page of the glossary is made
        return
    names = {label: name for name, _, kind, _, label, _ in app.env.get_domain("std").get_objects() if kind == "term"}
    for ref in links:
        uri = ref.get("refuri") or f"#{ref.get('refid', '')}"
        term = names.get(uri.rpartition("#")[2], "")
        text = known.get(term.casefold())
        if text:
            node = gloss_node(ref.astext(), ref.astext())
            node["definition"], node["uri"] = text, uri
            ref.replace_self(node)


def visit_gloss_html(self: HTML5Translator, node: gloss_node) -> None:
    """Write the term as a button and its definition as a popover beside it."""
    number = self.__dict__["_mm_terms"] = self.__dict__.get("_mm_terms", 0) + 1
    self.body.append(
        f'<span class="mm-term"><button type="button" popovertarget="term{number}">{escape(node.astext())}</button>'
        f'<span popover class="mm-pop" id="term{number}"><b>{escape(node.astext())}</b> {escape(node["definition"])} '
        f'<a href="{escape(node["uri"])}">Glossary</a></span></span>'
    )
    raise nodes.SkipNode


def visit_plain(self: nodes.NodeVisitor, node: gloss_node) -> None:
    """Other builders show the text alone."""


def setup(app: Sphinx) -> None:
    """Register the directive, the node and the step that opens terms in place."""
    plain = (visit_plain, visit_plain)
    app.add_node(gloss_node, html=(visit_gloss_html, None), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_directive("glossary-terms", GlossaryTerms)
    app.connect("doctree-resolved", _open_in_place, priority=500)
    app.connect("doctree-resolved", _first_uses, priority=510)
