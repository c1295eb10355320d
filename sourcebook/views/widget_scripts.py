"""What live widgets share: the scripts that their modules begin with, which a page of the built book loads too, and
how a notebook is told of a widget.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

_STATIC = Path(__file__).parent / "static"


def _read(*names: str) -> str:
    return "".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


_MIME = "application/vnd.jupyter.widget-view+json"


def bundle(widget: Any) -> dict[str, Any]:
    """What a notebook finds the widget by: it stands beside the words and the HTML of what is shown live, which a front
    end without widgets shows instead.
    """
    given = widget._repr_mimebundle_()
    found = given[0] if isinstance(given, tuple) else given  # some give remarks beside it
    return {_MIME: found[_MIME]}


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
