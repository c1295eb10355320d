"""Format the sources only when one of them, or what the pages cite, has changed.

The extension for BibTeX formats every entry in every build, which takes longer than all
else that a changed page needs. What it gives depends on the file of sources, on which keys
are cited, and on its settings; it stays in Sphinx's environment until one of these changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pybtex.backends.plaintext
import pybtex_docutils
from pybtex.plugin import register_plugin
from sphinxcontrib.bibtex.domain import get_docnames
from sphinxcontrib.bibtex.style.names.last import LastNameStyle

from sourcebook.text import reads

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_THEIRS = "sphinxcontrib.bibtex"
# Parts of pybtex that are asked for once a citation.
_PARTS = (
    ("pybtex.backends", "docutils", pybtex_docutils.Backend),
    ("pybtex.backends", "plaintext", pybtex.backends.plaintext.Backend),
    ("pybtex.style.names", "last", LastNameStyle),
)


def _state(env: BuildEnvironment) -> str:
    """A sum of all that the formatted sources depend on."""
    domain: Any = env.get_domain("cite")
    pages = {page: number for number, page in enumerate(get_docnames(env))}
    settings = {name: env.config[name] for name in env.config.values if name.startswith("bibtex_")}
    files = {str(file): reads.checksum(str(file)) for file in domain.bibdata.bibfiles}
    # In the order of the book, which is that of entries that sort alike.
    refs = sorted(domain.citation_refs, key=lambda ref: pages[ref.docname])
    cited = [(ref.docname, [target.key for target in ref.targets]) for ref in refs]
    return reads.value_checksum([sorted(settings.items(), key=str), files, cited, list(domain.bibliographies)])


def _take_over(app: Sphinx, *_: object) -> None:
    """Put ourselves in the place of the extension's own step."""
    for listener in list(app.events.listeners["env-updated"]):
        if listener.handler.__module__ == _THEIRS:
            app.disconnect(listener.id)
            app.connect("env-updated", _once(listener.handler), priority=listener.priority)


def _once(format_all: Any) -> Any:
    def env_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
        state, count = _state(env), len(env.get_domain("cite").citations)  # type: ignore[attr-defined]
        # Reading a list of sources again takes its entries away.
        if getattr(env, "sourcebook_citations", None) == (state, count):
            return []
        found = list(format_all(app, env))
        env.sourcebook_citations = (state, len(env.get_domain("cite").citations))  # type: ignore[attr-defined]
        return found

    return env_updated


def _remember_parts() -> None:
    """Have pybtex know its parts: otherwise it reads what every installed package offers
    each time that it is asked for one.
    """
    for group, name, part in _PARTS:
        register_plugin(group, name, part, force=True)


def setup(app: Sphinx) -> None:
    """Take the step over when every extension is loaded."""
    _remember_parts()
    app.connect("builder-inited", _take_over)
