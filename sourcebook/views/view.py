"""What every data view is: a picture, its words, its numbers and its sources, in one object for page and notebook."""

from __future__ import annotations

import base64
import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, wraps
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import pandas as pd

from sourcebook.book import Book, static_build
from sourcebook.data import table as table_spec
from sourcebook.sources import source_line
from sourcebook.text import json_script
from sourcebook.views import drawings, words
from sourcebook.views.columns import Column, table_html
from sourcebook.views.widget_scripts import bundle

if TYPE_CHECKING:
    from sourcebook.views.charts import AnyChart

#: Style sheets and scripts of the views.
STATIC = Path(__file__).parent / "static"
_TOKENS = STATIC / "tokens.css"
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
P = ParamSpec("P")
#: How often this process has shown each view: ids must differ where a notebook shows a view
#: twice, and a page is one notebook.
_shown: Counter[str] = Counter()


@dataclass(frozen=True)
class Explore:
    """What a page's script offers above the picture.

    ``kind="filter"``: a chip for each group of marks, which shows that group alone. The group of a mark is that of its
    row (``row_groups``), or its ``data-k`` where rows have none. ``kind="step"``, once the reader presses *Explore*: a
    slider over the days in the marks' ``data-k`` (``YYYY-MM-DD``, then anything); marks up to the day are drawn empty.
    ``label`` names the control. ``says`` is the sentence announced after a change, with ``{n}`` (marks shown, or
    passed), ``{all}`` and, for steps, ``{day}``.
    """

    kind: str
    label: str
    says: str


@dataclass(frozen=True)
class Step:
    """One picture of a view that goes step by step.

    ``title`` says when, ``says`` what is seen, as it would be told to somebody who does not see it. ``picture`` as in
    ``View``, for a column ``style.NARROW`` pixels wide.
    """

    title: str
    says: str
    picture: Callable[[int], AnyChart] = field(compare=False)


@dataclass(frozen=True)
class View:
    """One data view.

    ``title`` states the finding; ``alt`` says in a paragraph what the picture shows and names at least two of its
    values; both are computed from the data. ``picture`` makes the chart for a column of text of that width in pixels
    (``style.WIDE`` or ``style.NARROW``), in the colours of ``style``; a view that is a table only has none. It is
    called when the picture is wanted, and not again while the data stay as they are (see ``drawn_once``). ``steps``
    are the pictures of a view that goes step by step, in the place of one: all stand on the page, and a script shows
    one at a time. ``table``
    holds the numbers drawn, ``columns`` how they are shown (in that order; the first heads its row). ``sources`` are
    keys of ``references.bib``; ``data`` are names of tables in ``book/data`` of ``book``, for readers to take;
    ``also_reads`` names further files there that the picture is made from.

    ``extra`` is HTML between picture (or the only table) and source line, or makes it from the root (as in
    ``source_link``) and the suffix of the ids. ``more`` names the fold with description and table;
    ``caption`` heads the table. ``row_keys`` names a column of ``table`` whose value goes to
    ``data-k`` of the row, so that a script can show and hide it with its mark, and tell it where a reader touches the
    mark; ``row_groups`` names a column whose
    value goes to ``data-g``, by which marks are shown together. ``cells``: the marks of a row are its last cells, in
    their order, and each tells its own cell. A mark rests on what its row's ``source`` names. ``rests_on`` names the
    sources of marks that rows do not tell, by the mark's ``data-k``, by words of its tip, or, for ``cells``, by
    ``row: column`` as the table says them. ``explore`` is what the page's script offers (see ``Explore``);
    ``explorer`` makes the live widget; a view without one shows its HTML in live notebooks too.
    """

    book: Book
    id: str
    title: str
    alt: str
    table: pd.DataFrame
    columns: dict[str, Column]
    sources: tuple[str, ...]
    data: tuple[str, ...]
    picture: Callable[[int], AnyChart] | None = field(default=None, compare=False)
    steps: tuple[Step, ...] = ()
    also_reads: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    extra: str | Callable[[str | None, str], str] = ""
    more: str = "Description and numbers"
    caption: str = ""
    row_keys: str = ""
    row_groups: str = ""
    cells: bool = False
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    explore: Explore | None = None
    explorer: Callable[[], Any] | None = field(default=None, compare=False)
    #: What the picture depends on, as ``drawn_once`` finds it; without it the picture is drawn each time.
    key: str = ""

    @property
    def wide(self) -> str:
        """The picture as SVG for a column of text of about 680 px; empty for a view that is a table only."""
        return self._drawn("w")

    @property
    def narrow(self) -> str:
        """The picture as SVG for a phone."""
        return self._drawn("n")

    @property
    def drawn_steps(self) -> tuple[str, ...]:
        """The pictures of the steps as SVG."""
        return tuple(self._draw(f"s{n}", step.picture, narrow=True) for n, step in enumerate(self.steps, 1))

    def _drawn(self, size: str) -> str:
        return "" if self.picture is None else self._draw(size, self.picture, narrow=size == "n")

    def _draw(self, part: str, picture: Callable[[int], AnyChart], narrow: bool) -> str:
        uid = f"{self.id}-{part}"
        found = drawings.DRAWINGS.get(f"{uid} {self.key}") if self.key else None
        if found is not None:
            return found
        from sourcebook.views import style, svg  # Altair takes a second to load, and a picture may be kept

        drawn = svg.draw(picture, style.NARROW if narrow else style.WIDE, uid, checked=not static_build())
        if self.key:
            drawings.DRAWINGS.put(f"{uid} {self.key}", drawn)
        return drawn

    def html(self, root: str = "..", suffix: str = "", live: bool = False) -> str:
        """The whole view as HTML, readable without script.

        ``root`` leads from the page to the root of the built book; ``suffix`` keeps ids apart where a page shows the
        view twice; ``live`` is for a notebook with a kernel: styles and CSV files come inside the HTML.
        """
        uid = f"view-{self.id}{suffix}"
        asks = ""
        if self.explore and not live:
            e = self.explore
            asks = f' data-explore="{e.kind}" data-label="{escape(e.label)}" data-says="{escape(e.says)}"'
        if self.cells:
            asks += ' data-cells="yes"'
        parts = [f'<figure class="mm-view" id="{uid}" data-view="{self.id}"{asks}>']
        parts.append(f'<figcaption id="{uid}-title">{escape(self.title, quote=False)}</figcaption>')
        for size, svg in (("wide", self.wide), ("narrow", self.narrow)):
            if svg:
                picture = self._labelled(svg, f'aria-labelledby="{uid}-title" aria-describedby="{uid}-alt"', suffix)
                parts.append(f'<div class="mm-{size}">{picture}</div>')
        if self.steps:
            parts.append(self._stepped(uid, suffix))
        where = None if live else root
        caption = self.caption or f"Numbers: {self.title}"
        numbers = table_html(
            self.book,
            f"{uid}-numbers",
            caption,
            self.table,
            self.columns,
            where,
            self.row_keys,
            self.row_groups,
        )
        described = f'<p id="{uid}-alt">{escape(self.alt, quote=False)}</p>'
        shown = self.picture is not None or self.steps
        if not shown:
            # Nothing to look at first: the table is the view, and the rest follows it.
            parts += [described, numbers]
        parts.append(self.extra if isinstance(self.extra, str) else self.extra(where, suffix))
        parts += [f'<p class="mm-note">{escape(note, quote=False)}</p>' for note in self.notes]
        parts.append(f'<p class="mm-source">{source_line(self.book, self.sources, where)}</p>')
        if shown and not live:
            parts.append(self._sources_of_marks(root))
        if shown:
            summary = f"<summary>{escape(self.more, quote=False)}</summary>"
            parts.append(f"<details>{summary}{described}{numbers}{self._downloads(where)}</details>")
        else:
            parts.append(self._downloads(where))
        parts.append("</figure>")
        style = f"<style>{_styles()}</style>" if live else ""
        return style + "".join(parts)

    def _sources_of_marks(self, root: str) -> str:
        """What single marks rest on, for the page's script, which asks for it at the first touch; empty where the rows
        of the page say it, or where all marks rest on one source.
        """
        found: dict[str, Iterable[str]] = dict(self.rests_on)
        cited = any(column.kind == "source" for column in self.columns.values())
        if self.row_keys and "source" in self.table and not cited:
            rows = self.table[[self.row_keys, "source"]].dropna()
            found |= {str(key): str(source).split("; ") for key, source in rows.itertuples(index=False)}
        if len(self.sources) == 1 or not found:
            return ""
        lines = {name: source_line(self.book, keys, root, most=None) for name, keys in found.items()}
        return f'<script type="application/json" class="mm-later">{json_script.script(lines)}</script>'

    def _labelled(self, svg: str, label: str, suffix: str) -> str:
        """The picture with its name, and ids of its own where the page shows the view twice."""
        # Within HTML a picture needs no name space, and whoever saves it gets one from the browser.
        picture = svg.replace("<svg", f'<svg role="img" {label}', 1).replace(_NAMESPACE, "", 1)
        if suffix:
            picture = picture.replace(f'id="{self.id}-', f'id="{self.id}{suffix}-')
            picture = picture.replace(f"url(#{self.id}-", f"url(#{self.id}{suffix}-")
        return picture

    def _stepped(self, uid: str, suffix: str) -> str:
        """All steps, one below the other or side by side; views.js shows one at a time."""
        items = []
        for number, (step, svg) in enumerate(zip(self.steps, self.drawn_steps, strict=True), 1):
            name = f"{uid}-step-{number}"
            said = f"<b>{escape(step.title, quote=False)}</b> {escape(step.says, quote=False)}"
            picture = self._labelled(svg, f'aria-labelledby="{name}"', suffix)
            items.append(f'<li><p id="{name}">{said}</p>{picture}</li>')
        return f'<ol class="mm-steps">{"".join(items)}</ol>'

    def _downloads(self, root: str | None) -> str:
        links = []
        pages = self.book.identity.pages
        for name in self.data:
            path = table_spec(self.book, name).path
            if root is None:
                where = f"data:text/csv;base64,{base64.b64encode(path.read_bytes()).decode()}"
                links.append(f'<a href="{where}" download="{path.name}">download {path.name}</a>')
                continue
            page = f"{root}/{pages.table(name)}.html"
            links.append(
                f'<a href="{page}">all rows of {path.stem}</a> (<a href="{root}/_static/data/{path.name}" '
                f'download="">{path.name}</a>, <a href="{root}/_static/data/{path.stem}.zip" download="">with its '
                "dictionary</a>)"
            )
        return f'<p class="mm-csv">The data: {words.listing(links)}.</p>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        _shown[self.id] += 1
        suffix = "" if _shown[self.id] == 1 else f"-{_shown[self.id]}"
        live = not static_build()
        shown = {"text/plain": f"{self.title}\n\n{self.alt}", "text/html": self.html(suffix=suffix, live=live)}
        return shown | bundle(self.explorer()) if live and self.explorer is not None else shown

    def __repr__(self) -> str:
        return f"<View {self.id}: {self.title}>"


def drawn_once(function: Callable[P, View]) -> Callable[P, View]:
    """For a function that makes a view from the book and, perhaps, choices: the same
    choices over the same data are drawn once.

    All that the picture depends on must be the book's files named in ``data`` and ``also_reads``, and the arguments.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def make(*args: P.args, **kwargs: P.kwargs) -> View:
        bound = signature.bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            if isinstance(value, Iterator):
                bound.arguments[name] = list(value)  # it could be read only once
        view = function(*bound.args, **bound.kwargs)
        bound.apply_defaults()
        asked = repr([value for value in bound.arguments.values() if value is not view.book])
        # The data as they are now: the picture, drawn later, is made of what was read.
        files = (*(table_spec(view.book, name).path.name for name in view.data), *view.also_reads)
        return replace(view, key=drawings.key(view.book, view.id, asked, files))

    return make


@cache
def _styles() -> str:
    return _TOKENS.read_text(encoding="utf-8") + (STATIC / "views.css").read_text(encoding="utf-8")
