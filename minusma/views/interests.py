"""U.S. interests: the evidence for and against each argument, as marks to see and as a table to sort and write in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from sourcebook import data
from sourcebook.book import Book
from sourcebook.views import words
from sourcebook.views.charts import alt
from sourcebook.views.choices import choose, chosen
from sourcebook.views.columns import Column
from sourcebook.views.explorers import HINT, many, one
from sourcebook.views.rows import DASHED, sources_of, unsure
from sourcebook.views.style import INK, INK2, LINE, LINE2, NARROW, PAPER, colour, unit_line
from sourcebook.views.view import STATIC, Explore, View, drawn_once
from sourcebook.views.widget_scripts import DOM, KEEP_KEYS, KEPT

if TYPE_CHECKING:
    import ipywidgets

SIDES = ("for", "against")
#: Shape and colour by where the evidence is from: evidence about Mali itself is solid, the rest is not.
_SCOPES = {
    "Mali": ("circle", "c1", True),
    "several missions": ("square", "c2", False),
    "United States": ("triangle-up", "c4", False),
    "region": ("diamond", "c3", False),
}
_NAMES = {"Mali": "about Mali", "United States": "the U.S.", "region": "the region"}
_ORIGINS = {
    "fact sheet": "What the fact sheet names",
    "analysts": "What analysts add",
    "critics": "What critics and Malians say",
}
_MORE = "More marks do not make an argument stronger: one careful study about Mali can outweigh many from elsewhere."
#: Column of the table by which it may begin, and its name for the reader.
ORDERS = {
    "argument": "by argument",
    "side": "against, then for",
    "scope": "by what it is about",
    "confidence": "by confidence",
}
_COLUMNS = {
    "argument_title": Column("Argument"),
    "side": Column("Side"),
    "text": Column("Evidence"),
    "mine": Column("My note", "note"),
    "scope": Column("About"),
    "source": Column("Source", "source"),
    "confidence": Column("Confidence", "confidence"),
}


def _rows(book: Book) -> pd.DataFrame:
    """The table in the order of the arguments, with ``place``, the number of a piece among
    those of its side (from 1).
    """
    rows = data.load(book, "us_interests").astype({"side": str, "scope": str, "origin": str, "text": str})
    order = {origin: n for n, origin in enumerate(_ORIGINS)}
    arguments = {a: n for n, a in enumerate(dict.fromkeys(rows["argument"]))}
    scopes = {scope: n for n, scope in enumerate(_SCOPES)}
    rows = rows.assign(o=rows["origin"].map(order), a=rows["argument"].map(arguments), s=rows["scope"].map(scopes))
    rows = rows.assign(right=rows["side"].map(SIDES.index)).sort_values(["o", "a", "right", "s"], kind="stable")
    return rows.assign(place=rows.groupby(["argument", "side"]).cumcount() + 1, mine=rows["id"])


def _chart(rows: pd.DataFrame, width: int) -> alt.LayerChart | alt.FacetChart:
    narrow = width == NARROW
    most = int(rows["place"].max())
    left = 0 if narrow else 282
    step = min(34.0, (width - left - 30) / 2 / (most + 0.5))
    centre = left + (width - left) / 2
    tall, gap, top = (46, 30, 30) if narrow else (28, 34, 24)
    spots: list[tuple[str, str, float]] = []
    groups: list[tuple[str, float]] = []
    y_at = float(top)
    for origin, mine in rows.groupby("origin", sort=False):
        groups.append((_ORIGINS[str(origin)], y_at + 14))
        y_at += gap - 6
        for title in dict.fromkeys(mine["argument_title"]):
            spots.append((title, str(origin), y_at + tall / 2 + (8 if narrow else 0)))
            y_at += tall
        y_at += 8
    height = y_at + (58 if narrow else 34)
    where = {title: y for title, _, y in spots}
    sign = rows["side"].map({"for": 1, "against": -1})
    drawn = rows.assign(x=centre + sign * (rows["place"] * step - step / 2 + 8), y=rows["argument_title"].map(where))
    drawn["key"] = "@" + drawn["id"]
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)

    def text(name: str, at: list[tuple[float, float, str]], key: bool = False, **mark: Any) -> alt.Chart:
        frame = pd.DataFrame(at, columns=["x", "y", "text"])
        chart = alt.Chart(frame.assign(key="@" + frame["text"]), name=name)
        chart = chart.mark_text(**({"baseline": "middle"} | mark)).encode(x=x, y=y, text="text:N")
        return chart.encode(description="key:N") if key else chart

    def marks(frame: pd.DataFrame, name: str, scope: str, key: bool = True) -> list[alt.Chart]:
        shape, paint, solid = _SCOPES[scope]
        size = 125 if shape in ("circle", "square") else 140
        charts = []
        for part, loose in ((frame[~unsure(frame)], False), (frame[unsure(frame)], True)) if key else ((frame, False),):
            if part.empty:
                continue
            mark: dict[str, Any] = {
                "shape": shape,
                "size": size,
                "filled": True,
                "stroke": colour(paint),
                "strokeWidth": 2,
            }
            mark["fill"] = colour(paint) if solid and not loose else PAPER
            if loose:
                mark["strokeDash"] = [2, 1.5]
            chart = alt.Chart(part, name=f"{name}_unsure" if loose else name).mark_point(**mark).encode(x=x, y=y)
            charts.append(chart.encode(description="key:N") if key else chart)
        return charts

    lines = pd.DataFrame({"x": 0.0 if narrow else float(left), "x2": float(width), "y": [y for _, _, y in spots]})
    middle = pd.DataFrame({"x": centre, "y": [y - 12 for _, _, y in spots], "y2": [y + 12 for _, _, y in spots]})
    names = [(0.0 if narrow else left - 10.0, y - (20 if narrow else 0), title) for title, _, y in spots]
    layers = [
        alt.Chart(lines, name="lines").mark_rule(color=LINE2).encode(x=x, x2="x2:Q", y=y),
        alt.Chart(middle, name="middle").mark_rule(color=LINE).encode(x=x, y=y, y2="y2:Q"),
        text("sides", [(centre - 12, 6.0, "← against")], align="right", color=INK2),
        text("sides_2", [(centre + 12, 6.0, "for →")], align="left", color=INK2),
        text(
            "groups", [(0.0, y, name) for name, y in groups], align="left", fontWeight="bold", color=INK, stroke=PAPER
        ),
        text("arguments", names, key=True, align="left" if narrow else "right", color=INK, stroke=PAPER),
    ]
    used = [s for s in _SCOPES if (rows["scope"] == s).any()]
    for scope in used:
        layers += marks(drawn[drawn["scope"] == scope], f"pieces_{used.index(scope)}", scope)
    across = 2 if narrow else len(used)
    for n, scope in enumerate(used):
        spot = pd.DataFrame([{"x": 10.0 + (n % across) * width / across, "y": y_at + 20 + (n // across) * 22}])
        layers += marks(spot, f"key_{n}", scope, key=False)
        layers.append(
            text(f"key_name_{n}", [(spot["x"].iloc[0] + 13, spot["y"].iloc[0], _NAMES.get(scope, scope))], align="left")
        )
    heading = "Pieces of evidence, one mark each"
    return alt.layer(*layers, width=width, height=height, padding=1, title=unit_line(heading, space=6))


@drawn_once
def interests(book: Book, arguments: str | Iterable[str] | None = None, order: str = "argument") -> View:
    """The evidence for and against each argument about U.S. interests: a mark a piece, and
    a table to sort and annotate.

    ``arguments``: one argument or several, by their titles in the table; ``None`` shows all. Raises ``ReaderError`` for
    another title. ``order``: by which of ``ORDERS`` the table begins.
    """
    rows = _rows(book)
    choose(order, ORDERS, "order")
    every = list(dict.fromkeys(rows["argument_title"]))
    wanted = chosen(arguments, every, "argument")
    rows = rows[rows["argument_title"].isin(wanted)]
    sides = rows["side"].value_counts().reindex(list(SIDES), fill_value=0)
    local = int((rows["scope"] == "Mali").sum())
    both = int((rows.groupby("argument")["side"].nunique() == len(SIDES)).sum())
    many = f"each of the {len(wanted)}" if both == len(wanted) else f"{words.small(both)} of {len(wanted)}"
    title = (
        f"For {many} arguments about U.S. interests there is evidence on both sides"
        if len(wanted) > 1
        else f"{wanted[0]}: there is evidence on {'both sides' if both else 'one side'}"
    )
    sentences = []
    for origin, mine in rows.groupby("origin", sort=False):
        n, pro = mine["argument"].nunique(), int((mine["side"] == "for").sum())
        names = words.listing(dict.fromkeys(mine["argument_title"]))
        sentences.append(f"{_ORIGINS[str(origin)]} ({words.small(n)}: {names}): {pro} for, {len(mine) - pro} against.")
    alt_text = (
        "A row for each argument. Marks to the right of its middle are evidence for it, marks to the left evidence "
        f"against; full circles are about Mali itself. Of {len(rows)} pieces, {sides['for']} are for and "
        f"{sides['against']} against; {local} {'is' if local == 1 else 'are'} about Mali itself. "
        f"{' '.join(sentences)}"
    )
    return View(
        book=book,
        id="interests",
        title=title,
        alt=alt_text,
        picture=lambda width: _chart(rows, width),
        table=rows if order == "argument" else rows.sort_values(order, kind="stable"),
        columns=_COLUMNS,
        caption="Evidence for and against each argument",
        sources=sources_of(rows),
        data=("us_interests",),
        more="The evidence, to sort and to write in",
        notes=(_MORE, DASHED) if unsure(rows).any() else (_MORE,),
        row_keys="id",
        row_groups="argument_title",
        explore=Explore("filter", "Arguments", "{n} of {all} pieces of evidence shown. Touch a mark to read it."),
        explorer=lambda: _explorer(book, every),
    )


def _explorer(book: Book, every: list[str]) -> ipywidgets.Widget:
    """The live widget: choose arguments and the order of the table, and write in it; notes stay in the browser."""
    import anywidget
    import ipywidgets
    import traitlets

    class Notes(anywidget.AnyWidget):
        """The view's HTML with cells to write in."""

        _esm = (
            DOM
            + KEPT
            + (STATIC / "notes.js").read_text(encoding="utf-8")
            + KEEP_KEYS
            + (
                "\nexport default { render({ model, el }) { keepKeys(el); Object.assign(el.dataset, model.get('book'));"
                " const draw = () => { el.innerHTML = model.get('html');"
                " SourcebookNotes.start(el.querySelector('figure')); }; model.on('change:html', draw); draw(); } };"
            )
        )
        html = traitlets.Unicode().tag(sync=True)
        book = traitlets.Dict().tag(sync=True)

    which, order = many("Arguments", every)(), one("Order", [(text, name) for name, text in ORDERS.items()])()
    picture = Notes(book=book.identity.data_attributes)

    def draw(_: object = None) -> None:
        picture.html = interests(book, which.value or None, order.value).html(live=True)

    for control in (which, order):
        control.observe(draw, names="value")
    draw()
    return ipywidgets.VBox([which, order, ipywidgets.Label(HINT), picture])
