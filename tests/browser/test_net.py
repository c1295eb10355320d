"""What version 1.1 kept in a reader's browser is still there: answers, a check under way, verdicts, notes.

The store is that of ``tests/net``: the tests load it under the keys of version 1.1 and look at the pages, so that they
hold wherever the book keeps things today.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sourcebook.quiz import bank, render
from tests.browser import offline
from tests.browser.answering import give
from tests.net import kept
from tests.ours import FACTS, OURS

STORE: dict[str, str] = kept.read("store.json")
SHOWN = kept.read("store-shown.json")
ANSWERS: dict[str, dict[str, Any]] = json.loads(STORE["minusma:answers"])["answers"]
CHANGED = kept.changed()
CHECK = ANSWERS["check-final"]["answer"]

# A worker is activated after it has removed what is old.
ACTIVATED = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  if (active.state !== "activated") await new Promise((done) => active.addEventListener("statechange", done));
}"""


@pytest.fixture
def reader(book: str, watch: Callable[..., Any]) -> Iterator[Page]:
    """A reader of version 1.1 who opens *My progress* of today's book for the first time."""
    origin = book[: book.index("/", len("http://"))]
    held = [{"name": name, "value": value} for name, value in STORE.items()]
    watched = watch(
        book + "book/my-progress.html",
        storage_state={"cookies": [], "origins": [{"origin": origin, "localStorage": held}]},
    )
    yield watched.page
    assert [f for f in watched.faults if "Service Worker registration blocked" not in f] == []


def go(page: Page, book: str, path: str) -> None:
    page.goto(book + path)


def cells(table: Locator) -> list[list[str]]:
    return table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )


def given(field: Locator) -> Any:
    """The answer that stands in a question's box, as ``grade.grade`` takes it."""
    return field.evaluate("""box => {
      const all = (what) => [...box.querySelectorAll(what)];
      if (box.querySelector(".mm-q-order")) return all(".mm-q-order > li").map((li) => Number(li.dataset.i));
      if (box.querySelector(".mm-q-match")) return all("select").map((select) => Number(select.value));
      if (box.querySelector("input[type=text]")) return box.querySelector("input").value;
      const chosen = all("input:checked").map((input) => Number(input.value)).sort((a, b) => a - b);
      return box.querySelector("input[type=checkbox]") ? chosen : chosen[0];
    }""")


def box(page: Page, question: str) -> Locator:
    return page.locator(f'form.mm-quiz [data-q="{question}"]')


def test_my_progress_shows_every_kept_answer(reader: Page) -> None:
    for summary in reader.locator(".mm-progress details > summary").all():
        summary.click()
    expect(reader.get_by_role("region", name="Every answer that is kept")).to_be_visible()
    was = SHOWN["my progress"]["answers"]
    rows = cells(reader.get_by_role("region", name="Every answer that is kept"))
    assert len(rows) == len(was)
    for (name, row), now in zip(sorted(was.items()), rows, strict=True):
        # Of a question that asks something else by now, the prompt and the words of the answer may be others.
        assert now[2:] == row[2:] if name in CHANGED else now == row
    counted = [row[1].split(" of ")[0] for row in cells(reader.get_by_role("region", name="What you have answered"))]
    assert sum(map(int, counted)) == len(set(was) - CHANGED)
    expect(reader.locator(".mm-progress-here")).to_contain_text("Checks that you began or handed in: 2.")
    besides = reader.get_by_role("region", name="What else is kept")
    for name in ("your verdicts in the claims lab", "your notes on the arguments", "your code name"):
        expect(besides.get_by_role("row", name=name)).to_be_visible()
    expect(reader.get_by_label("Code name")).to_have_value("night-owl")
    expect(reader.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_response_file_and_the_own_copy_hold_the_same(reader: Page, tmp_path: Path) -> None:
    def save(button: str) -> tuple[str, Any]:
        with reader.expect_download() as download:
            reader.get_by_role("button", name=button).click()
        download.value.save_as(tmp_path / "file.json")
        return download.value.suggested_filename, json.loads((tmp_path / "file.json").read_text(encoding="utf-8"))

    was = kept.read("responses/responses-night-owl.json")
    name, now = save("Response file")
    assert (name, now["code"], now["answers"]) == ("responses-night-owl.json", was["code"], was["answers"])
    reader.get_by_text("Save, move or delete").click()
    name, now = save("(JSON)")
    assert (name, now["answers"]) == (SHOWN["files"]["json"], kept.read("my-progress.json")["answers"])


@pytest.mark.parametrize("path", ["notebooks/history.html", "book/more-us-interests.html", "book/mandate.html"])
def test_a_chapter_shows_what_was_answered(reader: Page, book: str, path: str) -> None:
    go(reader, book, path)
    ids = reader.locator("form.mm-quiz [data-q]").evaluate_all("boxes => boxes.map(box => box.dataset.q)")
    old = [i for i in ids if ANSWERS.get(i, {}).get("tries") and i not in CHANGED]
    assert old
    for name in old:
        expect(box(reader, name).locator(".mm-q-said")).to_contain_text("ight.")
        assert given(box(reader, name)) == ANSWERS[name]["answer"]


def test_a_check_that_was_handed_in_is_still_reviewed(reader: Page, book: str) -> None:
    """Its questions stand on the way through the chapter now, and in other pages; each shows what was handed in."""
    handed = ANSWERS["check-mand-o1"]["answer"]
    assert len(set(handed) - CHANGED) > 1
    for name in set(handed) - CHANGED:
        go(reader, book, f"book/mandate.html#q-{name}")
        expect(box(reader, name).locator(".mm-q-said")).to_contain_text("ight.")
        assert given(box(reader, name)) == handed[name][1]


def test_the_check_under_way_goes_on(reader: Page, book: str) -> None:
    """The final check asks other questions by now, and leads to the one that was begun."""

    def show() -> None:
        reader.get_by_role("button", name="(begun)").click()
        expect(reader.get_by_label("Check yourself")).to_be_checked()

    go(reader, book, "book/final-check.html")
    reader.locator("[data-earlier]").get_by_role("link", name="My progress").click()
    show()
    started = [name for name in CHECK if name not in CHANGED]
    for name in started:
        assert given(box(reader, name)) == CHECK[name][1]
    asked = reader.locator("form.mm-quiz [data-q]").evaluate_all("boxes => boxes.map(box => box.dataset.q)")
    expect(reader.locator(".mm-q-progress")).to_have_text(f"{len(started)} of {len(asked)} answered")
    following = next(
        bank.find(OURS, name)
        for name in asked
        if name not in CHECK and bank.find(OURS, name).type in ("single", "claim")
    )
    give(reader, box(reader, following.id), following.type, render.key(following, FACTS)["a"])
    reader.reload()
    show()
    expect(reader.locator(".mm-q-progress")).to_have_text(f"{len(started) + 1} of {len(asked)} answered")
    for _ in range(2):
        reader.get_by_role("button", name="Hand in").click()
    expect(reader.locator(".mm-q-progress")).to_contain_text(f"{len(started) + 1} of {len(asked)} answered; score")
    answered = {name for name, entry in ANSWERS.items() if entry["tries"] and not name.startswith("check-")}
    expect(reader.get_by_text(f"{len(answered | set(started) | {following.id})} kept answers")).to_be_visible()
    go(reader, book, "book/my-progress.html")
    reader.get_by_role("button", name="(handed in)").click()
    for name in started:
        assert given(box(reader, name)) == CHECK[name][1]
        expect(box(reader, name).get_by_role("status")).not_to_be_empty()


def verdicts_stand(reader: Page, book: str) -> None:
    go(reader, book, "notebooks/claims-lab.html")
    rows = SHOWN["claims lab"]["rows"]
    assert len(rows) == 6
    for name, first, second, _ in rows:
        claim = reader.locator(f'.mm-claim[data-id="{name}"]')
        expect(claim.locator("select[name=first]")).to_have_value(first)
        expect(claim.locator("select[name=second]")).to_have_value(second)
        assert reader.locator(f'.mm-lab-table tr[data-id="{name}"] td').all_text_contents()[:2] == [first, second]


def notes_stand(reader: Page, book: str) -> None:
    go(reader, book, "book/us-interests.html")
    assert len(SHOWN["notes"]) == 3
    for name, (strength, text) in SHOWN["notes"].items():
        cell = reader.locator(f'td[data-note="{name}"]')
        expect(cell.locator("select")).to_have_value(strength)
        expect(cell.locator("textarea")).to_have_value(text)


def test_the_claims_lab_shows_the_verdicts(reader: Page, book: str) -> None:
    verdicts_stand(reader, book)


def test_the_notes_stand_beside_their_arguments(reader: Page, book: str) -> None:
    notes_stand(reader, book)


def test_a_file_that_version_1_1_saved_is_read_in_beside_what_is_here(book: str, watch: Callable[..., Any]) -> None:
    page = watch(book + "book/my-progress.html").page
    page.evaluate(
        """([lab, notes]) => {
          const base = `sourcebook:${document.documentElement.dataset.book}:`;
          localStorage.setItem(`${base}lab`, JSON.stringify({ schema: "sourcebook-lab/1", claims: lab }));
          localStorage.setItem(`${base}notes`, JSON.stringify({ schema: "sourcebook-notes/1", notes }));
        }""",
        [{"c40": {"first": "outdated", "second": ""}}, {"terrorism-for-2": {"strength": "weak", "text": "Mine."}}],
    )
    page.get_by_text("Save, move or delete").click()
    page.locator("#mm-read-in").set_input_files(kept.V1_1 / "my-progress.json")
    expect(page.locator(".mm-progress-files .mm-status")).to_contain_text("Read in:")
    expect(page.get_by_label("Code name")).to_have_value("night-owl")
    notes_stand(page, book)
    expect(page.locator('td[data-note="terrorism-for-2"] textarea')).to_have_value("Mine.")
    verdicts_stand(page, book)
    expect(page.locator('.mm-claim[data-id="c40"] select[name=first]')).to_have_value("outdated")
    assert [key for key in page.evaluate("Object.keys(localStorage)") if "unread" in key] == []


def test_a_tab_of_version_1_1_finds_all_that_it_kept(reader: Page, book: str) -> None:
    """Looking at the pages takes nothing away."""
    for path in (
        "notebooks/history.html",
        "book/final-check.html",
        "notebooks/claims-lab.html",
        "book/us-interests.html",
    ):
        go(reader, book, path)
    left = reader.evaluate("Object.fromEntries(Object.entries(localStorage))")
    assert {name: left.get(name) for name in STORE} == STORE


@pytest.mark.parametrize("presses", [["Delete all that is kept", "Really delete"], ["Begin afresh without a file"] * 2])
def test_what_is_deleted_is_found_by_nobody_who_comes_after(reader: Page, book: str, presses: list[str]) -> None:
    reader.get_by_text("Save, move or delete").click()
    for name in presses:
        reader.get_by_role("button", name=name).click()
    expect(reader.get_by_label("Code name")).to_have_value("")
    for path in ("book/final-check.html", "book/my-progress.html"):
        go(reader, book, path)
    expect(reader.locator(".mm-progress-here")).to_contain_text("Nothing is kept yet")
    expect(reader.get_by_label("Code name")).to_have_value("")
    go(reader, book, "book/us-interests.html")
    expect(reader.locator(f'td[data-note="{next(iter(SHOWN["notes"]))}"] textarea')).to_have_value("")


def test_the_offline_copy_of_version_1_1_makes_room(serve: Callable[..., str], chromium: Browser) -> None:
    """Another book on the same origin keeps its own."""
    address = serve("/net/")
    name = kept.read("offline.json")["caches"][0]
    old, foreign = name.replace("{scope}", address), name.replace("{scope}", address.replace("/net/", "/other/"))
    context = chromium.new_context()
    page = offline.reader(context)
    page.goto(address + "robots.txt")
    for cache in (old, foreign):
        page.evaluate(
            "name => caches.open(name).then(cache => cache.put('book/index.html', new Response('old')))", cache
        )
    page.goto(address + "book/index.html")
    offline.wait_for_copy(page)
    page.evaluate(ACTIVATED)
    names = page.evaluate("caches.keys()")
    assert old not in names
    assert foreign in names
    expect(page.locator("main h1")).to_be_visible()
    context.close()
