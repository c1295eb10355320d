"""What ``.plot`` of pandas draws with here: the charts of the book, and no further library.

``use()`` makes it pandas' own way of drawing where matplotlib is not installed; a running task always draws with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any

import pandas as pd

from sourcebook.errors import ReaderError
from sourcebook.text.wording import said

if TYPE_CHECKING:
    from sourcebook.views.charts import alt

#: The kinds that are drawn, and what a screen reader is told each is.
DRAWN = {"line": "A line", "bar": "Bars", "barh": "Bars that lie", "scatter": "Dots"}
_NUMBER = count(1)


@dataclass(frozen=True)
class Drawing:
    """A chart: its ``kind`` and its ``points``, a data frame with the columns ``x``, ``y`` and ``series``."""

    kind: str
    points: pd.DataFrame = field(repr=False)

    def svg(self, uid: str = "") -> str:
        """The picture as SVG in the colours of the page; ``uid`` must be unique on it."""
        from sourcebook.views import style, svg

        return svg.draw(lambda width: _altair(self, width), style.NARROW + 160, uid or f"drawn-{next(_NUMBER)}")

    @property
    def words(self) -> str:
        """The picture in a sentence."""
        values = self.points["y"]
        span = f", from {values.min():,g} to {values.max():,g}" if len(values) else ""
        return f"{DRAWN[self.kind]}: {len(values)} values{span}."

    def _repr_html_(self) -> str:
        from sourcebook.views.view import STATIC

        styles = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("tokens.css", "views.css"))
        figure = f'<figure class="mm-view" role="img" aria-label="{escape(self.words)}">{self.svg()}</figure>'
        return f"<style>{styles}</style>{figure}"

    def __repr__(self) -> str:
        return f"<chart. {self.words}>"


def _altair(drawing: Drawing, width: int) -> alt.Chart:
    from sourcebook.views.charts import alt  # Altair takes a second to load
    from sourcebook.views.style import FILLS, STROKES

    flat = drawing.kind == "barh"
    many = drawing.points["series"].nunique() > 1
    across, up = ("y", "x") if flat else ("x", "y")
    rows = drawing.points.assign(x=drawing.points["x"].map(said))
    order = list(dict.fromkeys(rows["x"]))
    base = alt.Chart(alt.Data(values=rows.to_dict("records"))).properties(width=width - 60, height=200)
    names = list(dict.fromkeys(rows["series"]))
    colours = FILLS if drawing.kind.startswith("bar") else STROKES
    # A page is light: few labels, no small lines.
    names_axis = alt.Axis(ticks=False) if flat else alt.Axis(labelOverlap=True, ticks=False, values=_spaced(order))
    numbers_axis = alt.Axis(tickCount=3, ticks=False)
    axes: dict[str, Any] = {
        across: (alt.Y if flat else alt.X)("x:N", sort=order, title=None, axis=names_axis),
        up: (alt.X if flat else alt.Y)("y:Q", title=None, axis=numbers_axis),
        "color": alt.Color(
            "series:N",
            scale=alt.Scale(domain=names, range=colours[: len(names)]),
            legend=alt.Legend() if many else None,
        ),
    }
    if many and drawing.kind.startswith("bar"):
        axes["yOffset" if flat else "xOffset"] = "series:N"
    mark = {"line": base.mark_line, "scatter": base.mark_point}.get(drawing.kind, base.mark_bar)
    chart: alt.Chart = mark().encode(**axes)
    return chart


def _spaced(labels: list[str]) -> list[str]:
    """Some of the labels, evenly, so that none lies over another."""
    return labels[:: max(1, -(-len(labels) * max(map(len, labels), default=1) // 48))]


def plot(data: pd.Series | pd.DataFrame, kind: str = "line", **options: Any) -> Drawing:
    """What pandas calls for ``data.plot(kind=…)``: ``x`` and ``y`` name columns, everything else is left aside."""
    if kind not in DRAWN:
        raise ReaderError(f"{kind!r} is not drawn here. Use line, bar, barh or scatter.")
    x, y = options.get("x"), options.get("y")
    if isinstance(data, pd.Series):
        frame = data.to_frame(str(data.name) if data.name is not None else "values")
    else:
        frame = data if x is None else data.set_index(x)
        wanted = [y] if isinstance(y, str) else y
        if wanted is not None:
            if missing := [name for name in wanted if name not in frame]:
                raise ReaderError(f"there is no column {missing[0]!r} to draw. There is: {', '.join(frame.columns)}.")
            frame = frame[list(wanted)]
    frame = frame.select_dtypes("number")
    if frame.empty:
        raise ReaderError("there are no numbers to draw. Choose a column of numbers, or count first.")
    parts = [
        pd.DataFrame({"x": list(frame.index), "y": frame[name].astype("float64").to_numpy(), "series": str(name)})
        for name in frame
    ]
    return Drawing(kind, pd.concat(parts, ignore_index=True).dropna(subset=["y"]))


def use() -> None:
    """Have ``.plot`` draw with this module where nothing else is installed for it."""
    if find_spec("matplotlib") is None and pd.get_option("plotting.backend") == "matplotlib":
        pd.set_option("plotting.backend", __name__)


def drawn(value: Any) -> Drawing | None:
    """The chart that a value is, whoever drew it; ``None`` where it is none."""
    if isinstance(value, Drawing):
        return value
    if callable(getattr(value, "get_lines", None)) and hasattr(value, "patches"):
        return _of_matplotlib(value)
    return _of_altair(value) if type(value).__module__.startswith("altair.") else None


def _of_matplotlib(axes: Any) -> Drawing:
    if lines := list(axes.get_lines()):
        points = [(x, y, n) for n, line in enumerate(lines) for x, y in zip(*line.get_data(), strict=True)]
        return Drawing("line", _points(points))
    bars = list(axes.patches)
    if bars:
        flat = len({round(float(bar.get_height()), 6) for bar in bars}) == 1 and len(bars) > 1
        values = [float(bar.get_width() if flat else bar.get_height()) for bar in bars]
        return Drawing("barh" if flat else "bar", _points([(n, value, 0) for n, value in enumerate(values)]))
    dots = [pair for one in axes.collections for pair in one.get_offsets()]
    return Drawing("scatter", _points([(float(x), float(y), 0) for x, y in dots]))


def _of_altair(chart: Any) -> Drawing | None:
    mark = getattr(chart, "mark", None)
    kind = {"point": "scatter", "circle": "scatter"}.get(
        str(getattr(mark, "type", mark)), str(getattr(mark, "type", mark))
    )
    data, shorthand = getattr(chart, "data", None), getattr(getattr(chart.encoding, "y", None), "shorthand", "")
    column = str(shorthand).split(":")[0]
    if kind not in DRAWN or not isinstance(data, pd.DataFrame) or column not in data:
        return None
    return Drawing(kind, _points([(n, float(value), 0) for n, value in enumerate(data[column])]))


def _points(found: list[tuple[Any, Any, int]]) -> pd.DataFrame:
    return pd.DataFrame(found, columns=["x", "y", "series"])
