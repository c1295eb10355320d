"""A small web server for the built book on this computer, with the headers that a public host should send."""

from __future__ import annotations

import mimetypes
import re
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote, unquote

from sourcebook.site.policy import HEADER_POLICY

# Not every system's own list knows them.
TYPES = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}
TWINS = (("br", ".br"), ("gzip", ".gz"))
_REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def accepted(header: str) -> set[str]:
    """The codings that an ``Accept-Encoding`` header names and does not refuse with ``q=0``."""
    named = (part.partition(";") for part in header.lower().split(","))
    return {coding.strip() for coding, _, weight in named if not _REFUSED.fullmatch(weight)}


class Handler(SimpleHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: BookServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        address, mark, query = self.path.partition("?")
        if self.server.answer(self, address.removeprefix(self.server.prefix), with_body):
            return
        path, status = self.server.find(address)
        if path is None:
            self.send_error(status)
            return
        if status == 301:
            # Without the slash at its end, links in the page would lead elsewhere.
            self.send_response(status)
            self.send_header(
                "Location",
                self.server.prefix + quote(path.relative_to(self.server.folder).as_posix()) + "/" + mark + query,
            )
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html" and self.server.changes_pages:
            self.send(status, kind, self.server.page(path.read_bytes()), with_body)
            return
        codings = accepted(self.headers.get("Accept-Encoding", ""))
        encoding, sent = next(
            (
                (name, twin)
                for name, end in TWINS
                if name in codings and (twin := path.with_name(path.name + end)).is_file()
            ),
            ("", path),
        )
        self.send(status, kind, sent.read_bytes(), with_body, encoding)

    def send(self, status: int, kind: str, body: bytes, with_body: bool, encoding: str = "") -> None:
        """Send an answer with the headers of a public host."""
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Security-Policy", HEADER_POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Quiet."""


class BookServer(ThreadingHTTPServer):
    """Serves ``folder`` on 127.0.0.1 below ``prefix``; port 0 takes a free one.

    Raises ``OSError`` for a port in use.
    """

    daemon_threads = True
    #: Whether ``page`` is asked for what to send of a page, in place of the file and its compressed twins.
    changes_pages = False

    def __init__(self, folder: Path, port: int = 0, prefix: str = "/") -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.folder, self.prefix = folder.resolve(), prefix

    @property
    def address(self) -> str:
        """Where the book is, with a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}{self.prefix}"

    def answer(self, request: Handler, path: str, with_body: bool) -> bool:
        """Answer for an address of the server's own, below its prefix; ``False`` leaves it to the files."""
        return False

    def page(self, body: bytes) -> bytes:
        """What to send of a page."""
        return body

    def find(self, path: str) -> tuple[Path | None, int]:
        """The file for a path of an address, and the status to send.

        With 301 it is the folder that was asked for without a slash at its end; with 404
        the page that says so, or ``None`` where the book has none.
        """
        try:
            found = self._within(path)
        except (OSError, ValueError):  # a name that no system takes: far too long, or with a zero in it
            found = None
        missing = self.folder / "404.html"
        return found or (missing if missing.is_file() else None, 404)

    def _within(self, path: str) -> tuple[Path, int] | None:
        file = (self.folder / unquote(path.removeprefix(self.prefix))).resolve()
        if not path.startswith(self.prefix) or not file.is_relative_to(self.folder):
            return None
        if file.is_dir() and (file / "index.html").is_file():
            return (file / "index.html", 200) if path.endswith("/") else (file, 301)
        return (file, 200) if file.is_file() and not path.endswith("/") else None

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who leaves before a file has arrived is no error; anything else is told as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def start(self) -> BookServer:
        """Serve beside the running program, until ``shutdown``."""
        Thread(target=self.serve_forever, daemon=True).start()
        return self
