"""Sources: the bibliography, and how the book cites it in a line."""

from sourcebook.sources.bibliography import Source, SourceError, cite, faults, get, keys, link, no_source
from sourcebook.sources.citations import source_line, source_link

__all__ = ["Source", "SourceError", "cite", "faults", "get", "keys", "link", "no_source", "source_line", "source_link"]
