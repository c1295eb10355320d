"""``report FOLDER``: the class report as tables and one page."""

from __future__ import annotations

import argparse
from pathlib import Path

from sourcebook.classroom import EXAMPLE
from sourcebook.commands import book_here
from sourcebook.errors import CommandError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "folder", type=Path, help=f"folder with the response files of the students; {EXAMPLE} shows a made-up class"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("dist/report"), help="folder for the report (default: dist/report)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the tables as CSV and the page, and print what to teach again."""
    if not options.folder.is_dir() and (str(options.folder) != EXAMPLE or options.folder.exists()):
        what = "is a file" if options.folder.exists() else "is not there"
        raise CommandError(f"{options.folder} {what}. Name the folder in which the students' response files are.")
    print(f"Reading the files of {options.folder} ...", flush=True)
    # Loaded only now: it takes longer than to say so.
    from sourcebook.classroom import class_report, report_page

    found = class_report.report(book_here(options.package), options.folder, say=lambda text: print(text, flush=True))
    try:
        page = report_page.write(found, options.out)
    except OSError as error:
        reason = f"{error.strerror}: {error.filename}"
        raise CommandError(
            f"the report cannot be written ({reason}). Close it where it is open, or choose another folder with --out."
        ) from None
    print(found.summary().replace("The last table says", "Below, and in problems.csv, stands"))
    for problem in found.problems().to_dict("records"):
        print(f"  {problem['file']} ({problem['what']}): {problem['why']}")
    print(f"\nWhat to teach again:\n{found.advice()}\n\nThe whole report: {page}")
    return 0
