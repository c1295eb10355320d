"""What this book adds to Sphinx: the sheets of the Council, ``{claim}``, and the files of
pages that show the claims lab or the vote.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minusma import at_a_glance
from minusma.claims import sphinx_role
from minusma.council import panel, sphinx_sheets
from sourcebook.site.sphinxext.theme import DOM, KEPT, PACKAGE, PAGE_FILES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LAB = Path(__file__).parent / "claims" / "static"


def _page_files(app: Sphinx) -> dict[str, tuple[Path, ...]]:
    """By the mark of a page that needs them: the files of this book's own scripts and styles."""
    shared = (PACKAGE / DOM, PACKAGE / KEPT)
    return {
        'class="mm-glance"': (at_a_glance.STATIC / "glance.css",),
        'class="mm-lab"': (*shared, _LAB / "lab.css", _LAB / "lab.js"),
        'class="mm-chamber"': (*shared, panel.STATIC / "chamber.css", panel.STATIC / "chamber.js"),
    }


def setup(app: Sphinx) -> dict[str, object]:
    """Register every part; the engine's theme must be loaded before."""
    app.setup_extension("sourcebook.site.sphinxext")
    sphinx_sheets.setup(app)
    sphinx_role.setup(app)
    at_a_glance.setup(app)
    app.connect(PAGE_FILES, _page_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
