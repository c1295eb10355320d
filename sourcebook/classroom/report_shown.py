"""What a class report shows, as ``report-show.js`` draws it: ``report.js`` makes the same of what a page has read."""

from __future__ import annotations

from typing import Any

from sourcebook.classroom import tables
from sourcebook.classroom.class_report import TABLES, Report


def of(report: Report) -> dict[str, Any]:
    """``summary``; ``advice``; ``charts``: of each its title, and of each row a label and bars as share, words,
    filled; ``words`` below them; ``tables`` by name: heads, then rows, or nothing; ``notes`` below a table, by its
    name; ``asked``: a code name, its files.
    """
    return {
        "summary": report.summary(),
        "advice": report.advice().sentences,
        "charts": [
            [title, [[label, [[bar.share, bar.words, bar.filled] for bar in drawn]] for label, drawn in rows]]
            for title, rows in report.chart_rows().items()
        ],
        "words": report.gain_words(),
        "tables": {name: tables.texts(getattr(report, name)()) for name in TABLES},
        "notes": {name: note for name in TABLES if (note := report.note(name))},
        "asked": [list(namesake) for namesake in report.namesakes()],
    }
