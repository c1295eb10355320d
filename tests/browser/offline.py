"""The copy of the book that a browser takes for days without internet, without the wait before it."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect


def reader(context: BrowserContext) -> Page:
    """A page whose clock a test can move on."""
    page = context.new_page()
    page.clock.install()
    return page


def read_on(page: Page) -> None:
    """Let the seconds pass that a page which has loaded leaves its reader before it asks for a copy."""
    page.clock.fast_forward(5_000)


def wait_for_copy(page: Page) -> None:
    """Read on until the page says that the copy is whole."""
    read_on(page)
    expect(page.locator(".offline-note")).to_contain_text("opens without the internet", timeout=60_000)
