"""The views in a real browser: light, dark, phone, print, without script, under a strict policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect
from view_page import CLASHES, DRAWN, STEPPED, Visit, figure, site, visiting

from minusma import views
from sourcebook.views import registry
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

    for name in STEPPED:
        view = figure(page, name)
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
        view.get_by_role("button", name="Back").click()
        assert seen() == [0]
        forward = view.get_by_role("button", name="Forward")
        forward.click()
        assert seen() == [1]
        expect(view.get_by_role("status").first).to_contain_text(f"2 of {len(everything)}")
        forward.press("ArrowRight")
        assert seen() == [2]
        forward.press("ArrowLeft")
        assert seen() == [1]
        page.emulate_media(media="print")
        assert seen() == everything
        page.emulate_media(media="screen")
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


def test_the_timeline_filters_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "timeline")
    button = view.get_by_role("button", name="Explore")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    status = view.get_by_role("status")
    expect(status).to_contain_text(" of ")
    total = int(status.inner_text().split()[0])
    view.get_by_role("checkbox", name="conflict").focus()
    page.keyboard.press("Space")
    left = int(status.inner_text().split()[0])
    assert 0 < left < total
    assert view.locator(".mm-wide .m-symbol path:visible").count() == left
    view.get_by_role("button", name="All or none").click()
    expect(status).to_contain_text(f"{total} of {total}")
    view.locator(".mm-wide .v-events-0 path").first.click()
    first = views.timeline("politics").table.iloc[0]
    expect(status).to_contain_text(first["title"])


def test_what_moves_is_fetched_when_asked_for(visit: Visit) -> None:
    page = visit.open()
    expect(page.get_by_role("button", name="Explore").first).to_be_visible()
    assert "e.js" not in visit.asked
    for name in ("timeline", "map-of-mali"):
        figure(page, name).get_by_role("button", name="Explore").click()
        expect(figure(page, name).get_by_role("status")).not_to_be_empty()
    assert visit.asked.count("e.js") == 1


def test_a_line_that_breaks_is_told_and_tried_again(chromium: Browser, files: dict[str, tuple[str, str]]) -> None:
    visit = Visit(chromium, {name: file for name, file in files.items() if name != "e.js"})
    page = visit.open()
    button = figure(page, "timeline").get_by_role("button", name="Explore")
    status = figure(page, "timeline").get_by_role("status")
    button.click()
    expect(status).to_contain_text("could not be read")
    visit.site["e.js"] = files["e.js"]
    button.click()
    button.click()
    expect(status).to_contain_text(" of ")
    assert figure(page, "timeline").get_by_role("checkbox").count() > 2
    page.context.close()


def test_the_map_goes_through_the_days(visit: Visit) -> None:
    page = visit.open()
    view = figure(page, "map-of-mali")
    view.get_by_role("button", name="Explore").click()
    status = view.get_by_role("status")
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
