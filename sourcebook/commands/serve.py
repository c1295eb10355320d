"""``serve``: the built book over http, on this computer only."""

from __future__ import annotations

import argparse
import errno

from sourcebook.book import Book, checkout
from sourcebook.commands import built
from sourcebook.errors import CommandError
from sourcebook.site.webserver import BookServer

DEFAULT, LAST = 8000, 65535


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port. Give a number from 1 to {LAST}, or 0 for one that is free."
        )
    return int(text)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--port", type=_port, default=DEFAULT, help=f"port to listen on (default: {DEFAULT}; 0 takes one that is free)"
    )
    parser.add_argument(
        "--watch", action="store_true", help="build after each change, and have the open pages show it or what is wrong"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl+C."""
    book = checkout()
    try:
        if options.watch:
            return _watch(book, options.port)
        server = BookServer(built(book), options.port)
    except PermissionError:
        raise CommandError(f"port {options.port} belongs to the system. Try --port {DEFAULT}.") from None
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        raise CommandError(f"port {options.port} {why}. Try another, or --port 0 for one that is free.") from None
    _say_where(server)
    with server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0


def _say_where(server: BookServer) -> None:
    print(f"The book is at {server.address} (Ctrl+C stops it)", flush=True)


def _watch(book: Book, port: int) -> int:
    """Serve, and build after each change, until Ctrl+C."""
    try:
        from sourcebook.desk import live
    except ModuleNotFoundError:
        raise CommandError("the package watchfiles is missing. Run: pip install watchfiles") from None
    with live.LiveServer(book.built, port) as server:
        server.start()
        _say_where(server)
        print("Building ...", flush=True)
        try:
            live.follow(book, server, say=lambda text: print(text, flush=True))
        except KeyboardInterrupt:
            print()
        finally:
            server.shutdown()
    return 0
