"""The code of a notebook in the built book: folded away below what it shows.

A reader of a page looks at the picture; whoever wants to know how it was made opens the fold, and book.js remembers
that. Cells that do nothing but import are for the live notebook and have no place on a page.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class code_fold(nodes.General, nodes.Element):
    """The code of one cell."""


def _only_imports(source: str) -> bool:
    """Whether the code does nothing but import; comments and lines for the shell count as nothing."""
    plain = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))
    try:
        return all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in ast.parse(plain).body)
    except SyntaxError:
        return False


def fold(app: Sphinx, document: nodes.document) -> None:
    """Fold the code of every cell of the page, and take away cells that only import."""
    for code in list(document.findall(lambda node: "cell_input" in getattr(node, "attributes", {}).get("classes", ()))):
        cell = code.parent
        if cell is None or "cell" not in cell.get("classes", ()):
            continue
        shows = any("cell_output" in child.get("classes", ()) for child in cell.children if child is not code)
        if not shows and _only_imports(code.astext()):
            cell.parent.remove(cell)
            continue
        cell.remove(code)
        cell += code_fold("", code)


def visit_html(self: HTML5Translator, node: code_fold) -> None:
    """Open the fold."""
    self.body.append('<details class="mm-made"><summary>How this was made</summary>')


def depart_html(self: HTML5Translator, node: code_fold) -> None:
    """Close what was opened."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the node, and fold each page that was read."""
    app.add_node(code_fold, html=(visit_html, depart_html))
    app.connect("doctree-read", fold)
