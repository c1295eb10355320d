"""The class report on a page: a class of more than thirty, by files, zip, lines and table, with the numbers and words
of Python's report; and what is no response file is named as Python names it.
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from sourcebook.classroom import class_report, report_shown, report_tool, responses, sample_class
from sourcebook.classroom.class_report import PROVES_NOT, TABLES, WORDS, Report, report
from sourcebook.quiz import bank, hand_in_line, response_file
from sourcebook.views.widget_scripts import DOM, KEPT
from tests.rivers import RIVERS

ENGINE = Path(class_report.__file__).parent.parent
SCRIPTS = (
    "quiz/static/quiz.js",
    "quiz/static/line.js",
    "classroom/static/report-read.js",
    "classroom/static/report-show.js",
    "classroom/static/report.js",
)
#: The front end of the live notebook, with what Python sends it: what it draws, and what it sends back for a press.
LIVE = """({ html, kept, press }) => {
  const root = Object.assign(document.createElement("div"), { innerHTML: html }).firstElementChild, sent = [];
  const store = { all: () => kept, change: (...all) => sent.push(all), notice: () => "", follow: () => {} };
  SourcebookReportShown.start(root, store);
  const result = root.querySelector(".mm-report-result");
  for (const button of press ? result.querySelectorAll("button") : []) {
    if (button.textContent.includes(press)) button.click();
  }
  return [result.innerHTML, sent];
}"""
VECTORS = {
    name: json.loads(Path(module.__file__).with_suffix(".json").read_text(encoding="utf-8"))
    for name, module in (("line", hand_in_line), ("file", response_file))
}
#: What the script reads of each line, and how it takes code names for one.
ALIKE = """([slug, lines, codes]) => [
  lines.map((text) => SourcebookReading.read([{ name: "", text }], { slug }, { questions: {}, quizzes: [] })),
  codes.map(SourcebookReading.fold),
]"""
#: What only the page has: a notebook is printed by its own means.
PRINT = '<p class="mm-report-tools"><button type="button">Print</button></p>'
SHOWN = """root => Object.fromEntries([...root.querySelectorAll(".mm-table")].map((box) => [box.ariaLabel,
  [...box.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent))]))"""


def page_of(folder: Path) -> Path:
    """The tool alone, without the shell of a book."""
    scripts = DOM + KEPT + "".join((ENGINE / name).read_text(encoding="utf-8") for name in SCRIPTS)
    tool = report_tool.html(RIVERS, TABLES, WORDS, PROVES_NOT)
    head = '<meta charset="utf-8"><title>Report</title>'
    page = folder / "report.html"
    page.write_text(
        f'<!doctype html><html lang="en" data-book="rivers"><head>{head}</head><body><main>{tool}</main>'
        f"<script>{scripts}</script></body></html>",
        encoding="utf-8",
    )
    return page


def classes(folder: Path) -> None:
    """Three made-up classes of twelve, one a chapter, each with a damaged and an empty file; some hand in oddly."""
    chapters = [name for name in bank.names(RIVERS) if bank.load(RIVERS, name).questions][:3]
    for n, chapter in enumerate((chapters * 3)[:3]):
        own = folder / f"class {n}"
        own.mkdir(parents=True)
        sample_class.write(RIVERS, own, chapter)
        for place, path in enumerate(sorted(own.glob("responses-*.json"))[:12]):
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                continue
            content |= {"id": f"{content['id']}-{n}", "code": content["code"] if n else f"{content['code']} é"}
            if place == 3:
                for name in list(content["answers"])[:2]:
                    content["answers"][name]["hash"] = "00000000"
                content["answers"]["no-such-question"] = {"hash": "1", "answer": 1}
                content["answers"]["odd"] = {"hash": 1}
                content["tasks"] |= {"gone": {"hash": "", "verdict": "right"}, "odd": {"verdict": "unheard of"}}
                content["tasks"]["rain-t1"] = {"hash": "00000000", "verdict": "right", "tries": 1}
            if place == 5:
                for entry in content["tasks"].values():
                    entry["slip"] = ["no", "name"]
            if place == 4:
                content["checks"] = {name: check | {"handed_in": False} for name, check in content["checks"].items()}
            text = json.dumps(content, ensure_ascii=False)
            path.write_bytes(text.encode(("utf-8", "utf-16", "utf-8-sig", "utf-16-le")[place % 4]))
    one = next(folder.rglob("responses-heron*.json")).read_bytes()
    (folder / "copy of heron.txt").write_bytes(one)
    (folder / "notes.txt").write_text("Homework is due on Monday.")
    (folder / "other.json").write_text('{"schema": "another-responses/2"}')
    for name, inside in (
        ("marks.xlsx", "xl/workbook.xml"), ("essay.docx", "word/document.xml"), ("marks.ods", "content.xml"),
    ):  # fmt: skip
        with zipfile.ZipFile(folder / name, "w") as pack:
            pack.writestr("META-INF/manifest.xml" if name.endswith("ods") else "[Content_Types].xml", "<x/>")
            pack.writestr(inside, "<x/>")
    (folder / "newer.json").write_text(f'{{"schema": "{RIVERS.identity.slug}-responses/9"}}')
    (folder / "no name.json").write_text(
        json.dumps({"schema": RIVERS.identity.schema_name("responses"), "code": "\u200b", "answers": {}})
    )


def python_shows(found: Report) -> dict[str, list[list[str]]]:
    shown = report_shown.of(found)["tables"]
    return {heading: shown[name] for name, heading in TABLES.items() if shown[name]}


def drawn_live(page: Page, found: Report, joined: list[str], press: str = "") -> tuple[str, list[Any]]:
    html = report_tool.element(report_tool.said(TABLES, WORDS, PROVES_NOT))
    kept = {"shown": report_shown.of(found), "joined": joined}
    drawn, sent = page.evaluate(LIVE, {"html": html, "kept": kept, "press": press})
    return drawn, sent


def expect_same(page: Page, found: Report) -> None:
    result = page.locator(".mm-report-result")
    expect(result.locator("p").first).to_have_text(found.summary(), timeout=20_000)
    assert result.locator("h3 + ul > li").all_inner_texts() == found.advice().sentences
    ours, theirs = python_shows(found), result.evaluate(SHOWN)
    assert set(theirs) == set(ours)
    for name, rows in ours.items():
        # The way to a file is told from where it was chosen.
        if name == TABLES["problems"]:
            assert sorted(row[1:] for row in theirs[name]) == sorted(row[1:] for row in rows)
        else:
            assert theirs[name] == rows, name


def test_odd_lines_names_and_checks_are_read_alike(watch: Callable[..., Any], tmp_path: Path) -> None:
    watched = watch(page_of(tmp_path).as_uri(), offline=True)
    page = watched.page
    refused, folded = VECTORS["line"]["refused"], VECTORS["file"]["folded"]
    read, codes = page.evaluate(ALIKE, [VECTORS["line"]["slug"], list(refused), list(folded)])
    assert codes == list(folded.values())
    for (found, problems, _), why in zip(read, refused.values(), strict=True):
        assert (found, [why in problem[2] for problem in problems]) == ([], [True])

    # A draft of the newer file replaces no check of the older one; a check may be called as anything.
    folder = tmp_path / "odd"
    folder.mkdir()
    sample_class.write(RIVERS, folder, next(name for name in bank.names(RIVERS) if bank.load(RIVERS, name).questions))
    sample, _ = responses.read(RIVERS, folder)
    whole = next(one.whole for one in sample if sum(check["handed_in"] for check in one.checks.values()) == 2)
    for path in folder.iterdir():
        path.unlink()
    drafts = {name: check | {"handed_in": False} for name, check in whole["checks"].items()}
    odd = {name: whole["checks"]["check-a"] for name in ("constructor", "toString", "__proto__")}
    older = whole | {"code": "Straße", "created": "2026-05-01"}
    newer = whole | {"code": "STRASSE", "created": "2026-05-02", "id": "other", "checks": drafts | odd}
    for name, content in (("a.json", older), ("b.json", newer)):
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    page.get_by_label("Choose files").set_input_files(sorted(folder.iterdir()))
    expect_same(page, report(RIVERS, folder))
    page.get_by_role("button", name="is one student: join").click()
    joined = report(RIVERS, folder, joined=["STRASSE"])
    assert joined.gain()["students"].iloc[0] == 1
    expect_same(page, joined)
    assert watched.faults == []


def test_the_page_reports_what_python_reports(watch: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "handed in"
    folder.mkdir()
    classes(folder)
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                pack.write(path, path.relative_to(folder).as_posix())
    watched = watch(page_of(tmp_path).as_uri(), offline=True)
    page = watched.page

    # A zip of folders, as a learning platform gives it.
    (tmp_path / "zipped").mkdir()
    (tmp_path / "zipped" / "all.zip").write_bytes(packed.read_bytes())
    of_zip = report(RIVERS, tmp_path / "zipped")
    assert of_zip.responses >= 30
    page.get_by_label("Choose files").set_input_files(packed)
    expect_same(page, of_zip)
    # The front end of the notebook draws Python's report as the page draws its own, to the letter.
    result = page.locator(".mm-report-result")
    assert f"{drawn_live(page, of_zip, [])[0]}{PRINT}" == result.inner_html()

    # The same students by line, in one paste; and one of them cut, one changed, one by a newer book.
    whole = [response_file.read(p.read_bytes(), RIVERS.identity, p.name) for p in folder.rglob("responses-*o*.json")]
    asked = response_file.asked(RIVERS)
    lines = [
        hand_in_line.write(RIVERS.identity.slug, vars(one) | {"answers": one.answers, "checks": one.checks}, asked)
        for one in whole
    ]
    pasted = "\n".join(
        [*(f"> {line[:60]}\n> {line[60:]}" for line in lines), lines[0][:-5], f"{lines[1][:-1]}?", lines[2][:29:-1],
         lines[3].replace(".1.", ".7.", 1)]
    )  # fmt: skip
    page.get_by_role("button", name="Clear the report").click()
    page.get_by_label("Or paste hand-in lines").fill(pasted)
    page.get_by_role("button", name="Read the lines").click()
    expect_same(page, report(RIVERS, pasted))
    # Of the lines that were wrapped no rest is taken for a piece; one of a line that did not come is.
    assert page.locator(".mm-report-result").inner_text().count("its beginning is missing") == 1

    # And in the table of a form.
    table = tmp_path / "table"
    table.mkdir()
    rows = "\n".join(f'"4 May, late",{n},{line}' for n, line in enumerate(lines))
    odd = '5 May,98,"I forgot\n6 May,99,'
    (table / "form.csv").write_text(f"time,number,line\n{rows}\n{odd}\n", encoding="utf-8")
    page.get_by_role("button", name="Clear the report").click()
    page.get_by_label("Choose files").set_input_files(table / "form.csv")
    expect_same(page, report(RIVERS, table))

    # A class that handed in one form of the check and no more.
    forms = {name: held.form for name in bank.names(RIVERS) if (held := bank.load(RIVERS, name)).form}
    one_form = tmp_path / "one form"
    one_form.mkdir()
    for n, one in enumerate(whole):
        checks = {name: check for name, check in one.checks.items() if forms.get(name) == "AB"[n % 2]}
        if checks:
            answers = next(iter(checks.values()))["answers"]
            (one_form / f"{n}.json").write_text(json.dumps(one.whole | {"answers": answers, "checks": checks}))
    page.get_by_role("button", name="Clear the report").click()
    page.get_by_label("Choose files").set_input_files(sorted(one_form.iterdir()))
    of_one_form = report(RIVERS, one_form)
    expect_same(page, of_one_form)
    assert [sentence.partition(",")[0] for sentence in of_one_form.gain_words()[1:]] == [
        "Right on average in form A", "Right on average in form B",
    ]  # fmt: skip
    assert f"{drawn_live(page, of_one_form, [])[0]}{PRINT}" == result.inner_html()
    for name in ("questions", "students"):
        assert of_one_form.note(name) in result.inner_text()

    # A class that did tasks and no more.
    only = tmp_path / "only tasks"
    only.mkdir()
    for path in sorted((folder / "class 2").glob("responses-*.json"))[:12]:
        try:
            content = response_file.read(path.read_bytes(), RIVERS.identity, path.name).whole
        except ValueError:
            continue
        (only / path.name).write_text(json.dumps(content | {"answers": {}, "checks": {}}))
    page.get_by_role("button", name="Clear the report").click()
    page.get_by_label("Choose files").set_input_files(sorted(only.iterdir()))
    of_tasks = report(RIVERS, only)
    assert not of_tasks.tasks().empty
    expect_same(page, of_tasks)

    # One code name on two computers stays two until the teacher says that it is one.
    twice = tmp_path / "twice"
    twice.mkdir()
    whole_of = whole[0].whole
    half = dict(list(whole_of["answers"].items())[:2])
    (twice / "a.json").write_text(json.dumps(whole_of | {"created": "2026-05-01"}))
    (twice / "b.json").write_text(json.dumps(whole_of | {"id": "other", "answers": half, "checks": {}, "tasks": {}}))
    page.get_by_role("button", name="Clear the report").click()
    page.get_by_label("Choose files").set_input_files(sorted(twice.iterdir()))
    page.get_by_role("button", name="is one student: join").wait_for()
    of_two, of_one = report(RIVERS, twice), report(RIVERS, twice, joined=[whole[0].code])
    assert of_two.responses == 2
    drawn, sent = drawn_live(page, of_two, [], "join")
    assert (f"{drawn}{PRINT}", sent) == (result.inner_html(), [["joined", [whole[0].code]]])
    page.get_by_role("button", name="is one student: join").click()
    expect_same(page, of_one)
    drawn, sent = drawn_live(page, of_one, [whole[0].code], "part")
    assert (f"{drawn}{PRINT}", sent) == (result.inner_html(), [["joined", []]])
    page.get_by_role("button", name="is two students: part").click()
    expect_same(page, of_two)

    # A workbook is none of them; what to do is said.
    (tmp_path / "office").mkdir()
    for path in [*folder.glob("*.xlsx"), *folder.glob("*.docx"), *folder.glob("*.ods")]:
        (tmp_path / "office" / path.name).write_bytes(path.read_bytes())
    page.get_by_role("button", name="Clear the report").click()
    page.get_by_label("Choose files").set_input_files(sorted((tmp_path / "office").iterdir()))
    expect(page.locator(".mm-report-result")).to_contain_text("save it as CSV")
    office = report(RIVERS, tmp_path / "office")
    expect_same(page, office)
    assert [("save it as CSV" in why) for why in office.problems()["why"]] == [False, True, True]

    # Two hundred files in five seconds.
    many = tmp_path / "many"
    many.mkdir()
    first = whole[0].whole
    for n in range(200):
        (many / f"{n}.json").write_text(json.dumps(first | {"code": f"student {n}", "id": f"abcd{n}"}))
    page.get_by_role("button", name="Clear the report").click()
    began = time.perf_counter()
    page.get_by_label("Choose files").set_input_files(sorted(many.iterdir()))
    expect(page.locator(".mm-report-result p").first).to_contain_text("200 response files read", timeout=20_000)
    assert time.perf_counter() - began < 5
    assert watched.faults == []
