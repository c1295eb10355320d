"""The class report as files: one page to read or print, and its tables as CSV for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from sourcebook.classroom import spreadsheet, tables
from sourcebook.classroom.class_report import TABLES, Report
from sourcebook.text import atomic

_CSS = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.2rem; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #8888; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
@page { margin: 16mm; }
"""
#: Words that explain a table of the report.
_WORDS = {
    "questions": "Difficulty is the share of those who answered that had it fully right. Discrimination, from -1 to 1, "
    "compares those who did well elsewhere with those who did not: near zero or below, look at the question itself. "
    "Empty: too few answers, or all had the same.",
    "slips": "What a wrong number, word or order shows, and what the page said of it.",
    "certainty": "Of those who said how sure they were. Certain and wrong: they will not look it up by themselves; ask "
    "why it seems right. Not known: a guess that was not fully right.",
    "gain": "What this shows, and what not, stands above, below the picture.",
    "gain_objectives": "How many had the one question on it fully right in the form handed in first, and in the one "
    "handed in later.",
    "objectives": "Mean is the mean share right, parts of an answer counted.",
    "students": "To help, not to mark: see above.",
}


def html(report: Report) -> str:
    """The whole report as one page that needs no other file."""
    parts = [f"<h1>Class report</h1>{report._repr_html_()}<h2>What to teach again</h2>{report.advice()._repr_html_()}"]
    for name, heading in TABLES.items():
        words = f"<p>{_WORDS[name]}</p>" if name in _WORDS else ""
        parts.append(f"<h2>{heading}</h2>{words}{tables.html(getattr(report, name)(), heading)}")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1">'
        f"<title>Class report</title><style>{_CSS}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def write(report: Report, folder: Path) -> Path:
    """Write ``report.html`` and one CSV a table into ``folder`` (made where missing) and give the page's path."""
    atomic.folder(folder)
    for name in TABLES:
        spreadsheet.write(getattr(report, name)(), folder / f"{name}.csv")
    page = folder / "report.html"
    atomic.write_text(page, html(report), newline="\n")
    return page
