"""Wait for an effect that a page's locators cannot see: a file, what Python answers, a cache of the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

T = TypeVar("T")


def until(page: Page, read: Callable[[], T], good: Callable[[T], object] = bool, seconds: float = 30) -> T:
    """Read again and again until what was read is good, and give it; fails after so many seconds.

    The page goes on meanwhile.
    """
    end = time.monotonic() + seconds
    while not good(found := read()):
        assert time.monotonic() < end, f"after {seconds:g} seconds it is still {found!r}"
        page.wait_for_timeout(100)
    return found
