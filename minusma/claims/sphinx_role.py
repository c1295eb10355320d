"""``{claim}`landlocked```: the number of the claim that holds these words, linked to its row; ``{claim-words}`` quotes
the whole claim before its number.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from minusma.claims.references import ClaimError, find
from sourcebook import data
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class claim_node(nodes.inline):
    """The number of a claim; its attribute ``claim`` holds the claim's words."""


class ClaimRole(SphinxRole):
    """Look the claim up by its words; words that fit none or several are an error, which fails the build."""

    def __init__(self, quoted: bool = False) -> None:
        super().__init__()
        self.quoted = quoted

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            row = find(self.text, data.load(book_of(self.env.app), "claims"))
        except ClaimError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        number = claim_node(self.rawtext, row["id"], claim=row["claim"])
        return [nodes.Text(f"“{row['claim']}” ("), number, nodes.Text(")")] if self.quoted else [number], []


def visit_claim_html(self: HTML5Translator, node: claim_node) -> None:
    """Write the number as a link to its row, with the claim's words for whoever points at it or hears it."""
    here = self.builder.current_docname
    table = self.builder.get_relative_uri(here, book_of(self.builder.app).identity.pages.table("claims"))
    address = f"{table}#{escape(node.astext())}"
    self.body.append(f'<a href="{address}" title="{escape(node["claim"])}">{escape(node.astext())}</a>')
    raise nodes.SkipNode


def visit_plain(self: nodes.NodeVisitor, node: claim_node) -> None:
    """Other builders show the number alone."""


def setup(app: Sphinx) -> None:
    """Register the role and its node."""
    plain = (visit_plain, None)
    app.add_node(claim_node, html=(visit_claim_html, None), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_role("claim", ClaimRole())
    app.add_role("claim-words", ClaimRole(quoted=True))
