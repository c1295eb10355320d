"""Where each question stands now: a script that a page loads for an address ``#q-ID`` of a question that has moved."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.site.sphinxext import audience

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "_static/question-places.js"
_ASKED = re.compile(r'<fieldset class="mm-q" id="q-([a-z0-9-]+)" data-q="\1"')


def write(app: Sphinx, out: Path) -> str:
    """The text of the script: the page of each question, by its id; of two pages the first of the contents."""
    order = [*audience.parts(app), *sorted(app.env.all_docs)]
    found: dict[str, str] = {}
    for page in dict.fromkeys(name for name in order if name in app.env.all_docs):
        for name in _ASKED.findall((out / f"{page}.html").read_text(encoding="utf-8")):
            found.setdefault(name, f"{page}.html")
    return f"var SourcebookQuestionPlaces = {json.dumps(found, separators=(',', ':'), sort_keys=True)};\n"
