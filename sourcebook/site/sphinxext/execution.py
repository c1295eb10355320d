"""Execute the notebooks before the pages are read: as many at a time as there are processors, and only when something changed.

MyST-NB keeps outputs in a cache that looks at a notebook's own code. Ours depend on the package and the tables too, so the
cache lives in a folder named after their fingerprint: a changed row, question or module means an empty cache, and every
notebook runs again. The same fingerprint is a configuration value, so that Sphinx reads every page again as well.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from sourcebook.book import set_static_build
from sourcebook.site.sphinxext.the_book import book_of
from sourcebook.text import digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def _configure(app: Sphinx, config: object) -> None:
    """Choose the cache folder and tell kernels where the package is and that pages, not widgets, are wanted."""
    book = book_of(app)
    mark = digest.notebooks(book)
    caches = Path(app.outdir).parent / ".jupyter_cache"
    if caches.is_dir():
        for old in caches.iterdir():
            if old.name != mark:
                shutil.rmtree(old, ignore_errors=True)
    app.config.sourcebook_digest = mark
    app.config.nb_execution_cache_path = str(caches / mark)
    set_static_build()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(book.root), os.environ.get("PYTHONPATH", "")]))


def _execute(cache_path: str, notebook: str, timeout: int) -> str:
    """Run one notebook in its folder and keep its outputs; the answer is empty, or the name of the error."""
    import nbformat
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn
    from jupyter_cache.executors.utils import single_nb_execution

    nb = nbformat.read(notebook, as_version=4)
    # A kernel warns that its talk with this process is not encrypted; both live on this computer, for seconds.
    quiet = {"extra_arguments": ["--log-level=ERROR"]}
    result = single_nb_execution(
        nb, cwd=str(Path(notebook).parent), timeout=timeout, allow_errors=False, meta_override=True, **quiet
    )
    if result.err is not None:
        return type(result.err).__name__
    get_cache(cache_path).cache_notebook_bundle(
        CacheBundleIn(nb, notebook, data={"execution_seconds": result.time}), check_validity=False, overwrite=True
    )
    return ""


def _cached(cache_path: str, notebook: str) -> bool:
    import nbformat
    from jupyter_cache import get_cache

    try:
        get_cache(cache_path).match_cache_notebook(nbformat.read(notebook, as_version=4))
    except KeyError:
        return False
    return True


def _run_ahead(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Execute the notebooks about to be read; one that fails is left to MyST-NB, which reports it with its traceback."""
    if app.config.nb_execution_mode != "cache":
        return
    cache_path = app.config.nb_execution_cache_path
    waiting = [
        path
        for name in docnames
        if (path := str(env.doc2path(name))).endswith(".ipynb") and not _cached(cache_path, path)
    ]
    if not waiting:
        return
    workers = min(len(waiting), os.cpu_count() or 1)
    logger.info("executing %d notebooks, %d at a time", len(waiting), workers)
    timeout = app.config.nb_execution_timeout
    # Fresh processes, as Windows and macOS make them: a copy of one with threads, as this may be, can stand still for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for path, error in zip(
            waiting, pool.map(_execute, [cache_path] * len(waiting), waiting, [timeout] * len(waiting)), strict=True
        ):
            name = Path(path).relative_to(app.srcdir)
            logger.info("executed %s%s", name, f": failed with {error}" if error else "")


def setup(app: Sphinx) -> None:
    """Register the fingerprint and the two steps."""
    app.add_config_value("sourcebook_digest", "", "env")
    # Before MyST-NB (priority 500) turns the configuration into its own.
    app.connect("config-inited", _configure, priority=100)
    app.connect("env-before-read-docs", _run_ahead)
