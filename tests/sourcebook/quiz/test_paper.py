"""Worksheets give nothing away; keys give everything; both are pages that any browser prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sourcebook.quiz import bank, markdown, paper, render
from sourcebook.quiz.browser import find_browser
from sourcebook.quiz.export.numbers import Numbers
from tests.rivers import RIVERS
from tests.sourcebook.quiz import example


def words(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ")


def test_a_worksheet_asks_everything_and_gives_nothing_away() -> None:
    text = words(paper.worksheet("Example", example.BANK.questions, example.fact))
    for q in example.BANK.questions:
        assert markdown.plain(q.prompt, curly=True) in text
        assert q.explanation not in text
        for hint in q.hints:
            assert hint not in text
    for option in example.BY_TYPE["single"].options:
        assert option.text in text
        assert option.feedback not in text
    assert "Code name" in text
    assert "300" not in text
    assert "how many are needed" in text  # the distractor stands among the right sides


def test_a_question_about_a_picture_has_its_numbers_on_the_sheet_once() -> None:
    asked = [q.model_copy(update={"view": "level"}) for q in example.BANK.questions[:2]]
    asked.append(example.BANK.questions[2].model_copy(update={"view": "huge"}))
    tables = {
        "level": Numbers("The river rose", ("year", "level"), (("2019", "<b>"), ("2020", "165"))),
        "huge": Numbers("Much", ("day",), (("1",),) * (paper.MOST_ROWS + 1)),
    }
    page = BeautifulSoup(paper.worksheet("Rain", asked, example.fact, tables.__getitem__), "html.parser")
    (table,) = page.select("table")
    assert [cell.get_text() for cell in table.select("td")] == ["2019", "<b>", "2020", "165"]
    notes = [section.find("p", class_="small").get_text() for section in page.select("section")[:3]]
    assert notes == ["Numbers: table A."] * 2 + ["Its picture is in the book."]


def test_the_right_options_are_spread_over_the_places_and_a_scale_keeps_its_order() -> None:
    single = example.BY_TYPE["single"]
    options = [bank.Option(text=f"Option {n}", feedback="So.", right=n == 0) for n in range(4)]
    asked = [single.model_copy(update={"id": f"ex-many-{n}", "options": options}) for n in range(20)]
    asked.append(single.model_copy(update={"id": "ex-scale", "options": options, "ordered": True}))
    orders = render.spread(asked)
    places = [orders[q.id].index(0) for q in asked[:20]]
    assert [places.count(place) for place in range(4)] == [5, 5, 5, 5]
    assert orders["ex-scale"] == [0, 1, 2, 3]
    sheet = paper.worksheet("Many", asked, example.fact)
    assert sheet == paper.worksheet("Many", asked, example.fact)
    shown = [li.get_text() for li in BeautifulSoup(sheet, "html.parser").select("section:first-of-type li")]
    assert shown.index("Option 0") == places[0]


def test_a_key_tells_the_mistakes_that_have_a_name() -> None:
    text = words(paper.key("Example", example.BANK.questions, example.fact, example.cite))
    for told in (
        "0.3: Count people, not thousands",
        "Don, Amazonka: The board had a shed",
        "The work starts: Between its plan",
        "room with how many are there: A boat may sail",
    ):
        assert told in text


def test_a_key_gives_answer_explanation_and_sources_in_the_order_of_the_worksheet() -> None:
    page = BeautifulSoup(paper.key("Example", example.BANK.questions, example.fact, example.cite), "html.parser")
    sections = page.select("section")
    assert len(sections) == len(example.BANK.questions)
    for number, (section, q) in enumerate(zip(sections, example.BANK.questions, strict=True), 1):
        text = section.get_text(" ")
        assert section.h2.get_text().startswith(f"{number}. ")
        for line in render.right_words(q, example.fact):
            assert markdown.plain(line, curly=True) in text
        assert q.id in text
        assert "Diary of a miller" in text or q.sources != ["sample-1999-diary"]


def test_nothing_from_a_question_file_runs_on_paper() -> None:
    bad = "<script>alert(1)</script>"
    questions = bank.parse(example.TEXT.replace("Who decided that the dam should be built?", bad), "x").questions
    for html in (paper.worksheet(bad, questions, example.fact), paper.key(bad, questions, example.fact, example.cite)):
        assert "<script" not in html


def test_a_folder_gets_a_worksheet_and_a_key_for_each_chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "names", lambda book: ["high-water"])
    monkeypatch.setattr(paper, "find_browser", lambda: None)
    messages: list[str] = []
    written = paper.write(paper.pages(RIVERS), tmp_path / "key", pdf=True, say=messages.append)
    assert [p.name for p in written] == ["high-water-worksheet.html", "high-water-key.html"]
    assert "open the HTML pages in any browser and print them" in messages[0]


@pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome here")
def test_chromium_prints_a_pdf(tmp_path: Path) -> None:
    page = tmp_path / "w.html"
    page.write_text(paper.worksheet("Example", example.BANK.questions, example.fact), encoding="utf-8")
    paper._pdf(page, find_browser())
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_a_browser_that_cannot_print_costs_the_pdf_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "names", lambda book: ["high-water"])
    monkeypatch.setattr(paper, "find_browser", lambda: str(tmp_path / "no-browser"))
    messages: list[str] = []
    written = paper.write(paper.pages(RIVERS), tmp_path / "key", pdf=True, say=messages.append)
    assert [p.name for p in written] == ["high-water-worksheet.html", "high-water-key.html"]
    assert sum("could not print. Open the HTML pages" in text for text in messages) == 1
