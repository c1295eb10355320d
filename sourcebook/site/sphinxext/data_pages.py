"""Pages made from the data dictionary: what every table holds, all its rows, and all facts.

``{data-tables}`` writes a section a table, ``{data-table} name`` all rows of one table, ``{fact-list}`` every fact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sourcebook import data, facts
from sourcebook.book import Book
from sourcebook.data.schema import Table, package
from sourcebook.quiz.export.pack import zipped
from sourcebook.site.sphinxext.current_book import book_of
from sourcebook.site.sphinxext.links import cited_html, link, link_html, typographic
from sourcebook.text import atomic, html_table
from sourcebook.text.html_table import Cell, Row
from sourcebook.views.columns import NARROW

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def _paragraph(label: str, text: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", f"{label}: "), nodes.Text(text))


# A text longer than this is read as a sentence, and its column keeps room for it.
_SENTENCE = 60


class _Page(SphinxDirective):
    """What the directives share: the book, and links to files of the built book."""

    @property
    def book(self) -> Book:
        return book_of(self.env.app)

    def file(self, text: str, path: str) -> nodes.reference:
        depth = self.env.docname.count("/")
        return nodes.reference("", text, refuri="../" * depth + path, internal=True)

    def words(self, text: str) -> Cell:
        """A cell of plain text."""
        return html_table.text(typographic(self.env, text), kind="sentence" if len(text) > _SENTENCE else "")

    def grid(
        self, head: Sequence[str], body: Iterable[Sequence[Cell | str]], name: str, ids: Sequence[str] = ()
    ) -> nodes.raw:
        """A table under its ``name``, as HTML; a cell is text or made already, ``ids`` name the rows."""
        rows = []
        # It fits on no phone: its rows are cards there from the beginning, so that nothing jumps.
        is_wide = len(head) > NARROW
        for number, cells in enumerate(body):
            row = [cell if isinstance(cell, Cell) else self.words(cell) for cell in cells]
            if is_wide:
                labels = ({}, *({"data-label": text} for text in head[1:]))
                row = [
                    replace(cell, attributes={**cell.attributes, **label})
                    for cell, label in zip(row, labels, strict=True)
                ]
            if ids:
                row[0] = replace(row[0], attributes={"id": ids[number], **row[0].attributes})
            rows.append(Row(row))
        node, name = nodes.raw(format="html"), typographic(self.env, name)
        attributes = {"class": "mm-data", "id": self.state.document.set_id(node)}
        table = html_table.table([html_table.text(text, "col") for text in head], rows, name, attributes=attributes)
        # The search takes the tags out, and would take words of two cells for one.
        table = re.sub(r"(</(?:td|th|caption)>)", r"\1\n", table)
        kind = "mm-table mm-stack" if is_wide else "mm-table"
        node += nodes.Text(html_table.region(table, kind, f"Table: {name}"))
        return node


class DataTables(_Page):
    """A section for every table: what it is, where it comes from, what it lacks, its columns and its files."""

    def _section(self, spec: Table) -> nodes.section:
        frame = data.load(self.book, spec.name)
        counts = frame["confidence"].value_counts()
        section = nodes.section(ids=[f"table-{spec.name.replace('_', '-')}"], names=[])
        section += nodes.title("", spec.title)
        files = nodes.paragraph()
        files += link(self.env, f"All {len(frame)} rows", self.book.identity.pages.table(spec.name))
        files += nodes.Text(" · ")
        files += self.file(f"{spec.path.name} (CSV)", f"_static/data/{spec.path.name}")
        section += files
        section += nodes.paragraph("", spec.description)
        section += _paragraph("Origin", spec.origin)
        section += _paragraph("How it was made", spec.method)
        section += _paragraph("Gaps", spec.gaps)
        section += _paragraph("Licence", spec.licence)
        section += _paragraph("Confidence", ", ".join(f"{n} {name}" for name, n in counts.items() if n))
        used = sorted({k for text in frame["source"] for k in text.split("; ")})
        section += _paragraph("Sources", f"{len(used)} different ones; each row names its own.")
        columns: list[list[Cell | str]] = [
            [
                Cell(f"<code>{escape(c.name)}</code>"),
                c.type + (f", {c.unit}" if c.unit else ""),
                c.description + (f" One of: {', '.join(c.allowed)}." if c.allowed else ""),
            ]
            for c in spec.columns
            if c.name not in ("id", "source", "confidence", "note")
        ]
        section += self.grid(["column", "type", "meaning"], columns, f"Columns of {spec.path.name}")
        return section

    def run(self) -> list[nodes.Node]:
        sections = [self._section(spec) for spec in data.tables(self.book).values()]
        document = self.state.document
        for section in sections:
            document.note_explicit_target(section, section)
        return sections


class DataTable(_Page):
    """All rows of one table, each with its id as an anchor and its sources as links."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            spec = data.table(self.book, name)
            frame = data.load(self.book, name)
        except data.DataError as error:
            raise self.error(str(error)) from None
        columns = [c for c in frame.columns if c != "id"]
        head = [c.replace("_", " ") for c in columns]
        shown = [[self._cell(c, value) for value in frame[c]] for c in columns]
        top = nodes.paragraph("", f"{spec.description} {len(frame)} rows. ")
        top += self.file(f"Download {spec.path.name}", f"_static/data/{spec.path.name}")
        top += nodes.Text(", take it ")
        top += self.file("with its dictionary", f"_static/data/{spec.path.stem}.zip")
        top += nodes.Text(", or see ")
        top += link(
            self.env, "what the columns mean", self.book.identity.pages.data, f"table-{spec.name.replace('_', '-')}"
        )
        top += nodes.Text(".")
        return [top, self.grid(head, zip(*shown, strict=True), spec.title, list(frame["id"]))]

    def _cell(self, column: str, value: Any) -> Cell | str:
        return Cell(cited_html(self.env, value.split("; "))) if column == "source" else _text(value)


class FactList(_Page):
    """Every fact of the prose: what it says, its value, its sources and its confidence."""

    def run(self) -> list[nodes.Node]:
        body: list[list[Cell | str]] = []
        ids = []
        for name in sorted(facts.names(self.book)):
            fact = facts.get(self.book, name)
            table, row = fact.rows[0]
            shown = link_html(self.env, fact.text, self.book.identity.pages.table(table), row)
            body.append([fact.says, Cell(shown), Cell(cited_html(self.env, fact.sources)), fact.confidence])
            ids.append(f"fact-{name}")
        return [self.grid(["what", "value", "sources", "confidence"], body, "Facts used in the text", ids)]


class Counts(_Page):
    """``{data-counts}``: how many rows of which confidence the whole book rests on."""

    def run(self) -> list[nodes.Node]:
        body: list[list[Cell | str]] = []
        levels = list(data.LEVELS)
        total = pd.Series(0, index=levels)
        for spec in data.tables(self.book).values():
            counts = (
                data.load(self.book, spec.name)["confidence"].astype(str).value_counts().reindex(levels, fill_value=0)
            )
            total += counts
            anchor = f"table-{spec.name.replace('_', '-')}"
            body.append(
                [
                    Cell(link_html(self.env, spec.title, self.book.identity.pages.data, anchor)),
                    str(counts.sum()),
                    *(str(counts[x]) for x in levels),
                ]
            )
        body.append(["All tables", str(total.sum()), *(str(total[x]) for x in levels)])
        return [self.grid(["table", "rows", *levels], body, "Rows by confidence")]


def _copy_files(app: Sphinx, error: Exception | None) -> None:
    """Put the tables and their dictionary beside the pages, for download."""
    if error or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "data"
    book = book_of(app)
    whole = package(book)
    for name in ["datapackage.json", *(r["path"] for r in whole["resources"])]:
        atomic.copy(book.data_dir / name, target / name)
    for resource in whole["resources"]:
        # A table that travels alone carries what its columns mean.
        own = {key: value for key, value in whole.items() if key not in ("ties", "rules", "controls")}
        described = json.dumps(own | {"resources": [resource]}, ensure_ascii=False, indent=1) + "\n"
        path = book.data_dir / resource["path"]
        files = {path.name: path.read_bytes(), "datapackage.json": described.encode()}
        atomic.write_bytes(target / f"{path.stem}.zip", zipped(files))


def setup(app: Sphinx) -> None:
    """Register the directives and the copying of the tables."""
    app.add_directive("data-tables", DataTables)
    app.add_directive("data-table", DataTable)
    app.add_directive("fact-list", FactList)
    app.add_directive("data-counts", Counts)
    app.connect("build-finished", _copy_files, priority=100)
