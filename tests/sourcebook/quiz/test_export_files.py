"""The command, its folder, the list of losses, the table, and Canvas's file against another program's."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from sourcebook import cli
from sourcebook.data import workbook
from sourcebook.quiz import bank, export, grade, markdown, models, render
from sourcebook.quiz.export import files, gift, table, text
from sourcebook.quiz.export.item import Item, flat
from sourcebook.quiz.export.losses import losses
from sourcebook.text import spreadsheet_cell
from tests.rivers import RIVERS
from tests.sourcebook.quiz import example

ITEMS = [flat(q, example.fact, example.cite) for q in example.BANK.questions]
CHAPTER = bank.names(RIVERS)[0]
BY_TYPE = {item.type: item for item in ITEMS}


def rows(items: list[Item]) -> list[dict[str, str]]:
    content = table.write(RIVERS.identity, "example", "Example", items)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", list(export.FORMATS))
def test_the_same_bank_gives_the_same_bytes(form: str) -> None:
    first, second = (export.FORMATS[form].write(RIVERS, CHAPTER, "Example", list(ITEMS)) for _ in range(2))
    assert first == second
    if first.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(first))
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_table_has_every_question_with_its_parts() -> None:
    found = {row["type"]: row for row in rows(ITEMS)}
    assert list(found) == [item.type for item in ITEMS]
    for question, item in zip(example.BANK.questions, ITEMS, strict=True):
        row = found[item.type]
        assert row["id"] == question.id
        assert row["prompt"] == markdown.plain(question.prompt)
        assert row["hints"].split("\n") == [markdown.plain(h) for h in question.hints]
        key = render.key(question, example.fact)
        parts = [
            tuple(row[f"{c}_{n}"] for c in ("part", "right", "feedback")) for n in range(1, 9) if row.get(f"right_{n}")
        ]
        if item.type in ("single", "multiple"):
            assert {(p, f) for p, r, f in parts if r == "right"} == {
                (o.text, o.feedback) for o in question.options if o.right
            }
            assert {p for p, r, _ in parts if r == "wrong"} == {o.text for o in question.options if not o.right}
        elif item.type == "claim":
            assert [(p, r == "right") for p, r, _ in parts] == [(a, a == question.answer) for a in bank.CLAIM_ANSWERS]
        elif item.type == "number":
            assert (float(row["answer"]), float(row["tolerance"])) == (key["a"], key["tol"])
            assert grade.grade(key, row["answer"]) == 1
            assert row["unit"] == question.unit
        elif item.type == "text":
            assert [p for p, _, _ in parts] == question.accept
        elif item.type == "order":
            assert [p for p, _, _ in sorted(parts, key=lambda part: int(part[1]))] == question.items
        else:
            pairs = [(p.left, p.right) for p in question.pairs]
            assert [(p, r) for p, r, _ in parts] == [*pairs, *(("", side) for side in question.distractors)]


@given(st.text(alphabet="=+-@\t\n 1a'\"|!,;＝", min_size=1))
def test_no_cell_of_text_is_a_formula(words: str) -> None:
    cell = spreadsheet_cell.harmless(words)
    assert not cell.strip().startswith(("=", "+", "-", "@", "|", "＝"))
    assert not cell.startswith("\t")
    assert cell.removeprefix("'") == words.removeprefix("'")


def test_formulas_in_a_question_are_shown_and_named() -> None:
    question = example.BY_TYPE["single"].model_copy(update={"prompt": "=HYPERLINK(1)"})
    item = flat(question, example.fact, example.cite)
    [row] = rows([item])
    assert row["prompt"] == "'=HYPERLINK(1)"
    assert any("apostrophe" in reason for reason in losses("csv", item))


def test_a_short_answer_is_also_taken_without_accents_and_with_an_article() -> None:
    forms = text.accepted(["Ménaka", "L'Élysée"])
    assert {"Ménaka", "Menaka", "the menaka", "L'Élysée", "L'Elysee"} <= set(forms)
    for form in forms:
        assert grade.grade({"t": "text", "a": ["Ménaka", "L'Élysée"]}, form) == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1500000.0, "1500000"), (0.00001, "0.00001"), (-3.50, "-3.5"), (1e16, "10000000000000000"), (0, "0")],
)
def test_numbers_are_digits(value: float, shown: str) -> None:
    assert text.digits(value) == shown


def test_what_a_format_cannot_say_is_listed() -> None:
    def said(form: str, kind: str) -> str:
        return " ".join(losses(form, BY_TYPE[kind]))

    for form in ("moodle", "gift", "qti12"):
        assert "Approximated: ordering becomes matching" in said(form, "order")
    assert "ordering becomes matching" not in said("qti21", "order")
    for form in ("gift", "qti12", "qti21"):
        assert "Hints" in said(form, "single")
    assert "all or nothing" in said("qti12", "multiple")
    for form in export.FORMATS:
        assert "Export again when the tables change" in said(form, "number")
        assert "its numbers come as a table" in said(form, "number")
        if form not in ("csv", "scorm"):  # another program marks it
            assert "slips of spelling" in said(form, "text")
            assert "way back" in said(form, "single")
            assert "how sure they are" in said(form, "claim")
        for kind in () if form == "scorm" else ("number", "text"):
            assert "Mistakes that have a name" in said(form, kind)
        for kind in () if form == "scorm" else ("order", "match"):
            assert "beside a misplaced item or a wrong pair" in said(form, kind)


def test_a_loss_of_feedback_is_listed_only_where_there_is_some() -> None:
    plain = example.BY_TYPE["order"].model_copy(update={"slips": [], "steps": [models.Item(text=t) for t in "abc"]})
    assert "beside a misplaced" not in " ".join(losses("moodle", flat(plain, example.fact, example.cite)))


def test_a_short_answer_that_gift_cannot_hold_is_left_out_and_named() -> None:
    arrow = flat(example.BY_TYPE["text"].model_copy(update={"accept": ["x -> y"]}), example.fact, example.cite)
    # "x y" is what remains of it, and GIFT can hold that.
    assert gift.forms(arrow) == ["x y", "the x y"]
    assert "left out" in " ".join(losses("gift", arrow))
    only = flat(example.BY_TYPE["text"].model_copy(update={"accept": ["->"]}), example.fact, example.cite)
    assert only.id.encode() not in gift.write(RIVERS.identity, "x", "x", [only])
    reasons = files.lost("gift", [only])
    assert any(reason.startswith("NOT EXPORTED") and names == [only.id] for reason, names in reasons.items())


@pytest.fixture
def in_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an author calls the command."""
    monkeypatch.chdir(RIVERS.root)


@pytest.mark.usefixtures("in_the_book")
def test_a_folder_gets_files_and_a_list_of_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "export"
    assert cli.main(["export", "--to", "moodle", "--to", "qti", "--chapter", "check-b", "--out", str(out)]) == 0
    output = capsys.readouterr().out
    reports = [f"NOT-EXPORTED-{form}.txt" for form in ("moodle", "qti12", "qti21")]
    assert sorted(p.name for p in out.iterdir()) == sorted(
        ["check-b-moodle.xml", "check-b-canvas.zip", "check-b-qti21.zip", *reports]
    )
    assert "Question bank, Import" in output
    assert "Import Course Content" in output
    for report in reports:
        lines = (out / report).read_text(encoding="utf-8").splitlines()
        assert any(line == "  checkb-steps" for line in lines)
        assert any(line.startswith("Which form a student takes before") for line in lines)
        for reason in (line.rpartition(" (")[0] for line in lines[4:] if line and not line.startswith(" ")):
            assert reason in output


@pytest.mark.usefixtures("in_the_book")
def test_all_formats_and_chapters_come_without_asking(tmp_path: Path) -> None:
    assert cli.main(["export", "--out", str(tmp_path)]) == 0
    wanted = {f"{chapter}{form.suffix}" for chapter in bank.names(RIVERS) for form in export.FORMATS.values()}
    assert {p.name for p in tmp_path.iterdir() if not p.name.startswith("NOT")} == wanted | {"rain-tables.xlsx"}


@pytest.mark.usefixtures("in_the_book")
def test_without_the_package_that_writes_workbooks_the_rest_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workbook, "available", lambda: False)
    assert cli.main(["export", "--chapter", "rain", "--out", str(tmp_path)]) == 0
    assert "No tables for a spreadsheet: workbooks need the package XlsxWriter." in capsys.readouterr().out
    assert {p.name for p in tmp_path.glob("rain*")} == {f"rain{form.suffix}" for form in export.FORMATS.values()}
    assert cli.main(["export", "--to", "xlsx", "--out", str(tmp_path)]) == 1
    assert "Run `pip install xlsxwriter`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--to", "moodel"], "Did you mean moodle?"),
        (["--chapter", "high-watre"], "Did you mean high-water?"),
        (["--to", "xlsx", "--chapter", "check-a"], "check-a: no notebook and no task loads a table there."),
        (["--to", "csv", "--out", "{file}/below"], "choose another folder with --out"),
    ],
)
@pytest.mark.usefixtures("in_the_book")
def test_mistakes_are_answered_in_a_sentence(
    words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["export", *(w.format(file=tmp_path / "file") for w in words)]) == 1
    output = capsys.readouterr().err
    assert output.startswith("sourcebook export: ")
    assert says in output
    assert output.count("\n") == 1


SAME = """\
1. Which?
... why
*a) one
... yes
b) two
... no

2. Which ones?
... why
[*] one
... yes
[ ] two
... no
[*] three
... yes

3. How many?
... why
- wrong
= 300 +- 5

4. Where?
... why
- wrong
* Angara
* Angara, Ural
"""


def shape(element: ET.Element, path: str = "") -> set[tuple[str, tuple[str, ...]]]:
    """Every element as its path, with the names of its attributes."""
    here = f"{path}/{element.tag.rpartition('}')[2]}"
    return {(here, tuple(sorted(element.attrib)))}.union(*(shape(child, here) for child in element))


def test_canvas_gets_what_another_program_writes_for_it() -> None:
    """text2qti's files are known to work in Canvas: ours have its elements and attributes
    in its places, question by question.
    """
    other = QTI(Quiz(SAME, config=Config()))
    kinds = [BY_TYPE[kind] for kind in ("single", "multiple", "number", "text")]
    with zipfile.ZipFile(io.BytesIO(export.FORMATS["qti12"].write(RIVERS, "x", "x", kinds))) as archive:
        quiz, meta, manifest = (
            ET.fromstring(archive.read(name))
            for name in (
                "rivers-and-rain-x/rivers-and-rain-x.xml",
                "rivers-and-rain-x/assessment_meta.xml",
                "imsmanifest.xml",
            )
        )
    theirs = ET.fromstring(other.assessment)
    assert shape(quiz) == shape(theirs)
    item = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}item"
    for ours, its in zip(quiz.iter(item), theirs.iter(item), strict=True):
        assert shape(ours) == shape(its)
    # Metadata and settings may be fewer, never others.
    assert shape(meta) <= shape(ET.fromstring(other.assessment_meta))
    assert shape(manifest) <= shape(ET.fromstring(other.imsmanifest_xml))
