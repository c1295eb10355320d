"""What every reader gives back: one question as a student of the other system would meet it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup

# What a student hands in: texts of chosen options; what was typed; for each left side the chosen right side.
Answer = set[str] | str | dict[str, str]


@dataclass
class Asked:
    """Texts are what is seen, with white space made one. ``mark`` gives the share of the mark for an answer."""

    prompt: str
    explanation: str = ""
    options: list[str] = field(default_factory=list)
    feedback: dict[str, str] = field(default_factory=dict)
    wrong: str = ""
    lefts: list[str] = field(default_factory=list)
    rights: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)
    mark: Callable[[Any], float] = lambda _: 0.0


def words(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def table(html: str) -> list[list[str]]:
    """The cells of the table in a piece of HTML, row by row; its caption is the first row."""
    soup = BeautifulSoup(html, "html.parser")
    rows = [[words(cell.get_text()) for cell in row(["td", "th"])] for row in soup("tr")]
    return [[words(soup.caption.get_text())], *rows] if soup.caption else rows


def seen(html: str) -> str:
    """What a browser shows of a piece of HTML. Anything that could run fails the test."""
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find(["script", "iframe", "img", "object", "style", "form"])
    for element in soup.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")]
        assert not element.get("href", "").lower().startswith(("javascript:", "data:", "vbscript:"))
    return words(" ".join(p.get_text() for p in soup.find_all("p")) if soup.find("p") else soup.get_text())
