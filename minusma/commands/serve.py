"""``minusma serve``: the built book over http, on this computer only."""

from __future__ import annotations

import argparse

from minusma.cli import CommandError, checkout
from minusma.webserver import BookServer


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl+C."""
    html = checkout() / "_build" / "html"
    if not (html / "index.html").is_file():
        raise CommandError("there is no built book yet. Run `make book` (or `minusma build`) first.")
    try:
        server = BookServer(html, options.port)
    except OSError as error:
        raise CommandError(f"port {options.port} cannot be used ({error.strerror}). Try --port {options.port + 1}.") from None
    print(f"The book is at {server.address} (Ctrl+C stops it)", flush=True)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
