"""The class report in a notebook: drawn by the script of the page, of files that Python reads from a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sourcebook.book import Book, static_build
from sourcebook.classroom import class_report, report_shown, report_tool
from sourcebook.classroom.class_report import PROVES_NOT, TABLES, WORDS
from sourcebook.classroom.joined_file import JoinedFile, are_codes
from sourcebook.views.live_widget import Kept, LiveWidget, module, style
from sourcebook.views.widget_scripts import bundle

STATIC = Path(__file__).parent / "static"


class ReportWidget(LiveWidget):
    """The report, live: ``shown`` is what it shows, ``joined`` the code names that count as one student."""

    _esm = module("SourcebookReportShown.start", STATIC / "report-show.js")
    _css = style(STATIC / "report.css")

    def __init__(self, report: Report) -> None:
        html = report_tool.element(report_tool.said(TABLES, WORDS, PROVES_NOT))
        super().__init__(html, report.kept(), report.notice, self._write)
        self._report = report

    def _write(self, changed: Kept, _: Kept) -> tuple[Kept, str]:
        """Join whom the page says. What it shows is Python's to say, whatever the page sent."""
        joined = changed.get("joined")
        if are_codes(joined):
            self._report.join(joined)
        return self._report.kept(), self._report.notice


class Report(class_report.Report):
    """A report as a notebook shows it: live where a front end runs, as text and pictures where none does.

    ``joined`` are the code names that count as one student; ``notice`` says why they could not be kept.
    """

    def __init__(self, book: Book, folder: Path | str, joined: Iterable[str] = ()) -> None:
        self._folder = folder
        is_folder = not class_report.are_lines(book, folder) and not class_report.remark(folder)
        self._file = JoinedFile(book, str(folder) if is_folder else "")
        self.joined = list(dict.fromkeys([*self._file.read(), *joined]))
        self._widget: ReportWidget | None = None
        found, problems = class_report.read(book, folder, joined=self.joined)
        super().__init__(book, found, problems, class_report.remark(folder))

    @property
    def notice(self) -> str:
        """What must be said to whoever looks."""
        return self._file.notice

    def join(self, codes: Iterable[str]) -> None:
        """The files of each of these code names are one student's; no others are. The folder is read again."""
        self.joined = list(dict.fromkeys(codes))
        self._file.write(self.joined)
        self._take(*class_report.read(self.book, self._folder, joined=self.joined))

    def kept(self) -> dict[str, Any]:
        """What the front end draws."""
        return {"shown": report_shown.of(self), "joined": self.joined}

    def widget(self) -> ReportWidget:
        """The report, live; made when it is first shown."""
        if self._widget is None:
            self._widget = ReportWidget(self)
        return self._widget

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        said = {"text/html": self._repr_html_(), "text/plain": repr(self)}
        return said if static_build() else said | bundle(self.widget())


def report(book: Book, folder: Path | str, joined: Iterable[str] = ()) -> Report:
    """Read a folder of response files, or hand-in lines pasted between three quotation marks; ``"example"`` is a
    made-up class. ``joined``: code names whose files are one student's, on two computers.

    Every table of the report is a data frame: ``report.students()``, ``report.questions()`` and so on.
    """
    return Report(book, folder, joined)
