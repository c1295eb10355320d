"""The claims lab: ``lab.claims()`` lets a reader judge each claim of the fact sheet twice,
and shows the record between.

In the book it is a form with a small script; in a live notebook the same form is a widget
whose verdicts are Python values.
"""

from __future__ import annotations

import itertools
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from minusma.claims.render import html, verdicts
from sourcebook import data
from sourcebook.book import Book, static_build
from sourcebook.data import show
from sourcebook.views import view
from sourcebook.views.widget_scripts import DOM, KEEP_KEYS, KEPT, bundle

STATIC = Path(__file__).parent / "static"
TOKENS = view.STATIC / "tokens.css"
_NUMBER = itertools.count(1)
_MODULE = """
export default {
  render({ model, el }) {
    keepKeys(el);
    el.innerHTML = model.get("html");
    const all = () => model.get("answers");
    const set = (claims) => { model.set("answers", claims); model.save_changes(); return true; };
    let changed;
    ClaimsLab.start(el.querySelector(".mm-lab"), {
      all,
      put: (id, name, verdict) => set(ClaimsLab.changed(all(), id, name, verdict)),
      clear: () => set({}),
      follow: (draw) => model.on("change:answers", changed = draw),
    });
    return () => model.off("change:answers", changed);
  },
};
"""

__all__ = ["Folded", "Lab", "claims", "folded", "html", "verdicts"]


class Lab:
    """The lab for some claims.

    ``answers`` maps a claim's id to ``{"first": …, "second": …}``; ``to_frame()`` sets them beside ours.
    """

    def __init__(self, book: Book, rows: pd.DataFrame, lesson: bool) -> None:
        self._book = book
        self._rows = rows
        self._lesson = lesson
        self._widget: Any = None

    def _live(self) -> Any:
        """The widget, made when it is first shown."""
        if self._widget is None:
            import anywidget
            import traitlets

            class LabWidget(anywidget.AnyWidget):
                """The form in a notebook; ``answers`` follows what the reader chooses."""

                _esm = DOM + KEPT + (STATIC / "lab.js").read_text(encoding="utf-8") + KEEP_KEYS + _MODULE
                _css = TOKENS.read_text(encoding="utf-8") + (STATIC / "lab.css").read_text(encoding="utf-8")
                html = traitlets.Unicode().tag(sync=True)
                answers = traitlets.Dict().tag(sync=True)

            self._widget = LabWidget(html=html(self._book, self._rows, None, f"lab{next(_NUMBER)}", self._lesson))
        return self._widget

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """What the reader has chosen so far."""
        return dict(self._live().answers)

    def to_frame(self) -> pd.DataFrame:
        """A row a claim: ``claim``, ``first``, ``second``, ``ours``, and whether the second verdict is ours."""
        chosen = self.answers
        frame = self._rows[["id", "claim", "verdict"]].rename(columns={"verdict": "ours"}).set_index("id")
        frame["ours"] = frame["ours"].astype("string")
        for name in ("first", "second"):
            frame[name] = pd.array([chosen.get(i, {}).get(name) or None for i in frame.index], dtype="string")
        frame["same"] = (frame["second"] == frame["ours"]).fillna(False)
        return frame[["claim", "first", "second", "ours", "same"]]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        shown = {"text/html": html(self._book, self._rows, "..", "lab", self._lesson), "text/plain": repr(self)}
        return shown if static_build() else shown | bundle(self._live())

    def __repr__(self) -> str:
        return f"<claims lab with {len(self._rows)} claims>"


class Folded:
    """A table behind its words: what it gives away is seen by whoever opens it."""

    def __init__(self, frame: pd.DataFrame, words: str) -> None:
        self.frame, self.words = frame, words

    def _repr_html_(self) -> str:
        table = show.html(self.frame)
        return f'<details class="mm-folded"><summary>{escape(self.words)}</summary>{table}</details>'

    def __repr__(self) -> str:
        return f"<{self.words}: .frame shows it>"


def folded(book: Book, frame: pd.DataFrame, words: str) -> Folded:
    """The table folded under these words, in page, print and notebook alike; ``.frame`` is the table."""
    return Folded(frame, words)


def claims(book: Book, lesson: bool = False) -> Lab:
    """The lab with all claims in the order of the text; ``lesson`` shows the twelve of one lesson at the start."""
    return Lab(book, data.load(book, "claims").sort_values("order").reset_index(drop=True), lesson)
