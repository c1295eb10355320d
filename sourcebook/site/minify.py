"""Scripts and style sheets as the built book carries them: without the comments, which are for who reads the source."""

from __future__ import annotations

import re

# A comment that fills its lines; one that shares a line with code stays, for only a parser could tell it from a text.
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def minify(text: str) -> str:
    """The script or style sheet without comments that fill whole lines, blank lines, and blanks before a line."""
    return re.sub(r"\n{2,}", "\n", re.sub(r"^[ \t]+", "", _COMMENT.sub("", text), flags=re.MULTILINE))
