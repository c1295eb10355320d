"""A plain page with questions for the browser tests: the form, the script and the styles of
the book without its shell.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sourcebook.quiz import render
from sourcebook.site.policy import META_POLICY
from sourcebook.views.widget_scripts import DOM, KEPT
from tests.rivers import RIVERS
from tests.sourcebook.quiz import example

#: The word before the colon of the keys of an earlier version of the example.
FORMER = "oldbook"
PACKAGE = Path(render.__file__).parent.parent
SCRIPTS = ("quiz.js", "responses.js", "besides.js", "line.js", "progress.js")
KEY = "sourcebook:example:answers"


def form(
    questions: Iterable[Any] = example.BANK.questions, mode: str = "practice", name: str = "example", prefix: str = ""
) -> str:
    """The form as Python renders it, with facts that never change."""
    return render.quiz_html(RIVERS, questions, "Example", mode, None, prefix, example.fact, name)


def write(folder: Path, *forms: str, name: str = "index.html", root: str = "") -> Path:
    """Write a page with these forms and all it loads; gives its path.

    ``root``: more attributes of the page's first element.
    """
    css = "".join(
        (PACKAGE / name).read_text(encoding="utf-8") for name in ("views/static/tokens.css", "quiz/static/quiz.css")
    )
    css += (
        "body { margin: 0; padding: 8px; background: var(--mm-paper); color: var(--mm-ink); font: 1rem/1.6 "
        "sans-serif; }"
    )
    css += "main { overflow-wrap: break-word; }"
    (folder / "quiz.css").write_text(css, encoding="utf-8")
    own = {script: (PACKAGE / "quiz/static" / script).read_text("utf-8") for script in SCRIPTS}
    scripts = {"dom.js": DOM, "kept.js": KEPT, **own}
    for script, content in scripts.items():
        (folder / script).write_text(content, encoding="utf-8")
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{META_POLICY}">'
    head += '<meta name="viewport" content="width=device-width">'
    head += '<title>Questions</title><link rel="stylesheet" href="quiz.css">'
    head += "".join(f'<script defer src="{script}"></script>' for script in scripts)
    page = folder / name
    html = f'<html lang="en" data-theme="light" data-book="example" data-former="{FORMER}"{root}>'
    text = (
        f"<!doctype html>{html}<head>{head}</head><body><main><h1>Questions</h1>{''.join(forms)}</main></body></html>"
    )
    page.write_text(text, encoding="utf-8")
    (folder / "favicon.ico").write_bytes(b"")
    return page


def right(question: Any) -> Any:
    """An answer that is fully right, as ``grade.grade`` takes it."""
    key = render.key(question, example.fact)
    return {"number": lambda a: str(a), "text": lambda a: a[0]}.get(key["t"], lambda a: a)(key["a"])


def wrong(question: Any) -> Any:
    """An answer that a reader could give and that is not fully right."""
    key = render.key(question, example.fact)
    if key["t"] in ("single", "claim"):
        return (key["a"] + 1) % 3
    if key["t"] == "multiple":
        return [2]
    if key["t"] in ("number", "text"):
        return "7"
    return [*key["a"][1:], key["a"][0]]
