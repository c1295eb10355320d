"""The same questions as a live widget: what a reader answers in a notebook reaches Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from sourcebook.views.widget_scripts import DOM, KEEP_KEYS, KEPT

STATIC = Path(__file__).parent / "static"
TOKENS = Path(__file__).parent.parent / "views" / "static" / "tokens.css"

_MODULE = """
export default {
  render({ model, el }) {
    keepKeys(el);
    const stored = () => model.get("entries");
    let own = false;
    /* An entry that is taken back is sent as null: one that is not named may be one that this page has not heard of. */
    const put = (id, entry) => {
      own = true;
      model.set("entries", { ...stored(), [id]: entry });
      own = false;
      model.save_changes();
      return true;
    };
    el.innerHTML = model.get("html");
    el.querySelector("form").dataset.mix = model.get("mix");
    const { el: make, button, statusLine } = SourcebookDom;
    const code = make("input", { type: "text", maxLength: 60, autocomplete: "off" });
    const said = statusLine({ className: "mm-q-progress", textContent: model.get("notice") });
    const save = button("Save for your teacher", () => model.send({ save: code.value }));
    const label = make("label", {}, "Code name, not your own name ", code);
    const row = make("p", { className: "mm-q-buttons" }, label, save);
    el.querySelector("form").after(make("div", { className: "mm-quiz" }, row, said));
    const tell = () => { said.textContent = model.get("notice"); };
    model.on("change:notice", tell);
    const handIn = "Nothing was sent to your teacher. Save for your teacher below, with a code name.";
    const follow = SourcebookQuiz.start(el.querySelector("form"), { get: (id) => stored()[id], put, handIn });
    /* Changed from Python, or in another view of the same questions. */
    const changed = () => { if (!own) follow(); };
    model.on("change:entries", changed);
    return () => {
      model.off("change:entries", changed);
      model.off("change:notice", tell);
    };
  },
};
"""


class QuizWidget(anywidget.AnyWidget):
    """The form in a notebook.

    ``entries`` maps a question's id to what the reader did: answer, tries, score, time; to ``None`` where that is taken
    back. ``notice`` is a sentence on what is kept or saved. ``mix`` is the word that decides the order of options.
    """

    _esm = DOM + KEPT + (STATIC / "quiz.js").read_text(encoding="utf-8") + KEEP_KEYS + _MODULE
    _css = TOKENS.read_text(encoding="utf-8") + (STATIC / "quiz.css").read_text(encoding="utf-8")
    html = traitlets.Unicode().tag(sync=True)
    mix = traitlets.Unicode().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)
    entries: Any = traitlets.Dict().tag(sync=True)
