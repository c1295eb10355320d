"""``{view} deaths-by-year`` in a page: the same static HTML that the notebook call gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sourcebook import data, sources
from sourcebook.errors import ReaderError
from sourcebook.site.sphinxext.current_book import book_of, root_of
from sourcebook.views import guess, registry

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ViewDirective(SphinxDirective):
    """Draw one view; an unknown id or a broken table is an error, which fails the build."""

    required_arguments = 1
    # Written out, as guess.OPTIONS: check reads the options of a directive without running it.
    option_spec = {
        "guess": directives.unchanged_required,
        "answer": directives.unchanged_required,
        "scale": directives.unchanged_required,
        "unit": directives.unchanged_required,
        "why": directives.unchanged_required,
        "sources": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name, book = self.arguments[0], book_of(self.env.app)
        try:
            view = registry.get(book, name)
        except (ValueError, data.DataError, sources.SourceError) as error:
            raise self.error(str(error)) from None
        # A page may show a view twice, and two elements must not share an id.
        seen = self.env.temp_data.setdefault("sourcebook_views", {})
        seen[name] = seen.get(name, 0) + 1
        suffix = "" if seen[name] == 1 else f"-{seen[name]}"
        root = root_of(self.env.docname)
        before = ""
        if self.options:
            try:
                before = guess.html(book, view, self.options, root)
            except ReaderError as error:
                raise self.error(str(error)) from None
        return [nodes.raw("", before + view.html(root=root, suffix=suffix), format="html")]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("view", ViewDirective)
