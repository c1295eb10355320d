"""What the shell of the pages can do: search, colours, menus, from a folder, below a
sub-folder, and without internet.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sourcebook.site.sphinxext.address import LOCAL
from tests.browser import offline
from tests.browser.until import until
from tests.ours import OURS

PAGE = "book/history.html"
VIEWS = "notebooks/history.html"


def _search(page: Page, word: str) -> list[str]:
    """Ask by keyboard alone; the titles of the pages found."""
    page.keyboard.press("Control+k")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_selector("#search-results ul li")
    expect(page.locator(".search-summary")).to_contain_text("found")
    return page.locator("#search-results ul li a").all_inner_texts()


#: What readers type, and the places of which one is among the first three.
ASKED = {
    "tombuktu": ["book/history.html#hist-timbuktu"],
    "goita": ["book/history.html#hist-coups"],
    "isis": ["book/glossary.html#term-ISSP"],
    "al qaeda": ["book/glossary.html#term-AQIM"],
    "how many died": ["book/mandate.html#mand-limits", "notebooks/mandate.html#the-dead"],
    "2640": ["book/tables/events.html#resolution-2640"],
    "coup 2020": ["book/history.html#hist-coups"],
    "veto": ["book/glossary.html#term-Veto"],
    "manuscripts": ["book/history.html#hist-timbuktu"],
    "who paid": ["notebooks/mandate.html#who-paid"],
    "wagner moura": ["book/history.html#hist-wagner"],
    "casques bleus": ["book/glossary.html#term-Blue-helmet"],
    "U.S.": ["book/us-interests.html#", "notebooks/us-interests.html#"],
    "segou": ["book/tables/places.html#segou"],
    "menaka": ["book/history.html#hist-2012", "book/history.html#hist-wagner"],
}
FIND = """query => {
  const { found, instead } = SourcebookSearch.find(query);
  return [found.map(({ address, anchor }) => `${address}#${anchor}`), instead];
}"""


def test_search_leads_to_the_section_by_keyboard_and_shows_the_words_around(book: str, watch: Callable) -> None:
    watched = watch(book + PAGE)
    page = watched.page
    page.wait_for_load_state("networkidle")
    assert not any("searchindex" in name for name in watched.paths), "the index comes only when something is asked"
    names = _search(page, "Konna")
    assert "Soldiers arrive: Serval and AFISMA" in names
    first = page.locator("#search-results li").first
    expect(first.locator("mark").first).to_have_text(re.compile("Konna"))
    assert 20 <= len(first.locator("p").inner_text().split()) <= 27
    missing = {}
    for query, places in ASKED.items():
        found, instead = page.evaluate(FIND, query)
        if not set(places) & set(found[:3]):
            missing[query] = found[:3]
        assert instead == ([["tombuktu", "timbuktu"]] if query == "tombuktu" else [])
    assert missing == {}
    for one, other in (("Segou", "Ségou"), ("Menaka", "Ménaka"), ("U.S.", "US")):
        assert page.evaluate(FIND, one) == page.evaluate(FIND, other)
    assert page.evaluate(FIND, "xyzzyplugh") == [[], []]
    first.locator("a").click()
    page.wait_for_url(re.compile(r"book/[a-z-]+\.html#hist-"))
    page.goto(f"{book}search.html?q=xyzzyplugh")
    expect(page.locator(".search-summary")).to_contain_text("did not match")
    assert watched.faults == []


def test_colours_follow_the_system_or_the_reader(book: str, watch: Callable) -> None:
    page = watch(book + PAGE, color_scheme="dark").page
    theme = "[document.documentElement.dataset.mode, document.documentElement.dataset.theme].join('/')"
    seen = [page.evaluate(theme)]
    for _ in range(3):
        page.click(".theme-switch-button")
        seen.append(page.evaluate(theme))
    assert seen == ["auto/dark", "light/light", "dark/dark", "auto/dark"]
    page.click(".theme-switch-button")
    page.reload()
    assert page.evaluate(theme) == "light/light"
    expect(page.get_by_role("button", name="Light colours, change")).to_be_visible()
    other = page.context.new_page()
    other.goto(book + PAGE)
    other.click(".theme-switch-button")
    expect(page.get_by_role("button", name="Dark colours, change")).to_be_visible()
    other.evaluate("localStorage.setItem('sourcebook:mali-minusma:theme', 'constructor')")
    expect(page.get_by_role("button", name="Automatic colours, change")).to_be_visible()
    page.reload()
    assert page.evaluate(theme) == "auto/dark"


def test_phone_menus_open_by_keyboard_and_give_the_focus_back(book: str, watch: Callable) -> None:
    page = watch(book + PAGE, viewport={"width": 360, "height": 740}).page
    menu = page.get_by_role("navigation", name="Contents of the book")
    expect(menu).to_be_hidden()
    page.locator(".primary-toggle").focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#contents') !== null"), "focus does not move into the menu"
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".primary-toggle")).to_be_focused()
    page.click(".secondary-toggle")
    page.locator("#on-this-page nav a").nth(1).click()
    expect(page.locator("#on-this-page")).to_be_hidden()


def test_phone_menu_opens_without_script(book: str, watch: Callable) -> None:
    page = watch(book + PAGE, viewport={"width": 360, "height": 740}, java_script_enabled=False).page
    page.click(".primary-toggle")
    expect(page.get_by_role("navigation", name="Contents of the book")).to_be_visible()


#: One page of each kind: story, views with questions and notes, the lab, progress, a table, search.
KINDS = [
    PAGE,
    "notebooks/us-interests.html",
    "notebooks/claims-lab.html",
    "book/my-progress.html",
    "book/tables/places.html",
    "search.html",
]
FOCUSED = """() => {
  const e = document.activeElement;
  return e === document.body ? null : getComputedStyle(e).outlineStyle !== 'none' || e.outerHTML.slice(0, 200);
}"""


@pytest.mark.parametrize("name", KINDS)
def test_keyboard_reaches_everything_and_focus_is_seen(book: str, watch: Callable, name: str) -> None:
    page = watch(book + name).page
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.reload()
    # As many stops as there are things to reach, and no more: a keyboard that is caught never comes to the end.
    most = page.locator(":is(a[href], button, input, select, textarea, summary, [tabindex='0'])").count()
    stops = 0
    while stops <= most:
        page.keyboard.press("Tab")
        ring = page.evaluate(FOCUSED)
        if ring is None:
            break
        assert ring is True, ring
        stops += 1
    assert 10 < stops <= most, "the keyboard is caught"


def test_dialog_closes_and_gives_the_focus_back(book: str, watch: Callable) -> None:
    page = watch(book + PAGE).page
    page.locator(".search-button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search-input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search-dialog")).to_be_hidden()
    expect(page.locator(".search-button")).to_be_focused()


def test_the_book_works_from_a_folder(html: Path, watch: Callable) -> None:
    watched = watch((html / "index.html").as_uri())
    watched.page.wait_for_url("**/book/index.html")
    watched.page.locator(".bd-sidebar-primary nav a").nth(1).click()
    watched.page.wait_for_load_state()
    assert _search(watched.page, "Ogossagou")
    assert watched.page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute", (
        "no styles"
    )
    assert watched.faults == []


def test_the_book_works_below_a_sub_folder(serve: Callable[..., str], watch: Callable) -> None:
    watched = watch(serve("/school/mali/"))
    watched.page.wait_for_url("**/school/mali/book/index.html")
    assert _search(watched.page, "2690")
    assert watched.faults == []


def test_an_address_that_is_none_leads_back_from_any_depth(book: str, watch: Callable) -> None:
    address = f"{book}book/no/such/page.html"
    watched = watch(address)
    page = watched.page
    said = [
        fault for fault in watched.faults if not fault.startswith("console error: Failed to load")
    ]  # of the page itself
    assert said == [f"answer 404: {address}"]
    assert page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute", "no styles"
    assert _search(page, "Konna")
    page.go_back()
    page.get_by_role("link", name="front page", exact=True).click()
    page.wait_for_url("**/book/index.html")


@pytest.mark.parametrize("place", ["folder", "sub-folder"])
def test_a_view_can_be_explored_from_a_folder_and_below_a_sub_folder(
    html: Path, serve: Callable[..., str], watch: Callable, place: str
) -> None:
    watched = watch(
        f"{html.as_uri() if place == 'folder' else serve('/school/mali/').rstrip('/')}/notebooks/history.html"
    )
    view = watched.page.locator(".mm-view[data-explore=step]").first
    view.get_by_role("button", name="Explore").click()
    expect(view.get_by_role("status").first).to_contain_text(" of ")
    expect(view.get_by_role("slider")).to_be_visible()
    assert watched.faults == []


def test_a_notebook_page_offers_its_notebook(book: str, watch: Callable) -> None:
    page = watch(f"{book}notebooks/history.html").page
    with page.expect_download() as download:
        page.get_by_role("link", name="Notebook", exact=True).click()
    assert download.value.suggested_filename == "history.ipynb"
    # What only imports is left to that notebook; the code of a picture is one tap away, and stays open.
    assert "import data" not in page.locator("main").inner_text()
    code = page.locator(".mm-made")
    expect(code.first.locator("pre")).to_be_hidden()
    code.first.locator("summary").click()
    expect(code.first.locator("pre")).to_be_visible()
    page.reload()
    expect(code.nth(1).locator("pre")).to_be_visible()


def test_the_book_opens_without_internet(serve: Callable[..., str], chromium: Browser) -> None:
    context = chromium.new_context()
    page = offline.reader(context)
    page.goto(serve("/offline/") + PAGE)
    offline.wait_for_copy(page)
    assert len(page.evaluate("caches.keys()")) == 1
    context.set_offline(True)
    page.locator(".prev-next a").last.click()
    page.wait_for_load_state()
    expect(page.locator("main h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute", (
        "no styles offline"
    )
    assert _search(page, "Ogossagou")
    context.close()


# What becomes of a newer worker: "redundant" where it could not take its version, "installed" where it waits.
OUTCOME = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const outcome = new Promise((done) => registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => {
      if (["installed", "redundant"].includes(worker.state)) done(worker.state);
    });
  }));
  registration.update().catch(() => {});
  return outcome;
}"""


def test_a_new_version_is_never_mixed_with_the_old(
    html: Path, tmp_path: Path, serve: Callable[..., str], chromium: Browser
) -> None:
    """The old version serves whole until the reader asks for the new one; a broken new version is not taken."""
    import shutil

    from sourcebook.site.sphinxext.finish import write_offline_copy

    site = tmp_path / "site"
    shutil.copytree(html, site, ignore=shutil.ignore_patterns("*.gz", "*.br"))
    address = serve("/versions/", site)
    context = chromium.new_context()
    page = offline.reader(context)
    page.goto(address + PAGE)
    offline.wait_for_copy(page)

    def change(word: str) -> None:
        script = site / "_static" / "explore.js"
        script.write_text(f"{script.read_text(encoding='utf-8')}globalThis.version = '{word}';\n", encoding="utf-8")
        for name in (PAGE, "book/about.html", VIEWS):
            text = re.sub(r"<h1[^>]*>[^<]*", f"<h1>{word}", (site / name).read_text(encoding="utf-8"), count=1)
            text = re.sub(r"explore\.js\?v=\w+", f"explore.js?v={zlib.crc32(script.read_bytes()):08x}", text)
            (site / name).write_text(text, encoding="utf-8")

    def look_for_update() -> None:
        page.evaluate("navigator.serviceWorker.getRegistration().then(r => r.update()).catch(() => {})")

    old = page.locator("h1").inner_text()
    # A half-uploaded version: the list of sums is new, and a page is of another moment.
    change("Half")
    write_offline_copy(site, OURS.identity)
    (site / PAGE).write_text((site / PAGE).read_text(encoding="utf-8") + "<!-- more -->", encoding="utf-8")
    # The worker that was to take it gives up: a version is taken whole, or not at all.
    assert page.evaluate(OUTCOME) == "redundant"
    page.reload()
    assert page.locator("h1").inner_text() == old
    assert page.locator(".offline-note button").count() == 0

    change("New")
    write_offline_copy(site, OURS.identity)
    look_for_update()
    page.goto(f"{address}book/about.html")
    assert "New" not in page.locator("h1").inner_text()
    idle, busy = offline.reader(context), offline.reader(context)
    for tab in (idle, busy):
        tab.goto(address + VIEWS)
        assert "New" not in tab.locator("h1").inner_text()
    busy.locator("form.mm-quiz .mm-q input[type=radio]").first.check()
    offline.read_on(page)
    page.locator(".offline-note button").click(timeout=60_000)
    expect(page.locator("h1")).to_contain_text("New", timeout=30_000)
    page.goto(address + PAGE)
    expect(page.locator("h1")).to_contain_text("New")

    # The other tabs: one loads the new version by itself; one keeps the answer that is
    # being given, and gets nothing of the new version.
    expect(idle.locator("h1")).to_contain_text("New")
    assert _explored(idle) == "New"
    assert "New" not in busy.locator("h1").inner_text()
    assert _explored(busy) is None
    expect(busy.locator(".mm-view[data-explore=step] [role=status]").first).to_contain_text("could not be read")
    expect(busy.locator("form.mm-quiz .mm-q input[type=radio]").first).to_be_checked()
    busy.locator(".offline-note button", has_text="load this page again").click()
    expect(busy.locator("h1")).to_contain_text("New")
    context.close()


def _explored(tab: Page) -> str | None:
    """Press the first *Explore*; the version that the script names which came for it, or None."""
    tab.get_by_role("button", name="Explore").first.click()
    expect(tab.locator(".mm-view[data-explore=step] [role=status]").first).not_to_be_empty()
    return tab.evaluate("globalThis.version")


def test_the_author_sees_the_last_build_and_no_copy(book: str, watch: Callable) -> None:
    """At the address of `make serve` no worker stands between the author and the files."""
    watched = watch("about:blank")
    page = watched.page
    page.add_init_script(
        "ServiceWorkerContainer.prototype.register = async () => { console.error('registers a worker'); return {}; }"
    )
    page.route(
        f"{LOCAL}**",
        lambda route: route.fulfill(response=page.request.get(book + route.request.url.removeprefix(LOCAL))),
    )
    page.add_init_script(
        "ServiceWorkerContainer.prototype.getRegistration = async () => { document.documentElement.dataset.looked = "
        "'yes'; };"
    )
    page.clock.install()
    for address, faults in ((LOCAL, []), (book, ["console error: registers a worker"])):
        page.goto(address + PAGE)
        page.clock.fast_forward(10_000)
        if address == LOCAL:
            # The script came to the line where it would register, and removed an old one instead.
            expect(page.locator("html[data-looked=yes]")).to_be_attached()
        else:
            until(page, lambda: len(watched.faults))
        assert watched.faults == faults
