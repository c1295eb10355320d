"""``{sources}`` at the end of a section: where each thing that the section tells comes from, folded away.

Its lines are those of ``sourcebook.facts.evidence``. Rows of tables bring their own words, dates, notes and sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sourcebook.data import UNSURE
from sourcebook.facts import evidence
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.site.sphinxext.links import cited, link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class sources_node(nodes.General, nodes.Element):
    """The folded list; its attribute ``count`` says how many entries it has."""


class SectionSources(SphinxDirective):
    """One item an entry; an unknown row or source is an error that says in which line."""

    has_content = True

    def _item(self, entry: evidence.Entry) -> nodes.list_item:
        line, book = nodes.paragraph(), book_of(self.env.app)
        if entry.row is None:
            line += nodes.Text(f"{entry.statement}. ")
        else:
            line += link(self.env, entry.link, book.identity.pages.table(entry.table), entry.row["id"])
            line += nodes.Text(f": {entry.statement.rstrip('.')}. ")
            if isinstance(note := entry.row.get("note"), str) and note:
                line += nodes.Text(f"({note.rstrip('.')}.) ")
            if entry.row["confidence"] in UNSURE:
                line += nodes.Text(f"({UNSURE[entry.row['confidence']]}) ")
        line += cited(self.env, entry.keys)
        return nodes.list_item("", line)

    def run(self) -> list[nodes.Node]:
        items: list[nodes.list_item] = []
        for text in filter(str.strip, self.content):
            try:
                items += map(self._item, evidence.entries(book_of(self.env.app), text))
            except evidence.EvidenceError as error:
                raise self.error(f"in the sources, {text.strip()!r}: {error}") from None
        if not items:
            raise self.error("no sources are given. Write a line for each thing that the section tells.")
        return [sources_node("", nodes.bullet_list("", *items), count=len(items))]


def visit_html(self: HTML5Translator, node: sources_node) -> None:
    """Fold the list away under a line that says how long it is."""
    self.body.append(f'<details class="mm-sources"><summary>Sources of this section ({node["count"]})</summary>')


def depart_html(self: HTML5Translator, node: sources_node) -> None:
    """Close what was opened."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_node(sources_node, html=(visit_html, depart_html))
    app.add_directive("sources", SectionSources)
