"""Sources: the bibliography, and how the book cites it in a line."""

from sourcebook.sources.bibliography import Source, SourceError, cite, faults, get, keys, link
from sourcebook.sources.citations import source_line, source_link

__all__ = ["Source", "SourceError", "cite", "faults", "get", "keys", "link", "source_line", "source_link"]
