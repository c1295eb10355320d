"""Checks of ``references.bib``: every entry can be read."""

from __future__ import annotations

from collections.abc import Iterator

from sourcebook import sources
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material


def entries(material: Material) -> Iterator[Finding]:
    """Every entry of the bibliography can be read."""
    yield from map(of_error, sources.faults(material.book))
