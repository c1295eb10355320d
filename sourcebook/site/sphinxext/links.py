"""Links to the book's own pages and to its sources, for the parts that make nodes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.smartquotes import educate_tokens

from sourcebook import sources
from sourcebook.site.sphinxext.current_book import book_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def address(env: BuildEnvironment, page: str, anchor: str = "") -> str:
    """Where the page being read finds another page of the book, and a place on it."""
    return env.app.builder.get_relative_uri(env.docname, page) + (f"#{anchor}" if anchor else "")


def link(env: BuildEnvironment, text: str, page: str, anchor: str = "") -> nodes.reference:
    """A link from the page being read to another page of the book, and to a place on it."""
    return nodes.reference("", text, refuri=address(env, page, anchor), internal=True)


def typographic(env: BuildEnvironment, text: str) -> str:
    """The text with the quotation marks that Sphinx gives to the text of nodes."""
    if not env.config.smartquotes or not any(mark in text for mark in ("'", '"', "--", "...")):
        return text
    return "".join(educate_tokens([("plain", text)], env.config.smartquotes_action, env.config.language or "en"))


def link_html(env: BuildEnvironment, text: str, page: str, anchor: str = "") -> str:
    """A link as HTML, for tables of many rows: nodes would be looked through some twenty times before they are that."""
    shown = escape(typographic(env, text), quote=False)
    return f'<a class="reference internal" href="{escape(address(env, page, anchor))}">{shown}</a>'


def cited(env: BuildEnvironment, keys: Iterable[str]) -> nodes.inline:
    """The sources with these keys in a line, each a link to its entry; an unknown key raises ``SourceError``."""
    book = book_of(env.app)
    holder = nodes.inline()
    for number, key in enumerate(keys):
        if number:
            holder += nodes.Text("; ")
        holder += link(env, sources.cite(book, key), book.identity.pages.references, f"cite-{key}")
    return holder


def cited_html(env: BuildEnvironment, keys: Iterable[str]) -> str:
    """The same as HTML."""
    book = book_of(env.app)
    page = book.identity.pages.references
    return "; ".join(link_html(env, sources.cite(book, key), page, f"cite-{key}") for key in keys)
