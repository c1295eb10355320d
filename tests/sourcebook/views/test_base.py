"""What every view gives to a page and to a notebook."""

from __future__ import annotations

import pandas as pd
import pytest

from sourcebook.data import load
from sourcebook.views import base, words
from sourcebook.views.columns import Column
from sourcebook.views.view import Explore, View
from tests.ours import OURS

SVG = '<svg class="mm-svg" viewBox="0 0 9 9"><defs><pattern id="tiny-w-dots-c1"/></defs><rect fill="url(#tiny-w-dots-c1)"/></svg>'


def tiny(**more: object) -> View:
    source = load(OURS, "fatalities")["source"].iloc[0].split("; ")[0]
    table = pd.DataFrame(
        {
            "year": ["2013", "2014"],
            "people": pd.array([1234, None], dtype="Int64"),
            "date": pd.to_datetime(["2013-07-01", "2014-02-01"]),
            "precision": ["day", "month"],
            "source": [source, source],
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
    given = {"title": "A < B", "alt": "One & two.", "wide": SVG, "narrow": SVG.replace("-w-", "-n-")} | more
    return View(book=OURS, id="tiny", table=table, columns=columns, sources=(source,), data=("fatalities",), **given)  # type: ignore[arg-type]


def test_the_picture_is_labelled_and_described() -> None:
    html = tiny().html()
    assert html.count('role="img" aria-labelledby="view-tiny-title" aria-describedby="view-tiny-alt"') == 2
    assert '<figcaption id="view-tiny-title">A &lt; B</figcaption>' in html
    assert '<p id="view-tiny-alt">One &amp; two.</p>' in html


def test_a_second_copy_on_a_page_has_ids_of_its_own() -> None:
    html = tiny().html(suffix="-2")
    assert 'id="view-tiny-2"' in html
    assert 'id="tiny-2-w-dots-c1"' in html
    assert "url(#tiny-2-w-dots-c1)" in html
    assert '"tiny-w-' not in html


def test_the_table_shows_numbers_dates_gaps_and_doubt() -> None:
    html = tiny().html()
    assert '<td class="n">1,234</td>' in html
    assert '<td class="n"></td>' in html
    assert '<time datetime="2013-07-01">1 July 2013</time>' in html
    assert '<time datetime="2014-02">February 2014</time>' in html
    assert '<em class="mm-unsure">unverified</em>' in html
    assert 'role="region" aria-labelledby="view-tiny-numbers" tabindex="0"' in html


@pytest.mark.parametrize(("root", "lead"), [("..", "../"), ("../..", "../../"), (".", "./")])
def test_links_lead_to_the_book_from_any_depth(root: str, lead: str) -> None:
    html = tiny().html(root=root)
    assert f'href="{lead}_static/data/fatalities.csv"' in html
    assert f'href="{lead}book/tables/fatalities.html"' in html
    assert f'href="{lead}book/references.html#cite-' in html


def test_a_live_notebook_gets_styles_and_files_inside() -> None:
    html = tiny(explore=Explore("filter", "Kinds", "{n}")).html(live=True)
    assert html.startswith("<style>")
    assert "--mm-c1" in html
    assert ".mm-view" in html
    assert "data:text/csv;base64," in html
    assert "data-explore" not in html


def test_only_what_a_script_needs_is_on_the_page() -> None:
    html = tiny(explore=Explore("filter", "Kinds", "{n} of {all}"), row_keys="year").html()
    assert 'data-explore="filter" data-label="Kinds" data-says="{n} of {all}"' in html
    assert '<tr data-k="2013">' in html
    assert "<script" not in html
    assert " style=" not in html


def test_a_view_without_a_picture_shows_its_table_at_once() -> None:
    html = tiny(wide="", narrow="").html()
    assert "<details" not in html
    assert "<table>" in html


def test_the_book_gets_html_and_a_live_kernel_the_explorer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Widget:
        def _repr_mimebundle_(self) -> dict[str, object]:
            return {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}}

    view = tiny(explorer=Widget)
    monkeypatch.setenv("SOURCEBOOK_STATIC", "1")
    monkeypatch.setattr(base, "_shown", base.Counter())
    assert set(view._repr_mimebundle_()) == {"text/plain", "text/html"}
    assert 'id="view-tiny-2"' in view._repr_mimebundle_()["text/html"]
    monkeypatch.delenv("SOURCEBOOK_STATIC")
    live = view._repr_mimebundle_()
    assert live["application/vnd.jupyter.widget-view+json"] == {"model_id": "m"}
    assert "<figure" in live["text/html"]


def test_sources_are_the_rows_own_and_the_most_used_come_first() -> None:
    frame = pd.DataFrame({"source": ["b; a", "a", "c"]})
    assert base.sources_of(frame) == ("a", "b", "c")


def test_a_wrong_choice_is_answered_with_what_is_possible() -> None:
    with pytest.raises(ValueError, match=r"cause 'war' is not in the table. Possible: illness, accident."):
        base.chosen("war", ["illness", "accident"], "cause")
    with pytest.raises(ValueError, match="choose at least one of"):
        base.chosen([], ["illness"], "cause")
    assert base.chosen(["accident", "illness"], ["illness", "accident"], "cause") == ["illness", "accident"]


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
