"""Pages that hold the claims lab load its script and style; no other page does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minusma.lab import STATIC

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _add_static(app: Sphinx, config: Config) -> None:
    config.html_static_path = [*config.html_static_path, str(STATIC)]


def _add_assets(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    if 'class="mm-lab"' in context.get("body", ""):
        app.add_css_file("lab.css")
        app.add_js_file("lab.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the files."""
    app.connect("config-inited", _add_static)
    app.connect("html-page-context", _add_assets)
