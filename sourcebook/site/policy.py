"""The Content-Security-Policy: what a page of the book may load. Its own files, and nothing else."""

from __future__ import annotations

_RULES = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'")

# In the page itself. `file:` lets a browser that gives files no common origin open the book from a folder.
META_POLICY = "; ".join(rule.replace("'self'", "'self' file:") for rule in _RULES)

# As a header of a web server. Framing is left free: schools show pages inside their learning platform.
HEADER_POLICY = "; ".join(_RULES)
