"""How to cite a page: four styles that readers copy, and the tags that reference managers read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from sourcebook.identity import Identity


@dataclass(frozen=True)
class Page:
    """What a citation says of a page. ``address`` is empty for a book without a public address."""

    name: str
    title: str
    address: str
    year: str


def year(identity: Identity, copyright_line: str) -> str:
    """The year of the book: of the day on which what it knows ends, else of its copyright."""
    found = re.findall(r"\b(?:19|20)\d\d\b", f"{identity.as_of} {copyright_line}")
    return found[0] if found else "n.d."


def styles(page: Page, identity: Identity) -> dict[str, str]:
    """The page in each style, as plain text. ``{address}`` stands for the reader's own where there is none."""
    by, version = identity.by.rstrip("."), identity.installed_version
    address = page.address or "{address}"
    in_version = f" (Version {version})" if version else ""
    with_version = f", version {version}" if version else ""
    key = f"{identity.slug}-{page.name.rpartition('/')[2]}"
    fields = {
        "author": f"{{{by}}}",
        "title": page.title,
        "booktitle": identity.title,
        "year": page.year,
        **({"note": f"Version {version}"} if version else {}),
        "url": address,
    }
    bibtex = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    return {
        "APA": f"{by}. ({page.year}). {page.title}. In {identity.title}{in_version}. {address}",
        "MLA": f"{by}. “{page.title}.” {identity.title}{with_version}, {page.year}, {address}.",
        "Chicago": f"{by}. “{page.title}.” In {identity.title}{with_version}. {page.year}. {address}.",
        "BibTeX": f"@incollection{{{key}, {bibtex}}}",
    }


def html(page: Page, identity: Identity) -> str:
    """The styles as a list of terms; the script of the shell puts the reader's own address where there is none."""
    rows = "".join(
        f'<dt>{name}</dt><dd><span class="cite-text">{escape(text)}</span></dd>'
        for name, text in styles(page, identity).items()
    )
    return f"<dl>{rows}</dl>"


def tags(page: Page, identity: Identity) -> str:
    """The ``meta`` elements that Zotero and its like read."""
    found = {
        "citation_title": page.title,
        "citation_author": identity.by,
        "citation_inbook_title": identity.title,
        "citation_publication_date": page.year,
        "citation_language": identity.language,
        "citation_public_url": page.address,
    }
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in found.items() if value)
