"""Sources: the bibliography, and how the book cites it in a line."""

from sourcebook.sources.bibliography import Source, SourceError, cite, get, keys, link

__all__ = ["Source", "SourceError", "cite", "get", "keys", "link"]
