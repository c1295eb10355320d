"""Live explorers: a view with controls above it, drawn again when a control moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sourcebook.book import Book

if TYPE_CHECKING:
    import ipywidgets

HINT = "Click with Ctrl (on a Mac: Cmd) to choose several. None chosen means all."
Control = Callable[[], "ipywidgets.ValueWidget"]


def many(label: str, options: Sequence[str | tuple[str, str]]) -> Control:
    """Choose any of the options, texts or ``(text, value)`` pairs; none chosen means all."""

    def make() -> ipywidgets.ValueWidget:
        import ipywidgets

        return ipywidgets.SelectMultiple(
            options=list(options),
            description=label,
            rows=min(6, len(options)),
            layout={"width": "26rem", "max_width": "100%"},
        )

    return make


def one(label: str, options: Sequence[tuple[str, Any]]) -> Control:
    """Choose one option from ``(text, value)`` pairs; the first is chosen at the start."""

    def make() -> ipywidgets.ValueWidget:
        import ipywidgets

        return ipywidgets.Dropdown(options=list(options), description=label, layout={"max_width": "100%"})

    return make


def step(label: str, options: Sequence[tuple[str, Any]]) -> Control:
    """A slider over ``(text, value)`` pairs in their order; it starts at the last."""

    def make() -> ipywidgets.ValueWidget:
        import ipywidgets

        return ipywidgets.SelectionSlider(
            options=list(options), value=options[-1][1], description=label, continuous_update=False,
            layout={"width": "34rem", "max_width": "100%"},
        )  # fmt: skip

    return make


def explorer(function: Callable[..., Any], book: Book, **controls: Control) -> Callable[[], ipywidgets.Widget]:
    """A maker of the live widget of a view.

    ``function`` is the view's own function, called with the ``book``; ``controls`` are its other arguments, each a
    maker of a control. ipywidgets is imported only when the widget is made, so that building the book does not need it.
    """

    def make() -> ipywidgets.Widget:
        import ipywidgets

        widgets = {name: control() for name, control in controls.items()}
        picture = ipywidgets.HTML()

        def draw(_: object = None) -> None:
            values = {n: (w.value if w.value not in ((), "") else None) for n, w in widgets.items()}
            picture.value = function(book, **values).html(live=True)

        for widget in widgets.values():
            widget.observe(draw, names="value")
        draw()
        hint = (
            [ipywidgets.Label(HINT)] if any(isinstance(w, ipywidgets.SelectMultiple) for w in widgets.values()) else []
        )
        return ipywidgets.VBox([*widgets.values(), *hint, picture])

    return make
