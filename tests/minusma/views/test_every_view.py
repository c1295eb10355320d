"""What holds for every view of the book: whole HTML, words that agree with the table,
pictures that are drawn and light.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from reading import Page, without_later

from sourcebook.data import table
from sourcebook.text import reads
from sourcebook.views import registry, view
from sourcebook.views.view import View
from tests.ours import OURS

ALL = registry.ids(OURS)
#: A view that is a table only.
TABLES = {"council-positions"}
#: Views whose text alternative counts the rows of the table instead of quoting its numbers; their own tests look at it.
COUNTED = {"council-positions", "interests", "council-votes"}


@pytest.fixture(scope="module")
def made() -> dict[str, View]:
    return {name: registry.get(OURS, name) for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_the_html_is_whole_and_plain(made: dict[str, View], name: str) -> None:
    page = Page(made[name].html())
    assert len(page.ids) == len(set(page.ids))
    assert page.wanted <= set(page.ids)
    assert page.forbidden == []


@pytest.mark.parametrize("name", ALL)
def test_a_second_copy_on_a_page_has_ids_of_its_own(made: dict[str, View], name: str) -> None:
    page = Page(made[name].html() + made[name].html(suffix="-2"))
    assert len(page.ids) == len(set(page.ids))
    assert page.wanted <= set(page.ids)


@pytest.mark.parametrize("name", ALL)
def test_a_live_notebook_has_no_links_to_the_pages_of_the_book(made: dict[str, View], name: str) -> None:
    html = made[name].html(live=True)
    assert 'href="..' not in html
    assert 'href="https://' in html


@pytest.mark.parametrize("name", [n for n in ALL if n not in COUNTED])
def test_the_text_alternative_names_values_of_the_table(made: dict[str, View], name: str) -> None:
    view = made[name]
    shown = set(re.findall(r"\d[\d,]*(?:\.\d+)?", " ".join(re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", view.html()))))
    named = set(re.findall(r"\d[\d,]*(?:\.\d+)?", view.alt))
    assert len(named & shown) >= 2, f"{named} and the table share less than two numbers"
    assert view.title.rstrip(".") not in view.alt


@pytest.mark.parametrize("name", [n for n in ALL if n not in TABLES])
def test_both_pictures_are_drawn_and_light(made: dict[str, View], name: str) -> None:
    view = made[name]
    assert len(gzip.compress(without_later(view.html()).encode(), 9)) < 17_000
    for svg in view.drawn_steps or (view.wide, view.narrow):
        assert svg.count("<path") + svg.count("<line") > 5
        assert svg.count("<text") > (2 if view.steps else 5)
    if view.steps:
        return
    width = [float(re.search(r'viewBox="0 0 ([\d.]+)', s).group(1)) for s in (view.wide, view.narrow)]  # type: ignore[union-attr]
    assert 600 < width[0] < 720
    assert 290 < width[1] < 345


def test_three_views_add_at_most_60_kilobytes(made: dict[str, View]) -> None:
    static = view.STATIC
    heavy = sorted((len(gzip.compress(without_later(v.html()).encode(), 9)) for v in made.values()), reverse=True)[:3]
    files = [len(gzip.compress((static / n).read_bytes(), 9)) for n in ("views.css", "views.js", "notes.js")]
    assert files[1] < 6_000
    assert sum(heavy) + sum(files) < 60_000


#: A finding is about the world: what a title says of our own pages and rows is none.
OWN = re.compile(
    r"\b(?:this|the) (?:book|table|chapter|page|time line)\b|\brows?\b|\bwe (?:tell|show|count)\b", re.IGNORECASE
)


@pytest.mark.parametrize("name", ALL)
def test_a_title_is_a_finding_and_labels_are_words(made: dict[str, View], name: str) -> None:
    view = made[name]
    assert not OWN.search(view.title), view.title
    labels = [column.label for column in view.columns.values()]
    assert all(labels)
    shown = re.sub(r"<[^>]+>", " ", "".join((view.wide, view.narrow, *view.drawn_steps, *labels)))
    assert not re.search(r"[a-z]_[a-z]", shown)
    first = view.columns[next(iter(view.columns))]
    assert first.kind in ("text", "row", "date"), "the most telling column comes first, never a source or a number"


@pytest.mark.parametrize("name", ALL)
def test_the_explorer_draws_again(made: dict[str, View], name: str) -> None:
    explorer = made[name].explorer
    assert explorer is not None
    box = explorer()
    control, picture = box.children[0], box.children[-1]
    # A picture with cells to write in is a widget of its own, not a piece of HTML.
    shown = "value" if "value" in picture.trait_names() else "html"
    before = getattr(picture, shown)
    if control.__class__.__name__ == "SelectMultiple":
        control.index = (0,)
    elif control.__class__.__name__ == "SelectionSlider":
        control.index = 1
    else:
        control.index = len(control.options) - 1
    assert getattr(picture, shown) != before
    assert "<figure" in getattr(picture, shown)


@pytest.mark.parametrize("name", ALL)
def test_a_view_names_every_file_of_data_that_it_is_made_from(name: str) -> None:
    """A picture is kept until one of the files that its view names changes."""
    with reads.recording(OURS.data_dir) as found:
        made = registry.get(OURS, name)
        if made.picture is not None:
            made.picture(680)
    read = {Path(path).name for path in found.files} - {"datapackage.json"}
    named = {table(OURS, one).path.name for one in made.data} | set(made.also_reads)
    assert len(read) > 0
    assert read <= named, f"{name}: add {sorted(read - named)} to also_reads"
