"""The helpers that the scripts share, in a real browser: cells of a CSV file, elements, and buttons that ask twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sourcebook.text import spreadsheet_cell
from sourcebook.views.widget_scripts import DOM

VECTORS = json.loads(Path(spreadsheet_cell.__file__).with_suffix(".json").read_text(encoding="utf-8"))


@pytest.fixture
def page(watch: Callable[..., Any]) -> Iterator[Page]:
    watched = watch("about:blank")
    watched.page.add_script_tag(content=DOM)
    yield watched.page
    assert watched.faults == []


def test_script_and_python_guard_the_same_cells(page: Page) -> None:
    for kind in ("formula", "text"):
        got = page.evaluate("texts => texts.map(SourcebookDom.harmless)", VECTORS[kind])
        assert got == [spreadsheet_cell.harmless(text) for text in VECTORS[kind]]
    assert all(
        text.startswith("'") for text in page.evaluate("texts => texts.map(SourcebookDom.harmless)", VECTORS["formula"])
    )


def test_a_table_is_saved_with_its_mark_and_every_cell_in_quotes(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.evaluate("""SourcebookDom.downloadTable("a.csv", [["name", "n"], ['=1 "x"\\nline', 2]])""")
    download.value.save_as(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b'\xef\xbb\xbf"name","n"\r\n"\'=1 ""x""\nline","2"\r\n'


def test_an_element_takes_properties_and_attributes(page: Page) -> None:
    counted = page.evaluate("[0, 1, 2].map((count) => SourcebookDom.many(count, 'answer'))")
    assert counted == ["0 answers", "1 answer", "2 answers"]
    html = page.evaluate("""SourcebookDom.el("label", {className: "a", "aria-label": "<b>", hidden: true, htmlFor: "x"},
      SourcebookDom.el("b", {textContent: "<i>"}), "&").outerHTML""")
    assert html == '<label class="a" aria-label="&lt;b&gt;" hidden="" for="x"><b>&lt;i&gt;</b>&amp;</label>'


def test_a_button_that_deletes_asks_twice_and_forgets(page: Page) -> None:
    page.evaluate("""() => {
      window.told = [];
      const button = SourcebookDom.deleteButton("Delete", "Press again.", (text) => told.push(text),
        () => told.push("gone"));
      document.body.append(button, SourcebookDom.button("Other", () => {}));
    }""")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Really delete? Press again")).to_be_visible()
    page.get_by_role("button", name="Other").focus()
    page.get_by_role("button", name="Delete").click()
    assert page.evaluate("told") == ["Press again.", "Press again."]
    page.get_by_role("button", name="Really delete").click()
    assert page.evaluate("told") == ["Press again.", "Press again.", "gone"]
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_visible()


def test_what_is_asked_for_later_is_loaded_once_and_asked_for_again_after_a_failure(
    watch: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(
        '<p><script type="application/json" class="mm-later">[1]</script></p><div><span data-later="a.js"></span></div>'
    )
    watched = watch((tmp_path / "page.html").as_uri())
    page = watched.page
    page.add_script_tag(content=DOM)
    ask = "tag => SourcebookDom.later(document.querySelector(tag)).catch(({ message }) => message)"
    assert page.evaluate(ask, "p") == [1]
    assert page.evaluate(ask, "div") == "a.js"
    assert any("a.js" in fault for fault in watched.faults)
    watched.faults.clear()
    (tmp_path / "a.js").write_text("SourcebookLater = [(globalThis.times = (globalThis.times ?? 0) + 1)];")
    assert [page.evaluate(ask, "div"), page.evaluate(ask, "div"), page.evaluate("times")] == [[1], [1], 1]
    assert page.locator("script[src]").count() == 1
    assert watched.faults == []
