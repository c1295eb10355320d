"""Directives that write Markdown, which is read as if it stood in the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective


class Written(SphinxDirective):
    """A directive whose page holds what it wrote."""

    def read(self, lines: list[str], source: str = "") -> list[nodes.Node]:
        """What the lines become; ``source`` is the file that they come from, where it is not the page."""
        node = nodes.container()
        text = StringList(lines, source or self.get_source_info()[0])
        self.state.nested_parse(text, 0 if source else self.content_offset, node)
        return node.children


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table; the cells are Markdown."""
    return [f"| {' | '.join(map(_cell, line))} |" for line in (head, ["---"] * len(head), *rows)]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")
