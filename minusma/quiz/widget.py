"""The same questions as a live widget: what a reader answers in a notebook reaches Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

STATIC = Path(__file__).parent / "static"
TOKENS = Path(__file__).parent.parent / "static" / "tokens.css"

_MODULE = """
export default {
  render({ model, el }) {
    /* Keys belong to the questions here: Jupyter must not move to the next cell on an arrow, nor delete one on "d". */
    el.setAttribute("data-lm-suppress-shortcuts", "true");
    el.addEventListener("keydown", (event) => event.stopPropagation());
    const held = () => model.get("entries");
    let own = false;
    const put = (id, entry) => {
      const entries = { ...held() };
      if (entry) entries[id] = entry; else delete entries[id];
      own = true;
      model.set("entries", entries);
      own = false;
      model.save_changes();
      return true;
    };
    const draw = () => {
      el.innerHTML = model.get("html");
      MinusmaQuiz.start(el.querySelector("form"), { get: (id) => held()[id], put });
    };
    /* Changed from Python, or in another view of the same questions. */
    const changed = () => { if (!own) draw(); };
    model.on("change:entries", changed);
    draw();
    return () => model.off("change:entries", changed);
  },
};
"""


class QuizWidget(anywidget.AnyWidget):
    """The form in a notebook. ``entries`` maps a question's id to what the reader did: answer, tries, score, time."""

    _esm = (STATIC / "quiz.js").read_text(encoding="utf-8") + _MODULE
    _css = TOKENS.read_text(encoding="utf-8") + (STATIC / "quiz.css").read_text(encoding="utf-8")
    html = traitlets.Unicode().tag(sync=True)
    entries: Any = traitlets.Dict().tag(sync=True)
