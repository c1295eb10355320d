"""Links to the book's own pages and to its sources, for the parts that make nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes

from sourcebook import sources
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def link(env: BuildEnvironment, text: str, page: str, anchor: str = "") -> nodes.reference:
    """A link from the page being read to another page of the book, and to a place on it."""
    uri = env.app.builder.get_relative_uri(env.docname, page) + (f"#{anchor}" if anchor else "")
    return nodes.reference("", text, refuri=uri, internal=True)


def cited(env: BuildEnvironment, keys: Iterable[str]) -> nodes.inline:
    """The sources with these keys in a line, each a link to its entry; an unknown key raises ``SourceError``."""
    book = book_of(env.app)
    holder = nodes.inline()
    for number, key in enumerate(keys):
        if number:
            holder += nodes.Text("; ")
        holder += link(env, sources.cite(book, key), book.identity.pages.references, f"cite-{key}")
    return holder
