"""The glossary: the page is made from ``glossary.csv``, and ``{term}`` opens the definition where it stands."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from sourcebook import data
from sourcebook.data import DataError, glossary
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class gloss_node(nodes.inline):
    """A term in prose, with its definition and the address of its entry."""


class GlossaryTerms(SphinxDirective):
    """``{glossary-terms}``: every row of ``glossary.csv`` as one Sphinx glossary, in the order of the alphabet."""

    def run(self) -> list[nodes.Node]:
        book = book_of(self.env.app)
        try:
            definitions = glossary.entries(book)
        except DataError as error:
            raise self.error(str(error)) from None
        frame = data.load(book, glossary.NAME)
        sources = dict(zip(frame["term"], frame["source"], strict=True))
        lines = ["````{glossary}"]
        for term in sorted(definitions, key=str.casefold):
            cited = ",".join(sources[term].split("; "))
            lines += [term, f"  {definitions[term]} {{cite}}`{cited}`", ""]
        lines.append("````")
        parent = nodes.container()
        self.state.nested_parse(StringList(lines, source="book/data/glossary.csv"), 0, parent)
        return parent.children


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
    app.connect("doctree-resolved", _open_in_place)
