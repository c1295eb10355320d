"""What every view gives to a page and to a notebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from declared_book import make

from sourcebook.views import drawings, rows, style, svg, view, words
from sourcebook.views.charts import alt
from sourcebook.views.choices import choose, chosen
from sourcebook.views.columns import Column
from sourcebook.views.view import Explore, View, drawn_once


def dots(width: int) -> alt.Chart:
    """A small picture with a pattern, which has an id."""
    chart = alt.Chart(pd.DataFrame({"x": [1, 2]}), name="dots", width=width, height=20)
    return chart.mark_bar(color=style.colour("c1", "dots")).encode(x="x:O", y=alt.value(3))


@pytest.fixture
def tiny(tmp_path: Path) -> Any:
    """A view of a made-up book; arguments replace what it says."""
    book = make(tmp_path)
    table = pd.DataFrame(
        {
            "year": ["2013", "2014"],
            "people": pd.array([1234, None], dtype="Int64"),
            "date": pd.to_datetime(["2013-07-01", "2014-02-01"]),
            "precision": ["day", "month"],
            "source": ["town-2020-gauge"] * 2,
            "confidence": ["high", "unverified"],
        }
    )
    columns = {
        "year": Column("Year"),
        "people": Column("People", "number"),
        "date": Column("Date", "date", precision="precision"),
        "source": Column("Source", "source"),
        "confidence": Column("Confidence", "confidence"),
    }
    given: dict[str, Any] = {
        "book": book, "id": "tiny", "table": table, "columns": columns, "sources": ("town-2020-gauge",),
        "data": ("rain",),
        "title": "A < B", "alt": "One & two.", "picture": dots,
    }  # fmt: skip
    return lambda **more: View(**(given | more))


def test_the_picture_is_labelled_and_described(tiny: Any) -> None:
    html = tiny().html()
    assert html.count('role="img" aria-labelledby="view-tiny-title" aria-describedby="view-tiny-alt"') == 2
    assert '<figcaption id="view-tiny-title">A &lt; B</figcaption>' in html
    assert '<p id="view-tiny-alt">One &amp; two.</p>' in html


def test_a_second_copy_on_a_page_has_ids_of_its_own(tiny: Any) -> None:
    html = tiny().html(suffix="-2")
    assert 'id="view-tiny-2"' in html
    assert 'id="tiny-2-w-dots-c1"' in html
    assert "url(#tiny-2-w-dots-c1)" in html
    assert '"tiny-w-' not in html


def test_the_table_shows_numbers_dates_gaps_and_doubt(tiny: Any) -> None:
    html = tiny().html()
    assert '<td class="n" data-label="People">1,234</td>' in html
    assert '<td class="n" data-label="People"></td>' in html
    assert '<time datetime="2013-07-01">1 July 2013</time>' in html
    assert '<time datetime="2014-02">February 2014</time>' in html
    assert '<em class="mm-unsure">unverified</em>' in html
    assert 'role="region" aria-labelledby="view-tiny-numbers" tabindex="0"' in html


@pytest.mark.parametrize(("root", "lead"), [("..", "../"), ("../..", "../../"), (".", "./")])
def test_links_lead_to_the_book_from_any_depth(tiny: Any, root: str, lead: str) -> None:
    html = tiny().html(root=root)
    assert f'href="{lead}_static/data/rain.csv"' in html
    assert f'href="{lead}book/tables/rain.html"' in html
    assert f'href="{lead}book/references.html#cite-' in html


def test_a_live_notebook_gets_styles_and_files_inside(tiny: Any) -> None:
    html = tiny(explore=Explore("filter", "Kinds", "{n}")).html(live=True)
    assert html.startswith("<style>")
    assert "--mm-c1" in html
    assert ".mm-view" in html
    assert "data:text/csv;base64," in html
    assert "data-explore" not in html


def test_only_what_a_script_needs_is_on_the_page(tiny: Any) -> None:
    html = tiny(explore=Explore("filter", "Kinds", "{n} of {all}"), row_keys="year").html()
    assert 'data-explore="filter" data-label="Kinds" data-says="{n} of {all}"' in html
    assert '<tr data-k="2013">' in html
    assert "<script" not in html
    assert " style=" not in html


def test_a_view_without_a_picture_shows_its_table_at_once(tiny: Any) -> None:
    html = tiny(picture=None).html()
    assert "<details" not in html
    assert "<table>" in html


def test_the_book_gets_html_and_a_live_kernel_the_explorer(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Widget:
        def _repr_mimebundle_(self) -> dict[str, object]:
            return {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}}

    shown = tiny(explorer=Widget)
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    monkeypatch.setattr(view, "_shown", view.Counter())
    assert set(shown._repr_mimebundle_()) == {"text/plain", "text/html"}
    assert 'id="view-tiny-2"' in shown._repr_mimebundle_()["text/html"]
    monkeypatch.delenv("SOURCEBOOK_STATIC")
    live = shown._repr_mimebundle_()
    assert live["application/vnd.jupyter.widget-view+json"] == {"model_id": "m"}
    assert "<figure" in live["text/html"]


def test_sources_are_the_rows_own_and_the_most_used_come_first() -> None:
    frame = pd.DataFrame({"source": ["b; a", "a", "c"]})
    assert rows.sources_of(frame) == ("a", "b", "c")


def test_a_wrong_choice_is_answered_with_what_is_possible() -> None:
    with pytest.raises(ValueError, match=r"cause 'war' is not in the table. Possible: illness, accident."):
        chosen("war", ["illness", "accident"], "cause")
    with pytest.raises(ValueError, match="choose at least one of"):
        chosen([], ["illness"], "cause")
    assert chosen(["accident", "illness"], ["illness", "accident"], "cause") == ["illness", "accident"]


def test_a_value_reads_like_the_text_of_it() -> None:
    assert choose("2022", [2021, 2022], "year") == 2022


def test_doubt_is_low_or_unverified() -> None:
    frame = pd.DataFrame({"confidence": ["high", "medium", "low", "unverified"]})
    assert list(rows.unsure(frame)) == [False, False, True, True]
    assert rows.joined(["a; b", "b", "c"]) == "a; b; c"


# ---- a picture is drawn when it is wanted, and once ----


@pytest.fixture
def drawing(tiny: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that makes a view, and the ids of the pictures that were drawn."""
    monkeypatch.setattr(drawings, "DRAWINGS", drawings.Drawings())
    drawn: list[str] = []
    render = svg.render
    monkeypatch.setattr(svg, "render", lambda chart, uid: drawn.append(uid) or render(chart, uid))

    @drawn_once
    def years(book: Any, which: Any = None) -> View:
        list(which or ())
        return tiny(book=book)

    return years, drawn, tiny().book


def test_words_alone_draw_nothing(drawing: Any) -> None:
    years, drawn, book = drawing
    assert years(book).title == "A < B"
    assert drawn == []


def test_the_same_view_of_the_same_data_is_drawn_once(drawing: Any) -> None:
    years, drawn, book = drawing
    first = years(book).html()
    assert years(book, which=None).html() == first
    assert years(book).html(suffix="-2", live=True)
    assert drawn == ["tiny-w", "tiny-n"]


def test_another_choice_and_changed_data_are_drawn_anew(drawing: Any) -> None:
    years, drawn, book = drawing
    assert years(book, ["a"]).wide == years(book, iter(["a"])).wide
    assert drawn == ["tiny-w"]
    assert years(book, ["b"]).wide
    assert len(drawn) == 2
    table = book.data_dir / "rain.csv"
    table.write_text(table.read_text().replace("410", "411"))
    assert years(book, ["b"]).wide
    assert len(drawn) == 3
    before = years(book, ["b"])
    table.write_text(table.read_text().replace("411", "412"))
    assert before.wide  # made of the data as they were, and not kept as the picture of what they are now
    assert years(book, ["b"]).wide
    assert len(drawn) == 4
    dictionary = book.data_dir / "datapackage.json"
    dictionary.write_text(dictionary.read_text() + "\n")
    assert years(book, ["b"]).wide
    assert len(drawn) == 5


def test_a_view_that_is_not_told_what_was_asked_keeps_nothing(drawing: Any, tiny: Any) -> None:
    _, drawn, _ = drawing
    assert tiny().wide == tiny().wide
    assert drawn == ["tiny-w"] * 2


def test_the_picture_not_used_for_longest_makes_room() -> None:
    kept = drawings.Drawings(most=2)
    for name in ("a", "b"):
        kept.put(name, name)
    assert kept.get("a") == "a"
    kept.put("c", "c")
    assert [kept.get(name) for name in ("a", "b", "c")] == ["a", None, "c"]


def test_words_write_numbers_as_the_book_does() -> None:
    assert words.num(12345.6) == "12,346"
    assert words.num(float("nan")) == "not known"
    assert words.million(923_305_800) == "$923 million"
    assert words.million(1_107_318_900) == "$1.11 billion"
    assert words.percent(174, 311) == "56 per cent"
    assert [words.small(n) for n in (0, 3, 12, 13)] == ["no", "three", "twelve", "13"]
    assert words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.day(pd.Timestamp("2023-08-03")) == "3 August 2023"
    assert words.day(pd.Timestamp("1235-01-01"), "about") == "about 1235"
