"""What a teacher without an install does around a lesson, in the built book from its folder, with no network: the plan
and its links, the sheets of the Council, and what thirty students hand in, read by file, zip, lines and table with the
numbers of the notebook. Asking the class and the vote have their own walks (``test_ask.py``, ``test_chamber.py``).

Of the thirty, two work in the pages, and forget the code name first: one answers the final check by hand and presses
*Hand in* once, one answers in a chapter. The others are made of the same parts by Python's writer: 7 % of their
questions are skipped, half of their checks are drafts, and two have one code name.
"""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from minusma.claims import lesson
from minusma.claims.render import verdicts
from minusma.council import voting
from sourcebook import data
from sourcebook.classroom import plans, printables, sample_class
from sourcebook.classroom.class_report import TABLES, Report, report
from sourcebook.quiz import bank, hand_in_line, render, response_file
from tests.browser.test_report import SHOWN, python_shows
from tests.ours import FACTS, OURS

ASKED = response_file.asked(OURS)


def made(number: int) -> dict[str, Any]:
    """A student of whom nobody clicked: the response file as Python writes it."""
    dice, answers, checks = random.Random(number), {}, {}
    for name in ("history", "check-a"):
        held, own = bank.load(OURS, name), {}
        for question in held.questions:
            if dice.random() < 0.07:
                continue
            key = render.key(question, FACTS) | {"s": render.slips(question, FACTS)}
            best = key["a"][0] if question.type == "text" else key["a"]
            given = best if dice.random() < 0.6 else sample_class._wrong(question, key, dice, dice)
            typed = f"{float(given):.6g}" if question.type == "number" else given
            own[question.id] = {"hash": ASKED[question.id].hash, "answer": typed}
        if not held.form:
            answers = own
            continue
        handed = number % 2 == 0
        checks[name] = {"handed_in": handed, "time": "2026-05-04T09:00:00.000Z", "form": held.form, "answers": own}
        answers |= {question: entry | {"form": held.form} for question, entry in own.items()} if handed else {}
    code = "otter" if number in (5, 6) else f"student {number}"
    created = f"2026-05-05T08:{number:02}:00.000Z"
    schema = OURS.identity.schema_name("responses")
    return {"schema": schema, "code": code, "id": f"made{number}", "created": created, "answers": answers} | {
        "checks": checks
    }


def expect_same(page: Page, found: Report) -> None:
    """The page shows what the notebook's Python does; the way to a file may be told otherwise."""
    expect(page.locator(".mm-report-result p").first).to_have_text(found.summary(), timeout=20_000)
    ours, theirs = python_shows(found), page.locator(".mm-report-result").evaluate(SHOWN)
    assert {name: rows for name, rows in theirs.items() if name != TABLES["problems"]} == {
        name: rows for name, rows in ours.items() if name != TABLES["problems"]
    }


def read_again(page: Page, **more: Any) -> None:
    clear = page.get_by_role("button", name="Clear the report")
    if clear.count():
        clear.click()
    if "lines" in more:
        page.get_by_label("Or paste hand-in lines").fill(more["lines"])
        page.get_by_role("button", name="Read the lines").click()
    else:
        page.get_by_label("Choose files").set_input_files(more["files"])


def hand_in(page: Page, html: Path, folder: Path, code: str) -> str:
    """Save the file of what this browser keeps, as *code*; gives the line."""
    page.goto((html / "book" / "my-progress.html").as_uri())
    field = page.get_by_label("Code name")
    if not field.input_value():
        page.get_by_role("button", name="Response file for the teacher").click()
        expect(page.get_by_role("status").filter(has_text="Choose a code name first.")).to_be_visible()
    field.fill(code)
    with page.expect_download() as download:
        page.get_by_role("button", name="Response file for the teacher").click()
    download.value.save_as(folder / download.value.suggested_filename)
    page.get_by_role("button", name="Hand-in line, to copy").click()
    line = page.get_by_label("Hand-in line", exact=True).input_value()
    assert len(line) <= hand_in_line.MOST
    return line


def the_steps_stand_on_the_wall(page: Page) -> None:
    """One after another, by key."""
    steps, begin = plans.plan(OURS, "one-lesson").steps, 0
    page.get_by_role("button", name="Show the steps on the wall").click()
    wall = page.get_by_role("dialog", name="The lesson on the wall")
    for number, step in enumerate(steps, 1):
        expect(wall).to_contain_text(f"Minutes {begin} to {begin + step.minutes}, step {number} of {len(steps)}")
        begin += step.minutes
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")


def ask_by_hands(page: Page, claim: str, *keys: str, begin: bool = True) -> Locator:
    """A claim with the three words that the plan has on the board; hands by key. Gives what stands on the wall."""
    page.get_by_label("From", exact=True).select_option("lesson")
    page.get_by_label("Question", exact=True).select_option(f"{claim}-short")
    page.get_by_role("button", name="Ask the class").click()
    stage = page.get_by_role("region", name="The question")
    if not begin:
        page.get_by_role("button", name="Go on from").click()
        stage.get_by_role("button", name="Second count").click()
    expect(stage.get_by_role("spinbutton")).to_have_count(3)
    for word in lesson.COARSE:
        expect(stage).to_contain_text(word)
    for key in keys:
        page.keyboard.press(key)
    expect(stage.get_by_role("status")).to_have_text(
        f"{'First' if begin else 'Second'} count: {len(keys)} hand{'s' if len(keys) > 1 else ''}"
    )
    return stage


def the_plan_is_given(page: Page) -> None:
    """Step by step: what each names is opened from its row, is there, and works."""
    plan, rows = plans.plan(OURS, "one-lesson"), page.locator(".mm-plan tbody tr")
    expect(rows).to_have_count(len(plan.steps) + 1)
    # Minutes 0 to 8 need the board alone.
    the_steps_stand_on_the_wall(page)
    # 8 to 11: two claims, counted for the first time.
    row = rows.nth(2)
    claims = row.get_by_role("link", name=re.compile("^c[0-9]+$")).all_inner_texts()
    danger, workers = claims
    row.get_by_role("link", name="Ask the class").click()
    ask_by_hands(page, danger, "1", "1", "2")
    page.get_by_role("button", name="Another question").click()
    ask_by_hands(page, workers, "3", "2")
    page.go_back()
    # 11 to 27: cards, then the record of each; no verdict of ours is on either. The two claims are on cards D and B.
    cards = {card: list(dealt["id"]) for card, dealt in lesson.dealt(OURS).items()}
    assert danger in cards["D"]
    assert workers in cards["B"]
    texts = data.load(OURS, "claims").set_index("id")["claim"]
    for number, sheet in ((3, "claims-cards"), (4, "claims-record")):
        expect(rows.nth(number)).to_contain_text(printables.of_the_book(OURS)[sheet].title)
        links = rows.nth(number).locator(f'a[href$="{sheet}.html"]')
        if links.count():  # a book that was built for publishing has them to click on
            links.click()
            for claim in (danger, workers):
                expect(page.locator("body")).to_contain_text(texts[claim])
            page.go_back()
    # Or the record in the lab, whose head lists the seven words that minutes 38 to 41 need.
    rows.nth(7).get_by_role("link", name="claims lab").click()
    expect(page.locator(".mm-verdicts dt")).to_have_text(list(verdicts(OURS)))
    page.get_by_label("12 for one lesson").check()
    expect(page.locator(".mm-claim:visible")).to_have_count(12)
    claim = page.locator(f'.mm-claim[data-id="{danger}"]')
    claim.get_by_label("Your first verdict").select_option("imprecise")
    claim.get_by_text("The record on claim").click()
    expect(claim.locator(".mm-source")).to_be_visible()
    expect(claim.locator(".mm-ours")).to_be_hidden()
    page.go_back()
    # 33 to 38: the same two claims again; only now the answer.
    rows.nth(6).get_by_role("link", name="Ask the class").click()
    page.get_by_role("button", name="Go on: ").first.click()
    for claim_id, keys in ((workers, "333"), (danger, "22")):
        page.get_by_role("button", name="Another question").click()
        stage = ask_by_hands(page, claim_id, *keys, begin=False)
        assert "Right:" not in stage.inner_text()
        stage.get_by_role("button", name="Reveal").click()
        verdict = data.pick(OURS, "claims", id=claim_id).iloc[0]["verdict"]
        expect(stage).to_contain_text(re.compile(rf"Right: .*{lesson.coarse(verdict)}"))
        expect(stage).to_contain_text("The right answer went from")


def test_a_lesson_without_an_install(html: Path, watch: Callable[..., Any], tmp_path: Path) -> None:
    watched = watch((html / "book" / "for-teachers.html").as_uri(), offline=True)
    page = watched.page

    # Prepare: every way out of the plan leads to a page of this folder.
    page.locator("main").get_by_role("link", name="One lesson: judge a page").click()
    ways = page.locator("main a[href]").evaluate_all("all => all.map((a) => a.href.split(/[?#]/)[0])")
    gone = [way for way in ways if way.startswith("file:") and not Path(way.removeprefix("file://")).is_file()]
    assert gone == []
    the_plan_is_given(page)

    # The Council of a class of seven, then of thirty-one: roles, a vote with a veto, kept when the page comes again.
    page.goto((html / "notebooks" / "council.html").as_uri())
    chamber = page.locator(".mm-chamber")
    chamber.get_by_text("Who plays whom").click()
    for students in (7, 31):
        chamber.get_by_label("Students (5 to 31)").fill(str(students))
        expect(chamber.locator("details", has_text="Who plays whom").locator("li")).to_have_text(
            voting.sharing(OURS, students, 2022)
        )
        chamber.evaluate("root => root.querySelectorAll('[value=yes]').forEach((radio) => radio.click())")
        result = chamber.locator(".mm-chamber-result")
        expect(result).to_have_text("Passes: 15-0-0")
        chamber.get_by_role("group", name="China").get_by_role("radio", name="no", exact=True).check()
        expect(result).to_have_text("Does not pass: 14-1-0")
        chamber.get_by_role("button", name="Write it down").click()
    page.reload()
    expect(chamber.get_by_text("The draft: Does not pass: 14-1-0")).to_have_count(2)
    # The session of the other year has its own seats, votes and record.
    years = page.get_by_role("group", name="Choices of year")
    years.get_by_role("button", name="2023").click()
    expect(result).to_have_text("0-0-0, 15 still to vote")
    chamber.get_by_role("group", name="Switzerland").get_by_role("radio", name="abstains").check()
    expect(chamber.get_by_text("The record of June 2023")).to_be_visible()
    years.get_by_role("button", name="2022").click()
    expect(chamber.get_by_text("The draft: Does not pass: 14-1-0")).to_have_count(2)
    years.get_by_role("button", name="2023").click()
    expect(result).to_have_text("0-0-1, 14 still to vote")

    # A student answers by hand, and presses Hand in once: half is left open. What was written goes along as drafts.
    files = tmp_path / "files"
    files.mkdir()
    page.goto((html / "book" / "final-check.html").as_uri() + "#form=A")
    form = page.locator("form.mm-quiz:visible").first
    for box in form.locator("fieldset.mm-q").all()[:8]:
        radio = box.get_by_role("radio")
        if radio.count():
            radio.first.check()
    form.get_by_role("button", name="Hand in").click()
    expect(form).to_contain_text("without an answer")
    lines = [hand_in(page, html, files, "real one")]
    drafts = json.loads((files / "responses-real-one.json").read_text(encoding="utf-8"))
    (check,) = drafts["checks"].values()
    assert (check["handed_in"], bool(check["answers"]), drafts["answers"]) == (False, True, {})

    # Another, on another computer, answers a question of a chapter.
    page.evaluate("localStorage.clear()")
    page.goto((html / "book" / "more-history.html").as_uri())
    box = page.locator("fieldset.mm-q:has([type=radio])").first
    box.get_by_role("radio").first.check()
    box.get_by_role("button", name="Check").click()
    lines.append(hand_in(page, html, files, "real two"))

    for number in range(28):
        content = made(number)
        (files / f"{number:02} {content['code']}.json").write_text(json.dumps(content), encoding="utf-8")
        lines.append(hand_in_line.write(OURS.identity.slug, content, ASKED))
    everything = report(OURS, files)
    assert everything.responses == 30
    assert sorted(code for code in everything.codes if code.startswith("otter")) == ["otter", "otter (2)"]
    page.goto((html / "notebooks" / "class-report.html").as_uri())
    read_again(page, files=sorted(files.iterdir()))
    expect_same(page, everything)

    packed = tmp_path / "zip" / "all.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        for n, path in enumerate(sorted(files.iterdir())):
            pack.write(path, f"Student {n}_assignsubmission_file/{path.name}")
    read_again(page, files=packed)
    expect_same(page, report(OURS, packed.parent))

    read_again(page, lines="\n\n".join(lines))
    of_lines = report(OURS, "\n\n".join(lines))
    expect_same(page, of_lines)
    rows = "\n".join(f'"4 May, late",{n},{line}' for n, line in enumerate(lines))
    table = tmp_path / "table" / "form.csv"
    table.parent.mkdir()
    table.write_text(f"time,number,line\n{rows}\n", encoding="utf-8")
    read_again(page, files=table)
    expect_same(page, report(OURS, table.parent))
    # By line, by file: the same students with the same scores.
    assert of_lines.responses == 30
    assert of_lines.students().equals(everything.students())
    assert of_lines.questions().equals(everything.questions())
    assert watched.faults == []
