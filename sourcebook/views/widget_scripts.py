"""Scripts that the modules of several live widgets begin with."""

from __future__ import annotations

from pathlib import Path

#: What a widget keeps in the browser, as in the built book: ``MinusmaKept``.
KEPT = (Path(__file__).parent / "static" / "kept.js").read_text(encoding="utf-8")
#: What is typed into a widget of ours stays with it: ``keepKeys(el)``, first thing in ``render``. Without it Jupyter moves to another cell on
#: an arrow key in a list, and deletes one on "d" typed twice.
KEEP_KEYS = """
const keepKeys = (el) => {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.addEventListener("keydown", (event) => event.stopPropagation());
};
"""
