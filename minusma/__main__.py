"""``python -m minusma``, and the command ``minusma``: this book's name of ``sourcebook``."""

from __future__ import annotations

import sys

from sourcebook import cli


def main() -> int:
    """Run one command on the book around the current folder, or on the one that this package carries."""
    return cli.main(program="minusma", package="minusma")


if __name__ == "__main__":
    sys.exit(main())
