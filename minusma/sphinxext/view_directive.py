"""``{view} deaths-by-year`` in a page: the same static HTML that the notebook call gives.

Only pages that hold a view load ``views.css`` and ``views.js``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from minusma import data, paths, sources, views

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

STATIC = Path(views.__file__).parent / "static"


class ViewDirective(SphinxDirective):
    """Draw one view; an unknown id or a broken table is an error, which fails the build."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            view = views.get(name)
        except (ValueError, data.DataError, sources.SourceError) as error:
            raise self.error(str(error)) from None
        for table in view.data:
            self.env.note_dependency(str(data.table(table).path))
        self.env.note_dependency(str(paths.bibliography()))
        # A page may show a view twice, and two elements must not share an id.
        seen = self.env.temp_data.setdefault("minusma_views", {})
        seen[name] = seen.get(name, 0) + 1
        suffix = "" if seen[name] == 1 else f"-{seen[name]}"
        root = "/".join([".."] * self.env.docname.count("/")) or "."
        return [nodes.raw("", view.html(root=root, suffix=suffix), format="html")]


def _add_static(app: Sphinx, config: Config) -> None:
    config.html_static_path = [*config.html_static_path, str(STATIC)]


def _add_assets(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if 'class="mm-view"' in context.get("body", ""):
        app.add_css_file("views.css")
        app.add_js_file("views.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the directive and its files."""
    app.add_directive("view", ViewDirective)
    app.connect("config-inited", _add_static)
    app.connect("html-page-context", _add_assets)
