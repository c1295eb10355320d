"""``check``: what the author should mend before the book is built."""

from __future__ import annotations

import argparse

from sourcebook import checks
from sourcebook.book import checkout
from sourcebook.commands import one_long_breath


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no options."""


def run(options: argparse.Namespace) -> int:
    """Print every finding; the exit code is 1 if there is one."""
    found = 0
    told: list[str] = []
    with one_long_breath():
        for name, findings in checks.run(checkout(), told.extend):
            print(f"{name}: {'yes' if not findings else f'{len(findings)} to mend'}", flush=True)
            for finding in findings:
                print(f"  {finding}")
            for line in told:
                print(f"  {line}".rstrip())
            told.clear()
            found += len(findings)
    return 1 if found else 0
