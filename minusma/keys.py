"""Keys in a live notebook: what is typed into a widget of ours stays with it."""

from __future__ import annotations

#: A script function for the module of a widget: ``keepKeys(el)``, first thing in ``render``. Without it Jupyter moves to another cell on an
#: arrow key in a list, and deletes one on "d" typed twice.
KEEP_KEYS = """
const keepKeys = (el) => {
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  el.addEventListener("keydown", (event) => event.stopPropagation());
};
"""
