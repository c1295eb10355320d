"""``minusma report FOLDER``: the class report as tables and one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from minusma.classroom import class_report


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("folder", type=Path, help="folder with the response files of the students")
    parser.add_argument("--out", type=Path, default=Path("dist/report"), help="folder for the report (default: dist/report)")


def run(options: argparse.Namespace) -> int:
    """Write the tables as CSV and the page, and print what to teach again."""
    found = class_report.report(options.folder)
    options.out.mkdir(parents=True, exist_ok=True)
    parts = ['<!doctype html><html lang="en"><meta charset="utf-8"><title>Class report</title><h1>Class report</h1>', found._repr_html_()]
    parts.append(f"<h2>What to teach again</h2>{found.advice()._repr_html_()}")
    for name in ("questions", "distractors", "objectives", "students", "problems"):
        table = getattr(found, name)()
        table.to_csv(options.out / f"{name}.csv")
        parts.append(f"<h2>{name.capitalize()}</h2>{table.to_html()}")
    (options.out / "report.html").write_text("\n".join(parts), encoding="utf-8")
    print(f"{found.responses} response files read, {len(found.problems())} notes on files.")
    print(found.advice())
    print(f"The report is in {options.out}.")
    return 0
