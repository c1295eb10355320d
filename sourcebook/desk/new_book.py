"""A whole new book: the templates of ``sourcebook/templates/book``, with its title and its short name filled in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from sourcebook.errors import CommandError
from sourcebook.text import atomic

#: As ``slug`` in book.yml.
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = 40
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$~&])")
# A name with a point at its beginning would be at work in the engine's own folders.
_RENAMED = {"gitignore": ".gitignore"}


def write(folder: Path, title: str, slug: str = "") -> list[Path]:
    """Write a book into ``folder``, which must not be there yet or be empty; the answer lists its files.

    Without a slug the title gives it. Raises ``CommandError`` where the folder, the title or the slug cannot be used.
    """
    title = " ".join(title.split())
    if not title:
        raise CommandError('the book needs a title: --title "The river at our town".')
    slug = checked(slug) if slug else from_title(title)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise CommandError(f"{folder} is there already. Choose the name of a folder that is not, or empty it first.")
    values = {
        "slug": slug,
        "title_quoted": json.dumps(title, ensure_ascii=False),
        "title_markdown": _MARKDOWN.sub(r"\\\1", title),
    }
    written = []
    for name, source in _templates(files("sourcebook") / "templates" / "book"):
        path = folder / name
        text = Template(source.read_text(encoding="utf-8")).substitute(values)
        atomic.write_text(path, text, newline="\n")
        written.append(path)
    return written


def checked(slug: str) -> str:
    """The slug, which must be lower-case words joined by dashes."""
    if len(slug) > LONGEST or not SLUG.fullmatch(slug):
        raise CommandError(
            f"--slug {slug!r} must be lower-case words joined by dashes, at most {LONGEST} letters, like our-river."
        )
    return slug


def from_title(title: str) -> str:
    """The short name that a title gives; raises ``CommandError`` where it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    slug = slug[:LONGEST].rsplit("-", 1)[0] if len(slug) > LONGEST and "-" in slug[:LONGEST] else slug[:LONGEST]
    if not SLUG.fullmatch(slug):
        raise CommandError(f"the title {title!r} gives no short name. Say one, like --slug our-river.")
    return slug


def _templates(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            yield from _templates(one, f"{above}{one.name}/")
        elif not one.name.startswith(".") and not one.name.endswith(".pyc"):
            yield above + _RENAMED.get(one.name, one.name), one
