"""The class report as files: one page to read or print, and its tables as CSV for a spreadsheet."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd

from minusma.classroom import spreadsheet
from minusma.classroom.class_report import Report

_CSS = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.2rem; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #8888; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } tr { break-inside: avoid; } @page { margin: 16mm; }
"""
#: Table of the report: its heading, and the words that explain it.
_TABLES = {
    "questions": (
        "Question by question",
        "Difficulty is the share of those who answered that had it fully right. Discrimination, from -1 to 1, compares those who did well "
        "elsewhere with those who did not: near zero or below, look at the question itself. A blank: too few answers, or all had the same.",
    ),
    "distractors": ("Wrong answers, the most chosen first", ""),
    "objectives": ("By objective", "Mean is the mean share right, parts of an answer counted."),
    "students": ("By code name", "To help, not to mark: see above."),
    "problems": ("Files left out or counted with a remark", ""),
}


def _cell(value: object, column: str) -> str:
    if value is None or value != value:
        return ""
    if column in ("difficulty", "mean"):
        return f"{value:.0%}"
    return escape(f"{value:.2f}" if isinstance(value, float) else str(value))


def _table(table: pd.DataFrame, caption: str) -> str:
    flat = table if table.index.name is None else table.reset_index()
    if flat.empty:
        return "<p>None.</p>"
    numeric = {c: ' class="n"' if flat[c].dtype.kind in "if" else "" for c in flat.columns}
    head = "".join(f'<th scope="col"{numeric[c]}>{escape(c)}</th>' for c in flat.columns)
    body = "".join("<tr>" + "".join(f"<td{numeric[c]}>{_cell(row[c], c)}</td>" for c in flat.columns) + "</tr>" for row in flat.to_dict("records"))
    shown = f'<table aria-label="{escape(caption)}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">{shown}</div>'


def html(report: Report) -> str:
    """The whole report as one page that needs no other file."""
    parts = [f"<h1>Class report</h1>{report._repr_html_()}<h2>What to teach again</h2>{report.advice()._repr_html_()}"]
    for name, (heading, words) in _TABLES.items():
        parts.append(f"<h2>{heading}</h2>{f'<p>{words}</p>' if words else ''}{_table(getattr(report, name)(), heading)}")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Class report</title><style>{_CSS}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def write(report: Report, folder: Path) -> Path:
    """Write ``report.html`` and one CSV a table into ``folder`` (made where missing) and give the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _TABLES:
        spreadsheet.write(getattr(report, name)(), folder / f"{name}.csv")
    page = folder / "report.html"
    page.write_text(html(report), encoding="utf-8", newline="\n")
    return page
