"""``{downloads} chapters``: a list of what a published book offers to take, with a word on each.

``{sheet}`of-a-card``` names one of the book's sheets to print. Both link where the build is for publishing; elsewhere
the same words stand without links, for the files are not there.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sourcebook.classroom import downloads
from sourcebook.errors import ReaderError
from sourcebook.site import archive
from sourcebook.site.build_options import PUBLISH, requested
from sourcebook.site.sphinxext import written
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.text.wording import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sourcebook.book import Book

_NOTED = "downloads"


def link(env: BuildEnvironment, label: str, file: str) -> str:
    """The label as HTML, with a link to the file below the downloads where this build makes it."""
    env.metadata[env.docname][_NOTED] = str(requested(PUBLISH))
    if not requested(PUBLISH):
        return escape(label, quote=False)
    root = "../" * env.docname.count("/")
    return f'<a href="{escape(f"{root}{downloads.FOLDER}/{file}")}">{escape(label, quote=False)}</a>'


class Downloads(written.Written):
    """One of the lists; an unknown one is an error that names those there are."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        group = self.arguments[0]
        if group not in downloads.GROUPS:
            known = ", ".join(downloads.GROUPS)
            raise self.error(
                f"there is no list of downloads {group!r}. There are: {known}.{did_you_mean(group, downloads.GROUPS)}"
            )
        try:
            rows = downloads.rows(book_of(self.env.app), group)
        except ReaderError as error:
            raise self.error(str(error)) from None
        first, second, _ = downloads.GROUPS[group]
        columns = 2 + any(row.says for row in rows)
        lines = [
            [row.title, " · ".join(link(self.env, label, file) for label, file in row.links), row.says] for row in rows
        ]
        return self.read(written.table([first, second, "what it is"][:columns], [line[:columns] for line in lines]))


class SheetRole(SphinxRole):
    """The title of a sheet to print; an unknown one is an error."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            title, file = downloads.sheet(book_of(self.env.app), self.text)
        except ReaderError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.raw("", link(self.env, title, file), format="html")], []


def _outdated(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> set[str]:
    """Pages whose links were made for the other kind of build."""
    noted = {name: found.get(_NOTED) for name, found in env.metadata.items()}
    return {name for name, made in noted.items() if made not in (None, str(requested(PUBLISH)))}


def listed(env: BuildEnvironment) -> bool:
    """Whether a page of the book names any of them: else nobody would find them."""
    return any(_NOTED in found for found in env.metadata.values())


def write(out: Path, book: Book, offline_copy: Callable[[Path], None]) -> None:
    """Write every file that the lists name, but for the class kit, and take away what an earlier build left."""
    folder = out / downloads.FOLDER
    kept = {folder / f"{book.identity.kit_name}.zip", *downloads.write(book, folder)}
    zipped = folder / f"{book.identity.zip_name}.zip"
    new = zipped.with_suffix(".new")
    archive.pack(out, new, book.identity, offline_copy)
    if zipped.is_file() and zipped.read_bytes() == new.read_bytes():
        new.unlink()
    else:
        new.replace(zipped)
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in archive.TWINS and path not in kept | {zipped}:
            path.unlink()


def remove(out: Path, book: Book) -> None:
    """Take away what a build for publishing left: it may be of another book than this one by now."""
    for path in sorted((out / downloads.FOLDER).rglob("*"), reverse=True):
        if path.is_dir():
            path.rmdir()
        elif path.name != f"{book.identity.kit_name}.zip":
            path.unlink()


def setup(app: Sphinx) -> None:
    """Register directive and role."""
    app.add_directive("downloads", Downloads)
    app.add_role("sheet", SheetRole())
    app.connect("env-get-outdated", _outdated)
