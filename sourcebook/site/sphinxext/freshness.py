"""Read and write again exactly the pages that a change reaches.

Sphinx reads a page again when its source is newer. Here, what each page read of the book besides
its source (tables, facts, questions, sources) is noted too, with sums, and the page is read
again when one of these is another. Pages are written again, all of them, when something changed
that any page may show of another: a title, a label, the contents, how a source is called.

The notes lie beside Sphinx's own (``reads.json``). A page has none from the moment it is
about to be read until a build has ended well, so that whatever a failed build left is read
again. Sphinx throws its environment away when a build fails; the last good one is put back.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME

from sourcebook.site.sphinxext import execution
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text import atomic, digest, reads
from sourcebook.text.reads import Freshness, Reads

if TYPE_CHECKING:
    from docutils.nodes import document
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


class Pages:
    """The notes of one build."""

    def __init__(self) -> None:
        #: What each page read, of those that are as a good build left them.
        self.known: dict[str, Reads] = {}
        #: What the pages of this build have read so far.
        self.now: dict[str, Reads] = {}
        self.code = self.shared = ""
        self._recording = False
        self._excluded: list[str] = []
        self._extra: list[str] = []

    # --- the file -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _file(app: Sphinx) -> Path:
        return Path(app.doctreedir) / "reads.json"

    def _load(self, app: Sphinx) -> None:
        try:
            stored = json.loads(self._file(app).read_text(encoding="utf-8"))
            self.known = {name: Reads.from_json(found) for name, found in stored["pages"].items()}
            self.code, self.shared = str(stored["code"]), str(stored["shared"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.known = {}  # then every page is read

    def _save(self, app: Sphinx) -> None:
        file = self._file(app)
        pages = {name: found.as_json() for name, found in self.known.items()}
        atomic.write_text(file, json.dumps({"code": self.code, "shared": self.shared, "pages": pages}))

    # --- before reading -----------------------------------------------------------------------------------------------

    def before_contents(self, app: Sphinx, config: Config) -> None:
        """Remember the patterns of the configuration, to which the contents add every file that they do not name."""
        self._excluded = list(config.exclude_patterns)

    def after_contents(self, app: Sphinx, config: Config) -> None:
        """Take the additions out while Sphinx compares its configuration with that of the
        last build: else it would read every page.
        """
        self._extra = [pattern for pattern in config.exclude_patterns if pattern not in self._excluded]
        config.exclude_patterns = self._excluded

    def begin(self, app: Sphinx) -> None:
        """Put the additions back, and a copy of the environment aside."""
        app.config.exclude_patterns = [*self._excluded, *self._extra]
        kept = Path(app.doctreedir) / ENV_PICKLE_FILENAME
        if kept.is_file():
            atomic.copy(kept, kept.with_suffix(".kept"))

    def outdated(self, app: Sphinx, env: BuildEnvironment, *_: set[str]) -> set[str]:
        """The pages to read besides those whose source is new."""
        self._load(app)
        book = book_of(app)
        code, was = digest.code(book), self.code
        self.code = code
        if code != was:
            self.known, self.shared = {}, ""
            return set(env.found_docs)
        freshness = Freshness(book)
        stale = {name for name in env.found_docs if name not in self.known or not freshness.holds(self.known[name])}
        return stale | execution.outdated(app, env, freshness)

    def about_to_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """From here on, until all went well, these pages count as not read."""
        for name in docnames:
            self.known.pop(name, None)
        self.known = {name: found for name, found in self.known.items() if name in env.found_docs}
        self._save(app)

    # --- while reading and writing ------------------------------------------------------------------------------------

    def _record(self, app: Sphinx, page: str) -> None:
        self._stop()
        reads.start(book_of(app).root, self.now.setdefault(page, Reads()))
        self._recording = True

    def _stop(self) -> None:
        if self._recording:
            reads.stop()
            self._recording = False

    def begin_page(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Sphinx forgets a page just before it reads it."""
        self.now.pop(docname, None)
        self._record(app, docname)

    def end_page(self, app: Sphinx, doctree: document) -> None:
        """The page is read."""
        self._stop()

    def write_page(self, app: Sphinx, doctree: document, docname: str) -> None:
        """The page is about to be written: what that looks up belongs to it as well."""
        self._record(app, docname)

    # --- after reading ------------------------------------------------------------------------------------------------

    def all_read(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Every page, to be written again, where something that others may show has changed."""
        self._stop()
        app.config.exclude_patterns = self._excluded  # as it is kept for the next comparison
        shared = reads.value_checksum(_shared(env))
        was, self.shared = self.shared, shared
        return [] if shared == was else sorted(env.found_docs)

    def finished(self, app: Sphinx, error: Exception | None) -> None:
        """Keep the notes of what went well; put the environment back that Sphinx has thrown away."""
        self._stop()
        kept = Path(app.doctreedir) / ENV_PICKLE_FILENAME
        aside = kept.with_suffix(".kept")
        if error is not None:
            if aside.is_file() and not kept.is_file():
                aside.replace(kept)
            return
        aside.unlink(missing_ok=True)
        for page, found in self.now.items():
            if app._warncount:
                self.known.pop(page, None)  # so that the warning comes again until it is mended
            elif page in self.known:
                self.known[page].add(found)
            elif page in app.env.found_docs:
                self.known[page] = found
        self._save(app)


def _shared(env: BuildEnvironment) -> Any:
    """All that a page may show of other pages, as plain values in a fixed order."""
    slugs = {page: data.get("myst_slugs") for page, data in env.metadata.items()}
    contents = getattr(env, "external_site_map", None)
    domains = dict(env.domaindata)
    # Where a source is cited, down to the line, shows nowhere; how it is called stands in the other parts.
    domains["cite"] = {name: part for name, part in domains.get("cite", {}).items() if name != "citation_refs"}
    state = [env.titles, env.toctree_includes, domains, slugs, contents.as_json() if contents else None]
    return _plain(state)


def _plain(value: Any) -> Any:
    if isinstance(value, nodes.Node):
        return value.astext() if isinstance(value, nodes.Element | nodes.Text) else ""
    if isinstance(value, dict):
        return sorted(((str(key), _plain(part)) for key, part in value.items()), key=lambda pair: pair[0])
    if isinstance(value, set | frozenset):
        return sorted(repr(_plain(part)) for part in value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if type(value).__repr__ is object.__repr__:  # would name a place in memory
        return [type(value).__name__, _plain(getattr(value, "__dict__", {}))]
    return repr(value)


def setup(app: Sphinx) -> None:
    """Register the steps, around those of the other extensions."""
    pages = Pages()
    app.connect("config-inited", pages.before_contents, priority=0)
    app.connect("config-inited", pages.after_contents, priority=999)  # the contents are read at 900
    app.connect("builder-inited", pages.begin, priority=0)
    app.connect("env-get-outdated", pages.outdated)
    app.connect("env-before-read-docs", pages.about_to_read, priority=50)
    app.connect("env-purge-doc", pages.begin_page, priority=0)
    app.connect("doctree-read", pages.end_page, priority=999)
    app.connect("doctree-resolved", pages.write_page, priority=0)
    app.connect("env-updated", pages.all_read, priority=999)
    app.connect("build-finished", pages.finished, priority=0)
