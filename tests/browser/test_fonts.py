"""The pictures in fonts of any reader: five families of different widths, each the only one that the browser finds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from view_page import CLASHES, DRAWN, STEPPED, figure, site, visiting

from sourcebook.quiz.browser import find_browser
from tests import fonts
from tests.browser.conftest import FLAGS

#: Width (Arial is 1) and height of families that readers have, or nearly; the last is wider
#: than the fonts of any usual system.
FAMILIES = [
    fonts.Family("Condensed", 0.85),
    fonts.Family("As Arial", 1.0),
    fonts.Family("As Noto Sans", 1.06, 1069, 293),
    fonts.Family("As DejaVu Sans", 1.15, 928, 236),
    fonts.Family("Wider", 1.25, 1005, 210),
]
MINE = [*DRAWN, *STEPPED]


@pytest.fixture(scope="module")
def browser_with(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[fonts.Family], Browser]]:
    """``browser_with(family)``: Chromium that finds the fonts of this family and no others."""
    chrome = find_browser()
    if chrome is None:
        pytest.fail("no Chromium on this machine. Install it (apt-get install chromium) or set CHROME_PATH.")
    with sync_playwright() as playwright:

        def start(family: fonts.Family) -> Browser:
            found: Path = fonts.settings(tmp_path_factory.mktemp("fonts"), family)
            environment = {**os.environ, "FONTCONFIG_FILE": str(found)}
            return playwright.chromium.launch(executable_path=chrome, args=FLAGS, env=environment)  # type: ignore[arg-type]

        yield start


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_no_label_meets_another_or_leaves_its_picture(
    browser_with: Callable[[fonts.Family], Browser], family: fonts.Family
) -> None:
    chromium = browser_with(family)
    with visiting(chromium, site(MINE)) as visit:
        for width in (360, 800):
            page = visit.open(width)
            probe = page.evaluate("""() => { const pen = document.createElement('canvas').getContext('2d');
                pen.font = '1000px sans-serif'; return pen.measureText('nnnn').width; }""")
            assert probe == pytest.approx(4 * round(556 * family.width), rel=0.01), "the browser found another font"
            found = {name: figure(page, name).evaluate(CLASHES) for name in MINE}
            assert {name: clashes for name, clashes in found.items() if clashes} == {}
    chromium.close()
