"""Response files, a class history and Council votes of version 1.1 are read as that version read them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from minusma import classroom
from sourcebook.classroom import responses, sets
from sourcebook.quiz import grade, question_set, response_file
from tests.net import kept
from tests.ours import OURS

HISTORY = "class-history.json"


@pytest.fixture(autouse=True)
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook, not as in the book."""
    monkeypatch.delenv("MINUSMA_STATIC", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the class history."""
    shutil.copy(kept.V1_1 / HISTORY, tmp_path)
    return tmp_path


def polls(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / HISTORY).read_text(encoding="utf-8"))["polls"]


def test_response_files_give_the_same_scores() -> None:
    was, changed = kept.read("responses-shown.json"), kept.changed()
    report = classroom.report(kept.V1_1 / "responses")
    scores: dict[str, dict[str, float]] = {code: {} for code in report.codes}
    for row in report.scores.to_dict("records"):
        scores[row["student"]][row["question"]] = row["score"]
    assert scores == {code: {q: s for q, s in own.items() if q not in changed} for code, own in was["scores"].items()}
    # A file is in doubt only where it answers a question that asks something else by now.
    files = {json.loads(p.read_text(encoding="utf-8"))["code"]: p.name for p in (kept.V1_1 / "responses").iterdir()}
    assert set(report.problems()["file"]) == {files[code] for code, own in was["scores"].items() if changed & set(own)}


def test_a_response_file_alone_is_read_too(tmp_path: Path) -> None:
    for path in (kept.V1_1 / "responses").iterdir():
        shutil.copy(path, tmp_path / "one.json")
        contents = json.loads(path.read_text(encoding="utf-8"))
        report = classroom.report(tmp_path)
        assert report.codes == [contents["code"]]
        assert set(report.scores["question"]) == set(contents["answers"]) - kept.changed()


def test_a_students_own_copy_is_told_from_a_response_file(tmp_path: Path) -> None:
    shutil.copy(kept.V1_1 / "my-progress.json", tmp_path)
    report = classroom.report(tmp_path)
    assert report.codes == []
    assert "Response file for the teacher" in report.problems()["why"].item()


def test_a_hand_in_line_of_version_1_is_read() -> None:
    """``line_1.json`` was written once, when the form of the line was settled, by a student who answered everything."""
    was = json.loads((Path(__file__).parent / "line_1.json").read_text(encoding="utf-8"))
    found, problems = responses.pasted(OURS, f"My line: {was['line']}")
    (held,) = found
    assert (held.code, held.id, held.created, held.not_carried) == (
        was["code"],
        was["id"],
        was["created"],
        was["not_carried"],
    )
    checks = {name: [one["handed_in"], one["time"], len(one["answers"])] for name, one in held.checks.items()}
    asked, shown = response_file.asked(OURS), {}
    for name, entry in held.answers.items():
        if name in asked:
            score = round(grade.grade(asked[name].key, entry["answer"]), 4)
            shown[name] = [entry["hash"], entry["answer"], score, entry["sure"]]
    # A question that asks something else by now is read no more; the others are, whatever was added.
    same = {name: row for name, row in was["answers"].items() if name in asked and asked[name].hash == row[0]}
    assert shown == same
    assert len(same) > len(was["answers"]) * 0.8, "so many questions have changed: write line_2.json beside line_1.json"
    assert all(checks.get(name, row) == row for name, row in was["checks"].items())
    assert [problem for problem in problems if "cannot be read" in problem.reason or "changed" in problem.reason] == []


@pytest.mark.parametrize("was", json.loads((Path(__file__).parent / "set_1.json").read_text(encoding="utf-8")))
def test_the_code_of_a_set_of_version_1_is_read(was: dict[str, Any]) -> None:
    """``set_1.json``: sets of questions as a teacher made them first, and one with a task and claims."""
    known = [name for _, entries, _ in sets.groups(OURS) for name, _ in entries]
    held = question_set.read(OURS.identity.slug, was["code"], known)
    there = tuple(name for name in was["ids"] if name in known)
    assert (held.ids, held.gone) == (there, len(was["ids"]) - len(there))
    assert [getattr(held, name) for name in ("title", "check", "sure", "seed")] == [
        was[name] for name in ("title", "check", "sure", "seed")
    ]


def test_the_class_history_shows_the_same_hands(folder: Path) -> None:
    changed = kept.changed()
    was = kept.read("class-shown.json")["history"]
    now = classroom.history(folder).frame.to_dict("records")
    assert [r for r in now if r["question"] not in changed] == [r for r in was if r["question"] not in changed]
    count = [(r["question"], r["day"], r["round"], r["hands"]) for r in was]
    assert [(r["question"], r["day"], r["round"], r["hands"]) for r in now] == count


def test_a_poll_that_was_not_revealed_goes_on_and_the_others_stay(folder: Path) -> None:
    """On the same day: the kept polls are moved to today."""
    today = dt.datetime.now().isoformat(timespec="milliseconds")
    file = folder / HISTORY
    history = json.loads(file.read_text(encoding="utf-8"))
    for poll in history["polls"]:
        poll["started"] = today[:10] + poll["started"][10:]
    file.write_text(json.dumps(history), encoding="utf-8")
    before = polls(folder)
    for number, was in enumerate(kept.read("class-shown.json")["polls"]):
        if was["revealed"] or was["question"] in kept.changed():
            continue
        poll = classroom.poll(was["question"], folder)
        assert [poll.counts(n) for n in range(poll.round + 1)] == was["counts"]
        poll.add(0, 1)
        poll.reveal()
        assert poll.moved() != "" or poll.round == 0
        before[number]["rounds"][-1]["0"] += 1
        before[number]["revealed"] = True
    assert polls(folder) == before


def test_a_new_poll_is_added_to_the_old_ones(folder: Path) -> None:
    before = polls(folder)
    question = next(p["question"] for p in before if p["question"] not in kept.changed())
    classroom.poll(question, folder).set(0, 3)
    assert polls(folder)[:-1] == before
    assert polls(folder)[-1]["rounds"][0]["0"] == 3


@pytest.mark.parametrize("was", kept.read("council.json")["sessions"], ids=lambda was: str(was["year"]))
def test_council_votes_come_to_the_same(was: dict[str, Any]) -> None:
    session = classroom.council(was["year"])
    assert set(session.votes) == set(was["votes"])
    session.votes |= was["votes"]
    result = session.result()
    assert (result.passes, result.tally, list(result.vetoes)) == (was["passes"], was["tally"], was["vetoes"])


def test_roles_are_shared_the_same() -> None:
    for students, roles in kept.read("council.json")["roles"].items():
        assert list(classroom.roles(int(students), 2023)["role"]) == roles
