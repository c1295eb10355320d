"""What an author or a student writes is text in every output: no tag, no attribute, no
formula, and nothing escaped twice.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sourcebook import data, sources
from sourcebook.book import Book
from sourcebook.classroom import class_report, poll_panel, polls, report_page, start_here
from sourcebook.data import show
from sourcebook.quiz import bank, paper, render
from sourcebook.quiz.export import files
from sourcebook.quiz.values import lookup
from sourcebook.site.sphinxext import cards
from sourcebook.text.spreadsheet_cell import looks_like
from sourcebook.views import registry
from tests.sourcebook import hostile_book

# Nobody else writes a tag or an attribute of this name.
BASE = """<b>&"'<xq onxq="1">"""
PIECES = [
    "<xq>", "</xq>", "<xq/", "&", "&copy", '"', "'", '" onxq="1', "' onxq='1", "</script><xq>", "</title><xq>",
    "</style><xq>",
    "</textarea>", "<!--", "-->", "]]>", "<![CDATA[", "[a](javascript:xq)", "[a](https://example.org/?a=1&b=2)",
    "![a](https://example.org/xq)", "<https://example.org/?a&b>", "`<xq>`", "*", "**", "_", "\\", "%", "~", "=", "#",
    "->", ":", "|", "@",
    "::", "//", "é", "العربية", "x", " ", "1. ", "- ", "> ", "<xq onxq=1", "$", "^",
]  # fmt: skip
TEXTS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6)
    .map("".join)
    .map(lambda text: " ".join(f"{text}z".split()))
)


def check_html(html: str, where: str) -> None:
    """No tag and no attribute of the text's own; every ``&`` begins an entity; no entity is escaped again."""
    assert not re.search(r"</?xq", html, re.IGNORECASE), f"{where}: a tag in {html[:3000]!r}"
    html = re.sub(r'<script type="application/json"[^>]*>.*?</script>', "", html, flags=re.DOTALL)  # no HTML, see below
    assert not re.search(r"&(?!(?:[a-zA-Z]+|#[0-9]+|#x[0-9a-fA-F]+);)", html), f"{where}: a bare & in {html[:3000]!r}"
    assert not re.search(r"&amp;(?:lt|gt|quot|amp|#x27|#39);", html), f"{where}: escaped twice in {html[:3000]!r}"
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("onxq")], f"{where}: {tag}"
        for link in ("href", "src"):
            assert not str(tag.get(link, "")).startswith("javascript"), f"{where}: {tag}"
        assert tag.name != "img", f"{where}: a picture that the text asked for: {tag}"


def check_xml(content: bytes | str, where: str) -> ET.Element:
    """The file is well-formed and holds no element and no attribute of the text's own."""
    root = ET.fromstring(content)
    for node in root.iter():
        assert not node.tag.endswith("xq"), where
        assert "onxq" not in node.attrib, where
    return root


def check_csv(content: bytes, where: str, rows: int) -> None:
    """As many rows as there are, and no cell that a spreadsheet runs."""
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(read) == rows, where
    assert len({len(row) for row in read}) == 1, where
    for row in read:
        numbers = (cell for cell in row if not re.fullmatch(r"-?[0-9.]+", cell))
        assert not [cell for cell in numbers if looks_like(cell)], where


def pages(book: Book, folder: Path) -> Iterator[tuple[str, str]]:
    """Every HTML of questions, sources, tables and views."""
    asked, resolve = bank.load(book, "river").questions, lookup(book)
    title = bank.load(book, "river").title
    for root in ("..", None):
        for mode in ("practice", "check"):
            yield f"form {mode} {root}", render.quiz_html(book, asked, title, mode, root)
        yield f"source {root}", sources.source_line(book, ["town-2020-gauge"], root)
    yield "worksheet", paper.worksheet(title, asked, resolve)
    yield "key", paper.key(title, asked, resolve, partial(sources.cite, book))
    yield "table", show.html(data.load(book, "gauge"))
    yield "table of words", show.html(data.load(book, "gauge").set_index("note"))
    yield "START-HERE", start_here.html(book, "our_river-1-py3-none-any.whl", True)
    yield "START-HERE without a key", start_here.html(book, "our_river-1-py3-none-any.whl", False)


def classroom(book: Book, text: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Every HTML of polls and of a report on a class whose students hand in the text."""
    folder.mkdir()
    hashes = {name: bank.content_hash(q, lookup(book)) for name, q in bank.every(book).items()}
    answers: dict[str, Any] = {
        "river-single": 1, "river-multiple": [2], "river-claim": 1, "river-number": text, "river-text": text,
        "river-order": [1, 0, 2], "river-match": [-1, 2],
    }  # fmt: skip
    name = re.sub(r"[/\\\0]", "-", text)[:60]
    for number in range(3):
        content = {
            "schema": book.identity.schema_name("responses"),
            "book": text,
            "code": f"{number}{text}"[:60],
            "created": text,
            "answers": {q: {"hash": hashes[q], "answer": answer} for q, answer in answers.items()}
            | {text: {"hash": text, "answer": text}},
        }
        (folder / f"{number}{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    found = class_report.report(book, folder)
    assert found.responses == 3
    # That of the number is left out where it cannot be read as one.
    assert len(set(found.distractors()["question"]) - {"river-number"}) == 6
    yield "report", report_page.html(found)
    yield "report in a notebook", found._repr_html_()
    yield "advice", found.advice()._repr_html_()
    for table in class_report.TABLES:
        yield f"report, {table}", found.table(table)._repr_html_()
    yield "report on no folder", class_report.report(book, folder / name)._repr_html_()
    out = report_page.write(found, folder / "out").parent
    for table in class_report.TABLES:
        check_csv((out / f"{table}.csv").read_bytes(), table, len(getattr(found, table)()) + 1)

    for question in ("river-single", "river-claim"):
        poll = polls.Poll(book, question, folder)
        poll.set(0, 2)
        poll.next_round()
        poll.reveal()
        yield "poll", poll.html()
        yield "poll, answer", poll.answer()
        yield "poll, shift", poll.shift()
        yield "poll, tool", poll_panel.Poll(book, question, folder).tool()
    yield "poll, questions", polls.questions(book, "river")._repr_html_()
    yield "poll, history", polls.history(book, folder)._repr_html_()
    polls.export(book, folder / "history.csv", folder)
    check_csv((folder / "history.csv").read_bytes(), "history", len(polls.history(book, folder).frame) + 1)
    yield "poll, lists", poll_panel.ask(book, folder).html()


def check_exports(book: Book, folder: Path) -> None:
    """Each format, read as the systems read it."""
    files.write(book, folder, list(files.FORMATS), ["river"])
    moodle = check_xml((folder / "river-moodle.xml").read_bytes(), "moodle")
    assert len(moodle) == 8
    for node in moodle.iter():
        if node.get("format") == "html":
            check_html(node.findtext("text") or "", f"moodle {node.tag}")
    for name in ("river-canvas.zip", "river-qti21.zip"):
        with zipfile.ZipFile(folder / name) as packed:
            for member in packed.namelist():
                assert re.fullmatch(r"[A-Za-z0-9._/-]+", member), member
                for node in check_xml(packed.read(member), f"{name} {member}").iter():
                    if node.get("texttype") == "text/html":
                        check_html(node.text or "", f"{name} {member}")
    gift = (folder / "river-gift.txt").read_text(encoding="utf-8")
    # Names, forms of short answers and right sides are plain text there: HTML is the rest.
    gift = re.sub(
        r"^(//|\$CATEGORY).*$|^::.*?(?<!\\)::|^\t=%100%\[plain\].*$|(?<!\\)-> .*$", "", gift, flags=re.MULTILINE
    )
    gift = re.sub(r"\\([~=#{}:\\])", r"\1", gift)
    assert not re.search(r"</?xq", gift, re.IGNORECASE), gift
    check_csv((folder / "river.csv").read_bytes(), "csv", 8)


def check_cards(text: str) -> None:
    drawn = check_xml(cards._svg(text, text, cards.Colours()), "card")
    lines = [line for node in drawn.iter("{http://www.w3.org/2000/svg}text") for line in node.itertext()]
    assert lines[-1] == f"{text} · open textbook"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
@example(BASE)
@example('"><xq onxq="1">')
@example("=cmd|' /C xq'!A0 <xq>")
@example("</script><!--<xq>")
def test_a_text_stays_a_text_in_every_output(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    folder = tmp_path_factory.mktemp("marked")
    book = hostile_book.make(folder / "book", text)
    for where, html in [*pages(book, folder), *classroom(book, text, folder / "handed-in")]:
        check_html(html, where)
        for script in BeautifulSoup(html, "html.parser").find_all("script"):
            read = json.loads(script.string or "[]")
            # A form has a list of questions; a poll has its items by id. Other texts in a script it takes as texts.
            inside = (
                {question["id"]: [*question["f"], *question["i"]] for question in read}
                if isinstance(read, list)
                else {
                    name: [item["p"], item["w"]]
                    for name, item in read.items()
                    if isinstance(item, dict) and "w" in item
                }
            )
            for name, texts in inside.items():
                for number, inner in enumerate(texts):
                    check_html(inner, f"{where}, {name}, {number}")
    check_exports(book, folder / "export")
    check_cards(text)


@pytest.mark.parametrize("text", [BASE, "<xq>&'\" |a|"])
def test_a_text_stays_a_text_in_a_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.delenv("SOURCEBOOK_STATIC", raising=False)
    view = registry.get(hostile_book.make(tmp_path, text), "levels")
    for live in (False, True):
        check_html(re.sub(r"<style>.*?</style>", "", view.html(live=live), flags=re.DOTALL), f"view {live}")
    for picture in (view.wide, view.narrow):
        check_xml(picture, "picture")
        check_html(picture, "picture")
