"""The Council in a live notebook: the tool of the page, with a file in place of the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from minusma.council.votes_file import VotesFile
from sourcebook.views.live_widget import Kept, LiveWidget, module, style

_STATIC = Path(__file__).parent / "static"


class CouncilWidget(LiveWidget):
    """The tool, live; ``tell`` hears all sessions after each vote."""

    _esm = module("CouncilChamber.start", _STATIC / "chamber.js")
    _css = style(_STATIC / "chamber.css")

    def __init__(self, html: str, file: VotesFile, tell: Callable[[Kept], None]) -> None:
        super().__init__(html, file.read(), file.notice, self._write, file.path)
        self.file = file
        self.tell_python = tell

    def _write(self, changed: Kept, known: Kept) -> tuple[Kept, str]:
        """Write what the page changed."""
        sessions, notice = self.file.change(changed)
        self.tell_python(sessions)
        for other in self.others():
            other.show(sessions, notice)
            other.tell_python(sessions)
        return sessions, notice
