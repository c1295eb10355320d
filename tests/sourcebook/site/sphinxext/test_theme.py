"""What the theme does to a page, in a very small book."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sourcebook.site.sphinxext import theme
from tests.rivers import RIVERS

TABLE = "| | left |\n|---|:--|\n| a | b |\n"
PANDAS = """<div>
<style scoped>
    .dataframe tbody tr th { vertical-align: top; }
</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>a</th></tr></thead></table>
</div>"""


def test_tables_scroll_in_frames_with_different_names(build: Callable) -> None:
    page = build({"book/a": f"# A\n\n## One\n\n{TABLE}\n{TABLE}"}, parts=["theme"], theme="sourcebook").page("book/a")
    assert page.count('<div class="mm-table" role="region"') == 2
    assert 'aria-label="Table in: One" tabindex="0"' in page
    assert 'aria-label="Table in: One (2)"' in page
    assert "<col " not in page
    assert "style=" not in page


def test_a_corner_without_words_is_no_heading(build: Callable) -> None:
    page = build({"book/a": f"# A\n\n{TABLE}"}, parts=["theme"], theme="sourcebook").page("book/a")
    assert page.count("<th") == 1 + page.count("<thead")


def test_frames_of_pandas_lose_their_styles_and_scroll() -> None:
    cleaned = theme._clean(PANDAS + PANDAS)
    assert "style" not in cleaned
    assert 'aria-label="Table of results"' in cleaned
    assert 'aria-label="Table of results (2)"' in cleaned
    assert "<td></td><th>a</th>" in cleaned


def test_a_page_loads_only_what_it_uses(build: Callable) -> None:
    built = build(
        {"book/a": "# A\n\nText.\n", "book/b": '# B\n\n<p class="mm-view">v</p>\n'}, parts=["theme"], theme="sourcebook"
    )
    plain, drawn = built.page("book/a"), built.page("book/b")
    assert plain.count("<script") == 1
    assert plain.count('rel="stylesheet"') == 1
    assert "views.css?v=" in drawn
    assert "views.js?v=" in drawn
    # The other half is named, not loaded.
    assert re.search(
        r'<script data-explore="\.\./_static/explore\.js\?v=[0-9a-f]{8}"[^>]* src="\.\./_static/views\.js', drawn
    )
    assert (built.folder / "_static" / "explore.js").is_file()


def test_the_description_is_the_pages_own_or_its_first_words(build: Callable) -> None:
    meta = '---\nmyst:\n  html_meta:\n    description: "Said by hand."\n---\n# A\n\nText.\n'
    built = build({"book/a": meta, "book/b": "# B\n\n" + "Many words. " * 30}, parts=["theme"], theme="sourcebook")
    assert '<meta name="description" content="Said by hand.">' in built.page("book/a")
    description = built.page("book/b").split('name="description" content="')[1].split('"')[0]
    assert description.endswith(" …")
    assert len(description) < 160


def test_sections_are_listed_beside_the_page_two_levels_deep(build: Callable) -> None:
    page = build(
        {"book/a": "# A\n\n## One\n\n### Deeper\n\n#### Too deep\n\n## Two\n"}, parts=["theme"], theme="sourcebook"
    ).page("book/a")
    listed = page.split('id="on-this-page"')[1].split("</nav>")[0]
    assert "One" in listed
    assert "Deeper" in listed
    assert "Too deep" not in listed


def test_each_printed_sheet_says_what_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBOOK_URL", "https://books.example/")
    foot = theme._paper(RIVERS)
    assert 'content: "Rivers and rain, as of 3 March 2025, https://books.example/"' in foot
    assert "counter(page)" in foot


def test_a_wide_result_is_a_card_a_row_on_a_phone() -> None:
    heads = "".join(f"<th>{name}</th>" for name in ("", "a", 'b "c"', "d"))
    row = '<tr><th>0</th><td>1</td><td class="n">2</td><td>3</td></tr>'
    table = f'<table border="1" class="dataframe"><thead><tr>{heads}</tr></thead><tbody>{row}</tbody></table>'
    html = theme._clean(f"<div>{table}</div>")
    assert '<div class="mm-table mm-stacks" role="region"' in html  # book.js gives the cells their heads
    assert row in html
    assert "mm-stacks" not in theme._clean(table.replace("<th>d</th>", ""))
