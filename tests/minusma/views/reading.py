"""How the tests read a view: the marks and words of its picture, and the bones of its HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from sourcebook.views.view import View

NS = "{http://www.w3.org/2000/svg}"


def marks(svg: str, *names: str) -> list[ET.Element]:
    """The marks of the layers with these names (``timeline`` numbers its layers, Altair
    numbers those of joined charts).
    """
    found: list[ET.Element] = []
    for group in ET.fromstring(svg).iter(f"{NS}g"):
        classes = group.get("class", "").split()
        if any(re.fullmatch(rf"v-{name}(-\d+)?", c) for c in classes for name in names):
            found += [child for child in group if child.tag != f"{NS}g"]
    return found


def texts(svg: str, *names: str) -> list[str]:
    return ["".join(node.itertext()) for node in marks(svg, *names)]


class Page(HTMLParser):
    """Ids, references and forbidden things of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.forbidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("aria-labelledby", "aria-describedby"):
                self.wanted |= set((value or "").split())
            self.wanted |= set(re.findall(r"url\(#([^)]+)\)", value or ""))
            if name == "style" or name.startswith("on") or (name in ("src", "href") and str(value).startswith("http")):
                self.forbidden.append(f"{tag} {name}={value}")
        if tag in ("script", "style", "link") and ("type", "application/json") not in attrs:
            self.forbidden.append(tag)


def without_later(html: str) -> str:
    """The HTML without what the page's script asks for only when a reader does: the build takes it out of the page."""
    return re.sub(r'<script type="application/json" class="mm-later">.*?</script>', "", html)


def changed(before: View, after: View) -> None:
    assert before.wide != after.wide
    assert before.narrow != after.narrow
    assert before.alt != after.alt
    assert before.html() != after.html()
