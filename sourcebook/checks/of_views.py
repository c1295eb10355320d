"""Checks of the views declared in ``book/views``: their data, titles and text alternatives are "
"worked out; nothing is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sourcebook.checks.exceptions import Exceptions
from sourcebook.checks.finding import Finding, of_error
from sourcebook.checks.material import Material
from sourcebook.checks.pages import ALLOWED_FILE
from sourcebook.errors import ReaderError
from sourcebook.facts import typed_numbers
from sourcebook.views import registry

_VALUE = re.compile(r"\{\{.+?\}\}")


def declared(material: Material) -> Iterator[Finding]:
    """Every declared view holds: its keys, its rows and its sentences."""
    folder = material.book.views_dir
    if not folder.is_dir():
        return
    from sourcebook.views import (
        declared as views,
    )  # the schema checker takes a moment, which other books need not wait for

    for name in views.ids(material.book):
        yield from material.clean.part(f"view {name}", partial(_view, material, name))
    try:
        registry.ids(material.book)
    except ReaderError as error:
        yield of_error(error)


def _view(material: Material, name: str) -> Iterator[Finding]:
    from sourcebook.views import declared as views

    try:
        yield from map(of_error, views.faults(material.book, name))
        says = views.load(material.book, name)
    except ReaderError as error:
        yield of_error(error)
        return
    allowed = Exceptions(material, ALLOWED_FILE)
    for key in ("title", "alt", "notes"):
        texts = getattr(says.says, key)
        for number, text in enumerate([texts] if isinstance(texts, str) else texts):
            place = (key,) if isinstance(texts, str) else (key, number)
            file = f"book/views/{name}.yml"
            for _, typed in typed_numbers.numbers(_VALUE.sub(" ", text), allowed.of(file)):
                reason = (
                    f"{typed!r} is typed by hand. Use {{{{an expression}}}}, or list it with a reason "
                    f"in {allowed.file}."
                )
                yield Finding(file, says.lines.line(*place), reason)
