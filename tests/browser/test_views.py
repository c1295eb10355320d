"""The views in a real browser: light, dark, phone, print, without script, under a strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, expect
from view_page import CLASHES, DRAWN, STEPPED, Visit, figure, site, visiting

from minusma import views
from minusma.views.contributors import _KINDS
from minusma.views.mandate_matrix import _called
from sourcebook import data
from sourcebook.views import registry, words
from sourcebook.views.view import View
from tests.ours import OURS

#: Every view with a picture.
MINE = DRAWN


@pytest.fixture(scope="module")
def files() -> dict[str, tuple[str, str]]:
    return site([*DRAWN, *STEPPED])


@pytest.fixture
def visit(chromium: Browser, files: dict[str, tuple[str, str]]) -> Iterator[Visit]:
    with visiting(chromium, files) as visit:
        yield visit


@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_the_right_picture_shows_and_no_word_is_lost(visit: Visit, width: int) -> None:
    page = visit.open(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown, hidden = (".mm-narrow", ".mm-wide") if width < 600 else (".mm-wide", ".mm-narrow")
    for name in MINE:
        view = figure(page, name)
        expect(view.locator(f"{shown} svg")).to_be_visible()
        expect(view.locator(f"{hidden} svg")).to_be_hidden()
        assert view.evaluate(CLASHES) == [], name
        # A text of 12 or 13 units must not fall below 10.5 pixels on the screen.
        scale = view.locator(f"{shown} svg").evaluate(
            "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
        )
        assert 12 * scale >= 10.5, name

    if width < 600:  # rows are cards: no table has to be moved sideways
        page.locator("details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
        too_wide = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        assert page.locator(".mm-scroll").evaluate_all(too_wide) == []

    for name in STEPPED:
        view = figure(page, name)
        view.get_by_role("button", name="Show all").click()
        assert view.evaluate(CLASHES) == [], name
        pictures = view.locator(".mm-steps svg").all()
        assert len(pictures) == len(registry.get(OURS, name).steps)
        for picture in pictures:
            scale = picture.evaluate("svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
            assert 12 * scale >= 10.5, name


def test_steps_stand_one_at_a_time_go_on_by_button_and_key_and_are_all_on_paper(visit: Visit) -> None:
    page = visit.open(360)
    for name in STEPPED:
        view = figure(page, name)
        steps = view.locator(".mm-steps > li")
        everything = list(range(steps.count()))
        assert len(everything) > 2

        def seen(steps: Locator = steps) -> list[int]:
            return [n for n, step in enumerate(steps.all()) if step.is_visible()]

        assert seen() == [0]
        back, forward = (view.get_by_role("button", name=name) for name in ("Back", "Forward"))
        back.click(force=True)
        assert seen() == [0]
        expect(back).to_be_disabled()
        forward.click()
        assert seen() == [1]
        expect(back).to_be_enabled()
        # What is seen says itself; the line above it only counts.
        expect(view.get_by_role("status").first).to_have_text(f"2 of {len(everything)}")
        forward.press("ArrowRight")
        assert seen() == [2]
        forward.press("ArrowLeft")
        assert seen() == [1]
        page.emulate_media(media="print")
        assert seen() == everything
        page.emulate_media(media="screen")
        for _ in everything:
            forward.press("ArrowRight")
        expect(forward).to_be_disabled()
        forward.press("ArrowLeft")
        assert seen() == everything[-2:-1]
        view.get_by_role("button", name="Show all").click()
        assert seen() == everything


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_text_take_the_theme(visit: Visit, theme: str) -> None:
    page = visit.open()
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    paint = "node => getComputedStyle(node).fill"
    ink, c1, paper = page.evaluate(
        """() => ['--mm-ink', '--mm-c1', '--mm-paper'].map(name => {
             const probe = document.createElement('i');
             document.body.append(probe); probe.classList.add('mm-unsure');
             const raw = getComputedStyle(document.documentElement).getPropertyValue(name).trim(); probe.remove();
             const n = parseInt(raw.slice(1), 16); return `rgb(${n >> 16}, ${n >> 8 & 255}, ${n & 255})`; })"""
    )
    view = figure(page, "deaths-by-year").locator(".mm-wide")
    assert view.locator(".v-bars path.f-c1").first.evaluate(paint) == c1
    assert view.locator(".v-totals text").first.evaluate(paint) == ink
    assert ink != paper
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    # A pattern that is not found paints nothing: what is named must be there.
    missing = page.evaluate(
        """() => [...document.querySelectorAll('[fill^="url("]')].map(n => n.getAttribute('fill').slice(5, -1))
             .filter(id => !document.getElementById(id))"""
    )
    assert missing == []


def test_every_mark_has_a_size(visit: Visit) -> None:
    page = visit.open()
    for name in MINE:
        sizes = (
            figure(page, name)
            .locator(".mm-wide .m-rect path, .mm-wide .m-symbol path, .mm-wide .m-shape path")
            .evaluate_all(
                "nodes => nodes.map(n => { const b = n.getBoundingClientRect(); return Math.max(b.width, b.height); })"
            )
        )
        assert len(sizes) > 5 or name == "ceilings", name
        assert all(size > 1 for size in sizes), name


def test_print_shows_the_picture_and_no_controls(visit: Visit) -> None:
    page = visit.open()
    page.emulate_media(media="print")
    for name in MINE:
        expect(figure(page, name).locator(".mm-wide svg")).to_be_visible()
        expect(figure(page, name).locator(".mm-source")).to_be_visible()
        # No sheet stays half empty: the words may go on the next one, the picture stays whole and is not large.
        style = "node => { const s = getComputedStyle(node); return [s.breakInside, node.clientWidth]; }"
        assert figure(page, name).evaluate(style)[0] == "auto", name
        whole, width = figure(page, name).locator(".mm-wide svg").evaluate(style)
        assert (whole, width < 540) == ("avoid", True), name
    expect(page.locator(".mm-explore").first).to_be_hidden()


def test_without_script_everything_can_be_read(visit: Visit) -> None:
    page = visit.open(script=False)
    for name in MINE:
        view = figure(page, name)
        expect(view.locator(".mm-wide svg")).to_be_visible()
        if not view.locator("details[open]").count():
            view.locator("summary").last.click()
        expect(view.locator("table").last).to_be_visible()
    expect(page.locator(".mm-explore")).to_have_count(0)


def test_a_reader_who_hears_the_page_gets_title_and_description(visit: Visit) -> None:
    page = visit.open()
    for name in MINE:
        view = registry.get(OURS, name)
        image = figure(page, name).get_by_role("img", name=view.title, exact=True)
        expect(image).to_have_count(1)
        expect(image).to_have_accessible_description(view.alt)


def test_chips_show_one_theme_at_a_tap(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "timeline")
    chips = view.get_by_role("group", name="Themes")
    status = view.get_by_role("status").first
    total = len(views.timeline().table)
    expect(status).to_contain_text(f"{total} of {total}")
    chips.get_by_role("button", name="conflict").focus()
    page.keyboard.press("Enter")
    left = len(views.timeline("conflict").table)
    expect(status).to_contain_text(f"{left} of {total}")
    expect(chips.get_by_role("button", name="conflict")).to_have_attribute("aria-pressed", "true")
    assert view.locator(".mm-wide .m-symbol path:not(.mm-off)").count() == left
    # The others stay as a pale ground, and do not answer.
    pale = view.locator(".mm-wide .m-symbol path.mm-off").first
    assert pale.evaluate("node => [getComputedStyle(node).display, getComputedStyle(node).opacity]") == [
        "inline",
        "0.2",
    ]
    pale.scroll_into_view_if_needed()
    view.locator(".mm-wide .mm-touch").focus()
    page.keyboard.press("ArrowRight")
    assert view.locator(".mm-at").count() == 1
    assert view.locator(".mm-off.mm-at").count() == 0
    assert view.locator("tr[data-g]:not(.mm-off)").count() < view.locator("tr[data-g]").count()
    chips.get_by_role("button", name="All").click()
    expect(status).to_contain_text(f"{total} of {total}")


#: Twelve pixels left of a mark, or at the edge of the picture, where a finger may land.
BESIDE = """node => { const b = node.getBoundingClientRect(), all = node.closest('.mm-touch').getBoundingClientRect();
  return [Math.max(b.left - 12, all.left + 1), (b.top + b.bottom) / 2]; }"""


#: Taps each mark of a picture that tells something of its own: the mark that answered, which of the marks of its row it
#: is, and what the sheet cites then. What is asked for at a tap stands in the page here: it has come at the next turn.
TAPPED = """async touch => {
  const found = [], cells = touch.closest('[data-cells]');
  const all = [...touch.querySelectorAll(':not(.m-line) > [data-k]:not(text)')];
  const said = all.map((mark, n) => `${mark.dataset.k} ${mark.textContent} ${cells && n}`);
  for (const mark of all.filter((_, n) => said.indexOf(said[n]) === n)) {
    const box = mark.getBoundingClientRect();
    const at = { clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2, bubbles: true };
    touch.dispatchEvent(new MouseEvent('click', at));
    await new Promise(done => setTimeout(done));
    const lit = touch.querySelector('.mm-at');
    const row = [...lit.parentNode.children].filter(node => node.dataset.k === lit.dataset.k);
    const lines = [...document.querySelectorAll('.mm-tip p')].filter(p => /^Sources?:/.test(p.textContent));
    const cited = lines.flatMap(p => [...p.querySelectorAll('a')].map(a => a.href.split('#cite-')[1] ?? a.href));
    found.push([lit.dataset.k, lit.querySelector('title')?.textContent ?? '', row.indexOf(lit), cited]);
  }
  return found;
}"""


@cache
def what_rests_on(name: str) -> tuple[View, pd.DataFrame]:
    """A view, and the rows of the book's tables that its marks are drawn from; each row of the mandate, the votes and
    the contributors says in ``told`` where it stands in the picture.
    """
    view = registry.get(OURS, name)
    if name == "mandate-matrix":
        rows = data.load(OURS, "mandate_tasks")
        return view, rows.assign(told=[_called(task).lower() for task in rows["task"]])
    if name == "council-votes":
        rows = data.load(OURS, "council_votes")
        return view, rows.assign(told=[f"{m}, {d.year}:" for m, d in zip(rows["member"], rows["date"], strict=True)])
    if name == "contributors":
        rows = data.load(OURS, "contributors")
        days = [words.day(d, str(p)) for d, p in zip(rows["date"], rows["precision"], strict=True)]
        return view, rows.assign(told=[f", {day}:" for day in days])
    return view, view.table


def rests_on(name: str, key: str, tip: str, place: int) -> set[str]:
    """The sources of the rows of the book's tables that a mark of this view is drawn from."""
    view, rows = what_rests_on(name)
    if name == "mandate-matrix":
        rows = rows[rows["resolution"] == int(view.table.columns.drop(["task", "first", "last"])[place][:4])]
        rows = rows[rows["told"] == key.lower()]
    elif name == "council-votes":
        rows = rows[[tip.startswith(told) for told in rows["told"]]]
    elif name == "contributors":
        rows = rows[[told in tip and k in _KINDS for told, k in zip(rows["told"], rows["kind"], strict=True)]]
    elif len(view.sources) == 1:
        return set(view.sources)
    else:
        rows = rows[rows[view.row_keys].astype(str) == key]
        if rows.empty and name == "withdrawal":
            rows = data.load(OURS, "strength")
            rows = rows[(rows["date"].dt.strftime("%Y-%m-%d") == key) & (rows["group"] == "all")]
    return {source for text in rows["source"].dropna() for source in text.split("; ")}


def test_every_view_answers_a_finger_a_pointer_and_keys(visit: Visit) -> None:
    """What, when, how sure and source, in a sheet that stays in sight; nothing has to be pressed first."""
    for width in (360, 1280):
        page = visit.open(width)
        sheet = page.locator(".mm-tip")
        size = ".mm-narrow" if width < 600 else ".mm-wide"
        for name in [*DRAWN, *STEPPED]:
            touch = figure(page, name).locator(f"{'.mm-steps li' if name in STEPPED else size} .mm-touch").first
            mark = touch.locator(":not(.m-line) > [data-k]:not(text)").first
            mark.evaluate("node => node.scrollIntoView({block: 'center'})")
            page.mouse.click(*mark.evaluate(BESIDE))
            expect(sheet).to_be_visible()
            expect(sheet.locator(".mm-what").first).not_to_be_empty()
            assert sheet.locator("a").count() > 0, f"{name}: no source"
            box = sheet.bounding_box()
            assert box, name
            assert 0 <= box["x"] <= width - box["width"], name
            assert -1 <= box["y"] <= 901 - box["height"], name
            assert touch.locator(".mm-at").count() == 1, name
            if width < 600:  # the sheet lies below what it tells of
                spot = touch.locator(".mm-at").bounding_box()
                assert spot, name
                assert spot["y"] + spot["height"] <= box["y"], name
            touch.focus()
            page.keyboard.press("ArrowRight")
            first = sheet.inner_text()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
            assert sheet.inner_text() != first, name
            page.keyboard.press("Escape")
            expect(sheet).to_be_hidden()
            assert touch.evaluate("node => node === document.activeElement"), name
            if width < 600:
                tapped = touch.evaluate(TAPPED)
                assert len(tapped) > 2, name
                for key, tip, place, cited in tapped:
                    assert set(cited) == rests_on(name, key, tip, place), f"{name}, {key} {tip}: another source"
                page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_a_sheet_tells_the_one_mark_can_be_closed_and_goes_with_its_picture(visit: Visit) -> None:
    page = visit.open(360)
    sheet, close = page.locator(".mm-tip"), page.locator(".mm-tip").get_by_role("button", name="Close")
    table = views.mandate_matrix().table.set_index("task")
    cells = figure(page, "mandate-matrix").locator(".mm-narrow .v-cells path")
    for task, resolution in (("Stabilization and security", "2584 (2021)"), ("Protection of civilians", "2690 (2023)")):
        columns = list(table.columns.drop(["first", "last"]))
        cells.nth(list(table.index).index(task) * len(columns) + columns.index(resolution)).click(force=True)
        expect(sheet.locator(".mm-what")).to_have_text(task)
        expect(sheet).to_contain_text(f"{resolution}: {table.loc[task, resolution]}")
        assert not re.search(r"\b2640\b", sheet.locator("p").nth(1).inner_text())

    rows = views.interests().table.set_index("id")
    view = figure(page, "interests")
    mark = view.locator('.mm-narrow [data-k="terrorism-for-1"]')
    row = view.locator('tr[data-k="terrorism-for-1"]')
    page.keyboard.press("Escape")
    mark.evaluate("node => node.scrollIntoView({block: 'end'})")  # where the sheet will come up
    mark.click()
    expect(sheet).to_contain_text(rows.loc["terrorism-for-1", "text"])
    spot, low = mark.bounding_box(), sheet.bounding_box()
    assert spot
    assert low
    assert spot["y"] + spot["height"] <= low["y"]
    expect(sheet).to_contain_text(rows.loc["terrorism-for-1", "text"])
    expect(sheet).to_contain_text(f"Confidence: {rows.loc['terrorism-for-1', 'confidence']}")
    assert sheet.locator("a").all_text_contents() == row.locator("a").all_text_contents()
    assert "My note" not in sheet.inner_text()

    sheet.evaluate("node => { node.style.height = '4rem'; node.scrollTo(0, 1000); }")
    assert sheet.evaluate("node => node.scrollTop") > 0
    expect(close).to_be_in_viewport(ratio=1)
    top = close.evaluate("node => node.getBoundingClientRect().top - node.parentNode.getBoundingClientRect().top")
    assert 0 <= top < 16
    view.locator("tr[data-k]").last.scroll_into_view_if_needed()
    expect(sheet).to_be_hidden()
    mark.click()
    close.click()
    expect(sheet).to_be_hidden()


def test_a_pointer_that_rests_is_answered_and_far_from_marks_nothing_is(visit: Visit) -> None:
    page = visit.open(1280)
    view = figure(page, "map-of-mali")
    view.scroll_into_view_if_needed()
    x, y = view.locator(".mm-wide .v-bases-0 path").first.evaluate(BESIDE)
    page.mouse.move(x, y)
    sheet = page.locator(".mm-tip")
    expect(sheet).to_contain_text("Base handed over")
    page.mouse.move(x, y + 2000)
    expect(sheet).to_be_hidden()
    box = view.locator(".mm-wide svg").bounding_box()
    assert box
    page.mouse.click(box["x"] + 60, box["y"] + 190)  # the desert of Mauritania
    expect(sheet).to_be_hidden()


def test_steps_go_by_button_and_keys_and_all_are_in_print(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "steps-of-2012")
    shown = view.locator(".mm-steps > li:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("17 January 2012")
    view.get_by_role("button", name="Forward").click()
    expect(view.get_by_role("status").first).to_have_text("2 of 4")
    page.keyboard.press("ArrowRight")
    expect(shown).to_contain_text("30 June 2012")
    view.get_by_role("button", name="Back").click()
    expect(shown).to_contain_text("1 April 2012")
    page.emulate_media(media="print")
    expect(shown).to_have_count(4)
    page.emulate_media(media="screen")
    view.get_by_role("button", name="Show all").click()
    expect(shown).to_have_count(4)


def test_forced_colours_can_be_read_whatever_theme_was_chosen(visit: Visit) -> None:
    page = visit.open(forced_colors="active", color_scheme="dark")
    paint = "node => getComputedStyle(node).fill"
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        view = figure(page, "ceilings").locator(".mm-wide")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert view.locator("text").first.evaluate(paint) != ground
        assert view.locator(".v-ceiling path").evaluate("node => getComputedStyle(node).stroke") != ground
        bars = figure(page, "deaths-by-year").locator(".mm-wide .v-bars path.f-c1").first
        assert bars.evaluate(paint) != ground


def test_a_picture_is_saved_with_its_title_and_source(visit: Visit) -> None:
    page = visit.open()
    assert "e.js" not in visit.asked
    for name in ("deaths-by-year", "steps-of-2012"):
        view = figure(page, name)
        view.locator("summary").last.click()
        with page.expect_download() as saved:
            view.get_by_role("button", name="Save the picture").click()
        svg = saved.value.path().read_text(encoding="utf-8")
        words = " ".join(re.sub(r"<[^>]+>", " ", svg).split())
        assert registry.get(OURS, name).title in words
        assert "Source" in words
        assert "Saved 20" in words
        assert "class=" not in svg
        assert "var(" not in svg
    assert visit.asked.count("e.js") == 1


def test_a_line_that_breaks_is_told_and_tried_again(chromium: Browser, files: dict[str, tuple[str, str]]) -> None:
    visit = Visit(chromium, {name: file for name, file in files.items() if name != "e.js"})
    page = visit.open()
    button = figure(page, "map-of-mali").get_by_role("button", name="Explore")
    status = figure(page, "map-of-mali").get_by_role("status").first
    button.click()
    expect(status).to_contain_text("could not be read")
    visit.site["e.js"] = files["e.js"]
    button.click()
    button.click()
    expect(status).to_contain_text(" of ")
    assert figure(page, "map-of-mali").get_by_role("slider").count() == 1
    page.context.close()


def test_the_map_goes_through_the_days(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "map-of-mali")
    view.get_by_role("button", name="Explore").click()
    status = view.get_by_role("status").first
    bases = views.map_of_mali().table["number"].notna().sum()
    expect(status).to_contain_text(f"handed over 0 of {bases}")
    slider = view.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("3 August 2023")
    expect(slider).to_have_attribute("aria-valuetext", "3 August 2023")
    assert view.locator(".mm-wide path.mm-done").count() == 1
    page.keyboard.press("End")
    expect(status).to_contain_text(f"{bases} of {bases}")


def test_a_table_says_how_it_is_sorted(visit: Visit) -> None:
    page = visit.open(360)
    view = figure(page, "deaths-by-country")
    view.locator("summary").click()
    head = view.get_by_role("columnheader", name="By hostile acts")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    numbers = [int(n) for n in view.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    region = view.get_by_role("region")
    region.focus()
    assert region.evaluate("node => node === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
