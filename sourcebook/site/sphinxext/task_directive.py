"""Tasks in a page: ``{task} rain-t1``. Every file of tasks is checked before the first page is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from sourcebook.errors import ReaderError
from sourcebook.site.sphinxext.current_book import book_of, root_of
from sourcebook.tasks import files

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class TaskDirective(SphinxDirective):
    """One task by its id."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        from sourcebook.tasks import show

        name = self.arguments[0]
        root = root_of(self.env.docname)
        seen = self.env.temp_data.setdefault("sourcebook_tasks", set())
        # A page may show a task twice, and two elements must not share an id.
        prefix = f"{self.env.new_serialno('sourcebook-task')}-" if name in seen else ""
        seen.add(name)
        try:
            shown = show.task(book_of(self.env.app), name)
            return [nodes.raw("", shown.html(root, prefix), format="html")]
        except ReaderError as error:
            raise self.error(str(error)) from None


def _check(app: Sphinx, *_: object) -> None:
    """Stop the build at the first mistake in a file of tasks."""
    try:
        files.check_all(book_of(app))
    except ReaderError as error:
        raise ExtensionError(str(error), modname="tasks") from None


def setup(app: Sphinx) -> None:
    """Register the directive and the check."""
    app.add_directive("task", TaskDirective)
    app.connect("env-before-read-docs", _check, priority=100)
