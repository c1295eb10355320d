"""The small builds of the Sphinx parts, for this book's own parts too."""

from tests.sourcebook.site.sphinxext.conftest import build

__all__ = ["build"]
