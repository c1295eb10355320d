"""What every data view is: a picture, its words, its numbers and its sources, in one object for page and notebook."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from sourcebook import sources as bibliography
from sourcebook.book import Book, static_build
from sourcebook.data import table as table_spec
from sourcebook.errors import ReaderError
from sourcebook.views import words

_STATIC = Path(__file__).parent / "static"
_TOKENS = _STATIC / "tokens.css"
#: What a value that is not sure is called where it stands alone.
UNSURE = {"low": "low confidence", "unverified": "unverified"}
#: What a picture says under it where one of its marks is drawn dashed.
DASHED = "A dashed mark: not sure, or not verified."
#: How often this process has shown each view: ids must differ where a notebook shows a view twice, and a page is one notebook.
_shown: Counter[str] = Counter()


@dataclass(frozen=True)
class Column:
    """How a column of the table under a picture is shown.

    ``kind``: ``text``, ``number`` (right aligned, thousands parted), ``date``, ``source`` (keys become links),
    ``confidence`` (a word, marked where the value is not sure) or ``note`` (an empty cell for the reader's own words, kept by
    ``notes.js`` under the value, which must be unique in the book). ``digits``: digits after the point of a number.
    ``precision``: for a date, the column that says how exactly it is known. ``after``: for a text, a column whose words follow it,
    small, where there are any.
    """

    label: str
    kind: str = "text"
    digits: int = 0
    precision: str = ""
    after: str = ""


@dataclass(frozen=True)
class Explore:
    """What ``explore.js`` offers on a page once the reader presses *Explore*.

    ``kind="filter"``: a checkbox for each value of ``row_keys``; marks and rows whose ``data-k`` is not chosen are hidden.
    ``kind="step"``: a slider over the days in the marks' ``data-k`` (``YYYY-MM-DD``, then anything); marks up to the day are
    drawn empty. ``label`` names the control. ``says`` is the sentence announced after a change, with ``{n}`` (marks shown,
    or passed), ``{all}`` and, for steps, ``{day}``.
    """

    kind: str
    label: str
    says: str


@dataclass(frozen=True)
class View:
    """One data view.

    ``title`` states the finding; ``alt`` says in a paragraph what the picture shows and names at least two of its values;
    both are computed from the data. ``wide`` and ``narrow`` are SVG texts from ``sourcebook.views.svg.render`` for a column of
    about 680 and 320 px; both are empty for a view that is a table only. ``table`` holds the numbers drawn, ``columns`` how
    they are shown (in that order; the first heads its row). ``sources`` are keys of ``references.bib``; ``data`` are
    names of tables in ``book/data`` of ``book``. ``extra`` is HTML between picture (or the only table) and source line, or makes it from
    the root (as in ``source_link``) and the suffix of the ids; ``more`` names the fold with description and table, which
    stands open where ``unfolded``; ``caption`` heads the table; ``stacked`` is for tables of sentences: on a phone each row
    becomes a card. ``row_keys`` names a column of ``table`` whose value goes to ``data-k`` of the row, so that a script can
    show and hide it with its mark. ``explore`` is what the page's script offers (see ``Explore``); ``explorer`` makes the
    live widget; a view without one shows its HTML in live notebooks too.
    """

    book: Book
    id: str
    title: str
    alt: str
    table: pd.DataFrame
    columns: dict[str, Column]
    sources: tuple[str, ...]
    data: tuple[str, ...]
    wide: str = ""
    narrow: str = ""
    notes: tuple[str, ...] = ()
    extra: str | Callable[[str | None, str], str] = ""
    more: str = "Description and numbers"
    caption: str = ""
    stacked: bool = False
    unfolded: bool = False
    row_keys: str = ""
    explore: Explore | None = None
    explorer: Callable[[], Any] | None = field(default=None, compare=False)

    def html(self, root: str = "..", suffix: str = "", live: bool = False) -> str:
        """The whole view as HTML, readable without script.

        ``root`` leads from the page to the root of the built book; ``suffix`` keeps ids apart where a page shows the view
        twice; ``live`` is for a notebook with a kernel: styles and CSV files come inside the HTML.
        """
        uid = f"view-{self.id}{suffix}"
        asks = ""
        if self.explore and not live:
            e = self.explore
            asks = f' data-explore="{e.kind}" data-label="{escape(e.label)}" data-says="{escape(e.says)}"'
        parts = [f'<figure class="mm-view" id="{uid}" data-view="{self.id}"{asks}>']
        parts.append(f'<figcaption id="{uid}-title">{escape(self.title, quote=False)}</figcaption>')
        for size, svg in (("wide", self.wide), ("narrow", self.narrow)):
            if svg:
                label = f'<svg role="img" aria-labelledby="{uid}-title" aria-describedby="{uid}-alt"'
                picture = svg.replace("<svg", label, 1)
                if suffix:
                    picture = picture.replace(f'id="{self.id}-', f'id="{self.id}{suffix}-')
                    picture = picture.replace(f"url(#{self.id}-", f"url(#{self.id}{suffix}-")
                parts.append(f'<div class="mm-{size}">{picture}</div>')
        where = None if live else root
        caption = self.caption or f"Numbers: {self.title}"
        numbers = table_html(
            self.book, f"{uid}-numbers", caption, self.table, self.columns, where, self.row_keys, self.stacked
        )
        described = f'<p id="{uid}-alt">{escape(self.alt, quote=False)}</p>'
        if not self.wide:
            # Nothing to look at first: the table is the view, and the rest follows it.
            parts += [described, numbers]
        parts.append(self.extra if isinstance(self.extra, str) else self.extra(where, suffix))
        parts += [f'<p class="mm-note">{escape(note, quote=False)}</p>' for note in self.notes]
        parts.append(f'<p class="mm-source">{source_line(self.book, self.sources, where)}</p>')
        if self.wide:
            fold = "<details open>" if self.unfolded else "<details>"
            summary = f"<summary>{escape(self.more, quote=False)}</summary>"
            parts.append(f"{fold}{summary}{described}{numbers}{self._downloads(where)}</details>")
        else:
            parts.append(self._downloads(where))
        parts.append("</figure>")
        style = f"<style>{_styles()}</style>" if live else ""
        return style + "".join(parts)

    def _downloads(self, root: str | None) -> str:
        links = []
        pages = self.book.identity.pages
        for name in self.data:
            path = table_spec(self.book, name).path
            if root is None:
                where = f"data:text/csv;base64,{base64.b64encode(path.read_bytes()).decode()}"
                links.append(f'<a href="{where}" download="{path.name}">download {path.name}</a>')
                continue
            page = f"{root}/{pages.tables}/{name.replace('_', '-')}.html"
            links.append(
                f'<a href="{page}">all rows of {path.stem}</a> (<a href="{root}/_static/data/{path.name}" download="">{path.name}</a>)'
            )
        return f'<p class="mm-csv">The data: {words.listing(links)}.</p>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        _shown[self.id] += 1
        suffix = "" if _shown[self.id] == 1 else f"-{_shown[self.id]}"
        live = not static_build()
        bundle: dict[str, Any] = {
            "text/plain": f"{self.title}\n\n{self.alt}",
            "text/html": self.html(suffix=suffix, live=live),
        }
        if live and self.explorer is not None:
            widget = self.explorer()._repr_mimebundle_()
            bundle["application/vnd.jupyter.widget-view+json"] = widget["application/vnd.jupyter.widget-view+json"]
        return bundle

    def __repr__(self) -> str:
        return f"<View {self.id}: {self.title}>"


@cache
def _styles() -> str:
    return _TOKENS.read_text(encoding="utf-8") + (_STATIC / "views.css").read_text(encoding="utf-8")


def _kind(column: Column, values: pd.Series) -> str:
    """Class of a column: ``n`` for numbers, ``w`` for sources and for texts long enough to need width, ``mm-mine`` for notes."""
    if column.kind == "number":
        return ' class="n"'
    if column.kind == "note":
        return ' class="mm-mine"'
    if column.kind == "source":
        return ' class="w"'
    return ' class="w"' if column.kind == "text" and values.astype("string").str.len().max() > 60 else ""


def table_html(
    book: Book,
    uid: str,
    caption: str,
    frame: pd.DataFrame,
    columns: dict[str, Column],
    root: str | None = "..",
    row_keys: str = "",
    stacked: bool = False,
) -> str:
    """A data frame as an HTML table in its own scrolling, focusable region; ``uid`` becomes the id of its caption.

    ``columns``, ``root``, ``row_keys`` and ``stacked`` as in ``View`` and ``View.html`` (``root=None``: links lead to the sources
    themselves).
    """
    kinds = {name: _kind(column, frame[name]) for name, column in columns.items()}
    head = "".join(f'<th scope="col"{kinds[n]}>{escape(c.label, quote=False)}</th>' for n, c in columns.items())
    rows = []
    for _, row in frame.iterrows():
        cells = []
        for number, (name, column) in enumerate(columns.items()):
            tag, scope = ("th", ' scope="row"') if number == 0 else ("td", "")
            # A card on a phone has no head above it: the cell carries its own.
            label = f' data-label="{escape(column.label)}"' if stacked and number else ""
            mine = f' data-note="{escape(str(row[name]))}"' if column.kind == "note" else ""
            cells.append(f"<{tag}{scope}{kinds[name]}{label}{mine}>{_cell(book, row, name, column, root)}</{tag}>")
        key = f' data-k="{escape(str(row[row_keys]))}"' if row_keys else ""
        rows.append(f"<tr{key}>{''.join(cells)}</tr>")
    return (
        f'<div class="mm-scroll{" mm-stack" if stacked else ""}" role="region" aria-labelledby="{uid}" tabindex="0"><table>'
        f'<caption id="{uid}">{escape(caption, quote=False)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(book: Book, row: pd.Series, name: str, column: Column, root: str | None) -> str:
    value = row[name]
    if pd.isna(value) or column.kind == "note":
        return ""
    if column.kind == "source":
        return "; ".join(source_link(book, key, root) for key in str(value).split("; "))
    if column.kind == "number":
        return words.num(value, column.digits)
    if column.kind == "date":
        exact = str(row[column.precision]) if column.precision else "day"
        stamp = {"day": "%Y-%m-%d", "month": "%Y-%m"}.get(exact, "%Y")
        return f'<time datetime="{value.strftime(stamp):0>4}">{words.day(value, exact)}</time>'
    text = escape(str(value), quote=False)
    if column.after and pd.notna(row[column.after]):
        text += f" <small>({escape(str(row[column.after]).rstrip('.'), quote=False)}.)</small>"
    return f'<em class="mm-unsure">{text}</em>' if column.kind == "confidence" and value in UNSURE else text


def source_link(book: Book, key: str, root: str | None = "..") -> str:
    """The short citation of a source as an HTML link: to its entry in the book, or, without ``root``, to where it lives."""
    where = bibliography.link(book, key) if root is None else f"{root}/{book.identity.pages.references}.html#cite-{key}"
    name = escape(bibliography.cite(book, key), quote=False)
    return f'<a href="{escape(where)}">{name}</a>' if where else name


def source_line(book: Book, keys: Iterable[str], root: str | None = "..") -> str:
    """``Source: …`` or ``Sources: …; …`` as HTML; with more than two, the first two and how many more there are."""
    keys = list(keys)
    shown = "; ".join(source_link(book, key, root) for key in keys[:2])
    rest = f"; and {words.small(len(keys) - 2)} more, named row by row in the data" if len(keys) > 2 else ""
    return f"{'Source' if len(keys) == 1 else 'Sources'}: {shown}{rest}."


def sources_of(*frames: pd.DataFrame) -> tuple[str, ...]:
    """Keys of the sources of these rows, the most used first."""
    count: Counter[str] = Counter()
    for frame in frames:
        for text in frame["source"].dropna():
            count.update(str(text).split("; "))
    return tuple(key for key, _ in sorted(count.items(), key=lambda item: (-item[1], item[0])))


def unsure(frame: pd.DataFrame) -> pd.Series:
    """True for the rows whose confidence is low or unverified: they are drawn dashed and named in words."""
    return frame["confidence"].isin(UNSURE)


def joined(sources: Iterable[str]) -> str:
    """The sources of several rows as one cell, each key once."""
    return "; ".join(dict.fromkeys(key for text in sources for key in str(text).split("; ")))


def choose(value: Any, allowed: Iterable[Any], what: str) -> Any:
    """The one of ``allowed`` that reads like ``value`` (2022 or ``"2022"``); else ``ReaderError``, a sentence that says what is possible."""
    allowed = list(allowed)
    for one in allowed:
        if str(one) == str(value):
            return one
    raise ReaderError(f"{what} {value!r} is not in the table. Possible: {', '.join(map(str, allowed))}.")


def chosen(values: str | Iterable[str] | None, allowed: Iterable[str], what: str) -> list[str]:
    """One value, several, or ``None`` for all, checked by ``choose`` and given in the order of ``allowed``."""
    allowed = list(allowed)
    if values is None:
        return allowed
    several = isinstance(values, Iterable) and not isinstance(values, str)
    wanted = [choose(value, allowed, what) for value in (values if several else [values])]
    if not wanted:
        raise ReaderError(f"{what}: choose at least one of {', '.join(map(str, allowed))}.")
    return [value for value in allowed if value in wanted]
