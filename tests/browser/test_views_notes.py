"""Tables to sort, filter and write in, in a real browser: notes stay, survive damage,
print, and are a table on a phone too.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from view_page import CLASHES, Visit, figure, site, visiting

from minusma import views
from sourcebook import data
from tests.ours import OURS

KEY = "sourcebook:example:notes"
FIRST = "terrorism-for-1"


@pytest.fixture(scope="module")
def files() -> dict[str, tuple[str, str]]:
    return site(["interests", "council-positions", "council-votes"])


@pytest.fixture
def visit(chromium: Browser, files: dict[str, tuple[str, str]]) -> Iterator[Visit]:
    with visiting(chromium, files) as visit:
        yield visit


def unfold(page: Page) -> None:
    """The table is folded at first, as those of other views."""
    page.locator("[data-view=interests] details").evaluate("fold => { fold.open = true; }")


def cell(page: Page, row: str = FIRST):
    unfold(page)
    return page.locator(f'td[data-note="{row}"]')


def held(page: Page) -> dict:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "{}")


def test_a_note_is_kept_and_found_again(visit: Visit) -> None:
    page = visit.open()
    cell(page).get_by_role("textbox").fill("A task, not an effect.")
    cell(page).get_by_role("combobox").select_option("weak")
    expect(figure(page, "interests").get_by_role("status").last).to_contain_text("1 of")
    assert held(page) == {
        "schema": "sourcebook-notes/1",
        "notes": {FIRST: {"strength": "weak", "text": "A task, not an effect."}},
    }
    page.reload()
    expect(cell(page).get_by_role("textbox")).to_have_value("A task, not an effect.")
    expect(cell(page).get_by_role("combobox")).to_have_value("weak")
    cell(page).get_by_role("textbox").fill("")
    cell(page).get_by_role("combobox").select_option("")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None


def test_every_field_has_a_name_that_says_its_row(visit: Visit) -> None:
    page = visit.open()
    unfold(page)
    names = page.locator(".mm-mine :is(select, textarea)").evaluate_all(
        "nodes => nodes.map(n => n.getAttribute('aria-label'))"
    )
    assert len(names) == 2 * len(data.load(OURS, "us_interests"))
    assert len(set(names)) == len(names)
    assert all(len(name) > 30 for name in names)


@pytest.mark.parametrize(
    "damage",
    [
        "{", "null", "[]", '"text"', '{"schema":"sourcebook-notes/2","notes":{}}',
        '{"schema":"sourcebook-notes/1","notes":null}',
        '{"schema":"sourcebook-notes/1","notes":{"terrorism-for-1":null,"x y":{"text":"a"},"__proto__":{"text":"b"}}}',
        '{"schema":"sourcebook-notes/1","notes":{"terrorism-for-1":{"strength":["strong"],"text":{"a":1}}}}',
        '{"schema":"sourcebook-notes/1","notes":{"terrorism-for-1":{"strength":"<img src=x '
        'onerror=alert(1)>","text":""}}}',
    ],
)  # fmt: skip
def test_damaged_storage_does_no_harm(visit: Visit, damage: str) -> None:
    page = visit.open()
    page.evaluate(f"value => localStorage.setItem('{KEY}', value)", damage)
    page.reload()
    expect(cell(page).get_by_role("textbox")).to_have_value("")
    cell(page).get_by_role("textbox").fill("still works")
    assert held(page)["notes"] == {FIRST: {"strength": "", "text": "still works"}}
    if '"schema":"sourcebook-notes/1","notes":{' not in damage:
        assert page.evaluate(f"localStorage.getItem('{KEY}:unread')") == damage


def test_markup_in_a_note_stays_text(visit: Visit) -> None:
    page = visit.open()
    evil = "<img src=x onerror=alert(1)>"
    cell(page).get_by_role("textbox").fill(evil)
    page.reload()
    expect(cell(page).get_by_role("textbox")).to_have_value(evil)
    assert page.locator("img").count() == 0


def test_a_browser_that_keeps_nothing_says_so(visit: Visit) -> None:
    page = visit.open()
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    cell(page).get_by_role("textbox").fill("lost")
    expect(figure(page, "interests").get_by_role("status").last).to_contain_text("keeps nothing")


def test_two_tabs_do_not_undo_each_other(visit: Visit) -> None:
    page = visit.open()
    other = page.context.new_page()
    other.route("**/*", visit._answer)
    other.goto(page.url)
    cell(page).get_by_role("textbox").fill("from one")
    cell(other, "terrorism-for-2").get_by_role("textbox").fill("from two")
    # A browser passes what is kept from tab to tab in its own time: first what each tab shows, then what is held.
    expect(cell(other).get_by_role("textbox")).to_have_value("from one")
    expect(cell(page, "terrorism-for-2").get_by_role("textbox")).to_have_value("from two")
    assert set(held(page)["notes"]) == {FIRST, "terrorism-for-2"}


def test_notes_sort_and_leave_as_a_file(visit: Visit) -> None:
    page = visit.open()
    last = data.load(OURS, "us_interests")["id"].iloc[-1]
    cell(page, last).get_by_role("combobox").select_option("strong")
    cell(page).get_by_role("combobox").select_option("weak")
    cell(page).get_by_role("textbox").fill('=1+1 "quoted"\nsecond line')
    head = figure(page, "interests").get_by_role("columnheader", name="My note")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    order = page.locator("td[data-note]").evaluate_all("nodes => nodes.map(n => n.dataset.note)")
    assert order[:2] == [last, FIRST]
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my notes (CSV)").click()
    assert download.value.suggested_filename == "my-notes.csv"
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(order)
    mine = next(row for row in rows if row["How strong"] == "weak")
    assert mine["My note"] == '\'=1+1 "quoted"\nsecond line'
    assert mine["Argument"] == "Preventing the spread of terrorism"


def test_notes_are_deleted_only_at_the_second_press(visit: Visit) -> None:
    page = visit.open()
    cell(page).get_by_role("textbox").fill("keep me")
    page.get_by_role("button", name="Delete my notes").click()
    assert held(page)["notes"]
    page.get_by_role("button", name="Really delete? Press again").click()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    expect(cell(page).get_by_role("textbox")).to_have_value("")


def test_notes_are_printed_as_text_and_blanks_can_be_written_in(visit: Visit) -> None:
    page = visit.open(700)
    cell(page).get_by_role("textbox").fill("On paper too.")
    mine = cell(page)
    # Folded or not.
    page.locator("[data-view=interests] summary").click()
    expect(mine).to_be_hidden()
    page.emulate_media(media="print")
    expect(mine.locator(".mm-note-print")).to_be_visible()
    expect(mine.locator(".mm-note-print")).to_have_text("On paper too.")
    expect(mine.locator("textarea")).to_be_hidden()
    expect(page.locator(".mm-note-tools")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


def test_without_script_there_is_no_empty_column_but_paper_has_one(visit: Visit) -> None:
    page = visit.open(script=False)
    row = figure(page, "interests").locator("tbody tr").first
    expect(row).to_be_hidden()
    page.get_by_text("The evidence, to sort and to write in").click()
    expect(row).to_be_visible()
    expect(cell(page)).to_be_hidden()
    page.emulate_media(media="print")
    expect(cell(page)).to_be_visible()


def test_arguments_are_filtered_in_picture_and_table(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "interests")
    rows = data.load(OURS, "us_interests")
    unfold(page)
    view.get_by_role("button", name="Voice at the UN").click()
    mine = (rows["argument_title"] == "Voice at the UN").sum()
    expect(view.get_by_role("status").first).to_contain_text(f"{mine} of {len(rows)}")
    assert view.locator("tbody tr:visible").count() == mine
    assert view.locator(".mm-wide .m-symbol [data-k]:not(.mm-off)").count() == mine


@pytest.mark.parametrize("width", [320, 360])
def test_a_row_is_a_card_on_a_phone(visit: Visit, width: int) -> None:
    page = visit.open(width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("interests", "council-positions"):
        region = figure(page, name).locator(".mm-stack").first
        assert region.evaluate("node => node.scrollWidth <= node.clientWidth"), name
        assert region.get_by_role("row").count() > 10, name
        assert region.get_by_role("columnheader").count() >= 6, name
    before = page.locator("td[data-note]").first.get_attribute("data-note")
    head = figure(page, "interests").get_by_role("columnheader", name="Side")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert page.locator("td[data-note]").first.get_attribute("data-note") != before


def test_the_positions_of_three_years_are_on_the_page(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "council-positions")
    expect(view.get_by_role("rowheader", name="France").first).to_be_visible()
    for year in (2021, 2023):
        fold = view.locator("details", has_text=f"What was said in {year}")
        fold.locator("summary").click()
        expect(fold.get_by_role("rowheader", name="France")).to_be_visible()
        expect(fold.get_by_role("columnheader", name="Wanted").get_by_role("button")).to_be_visible()


def test_a_tap_on_a_vote_says_whose_it_is(visit: Visit) -> None:
    page = visit.open(360)
    view = figure(page, "council-votes")
    view.locator(".mm-narrow .v-vote-abstain path").first.click()
    expect(page.locator(".mm-tip .mm-what")).to_have_text("China, 2022: abstained")


@pytest.mark.parametrize("width", [320, 800])
@pytest.mark.parametrize("choice", [2013, 2021, 2022])
def test_the_members_of_a_year_do_not_cover_each_other(chromium: Browser, width: int, choice: int) -> None:
    with visiting(chromium, site([])) as visit:
        page = visit.open(width)
        page.locator("main").evaluate("(main, html) => { main.innerHTML = html; }", views.council_votes(choice).html())
        assert figure(page, "council-votes").evaluate(CLASHES) == []
