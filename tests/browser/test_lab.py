"""The claims lab on a plain page: two verdicts a claim, ours after the second, what is
kept, the table as a file, the sets, deleting.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from minusma import claims
from sourcebook import data
from sourcebook.site.policy import META_POLICY
from sourcebook.site.webserver import BookServer
from sourcebook.views.widget_scripts import DOM, KEPT
from tests.ours import OURS as BOOK

KEY = "sourcebook:example:lab"
CLAIMS = data.load(BOOK, "claims").sort_values("order")
# Of the lesson, and judged differently from one another.
ONE, TWO = (row["id"] for _, row in CLAIMS[CLAIMS["in_lesson"] == "yes"].drop_duplicates("verdict").head(2).iterrows())
OURS = dict(zip(CLAIMS["id"], CLAIMS["verdict"].astype(str), strict=True))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served page with the lab as the book shows it, without the shell of the book."""
    folder = tmp_path_factory.mktemp("lab-page")
    (folder / "kept.js").write_text(DOM + KEPT, encoding="utf-8")
    for name in ("lab.js", "lab.css"):
        (folder / name).write_text((claims.STATIC / name).read_text(encoding="utf-8"), encoding="utf-8")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{META_POLICY}"><title>Lab</title>'
    )
    head += (
        '<link rel="stylesheet" href="lab.css"><script defer src="kept.js"></script><script defer '
        'src="lab.js"></script>'
    )
    main = f"<main>{claims.html(BOOK, CLAIMS, lesson=True)}</main>"
    text = f'<!doctype html><html lang="en" data-book="example"><head>{head}</head><body>{main}</body></html>'
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / "favicon.ico").write_bytes(b"")
    server = BookServer(folder).start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(site: str, watch: Callable[..., Any]) -> Iterator[Page]:
    watched = watch(site)
    yield watched.page
    assert watched.faults == []


def claim(page: Page, name: str = ONE) -> Locator:
    return page.locator(f'.mm-claim[data-id="{name}"]')


def judge(page: Page, which: str, verdict: str, name: str = ONE) -> None:
    if which == "second" and claim(page, name).locator("details").get_attribute("open") is None:
        claim(page, name).locator("summary").click()
    claim(page, name).locator(f"select[name={which}]").select_option(verdict)


def row(page: Page, name: str = ONE) -> list[str]:
    """What the table at the end says of a claim: first, second, ours."""
    return page.locator(f'.mm-lab-table tr[data-id="{name}"] td').all_text_contents()


def held(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem({KEY!r})") or "null")


def store(page: Page, text: str) -> None:
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [KEY, text])
    page.reload()


def status(page: Page) -> Locator:
    return page.get_by_role("status")


def test_our_verdict_comes_after_the_second_and_both_are_kept(page: Page) -> None:
    judge(page, "first", "opinion")
    expect(status(page)).to_have_text("0 of 12 judged twice; 0 as we judged.")
    claim(page).locator("summary").click()
    expect(claim(page).locator(".mm-ours")).to_be_hidden()
    page.locator(".mm-lab-table summary").click()
    assert row(page) == ["opinion", "", ""]
    judge(page, "second", OURS[ONE])
    expect(status(page)).to_have_text(f"Our verdict: {OURS[ONE]}. 1 of 12 judged twice; 1 as we judged.")
    expect(claim(page).locator(".mm-ours")).to_contain_text(f"Our verdict: {OURS[ONE]}.")
    judge(page, "second", OURS[ONE], TWO)
    expect(status(page)).to_have_text(f"Our verdict: {OURS[TWO]}. 2 of 12 judged twice; 1 as we judged.")
    page.reload()
    assert row(page) == ["opinion", OURS[ONE], OURS[ONE]]
    assert row(page, TWO) == ["", OURS[ONE], OURS[TWO]]
    claim(page).locator("summary").click()
    expect(claim(page).locator("select[name=second]")).to_have_value(OURS[ONE])
    judge(page, "second", "")
    expect(claim(page).locator(".mm-ours")).to_be_hidden()
    assert row(page) == ["opinion", "", ""]


def test_sets_of_claims_and_the_table_as_a_file(page: Page, tmp_path: Path) -> None:
    expect(page.locator(".mm-claim:visible")).to_have_count(12)
    judge(page, "first", "imprecise")
    judge(page, "second", "imprecise", TWO)

    def saved() -> dict[str, list[str]]:
        with page.expect_download() as download:
            page.get_by_role("button", name="Save my table (CSV)").click()
        assert download.value.suggested_filename == "my-verdicts.csv"
        download.value.save_as(tmp_path / "v.csv")
        return {
            r["claim"]: [r["first"], r["second"], r["ours"]]
            for r in csv.DictReader((tmp_path / "v.csv").open(encoding="utf-8-sig"))
        }

    lesson = saved()
    assert len(lesson) == 12
    assert (lesson[ONE], lesson[TWO]) == (["imprecise", "", ""], ["", "imprecise", OURS[TWO]])
    page.get_by_label(f"all {len(CLAIMS)}").check()
    expect(page.locator(".mm-claim:visible")).to_have_count(len(CLAIMS))
    expect(status(page)).to_contain_text(f"{len(CLAIMS)} claims are shown. 1 of {len(CLAIMS)} judged twice;")
    assert list(saved()) == list(CLAIMS["id"])
    page.get_by_label("12 for one lesson").check()
    expect(page.locator(".mm-lab-part:visible h3").first).to_be_visible()
    assert page.locator(".mm-lab-part:visible").count() == CLAIMS[CLAIMS["in_lesson"] == "yes"]["section"].nunique()


def test_verdicts_are_deleted_only_at_the_second_press(page: Page) -> None:
    judge(page, "second", "opinion")
    page.get_by_role("button", name="Delete my verdicts").click()
    page.get_by_label("12 for one lesson").focus()
    page.get_by_role("button", name="Delete my verdicts").click()
    assert held(page)["claims"]
    page.get_by_role("button", name="Really delete? Press again").click()
    assert held(page) is None
    expect(status(page)).to_have_text("Your verdicts are deleted.")
    expect(page.get_by_role("button", name="Delete my verdicts")).to_be_focused()
    assert row(page) == ["", "", ""]


def test_two_tabs_do_not_undo_each_other(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    judge(page, "first", "opinion")
    judge(other, "first", "outdated", TWO)
    judge(other, "second", "contested")
    expect(claim(page, TWO).locator("select[name=first]")).to_have_value("outdated")
    assert held(page)["claims"] == {
        ONE: {"first": "opinion", "second": "contested"},
        TWO: {"first": "outdated", "second": ""},
    }
    assert row(page) == ["opinion", "contested", OURS[ONE]]


@pytest.mark.parametrize(
    "stored",
    ["not json", "[]", "null", '"x"', '{"schema": "sourcebook-lab/2", "claims": {}}', '{"schema": "sourcebook-lab/1"}'],
)
def test_a_foreign_store_is_set_aside_and_not_lost(page: Page, stored: str) -> None:
    store(page, stored)
    judge(page, "first", "opinion")
    assert held(page) == {"schema": "sourcebook-lab/1", "claims": {ONE: {"first": "opinion", "second": ""}}}
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread')") == stored


def test_what_a_store_may_hold_besides_does_no_harm(page: Page) -> None:
    evil = "<img src=x onerror=alert(1)>"
    entries = {"c99": {"first": "opinion", "second": "opinion"}, ONE: {"first": evil, "second": evil}}
    text = json.dumps(
        {"schema": "sourcebook-lab/1", "claims": entries | {"__proto__": {"first": "opinion", "second": ""}, TWO: None}}
    )
    store(page, text)
    assert row(page) == ["", "", ""]
    assert page.locator("img").count() == 0
    judge(page, "first", "opinion", TWO)
    assert held(page)["claims"] == entries | {TWO: {"first": "opinion", "second": ""}}
    assert page.evaluate(f"localStorage.getItem('{KEY}:unread')") == text


@pytest.mark.parametrize("when", ["true", "k.includes(':unread')"])
def test_a_browser_that_keeps_nothing_says_so_and_leaves_what_there_is(page: Page, when: str) -> None:
    page.evaluate(f"localStorage.setItem({KEY!r}, 'foreign')")
    full = (
        f"Storage.prototype.setItem = function (k, v) {{ if ({when}) throw new Error('full'); set.call(this, k, v); }};"
    )
    page.add_init_script(f"const set = Storage.prototype.setItem; {full}")
    page.reload()
    judge(page, "first", "opinion")
    expect(status(page)).to_contain_text("This browser keeps nothing")
    assert row(page)[0] == "opinion"
    assert page.evaluate(f"localStorage.getItem({KEY!r})") == "foreign"
