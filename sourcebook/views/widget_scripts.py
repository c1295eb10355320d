"""Scripts that the modules of several live widgets begin with: the same files that a page of the built book loads."""

from __future__ import annotations

from pathlib import Path

_STATIC = Path(__file__).parent / "static"


def _read(*names: str) -> str:
    return "".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


#: Elements, files to save, cells of a CSV file: ``SourcebookDom``.
DOM = _read("dom.js")
#: What a widget keeps in the browser, as in the built book: ``SourcebookStorage`` and ``SourcebookKept``.
KEPT = _read("storage.js", "kept.js")
#: What a tool keeps by Python instead: ``SourcebookLive``.
LIVE = _read("live.js")
#: What is typed into a widget of ours stays with it: ``keepKeys(el)``, first thing in ``render``. Without it Jupyter
#: moves to another cell on an arrow key in a list, and deletes one on "d" typed twice.
KEEP_KEYS = """
const keepKeys = (el) => {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.addEventListener("keydown", (event) => event.stopPropagation());
};
"""
