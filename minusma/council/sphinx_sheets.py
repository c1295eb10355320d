"""``{council-sheets} 2022``: the printed sheets of one session of the Council simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from minusma.council import role_sheets
from sourcebook.errors import ReaderError
from sourcebook.site.sphinxext.current_book import book_of, root_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class CouncilSheets(SphinxDirective):
    """All sheets of one session; a wrong year is an error that names the right ones."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        root = root_of(self.env.docname)
        try:
            year = int(self.arguments[0]) if self.arguments[0].isdigit() else self.arguments[0]
            text = role_sheets.html(book_of(self.env.app), year, root)
        except ReaderError as error:
            raise self.error(str(error)) from None
        return [nodes.raw("", text, format="html")]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("council-sheets", CouncilSheets)
