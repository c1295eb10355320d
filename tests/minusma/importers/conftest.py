"""The copy of the book's tables that the views' tests use, for importers too."""

from tests.minusma.views.conftest import book

__all__ = ["book"]
