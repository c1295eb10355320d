"""Tidy a page: paragraphs with long lines are wrapped anew, and nothing else moves.

Fences, tables, headings, front matter, labels and quotations stay as they are, and no role, link or code is broken over
two lines. The page is rendered before and after: a paragraph that would read otherwise is left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sourcebook.desk.tidying.result import Tidied

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

WIDTH = 120
# What a line break must not part: roles and code, links and pictures, addresses and tags, formulas, substitutions.
_ATOM = re.compile(
    r"(?:\{[A-Za-z0-9:_+.-]+\})?(`+)(?!`).+?(?<!`)\1(?!`)"
    r"|!?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)|\[[^\]]*\])?"
    r"|<[^<>\s][^<>]*>|\$[^$]+\$|\{\{.+?\}\}"
)
# A line that begins so would be something else than the middle of a paragraph.
_BLOCK = re.compile(r"[-+*=#>|%~`:$<\[(]|\d+[.)]|_{3}|\{")
_ITEM = re.compile(r"(?:\s*(?:[-*+]|\d{1,9}[.)])\s+)+|\s*")
_HARD = re.compile(r"(?:  +|\\)$")


def tidy(result: Tidied) -> None:
    """Wrap the paragraphs of which a line is too long."""
    lines = result.text.split("\n")
    tidied, count = list(lines), 0
    for start, end in reversed(_paragraphs(result.text)):
        if max(map(len, lines[start:end])) <= WIDTH:
            continue
        new = _wrapped(lines[start:end])
        if new is None or new == lines[start:end]:
            continue
        attempt = [*tidied[:start], *new, *tidied[end:]]
        if _rendered("\n".join(attempt)) == _rendered(result.text):
            tidied, count = attempt, count + 1
    if count:
        result.mend("\n".join(tidied), f"paragraphs with long lines wrapped anew ({count})")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    return create_md_parser(
        MdParserConfig(enable_extensions={"dollarmath", "colon_fence", "substitution", "tasklist"}), RendererHTML
    )


@lru_cache(maxsize=4)
def _rendered(text: str) -> str:
    return re.sub(r"\s+", " ", str(_parser().render(text)))


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """First line and the line after the last of every paragraph of the running text and of lists."""
    found, quotes = [], 0
    for token in _parser().parse(text):
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "paragraph_open" and token.map and not quotes:
            found.append((token.map[0], token.map[1]))
    return found


def _wrapped(lines: list[str]) -> list[str] | None:
    """The lines of a paragraph, each as full as it may be; ``None`` where it has breaks of its own."""
    if any(_HARD.search(line) for line in lines[:-1]):
        return None
    marker = _ITEM.match(lines[0])
    assert marker
    head = marker[0]
    below = " " * len(head) if len(lines) == 1 else re.match(r"\s*", lines[1])[0]  # type: ignore[index]
    if "\t" in head + below or (head.strip() and len(below) < len(head)):
        below = " " * len(head)
    text = " ".join([lines[0][len(head) :].rstrip(), *(line.strip() for line in lines[1:])])
    wrapped, line = [], head
    for word in _words(text):
        if line.strip() and line != head and len(line) + 1 + len(word) > WIDTH:
            wrapped.append(line)
            line = below + word
        else:
            line = f"{line} {word}" if line not in (head, below) else line + word
    return [*wrapped, line]


def _words(text: str) -> list[str]:
    """The pieces between which a line may end."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    words: list[str] = []
    for piece in _ATOM.sub(keep, text).split(" "):
        word = re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], piece)
        # Atoms of another kind may begin a line; a mark of a block may not.
        bare = re.sub(r"^(?:\{[a-zA-Z:_-]+\}`|\[[^\]]|`[^`]|<https?:)", "", word)
        if words and (not word or (bare == word and _BLOCK.match(word))):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words
