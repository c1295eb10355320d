"""A tool of a page as a live widget: the same script is its front end, and Python keeps what it keeps in a file."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import anywidget
import traitlets

from sourcebook.views.widget_scripts import DOM, KEEP_KEYS, KEPT, LIVE

_TOKENS = Path(__file__).parent / "static" / "tokens.css"
_MODULE = """
export default {
  render({ model, el }) {
    keepKeys(el);
    const store = SourcebookLive(model);
    el.innerHTML = model.get("html");
    START(el.firstElementChild, store);
    return () => store.end();
  },
};
"""


def module(start: str, *scripts: Path) -> str:
    """The front end: these scripts, and ``start(root, store)`` of one of them."""
    own = "".join(path.read_text(encoding="utf-8") for path in scripts)
    return DOM + KEPT + LIVE + own + KEEP_KEYS + _MODULE.replace("START", start)


def style(path: Path) -> str:
    """The style of a tool with the colours it stands in."""
    return _TOKENS.read_text(encoding="utf-8") + path.read_text(encoding="utf-8")


Kept = Mapping[str, Any]
#: Handed what a page changed by id (``None`` where it took something back) and what was there before; gives what is
#: there now, and what must be said.
Keep = Callable[[Kept, Kept], tuple[Kept, str]]


class LiveWidget(anywidget.AnyWidget):
    """``kept`` maps ids to values, ``None`` where one was taken back; ``notice`` is said to whoever looks.

    A subclass gives ``_esm`` and ``_css``. What ``keep`` gives is shown, so that no page shows what the file lacks.
    """

    html = traitlets.Unicode().tag(sync=True)
    kept: Any = traitlets.Dict().tag(sync=True)
    sent = traitlets.Int().tag(sync=True)
    heard = traitlets.Int().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def __init__(self, html: str, kept: Kept, notice: str, keep: Keep, file: Path | None = None) -> None:
        super().__init__(html=html, kept=dict(kept), notice=notice)
        self._keep = keep
        self._file = file and file.resolve()
        self._known = dict(kept)
        self.observe(self._hear, names="sent")
        _LIVE.add(self)

    def others(self) -> list[Self]:
        """The same tool in other cells, or of a cell that was run before: one kind of tools keeps in its ``file``."""
        return [other for other in list(_LIVE) if self._file and other._file == self._file and other is not self]

    def _hear(self, change: Any) -> None:
        changed = {name: value for name, value in self.kept.items() if value != self._known.get(name)}
        kept, notice = self._keep(changed, self._known)
        with self.hold_sync():
            self.show(kept, notice)
            self.heard = change["new"]

    def show(self, kept: Kept, notice: str = "") -> None:
        """What is kept now, by this page or by another cell."""
        self._known = dict(kept)
        with self.hold_sync():
            if {name: value for name, value in self.kept.items() if value is not None} != self._known:
                self.kept = dict(kept)
            self.notice = notice


#: Every tool that may be in sight.
_LIVE: weakref.WeakSet[Any] = weakref.WeakSet()
