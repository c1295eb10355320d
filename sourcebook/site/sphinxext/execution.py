"""Run the notebooks before the pages are read: those whose cells, or what their cells read,
changed since they last ran.

MyST-NB takes outputs from a cache that looks at a notebook's cells alone. Beside it lies what each run read
(``reads.json``), and a notebook of which anything there has changed runs again before MyST-NB looks. The cache stays
where it is, whatever happens to a build.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from sphinx.errors import SphinxError
from sphinx.util import logging

from sourcebook.book import set_static_build
from sourcebook.site import notebooks
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import atomic, digest
from sourcebook.text.reads import Freshness, Reads
from sourcebook.views import drawings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


class NotebookError(SphinxError):
    """A cell raised; the message says where and what."""

    category = "Notebook"


class Runs:
    """What the last run of each notebook read, by the notebook's name, with a sum of the cells that ran."""

    def __init__(self, cache: Path) -> None:
        self._file = cache / "reads.json"
        self._runs: dict[str, tuple[str, Reads]] = {}
        try:
            stored = json.loads(self._file.read_text(encoding="utf-8"))
            self._runs = {name: (str(cells), Reads.from_json(found)) for name, (cells, found) in stored.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # then every notebook runs

    def fresh(self, name: str, path: Path, freshness: Freshness) -> bool:
        """Whether the outputs in the cache are those that a run would give now."""
        cells, found = self._runs.get(name, ("", Reads()))
        return bool(cells) and cells == _cells(path) and freshness.holds(found)

    def keep(self, name: str, path: Path, found: Reads) -> None:
        """Note what a run read."""
        self._runs[name] = (_cells(path), found)
        kept = {name: [cells, found.as_json()] for name, (cells, found) in self._runs.items()}
        atomic.write_text(self._file, json.dumps(kept))


def _cells(path: Path) -> str:
    """A sum of what runs in a notebook; empty where it cannot be read, which MyST-NB will say."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        code = [(c["source"], c.get("metadata", {})) for c in notebook["cells"] if c["cell_type"] == "code"]
        return hashlib.sha256(json.dumps([code, notebook.get("metadata", {})]).encode()).hexdigest()[:16]
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _configure(app: Sphinx, config: object) -> None:
    """Name the folders of the cache and of the pictures, and tell processes where the
    package is and that pages, not widgets, are wanted.
    """
    book = book_of(app)
    build_dir = Path(app.outdir).parent
    app.config.nb_execution_cache_path = str(build_dir / ".jupyter_cache")
    drawings.keep_in(build_dir / ".drawings", digest.code(book))
    set_static_build()
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(book.root) not in path:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(book.root), *path]))


def outdated(app: Sphinx, env: BuildEnvironment, freshness: Freshness) -> set[str]:
    """The notebooks that have to run."""
    if app.config.nb_execution_mode != "cache":
        return set()
    runs = Runs(Path(app.config.nb_execution_cache_path))
    found = ((name, Path(env.doc2path(name))) for name in env.found_docs)
    return {name for name, path in found if path.suffix == ".ipynb" and not runs.fresh(name, path, freshness)}


def _run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the notebooks that have to; raises ``NotebookError`` with all that failed, when
    the others are in the cache.
    """
    book = book_of(app)
    waiting = sorted(outdated(app, env, Freshness(book)) & set(docnames))
    if not waiting:
        return
    logger.info("executing %d notebooks", len(waiting))
    place = Path(app.config.nb_execution_cache_path)
    cache, runs, faults = get_cache(str(place)), Runs(place), []
    for outcome in notebooks.run(book, waiting, app.config.nb_execution_timeout):
        if outcome.notebook is None:
            faults.append(outcome.fault)
            continue
        path = Path(env.doc2path(outcome.name))
        cache.cache_notebook_bundle(CacheBundleIn(outcome.notebook, str(path)), check_validity=False, overwrite=True)
        runs.keep(outcome.name, path, outcome.reads)
        logger.info("executed %s.ipynb", outcome.name)
    if faults:
        raise NotebookError("\n".join(sorted(faults)))


def setup(app: Sphinx) -> None:
    """Register the two steps."""
    # Before MyST-NB (priority 500) turns the configuration into its own.
    app.connect("config-inited", _configure, priority=100)
    app.connect("env-before-read-docs", _run_ahead)
