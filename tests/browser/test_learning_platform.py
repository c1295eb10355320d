"""The SCORM packages in a learning platform: ``scorm-again``, from npm, keeps what the page of the package tells it."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from sourcebook.quiz import bank, render
from sourcebook.quiz.export import scorm
from sourcebook.quiz.values import lookup
from sourcebook.site.webserver import BookServer
from tests.browser.answering import give
from tests.rivers import RIVERS

# Put there by `sh .ci/tools`, where npm is.
PLATFORM = Path(__file__).parents[1] / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js"
CHAPTER = next(name for name in bank.names(RIVERS) if not bank.load(RIVERS, name).form)
FORM = next(name for name in bank.names(RIVERS) if bank.load(RIVERS, name).form)
HOST = """<!doctype html><title>Platform</title><script src="scorm12.min.js"></script><script src="host.js"></script>
<iframe title="Package" width="800" height="3000"></iframe>"""
# A platform keeps what was committed, and gives it to the next visit.
HOST_SCRIPT = """const of = new URLSearchParams(location.search).get("of");
window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
const before = sessionStorage.getItem(of);
if (before) API.loadFromJSON(JSON.parse(before), "");
API.on("LMSCommit", () => sessionStorage.setItem(of, JSON.stringify(API.cmi.toJSON())));
API.on("LMSFinish", () => sessionStorage.setItem("finished", "yes"));
addEventListener("DOMContentLoaded", () => { document.querySelector("iframe").src = `${of}/index.html`; });"""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not PLATFORM.is_file():
        pytest.skip("without npm there is no SCORM platform: run `sh .ci/tools` where npm is")
    folder = tmp_path_factory.mktemp("platform")
    shutil.copy(PLATFORM, folder)
    (folder / "host.html").write_text(HOST, encoding="utf-8")
    (folder / "host.js").write_text(HOST_SCRIPT, encoding="utf-8")
    for name in (CHAPTER, FORM):
        zipfile.ZipFile(io.BytesIO(scorm.write(RIVERS, name))).extractall(folder / name)
    server = BookServer(folder).start()
    yield server.address
    server.shutdown()
    server.server_close()


def kept(page: Page, name: str) -> dict[str, Any]:
    return json.loads(page.evaluate(f"sessionStorage.getItem({name!r})") or "{}")


def right(question: Any) -> Any:
    key = render.key(question, lookup(RIVERS))
    return str(key["a"]) if key["t"] == "number" else key["a"][0] if key["t"] == "text" else key["a"]


def inside(page: Page, question: Any) -> Any:
    frame: FrameLocator = page.frame_locator("iframe")
    return frame.locator(f'[data-q="{question.id}"]')


def test_a_chapter_reaches_the_gradebook_and_goes_on_where_it_stopped(watch: Callable, platform: str) -> None:
    watched = watch(f"{platform}host.html?of={CHAPTER}")
    page, questions = watched.page, bank.load(RIVERS, CHAPTER).questions
    line = page.frame_locator("iframe").locator(".mm-scorm")
    expect(line).to_have_text("Kept by your learning platform: 0 of 100 points, incomplete.")
    for question in questions:
        box = inside(page, question)
        give(page, box, question.type, right(question))
        box.get_by_role("button", name="Check").click()
        expect(box.get_by_role("status")).to_contain_text("Right.")
        if question is questions[0]:
            points = round(100 / len(questions))
            expect(line).to_have_text(f"Kept by your learning platform: {points} of 100 points, incomplete.")
    expect(line).to_have_text("Kept by your learning platform: 100 of 100 points, completed.")
    core = kept(page, CHAPTER)["core"]
    assert (core["score"]["raw"], core["lesson_status"]) == ("100", "completed")
    interactions = kept(page, CHAPTER)["interactions"]
    told = {key: value for key, value in interactions.items() if key.isdigit()} or interactions["childArray"]
    assert len(told) == len(questions)
    page.reload()
    assert page.evaluate("sessionStorage.getItem('finished')") == "yes"
    for question in questions:
        expect(inside(page, question).get_by_role("status")).to_contain_text("Right.")
    expect(line).to_have_text("Kept by your learning platform: 100 of 100 points, completed.")
    assert watched.faults == []


def test_a_form_is_handed_in_once_and_its_draft_is_kept(watch: Callable, platform: str) -> None:
    watched = watch(f"{platform}host.html?of={FORM}")
    page, questions = watched.page, bank.load(RIVERS, FORM).questions
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("How do you want to work?")).to_have_count(0)
    give(page, inside(page, questions[0]), questions[0].type, right(questions[0]))
    expect(frame.locator(".mm-q-progress")).to_contain_text(f"1 of {len(questions)} answered")
    page.reload()
    expect(frame.locator(".mm-q-progress")).to_contain_text(f"1 of {len(questions)} answered")
    for _ in range(2):  # the second press hands in although questions are open
        frame.get_by_role("button", name="Hand in").click()
    points = round(100 / len(questions))
    expect(frame.locator(".mm-scorm")).to_have_text(
        f"Kept by your learning platform: {points} of 100 points, completed."
    )
    assert kept(page, FORM)["core"]["lesson_status"] == "completed"
    assert watched.faults == []


def test_what_is_kept_stays_within_the_platforms_limit(watch: Callable, platform: str) -> None:
    page = watch(f"{platform}{CHAPTER}/index.html").page  # no platform around it
    expect(page.locator(".mm-scorm")).to_contain_text("No learning platform was found")
    keys = [{"id": f"q-{n}", "h": f"{n:06x}ffff", "t": "text", "a": ["lake"]} for n in range(120)]
    entries = {
        key["id"]: {"hash": key["h"], "answer": "lake" if n % 2 else "é" * 60, "tries": 2, "shown": False, "sure": 3}
        for n, key in enumerate(keys)
    }
    text, left = page.evaluate("([e, k]) => SourcebookScorm.pack('word', e, k, 'check-x')", [entries, keys])
    assert len(text) <= 4096
    assert 0 < left <= 60
    found = page.evaluate("([t, k]) => SourcebookScorm.unpack(t, k, 'check-x')", [text, keys])
    assert found["word"] == "word"
    assert len(found["entries"]) == 120
    assert sum(entry["answer"] is None for entry in found["entries"].values()) == left
    assert all(entry["score"] == 1 for entry in found["entries"].values() if entry["answer"] == "lake")
    for damaged in ("", "{", "[]", "null", '{"a": 3, "c": "x"}', '{"a": {"000000": [1]}, "c": [1, 0, 0, [3, null]]}'):
        result = page.evaluate("([t, k]) => SourcebookScorm.unpack(t, k, 'check-x')", [damaged, keys])
        assert not {name for name in result["entries"] if name != "check-x"}
