"""SCORM 1.2, which every learning platform takes: one zip, one page with the book's own form, marks that reach the
gradebook.

The page is the form of the book with its script; ``scorm.js`` keeps answers where the platform keeps them.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from sourcebook.book import Book
from sourcebook.quiz import bank, render
from sourcebook.quiz.export.numbers import numbers
from sourcebook.quiz.export.pack import node, xml, zipped

_STATIC = Path(__file__).parents[1] / "static"
_SHARED = Path(__file__).parents[2] / "views" / "static"
_SCRIPTS = (_SHARED / "dom.js", _SHARED / "storage.js", _SHARED / "kept.js", _STATIC / "quiz.js", _STATIC / "scorm.js")
_STYLES = (_SHARED / "tokens.css", _STATIC / "quiz.css", _STATIC / "scorm.css")
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"


def _page(book: Book, title: str, form: str) -> bytes:
    styles = "".join(f'<link rel="stylesheet" href="{path.name}">' for path in _STYLES)
    scripts = "".join(f'<script defer data-hosted src="{path.name}"></script>' for path in _SCRIPTS)
    identity = book.identity
    return (
        f'<!doctype html>\n<html lang="{escape(identity.language)}" data-book="{escape(identity.slug)}"><head>'
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>{styles}'
        f"</head><body><main><h1>{escape(title)}</h1><p>{escape(identity.title)}</p>{form}</main>{scripts}</body></html>\n"
    ).encode()


def _manifest(name: str, title: str, files: list[str]) -> bytes:
    root = ET.Element(
        "manifest",
        {
            "identifier": name,
            "version": "1.0",
            "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
            "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        },
    )
    metadata = node(root, "metadata")
    node(metadata, "schema", "ADL SCORM")
    node(metadata, "schemaversion", "1.2")
    organization = node(node(root, "organizations", default="all"), "organization", identifier="all")
    node(organization, "title", title)
    node(node(organization, "item", identifier="questions", identifierref="page"), "title", title)
    page = node(
        node(root, "resources"),
        "resource",
        **{"identifier": "page", "type": "webcontent", "adlcp:scormtype": "sco", "href": "index.html"},
    )
    for file in files:
        node(page, "file", href=file)
    return xml(root)


def write(book: Book, chapter: str) -> bytes:
    """The package of a question file: practice for a chapter, and for a form of the check all answers at once.

    Raises ``BankError`` where there is no such file.
    """
    chapter_bank = bank.load(book, chapter)
    questions = (*chapter_bank.questions, *(bank.find(book, name) for name in chapter_bank.borrowed))
    checks = bool(chapter_bank.form) or not chapter_bank.questions
    mode = "check" if checks else "practice"
    shows = cache(lambda view: numbers(book, view).html)
    form = render.quiz_html(book, questions, chapter_bank.title, mode, None, name=chapter, shows=shows)
    files = {path.name: path.read_bytes() for path in (*_SCRIPTS, *_STYLES)}
    files["index.html"] = _page(book, chapter_bank.title, form)
    files["imsmanifest.xml"] = _manifest(f"{book.identity.slug}-{chapter}", chapter_bank.title, sorted(files))
    return zipped(files)
