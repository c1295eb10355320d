"""*Ask the class* in the built book, opened from its folder with no network: two counts, another class, a reload, a
file for the notebook; it counts and says what Python does.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from minusma import classroom
from sourcebook.classroom import items, polls
from sourcebook.classroom.items import Item
from tests.ours import OURS

VECTORS = json.loads(Path(polls.__file__).with_suffix(".json").read_text(encoding="utf-8"))
SAID = """({ cases, polls, asked }) => [
  cases.map(({ item, rounds }) => [SourcebookPoll.moved(item, rounds), SourcebookPoll.bars(item, rounds)]),
  asked.map((one) => SourcebookPoll.openPoll(polls, one)?.started ?? null),
]"""


def made(item: dict[str, Any]) -> Item:
    return Item("x", "", "", tuple(item["o"]), item["r"], "", item["h"], tuple(item["d"]), bool(item.get("l")))


def test_python_says_of_a_count_what_the_vectors_say() -> None:
    for case in VECTORS["cases"]:
        item = made(case["item"])
        assert polls.moved(item, case["rounds"]) == case["moved"]
        drawn = [[name, [list(bar) for bar in bars]] for name, bars in polls.shares(item, case["rounds"])]
        assert drawn == case["bars"]
    found = [polls.open_poll(VECTORS["polls"], asked) for asked in VECTORS["asked"]]
    assert [poll and poll["started"] for poll in found] == VECTORS["open"]


def stage(page: Page) -> Locator:
    return page.get_by_role("region", name="The question")


def status(page: Page) -> Locator:
    return stage(page).get_by_role("status")


def hands(page: Page) -> list[str]:
    return stage(page).get_by_role("spinbutton").evaluate_all("nodes => nodes.map((node) => node.value)")


def test_a_class_is_asked_without_an_install(
    html: Path, watch: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # From the front page, as book/teachers/set-up.md says it: one click here, and the button below is the second.
    watched = watch((html / "book" / "index.html").as_uri(), offline=True)
    page = watched.page
    page.get_by_role("navigation", name="Contents of the book").get_by_role("link", name="Classroom").click()
    page.wait_for_url("**/notebooks/classroom.html", wait_until="load")
    said, opened = page.evaluate(SAID, VECTORS)
    assert said == [[case["moved"], case["bars"]] for case in VECTORS["cases"]]
    assert opened == VECTORS["open"]

    # Not one question is loaded before somebody reaches for the tool; two clicks, and one is on the wall.
    assert not [path for path in watched.paths if "later-" in path]
    ask = page.get_by_role("button", name="Ask the class")
    page.get_by_label("Class (if you have several)").fill("period 1")
    page.get_by_label("From", exact=True).select_option("claims")
    page.get_by_label("Question", exact=True).select_option("c07")
    ask.click()
    item = items.get(OURS, "c07")
    expect(stage(page).get_by_role("heading")).to_contain_text(item.plain.strip("“”"))
    expect(status(page)).to_have_text("First count: 0 hands")
    assert "Right:" not in stage(page).inner_text()

    # By key, by button, typed; too few is none; undo takes the last step back.
    for key in ("1", "1", "2", "Shift+1", "3", "9"):
        page.keyboard.press(key)
    assert hands(page)[:4] == ["1", "1", "1", "0"]
    stage(page).get_by_role("button", name="One more hand for").nth(3).click()
    stage(page).get_by_role("button", name="One hand fewer for").nth(4).click()
    stage(page).get_by_role("spinbutton").nth(1).fill("12")
    stage(page).get_by_role("spinbutton").nth(1).press("Tab")
    expect(status(page)).to_have_text("First count: 15 hands")
    stage(page).get_by_role("button", name="Undo").click()
    expect(status(page)).to_have_text("First count: 4 hands")
    stage(page).get_by_role("button", name="Talk with a neighbour").click()
    expect(status(page)).to_contain_text("Talk with a neighbour.")
    expect(stage(page).get_by_role("spinbutton").first).to_be_hidden()
    page.keyboard.press("1")

    # The bell rings; the next class does not go on silently with what the first one counted.
    page.reload()
    open_now = page.locator(".mm-ask-chooser li").filter(has=page.get_by_role("button", name="Go on"))
    expect(open_now).to_contain_text("with period 1: talk, 4 hands.")
    page.get_by_label("Class (if you have several)").fill("period 3")
    page.get_by_label("From", exact=True).select_option("claims")
    page.get_by_label("Question", exact=True).select_option("c07")
    ask.click()
    expect(status(page)).to_have_text("First count: 0 hands")
    page.keyboard.press("1")
    page.get_by_role("button", name="Another question").click()
    page.get_by_label("Class (if you have several)").fill("period 1")
    ask.click()
    page.get_by_role("button", name="Go on from").click()
    stage(page).get_by_role("button", name="Second count").click()
    expect(status(page)).to_have_text("Second count: 0 hands")
    right = item.order.index(item.right) + 1
    for _ in range(3):
        page.keyboard.press(str(right))
    stage(page).get_by_role("button", name="Reveal").click()
    expect(status(page)).to_have_text("Closed: 3 hands")
    first = [1, 1, 1, 1][item.right] if item.right < 4 else 0
    expect(stage(page)).to_contain_text(f"The right answer went from {first / 4:.0%} to 100% of the hands.")
    expect(stage(page)).to_contain_text(f"Right: {polls.named(item, item.right)}.")
    page.keyboard.press("1")
    expect(status(page)).to_have_text("Closed: 3 hands")
    stage(page).get_by_role("button", name="Begin again").click()
    expect(status(page)).to_have_text("First count: 0 hands")
    page.get_by_role("button", name="Another question").click()

    # A question of one's own is text, whatever it says.
    page.get_by_label("From", exact=True).select_option("own")
    ask.click()
    expect(page.get_by_text("Write a question, and at least two options")).to_be_visible()
    page.get_by_label("Your question").fill("Is <b>this</b> fair?")
    ask.click()
    expect(stage(page).get_by_role("heading")).to_have_text("Is <b>this</b> fair?")
    page.keyboard.press("3")
    page.get_by_role("button", name="Another question").click()

    # The notebook reads the same file, and shows the same hands.
    page.get_by_text("What the classes have answered: ").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="As a file, class-history.json").click()
    download.value.save_as(tmp_path / "class-history.json")
    with page.expect_download() as download:
        page.get_by_role("button", name="As a table (CSV)").click()
    download.value.save_as(tmp_path / "page.csv")
    monkeypatch.delenv("MINUSMA_STATIC", raising=False)
    frame = classroom.history(tmp_path).frame
    with (tmp_path / "page.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert table == frame.astype(str).to_dict("records")
    assert set(frame["class"]) == {"period 1", "period 3"}
    assert "Is <b>this</b> fair?" in set(frame["question"])

    # It comes back where nothing is kept.
    clear = page.get_by_role("button", name="Delete all polls")
    clear.click()
    page.get_by_role("button", name="Really delete").click()
    expect(page.get_by_text("What the classes have answered: ")).to_have_count(0)
    page.get_by_label("Read a class-history.json").set_input_files(tmp_path / "page.csv")
    expect(page.get_by_text("page.csv is no history of polls of this book.")).to_be_visible()
    page.get_by_label("Read a class-history.json").set_input_files(tmp_path / "class-history.json")
    expect(page.get_by_text("Polls added: 3.")).to_be_visible()
    assert watched.faults == []


def ask_own(page: Page, text: str) -> None:
    page.get_by_label("From", exact=True).select_option("own")
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Ask the class").click()


def test_what_is_open_is_listed_and_a_typed_question_goes_on(html: Path, watch: Callable[..., Any]) -> None:
    watched = watch((html / "notebooks" / "classroom.html").as_uri(), offline=True)
    page = watched.page
    label = page.get_by_label("Class (if you have several)")
    another = page.get_by_role("button", name="Another question")
    for period, text, key in (("1", "Fair?", "1"), ("1", "Wise?", "2"), ("2", "Late?", "3")):
        label.fill(period)
        ask_own(page, text)
        page.keyboard.press(key)
        expect(status(page)).to_have_text("First count: 1 hand")
        another.click()
    page.get_by_label("From", exact=True).select_option("claims")
    page.get_by_label("Question", exact=True).select_option("c07")
    label.fill("1")
    page.get_by_role("button", name="Ask the class").click()
    page.keyboard.press("1")
    another.click()

    # After a reload too: of the class chosen, the newest first; of all classes where none is chosen.
    page.reload()
    listed = page.locator(".mm-ask-today b:visible")
    claim = items.get(OURS, "c07").plain
    expect(listed).to_have_text([claim, "Wise?", "Fair?"])
    label.fill("2")
    expect(listed).to_have_text(["Late?"])
    label.fill("")
    expect(listed).to_have_text([claim, "Late?", "Wise?", "Fair?"])
    page.get_by_role("button", name="Go on: Fair?").click()
    expect(status(page)).to_have_text("First count: 1 hand")
    expect(stage(page).get_by_role("heading")).to_have_text("Fair?")
    stage(page).get_by_role("button", name="Second count").click()
    page.keyboard.press("2")
    page.keyboard.press("2")
    another.click()

    # The same words and options typed again are the same question; other options are another one.
    label.fill("1")
    ask_own(page, "Fair?")
    expect(stage(page)).to_contain_text("with 1: second count, 2 hands.")
    page.get_by_role("button", name="Go on from").click()
    expect(status(page)).to_have_text("Second count: 2 hands")
    another.click()
    page.get_by_label("Options, one a line").fill("yes\nno")
    page.get_by_role("button", name="Ask the class").click()
    expect(status(page)).to_have_text("First count: 0 hands")
    another.click()

    # Revealed too early, and the page was loaded again: the reveal is taken back for the second count.
    page.get_by_role("button", name="Go on: Wise?").click()
    stage(page).get_by_role("button", name="Reveal").click()
    expect(status(page)).to_have_text("Closed: 1 hand")
    page.reload()
    label.fill("1")
    expect(listed).to_have_text([claim, "Fair?"])
    page.get_by_text("What the classes have answered: ").click()
    page.get_by_role("button", name="Take the reveal back: Wise?").click()
    expect(status(page)).to_have_text("First count: 1 hand")
    stage(page).get_by_role("button", name="Second count").click()
    page.keyboard.press("1")
    expect(status(page)).to_have_text("Second count: 1 hand")
    assert watched.faults == []


def test_enter_in_a_number_gives_the_keys_back(html: Path, watch: Callable[..., Any]) -> None:
    watched = watch((html / "notebooks" / "classroom.html").as_uri(), offline=True)
    page = watched.page
    ask_own(page, "Fair?")
    first = stage(page).get_by_role("spinbutton").first
    for hands_typed in ("5", "7"):
        # Over what stands there: a click selects it.
        first.click()
        page.keyboard.type(hands_typed)
        page.keyboard.press("Enter")
        page.keyboard.press("2")
    assert hands(page) == ["7", "2", "0"]
    expect(status(page)).to_have_text("First count: 9 hands")
    assert watched.faults == []


def test_the_page_leaves_to_a_live_notebook_what_is_dead_on_it(html: Path) -> None:
    page = (html / "notebooks" / "classroom.html").read_text(encoding="utf-8")
    for dead in ("0 rows saved", "classroom.export", "classroom.history", "classroom.poll", "by its name</h2>"):
        assert dead not in page
