"""``{fact}`name``` in prose: the number from the data, with its source a tap away.

The number is a button that opens a native popover, so it needs no script and works by mouse, touch and keyboard.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sourcebook import facts, sources
from sourcebook.data import UNSURE, DataError
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class fact_node(nodes.inline):
    """A looked-up number; its attribute ``fact`` is the ``Fact``."""


class FactRole(SphinxRole):
    """Look the fact up; an unknown or empty one is a warning, which fails the build."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            fact = facts.get(book_of(self.env.app), self.text.strip())
        except (facts.FactError, DataError, sources.SourceError) as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        node = fact_node(self.rawtext, fact.text)
        node["fact"] = fact
        if fact.confidence in UNSURE:
            node += nodes.Text(f" ({UNSURE[fact.confidence]})")
        return [node], []


def _detail(translator: HTML5Translator, fact: facts.Fact) -> str:
    """What the popover says: what the number is, its sources, and the rows it comes from."""
    builder = translator.builder
    here = builder.current_docname
    book = book_of(builder.app)
    pages = book.identity.pages
    references = builder.get_relative_uri(here, pages.references)
    cited = "; ".join(
        f'<a href="{references}#cite-{escape(key)}">{escape(sources.cite(book, key))}</a>' for key in fact.sources[:3]
    )
    if len(fact.sources) > 3:
        more = f"{builder.get_relative_uri(here, pages.data)}#fact-{escape(fact.id)}"
        cited += f'; <a href="{more}">{len(fact.sources) - 3} more</a>'
    table, row = fact.rows[0]
    home = f"{builder.get_relative_uri(here, book.identity.pages.table(table))}#{escape(row)}"
    says = escape(fact.says[:1].upper() + fact.says[1:])
    return (
        f"<b>{escape(fact.text)}</b> {says}. Source: {cited}. Confidence: {fact.confidence}. "
        f'<a href="{home}">See the row{"s" if len(fact.rows) > 1 else ""} it comes from</a>'
    )


def visit_fact_html(self: HTML5Translator, node: fact_node) -> None:
    """Write the number as a button and its source as a popover beside it."""
    number = self.__dict__["_mm_facts"] = self.__dict__.get("_mm_facts", 0) + 1
    fact: facts.Fact = node["fact"]
    self.body.append(
        f'<span class="mm-fact"><button type="button" popovertarget="fact{number}" '
        f'aria-label="{escape(node.astext())}, source">{escape(fact.text)}</button>'
    )
    if fact.confidence in UNSURE:
        self.body.append(f' <small class="mm-unsure">({UNSURE[fact.confidence]})</small>')
    self.body.append(f'<span popover class="mm-pop" id="fact{number}">{_detail(self, fact)}</span></span>')
    raise nodes.SkipNode


def visit_plain(self: nodes.NodeVisitor, node: fact_node) -> None:
    """Other builders show the text alone."""


def setup(app: Sphinx) -> None:
    """Register the role and its node."""
    plain = (visit_plain, visit_plain)
    app.add_node(fact_node, html=(visit_fact_html, None), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_role("fact", FactRole())
