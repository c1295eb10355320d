"""A built page, cut into what the search looks through."""

from __future__ import annotations

from sourcebook.site.search_text import body, sections

PAGE = """<nav>Contents</nav><article class="bd-article" data-story="book/floods">
<section id="floods"><h1>Floods<a class="headerlink">#</a></h1>
<p>Water <b>came</b> up<br>twice<span class="mm-pop">A source</span>.</p>
<section id="one-year"><span id="flood-1910"></span><h2>One year</h2><p>In 1910.</p><svg><text>no</text></svg>
<figure class="mm-view"><figcaption>Higher</figcaption><details><p>rows</p></details></figure><p>Later.</p>
<h3>A box</h3><p>Inside.</p><form class="mm-quiz x"><p>Answer</p></form></section>
<dl><dt id="term-Dyke">Dyke</dt><dd><p>A wall.</p></dd></dl>
<table><tr><th>id</th></tr>
<tr><td id="row-1">row-1</td><td>1910</td><td>Oak bridge <a>source</a></td></tr></table><p>End.</p>
</section></article>"""


def test_sections_words_of_a_glossary_and_rows_are_places_of_their_own() -> None:
    found = [(s.anchor, s.heading, s.kind, s.text) for s in sections(body(PAGE))]
    assert found == [
        ("", "Floods", "", "Water came up twice."),
        ("flood-1910", "One year", "", "In 1910. Higher Later."),
        ("flood-1910", "A box", "", "Inside."),
        ("term-Dyke", "Dyke", "term", "A wall. id"),
        ("row-1", "", "row", "1910 Oak bridge"),
    ]


def test_a_page_without_an_article_has_no_sections() -> None:
    assert sections(body("<p>Go to the page</p>")) == []
