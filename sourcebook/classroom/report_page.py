"""The class report as files: one page to read or print, and its tables as CSV for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from sourcebook.classroom import spreadsheet, tables
from sourcebook.classroom.class_report import TABLES, WORDS, Report
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


def html(report: Report) -> str:
    """The whole report as one page that needs no other file."""
    parts = [f"<h1>Class report</h1>{report.html()}<h2>What to teach again</h2>{report.advice()._repr_html_()}"]
    for name, heading in TABLES.items():
        words = f"<p>{WORDS[name]}</p>" if name in WORDS else ""
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
