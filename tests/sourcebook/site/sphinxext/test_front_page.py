"""The door of a book, its short ways, how a page is cited, and how long it takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from sourcebook.quiz import minutes, places
from sourcebook.site.sphinxext import cite_page
from sourcebook.tasks import minutes as page_minutes
from sourcebook.text import reads
from tests.rivers import RIVERS
from tests.sourcebook import made_up_book

PAGES = {
    "book/a": "# A\n\n```{start} rain\n:at: the-short-way\n:minutes: 7\n:doors: teach\n```\n\n(teach)=\n## I *teach*\n",
    "book/b": "# B\n\n```{short-way} b-one b-two\n```\n\n(b-one)=\n## One\n\n1.\n\n(b-two)=\n## Two *parts*\n\n2.\n",
}


def test_the_door_and_a_short_way_lead_where_they_say(build: Callable[..., Any]) -> None:
    built = build(PAGES, ["front_page", "theme"], "sourcebook", of=RIVERS)
    assert built.warnings == ""
    front = BeautifulSoup(built.page("book/a"), "html.parser")
    found = [(link["href"], link.get_text()) for link in front.select(":is(.mm-start, .mm-doors) a")]
    assert found == [("rain.html#the-short-way", "Start 7 minutes"), ("#teach", "I teach")]
    page = BeautifulSoup(built.page("book/b"), "html.parser")
    assert [link["href"] for link in page.select("#the-short-way a")] == ["#b-one", "#b-two"]
    (on,) = page.select(".on-the-way")
    assert (on.a["href"], on.get_text()) == ("#b-two", "The short way goes on: Two parts")
    assert on.parent["id"] == "one"
    assert [link.get_text() for link in page.select("#on-this-page a")] == ["One short way", "Two parts short way"]
    # A heading is named by its words alone, and its link says where it leads.
    assert page.select_one("h2")["aria-label"] == "One"
    assert page.select_one("h2 > a")["aria-label"] == "Link to: One"


def test_a_short_way_to_no_section_is_a_warning(build: Callable[..., Any]) -> None:
    built = build({"book/a": "# A\n\n```{short-way} nowhere\n```\n"}, ["front_page"], of=RIVERS)
    assert "there is no section (nowhere)=" in built.warnings


def test_minutes_are_those_of_words_views_questions_and_tasks() -> None:
    words, of_text = "word " * 360, page_minutes.of_text
    assert of_text(RIVERS, words) == (2, 0)
    shown = f"{words}\n```{{view}} rain-by-year\n```\n```{{quiz}} rain-wettest rain-trend\n```\n"
    assert of_text(RIVERS, shown) == (5, 0)
    assert of_text(RIVERS, "", "views.rain_by_year()\nquiz.questions('a b')") == (3, 0)
    # Tasks of 3 and 4 minutes; what is shown twice is done once, and a name in the prose of a notebook shows nothing.
    assert of_text(RIVERS, "```{task} rain-t1\n```\n", 'task("rain-t1")\ntask("rain-t2")') == (7, 7)
    assert of_text(RIVERS, 'Write `task("rain-t1").hint()`.', 'task("rain-t99")') == (1, 0)
    assert page_minutes.page(RIVERS, "book/rain") > minutes.section(RIVERS, "book/rain#rain-measure") == 1
    assert page_minutes.page(RIVERS, "book/none") == minutes.section(RIVERS, "book/none#a") == 0
    whole, tasks = page_minutes.parts(RIVERS, "notebooks/rain")
    assert page_minutes.told(RIVERS, "notebooks/rain") == f"{whole - tasks} min, tasks {tasks} min"
    assert page_minutes.told(RIVERS, "book/none") == ""


def test_minutes_are_counted_anew_when_a_question_is_added(tmp_path: Path) -> None:
    """Also for who finds them counted already: each page that shows them has read the bank."""
    book = made_up_book.make(tmp_path)
    (book.folder / "river.md").write_text("# The river\n\n```{quiz} river\n```\n", encoding="utf-8")
    for _ in range(2):
        with reads.recording(tmp_path) as found:
            assert page_minutes.page(book, "book/river") == 1
        reads._memo.clear()
    more = made_up_book.QUESTIONS.partition("questions:\n")[2]
    with (book.quiz_dir / "river.yml").open("a", encoding="utf-8") as file:
        file.write("".join(more.replace("river-highest", f"river-{n}") for n in "abc"))
    assert not reads.Freshness(book).holds(found)
    assert page_minutes.page(book, "book/river") == 3


def test_questions_are_found_where_pages_and_notebooks_name_them() -> None:
    text = '```{quiz} one two\n```\nquiz.questions("three four", "Title")\nquiz.question("five")\n'
    assert places.named_questions(text) == ["one", "two", "three", "four", "five"]
    assert places.named_questions('quiz.questions(["one", "two"], "Title")') == ["one", "two"]
    assert places.asked(RIVERS)["rain"] == "book/rain"


def test_a_page_is_cited_in_four_styles() -> None:
    page = cite_page.Page("book/rain", "Rain & snow", "https://books.example/rain.html", "2025")
    styles = cite_page.styles(page, RIVERS.identity)
    assert styles["APA"] == "Nobody. (2025). Rain & snow. In Rivers and rain. https://books.example/rain.html"
    assert styles["MLA"] == "Nobody. “Rain & snow.” Rivers and rain, 2025, https://books.example/rain.html."
    assert styles["Chicago"].startswith("Nobody. “Rain & snow.” In Rivers and rain. 2025. ")
    assert styles["BibTeX"].startswith("@incollection{rivers-and-rain-rain, author = {{Nobody}}, title = {Rain & snow}")
    assert '<meta name="citation_title" content="Rain &amp; snow">' in cite_page.tags(page, RIVERS.identity)
    assert "{address}" in cite_page.html(cite_page.Page("a", "A", "", "2025"), RIVERS.identity)
    assert cite_page.year(RIVERS.identity, "2026") == "2025"
