"""A very small book of its own, built with the real extension parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


@dataclass
class Built:
    """What a build left: its folder and its warnings."""

    folder: Path
    warnings: str

    def page(self, name: str) -> str:
        return (self.folder / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., Built]:
    """``build({"book/a": "text"}, parts=[...])`` builds those pages with those parts of the extension."""

    def run(pages: dict[str, str], parts: list[str]) -> Built:
        source = tmp_path / "source"
        for name, text in {"index": "# Index\n", **pages}.items():
            path = source / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        # Quiet about pages outside a toctree: these books have none.
        settings = {
            "extensions": ["myst_parser", *(f"minusma.sphinxext.{p}" for p in parts)],
            "suppress_warnings": ["toc.not_included"],
            "html_theme": "basic",
        }
        warnings = StringIO()
        with docutils_namespace():
            out = tmp_path / "html"
            app = Sphinx(
                str(source), None, str(out), str(tmp_path / "trees"), "html", settings, StringIO(), warnings, freshenv=True
            )
            app.build()
        return Built(out, warnings.getvalue())

    return run
