"""The index of the search: the same pages have the same index, whether all were written or a few.

Sphinx takes the index of the last build and replaces what stands in it of the pages that it
writes. It forgets the entries of glossaries of all others, keeps words that no page has any
more, and changes the order of what it has read again.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "searchindex.js"
_HEAD = "Search.setIndex("


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8").removeprefix(_HEAD).removesuffix(")"))
    return found


def _remember_stems(app: Sphinx, *_: object) -> None:
    """Sphinx finds the stem of a word once a page; once a book is enough."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None and "stem" not in vars(indexer.lang):
        indexer.lang.stem = cache(indexer.lang.stem)


def _remember_entries(app: Sphinx, builder: object) -> None:
    """Give the pages that are not written again the entries that they have in the index."""
    kept: dict[str, list[tuple[str, str, str]]] = app.env._search_index_index_entries
    kept.clear()
    path = Path(app.outdir) / NAME
    try:
        old = _read(path)
        for entry, places in old["indexentries"].items():
            for page, target, main in places:
                name = old["docnames"][page]
                if name in app.env.found_docs:
                    kept.setdefault(name, []).append((entry, target, "main" if main else ""))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        kept.clear()  # there is no index yet: every page is written


def tidy(out: Path) -> str:
    """The text of the index in a fixed order and without blanks, and without words that no page has any more."""
    index = _read(out / NAME)
    for part in ("terms", "titleterms"):
        index[part] = {word: pages for word, pages in index[part].items() if pages != []}
    for part in ("alltitles", "indexentries"):
        index[part] = {
            name: sorted(places, key=lambda place: (place[0], str(place[1]))) for name, places in index[part].items()
        }
    return f"{_HEAD}{json.dumps(index, ensure_ascii=False, separators=(',', ':'), sort_keys=True)})"


def setup(app: Sphinx) -> None:
    """Register the steps before writing; ``finish`` does the one after it."""
    app.connect("doctree-resolved", _remember_stems)  # the first that is told once there is an index
    app.connect("write-started", _remember_entries)
