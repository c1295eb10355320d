"""Who a page is for: the parts of the contents say it. Students stay among their pages, teachers among theirs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import contents, reads
from sourcebook.text.textfile import read_text
from sourcebook.text.yamlfile import YamlFile

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def parts(app: Sphinx) -> dict[str, str]:
    """Each page of the contents, in their order, with the caption above it; empty for a book without ``_toc.yml``.

    For pages being written: all of them are written anew when the contents change, so none notes that it asked.
    A directive that shows the contents asks for ``parts_read``.
    """
    with reads.unrecorded():
        return parts_read(app)


def parts_read(app: Sphinx) -> dict[str, str]:
    """The same, and whoever asks is read again when the contents change."""
    path = Path(app.srcdir) / contents.FILE
    if not path.is_file():
        return {}
    return _parts(path, reads.stamp(path))


@lru_cache(maxsize=4)
def _parts(path: Path, stamp: int) -> dict[str, str]:
    toc = YamlFile(read_text(path, contents.FILE))
    return {entry.file.removesuffix(".md").removesuffix(".ipynb"): entry.part for entry in contents.entries(toc)}


def for_teachers(app: Sphinx) -> frozenset[str]:
    """The pages for teachers: the part of the contents with the page that ``book.yml`` names."""
    found, first = parts(app), book_of(app).identity.pages.teachers
    if first not in found:
        return frozenset()
    return frozenset(page for page, part in found.items() if part == found[first])
