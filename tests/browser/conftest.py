"""A real browser and a small web server for the tests of the built book."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from minusma.sphinxext.policy import HEADER_POLICY

CHROME = os.environ.get("CHROME_PATH") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
PLAIN = (".png", ".jpg", ".woff2", ".zip", ".inv")
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


class _Handler(SimpleHTTPRequestHandler):
    """Files of one folder below a prefix, packed by gzip -6 and under the book's policy."""

    protocol_version = "HTTP/1.1"
    folder: Path
    prefix: str

    def do_GET(self) -> None:
        path = urlsplit(self.path).path.removeprefix(self.prefix)
        file = self.folder / path / "index.html" if path.endswith("/") or not path else self.folder / path
        found = file.is_file()
        body = (file if found else self.folder / "404.html").read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(file)) if found else "text/html")
        self.send_header("Content-Security-Policy", HEADER_POLICY)
        if file.suffix not in PLAIN:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="session")
def serve(html: Path) -> Iterator[Callable[..., str]]:
    """``serve(prefix="/")`` serves the built book and gives its address; ``folder=`` serves another folder."""
    servers = []

    def start(prefix: str = "/", folder: Path = html) -> str:
        handler = type("Handler", (_Handler,), {"folder": folder, "prefix": prefix})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{prefix}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def book(serve: Callable[..., str]) -> str:
    """The address of the built book, with a slash at its end."""
    return serve()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium without a way to any other machine."""
    if CHROME is None:
        pytest.fail("no Chromium on this machine. Install it (apt-get install chromium) or set CHROME_PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page and what went wrong on it: console errors and warnings, failed and foreign requests, broken policy."""

    page: Page
    faults: list[str] = field(default_factory=list)
    wire: dict[str, int] = field(default_factory=dict)

    def close(self) -> None:
        self.page.context.close()


REPORT_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
  event => console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"""


@pytest.fixture
def watch(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """``watch(address, **context_options)`` opens a page and notes every fault; ``wire`` has the bytes of each file."""
    contexts: list[BrowserContext] = []

    def open_page(address: str, **options: Any) -> Watched:
        options = {"service_workers": "block", "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        watched = Watched(page)
        page.on("console", lambda m: m.type in ("error", "warning") and watched.faults.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda error: watched.faults.append(f"script error: {error}"))
        page.on("requestfailed", lambda request: watched.faults.append(f"request failed: {request.url}"))
        page.on("request", lambda r: _foreign(r.url) and watched.faults.append(f"request off this machine: {r.url}"))
        page.on("response", lambda r: r.status >= 400 and watched.faults.append(f"answer {r.status}: {r.url}"))
        if options.get("java_script_enabled", True):
            page.add_init_script(REPORT_VIOLATIONS)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        names: dict[str, str] = {}
        session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
        session.on(
            "Network.loadingFinished",
            lambda e: watched.wire.update({_name(names.get(e["requestId"], "?"), address): int(e["encodedDataLength"])}),
        )
        page.goto(address, wait_until="networkidle")
        cookies = context.cookies()
        watched.faults += [f"cookie: {cookie['name']}" for cookie in cookies]
        return watched

    yield open_page
    for context in contexts:
        context.close()


def _foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "file") and parts.hostname != "127.0.0.1"


def _name(url: str, address: str) -> str:
    return urlsplit(url).path.lstrip("/")
