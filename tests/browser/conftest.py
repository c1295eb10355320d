"""A real browser and a small web server for the tests of the built book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sourcebook.quiz.browser import find_browser
from sourcebook.site.webserver import BookServer
from tests.browser.jupyter import Desk, desk, start

FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
# What is expected is waited for as long as what is pressed: a slow machine is no fault of a page.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def serve(html: Path) -> Iterator[Callable[..., str]]:
    """``serve(prefix="/")`` serves the built book under its own policy and gives its
    address; ``folder=`` serves another one.
    """
    servers: list[BookServer] = []

    def start(prefix: str = "/", folder: Path = html) -> str:
        servers.append(BookServer(folder, prefix=prefix).start())
        return servers[-1].address

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def book(serve: Callable[..., str], home: str) -> str:
    """The address of the built book, with a slash at its end: at the root, or below it where its public address is."""
    return serve(home)


@pytest.fixture(scope="module")  # not longer: a module with its own browser could not start one
def chromium() -> Iterator[Browser]:
    """Chromium without a way to any other machine."""
    chrome = find_browser()
    if chrome is None:
        pytest.fail("no Chromium on this machine. Install it (apt-get install chromium) or set CHROME_PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab on an empty folder: its address and the folder."""
    folder = tmp_path_factory.mktemp("lab")
    with start(folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def notebooks(chromium: Browser, lab: tuple[str, Path]) -> Iterator[Desk]:
    """JupyterLab in a page that the tests of a module share, for one notebook after the other."""
    with desk(chromium, lab[0]) as opened:
        yield opened


@dataclass
class Watched:
    """A page, the paths it asked for, and what went wrong: errors, warnings, failed or
    foreign requests, broken policy.
    """

    page: Page
    faults: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


REPORT_VIOLATIONS = """document.addEventListener('securitypolicyviolation',
  event => console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))"""


def open_page(contexts: list[BrowserContext], chromium: Browser, address: str, **options: Any) -> Watched:
    """A page at this address in a context of its own, which is added to ``contexts`` for whoever closes them."""
    options = {
        "service_workers": "block",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
        **options,
    }
    context = chromium.new_context(**options)
    contexts.append(context)
    page = context.new_page()
    watched = Watched(page)
    page.on(
        "console", lambda m: m.type in ("error", "warning") and watched.faults.append(f"console {m.type}: {m.text}")
    )
    page.on("pageerror", lambda error: watched.faults.append(f"script error: {error}"))
    page.on("requestfailed", lambda request: watched.faults.append(f"request failed: {request.url}"))
    page.on("request", lambda r: _foreign(r.url) and watched.faults.append(f"request off this machine: {r.url}"))
    page.on("response", lambda r: r.status >= 400 and watched.faults.append(f"answer {r.status}: {r.url}"))
    if options.get("java_script_enabled", True):
        page.add_init_script(REPORT_VIOLATIONS)
    # Asked of the browser itself: Playwright is silent about the icon.
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.requestWillBeSent", lambda e: watched.paths.append(urlsplit(e["request"]["url"]).path.lstrip("/"))
    )
    page.goto(address)
    watched.faults += [f"cookie: {cookie['name']}" for cookie in context.cookies()]
    return watched


@pytest.fixture
def watch(chromium: Browser) -> Iterator[Callable[..., Watched]]:
    """``watch(address, **context_options)`` opens a page and notes what it asks for and every fault."""
    contexts: list[BrowserContext] = []
    yield lambda address, **options: open_page(contexts, chromium, address, **options)
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def first_look(chromium: Browser, book: str, book_page: str) -> Iterator[Watched]:
    """One page of the book as a reader first meets it. The tests of a module that look at it share it, and each leaves
    it as it was, but for the last one.
    """
    contexts: list[BrowserContext] = []
    yield open_page(contexts, chromium, book + book_page)
    for context in contexts:
        context.close()


def _foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "file") and parts.hostname != "127.0.0.1"
