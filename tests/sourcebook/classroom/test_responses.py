"""Reading what students hand in: every file that is no good is named with the reason, and none stops the rest."""

from __future__ import annotations

import json
import os
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcebook.book import Book
from sourcebook.classroom import responses
from sourcebook.classroom.class_report import report
from sourcebook.quiz import bank
from tests.rivers import FACTS
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import CLASS, response

GOOD = {
    "schema": "our-river-responses/1",
    "code": "owl",
    "created": "2026-05-04",
    "answers": {"riv-town": {"hash": "0", "answer": 0}},
}


def text(**changes: Any) -> bytes:
    return json.dumps(GOOD | changes).encode()


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \n", "is damaged, or not a response file"),
    "cut off": (text()[:-20], "is damaged"),
    "not JSON": (b"code: owl", "is damaged"),
    "not UTF-8": (text().replace(b"owl", b"h\xe9ron"), "is damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "is damaged"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "is damaged"),
    "deep answer": (
        text(answers={"riv-town": {"hash": "0", "answer": json.loads("[" * 300 + "]" * 300)}}),
        "has answers that cannot be read",
    ),
    "a number too long": (text(code=1).replace(b'"code": 1', b'"code": ' + b"9" * 5000), "is damaged"),
    "a list": (b"[]", "is not a response file of this book"),
    "null": (b"null", "is not a response file of this book"),
    "a number": (b"17", "is not a response file of this book"),
    "another program's": (b'{"schema": "quiz/3", "answers": {}}', "is not a response file of this book"),
    "no schema": (b'{"code": "owl", "answers": {}}', "is not a response file of this book"),
    "schema of a wrong type": (text(schema=["our-river-responses/1"]), "is not a response file of this book"),
    "newer": (text(schema="our-river-responses/3"), "made by a newer version of the book (our-river-responses/3"),
    "older": (text(schema="our-river-responses/0"), "made by an older version of the book (our-river-responses/0"),
    "the student's own copy": (text(schema="our-river-answers/1"), "a student's own copy of all answers"),
    "another book's": (text(schema="brook-responses/1"), "is a response file of another book (brook-responses/1)"),
    "no code name": (text(code="  "), "has no code name"),
    "a code name of a wrong type": (text(code=7), "has no code name"),
    "a code name without end": (text(code="x" * 61), "has no code name"),
    "a code name that nobody sees": (text(code="\u200b\u2028"), "has no code name"),
    "answers of a wrong type": (text(answers=[1, 2]), "has answers that cannot be read"),
    "an answer of a wrong type": (text(answers={"riv-town": 0}), "has answers that cannot be read"),
    "an answer that is true": (
        text(answers={"riv-town": {"hash": "0", "answer": True}}),
        "has answers that cannot be read",
    ),
    "no answers": (text(answers={}), "has no answers in it"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_good_is_listed_with_the_reason(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, kind: str
) -> None:
    content, reason = BAD[kind]
    (tmp_path / "a.json").write_bytes(content)
    hand_in("fox", CLASS["fox"])
    found = report(river_book, tmp_path)
    assert found.codes == ["fox"]
    (problem,) = found.problems().to_dict("records")
    assert (problem["file"], problem["what"]) == ("a.json", "left out")
    assert reason in problem["why"]


def test_huge_files_are_not_opened(river_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(3_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was opened"))
    assert responses.read(river_book, tmp_path) == (
        [],
        [responses.Problem("huge.json", "is too large for a response file (3000.0 MB). It was not opened.")],
    )


def test_other_files_are_listed_and_our_own_are_not(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    hand_in("fox", CLASS["fox"], name="FOX.JSON")
    for name in ("README.txt", ".DS_Store", "desktop.ini", "marks.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "monday").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "gone.json").symlink_to(tmp_path / "nothing.json")
    for name, inside in (("marks.xlsx", "[Content_Types].xml"), ("cut.zip", "a.json")):
        with zipfile.ZipFile(tmp_path / name, "w") as pack:
            pack.writestr(inside, text())
    content = (tmp_path / "cut.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(content.replace(b"our-river", b"our-rivex"))
    found = report(river_book, tmp_path)
    assert found.codes == ["fox"]
    assert {p["file"]: p["why"] for p in found.problems().to_dict("records")} == {
        "cut.zip/a.json": "cannot be taken out of its zip: locked with a password, or damaged.",
        "gone.json": "leads to no file.",
        "loop": "leads to another folder. Put the folder itself here.",
        "marks.csv": "is damaged, or not a response file. Ask for the file again.",
        "marks.xlsx": "is not a response file.",
        "pipe.json": "leads to no file.",
    }


@pytest.mark.parametrize(
    "name", ["a.json.txt", "a", "a.json.download", "A.JSON", "student_12_file_/a.json", "a (1).json"]
)
def test_the_content_decides_what_is_a_response_file(river_book: Book, tmp_path: Path, name: str) -> None:
    """As learning platforms, browsers and teachers name them, in folders and in zips."""
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "plain" / name).write_bytes(text())
    with zipfile.ZipFile(tmp_path / "handed in", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("class/", b"")
        pack.writestr(f"class/{name}", text(code="heron"))
        pack.writestr("__MACOSX/._a.json", b"x")
        pack.writestr("huge.json", b" " * (responses.MOST_BYTES + 1))
    found, problems = responses.read(river_book, tmp_path)
    assert {(r.file, r.code) for r in found} == {(f"plain/{name}", "owl"), (f"handed in/class/{name}", "heron")}
    assert [(p.file, "too large" in p.reason) for p in problems] == [("handed in/huge.json", True)]


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_zip_is_listed_however_it_was_packed(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, packing: int
) -> None:
    hand_in("fox", CLASS["fox"])
    with zipfile.ZipFile(tmp_path / "all.zip", "w", packing) as pack:
        pack.writestr("a.json", text(code="x" * 50))
    content = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "all.zip").write_bytes(content[:60] + b"\xff" * 20 + content[80:])
    found, problems = responses.read(river_book, tmp_path)
    assert [one.code for one in found] == ["fox"]
    assert problems == [
        responses.Problem("all.zip/a.json", "cannot be taken out of its zip: locked with a password, or damaged.")
    ]


def test_more_zips_than_a_system_opens_at_once_are_read(river_book: Book, tmp_path: Path) -> None:
    for number in range(40):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w") as pack:
            pack.writestr("a.json", text(code=f"student {number}"))
    was, next_free = resource.getrlimit(resource.RLIMIT_NOFILE), os.dup(0)
    os.close(next_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (next_free + 20, was[1]))
    try:
        found, problems = responses.read(river_book, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, was)
    assert (len(found), problems) == (40, [])


def test_a_file_that_may_not_be_opened_is_listed(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in("fox", CLASS["fox"])

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert responses.read(river_book, tmp_path) == (
        [],
        [responses.Problem("responses-fox.json", "cannot be opened (Permission denied).")],
    )


def test_a_folder_that_may_not_be_opened_is_one_problem(
    river_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert responses.read(river_book, tmp_path)[1] == [
        responses.Problem(str(tmp_path), "This folder cannot be opened (Permission denied).", responses.NO_FOLDER)
    ]


def test_of_one_code_name_the_newest_file_counts(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    hand_in("Fox", {"riv-town": 1}, name="c.json", created="2026-05-01")
    hand_in("fox ", {"riv-town": 0}, name="b.json", created="2026-05-03")
    hand_in("FOX", {"riv-town": 2}, name="a.json", created="2026-05-02")
    hand_in("fox", {"riv-town": 0}, name="d.json", created="2026-05-03")
    found = report(river_book, tmp_path)
    assert found.students().to_dict("index") == {"fox": {"answered": 1, "mean": 1}}
    assert found.problems()[["file", "why"]].to_numpy().tolist() == [
        ["a.json", "has the same code name as the newer b.json; only that one counts."],
        ["c.json", "has the same code name as the newer b.json; only that one counts."],
        ["b.json", "is a copy of d.json; only that one counts."],
    ]


@pytest.mark.parametrize("kinds", ["handed in, draft", "draft, handed in", "handed in, handed in", "draft, draft"])
def test_of_two_files_that_are_joined_a_draft_replaces_no_check_that_was_handed_in(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path, kinds: str
) -> None:
    """Of two of a kind the newer counts; and a code name is one whatever its capitals."""
    for code, kind in zip(("Straße", "STRASSE"), kinds.split(", "), strict=True):
        check = {"handed_in": kind == "handed in", "time": code, "answers": {"riv-town": {"hash": "0", "answer": 0}}}
        created = "2026-05-01" if code == "Straße" else "2026-05-02"
        hand_in(code, {}, f"{code}.json", id=f"id-{len(code)}", created=created, checks={"check-a": check})
    assert len(responses.read(river_book, tmp_path)[0]) == 2
    (found,), _ = responses.read(river_book, tmp_path, joined=["strasse"])
    assert found.checks["check-a"]["time"] == ("Straße" if kinds == "handed in, draft" else "STRASSE")


def test_one_student_s_work_under_two_names_is_said(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    for code in ("ant", "bee"):
        path = hand_in(code, CLASS["ant"])
        contents = json.loads(path.read_text(encoding="utf-8"))
        for number, entry in enumerate(contents["answers"].values()):
            entry["time"] = f"2026-05-04T08:00:{number:02}.000Z"
        path.write_text(json.dumps(contents))
    found = report(river_book, tmp_path)
    assert sorted(found.codes) == ["ant", "bee"]
    (problem,) = found.problems().to_dict("records")
    assert problem["what"] == "counted, but see why"
    assert "same answers, given at the same seconds, as responses-ant.json" in problem["why"]


def test_a_mark_at_the_beginning_does_no_harm(river_book: Book, hand_in: Callable[..., Path], tmp_path: Path) -> None:
    path = hand_in("fox", CLASS["fox"])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert report(river_book, tmp_path).codes == ["fox"]


def test_of_a_file_with_one_odd_answer_the_rest_counts(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    path = hand_in("ant", CLASS["ant"])
    contents = json.loads(path.read_text(encoding="utf-8"))
    contents["answers"] |= {"riv-town": {"hash": "0", "answer": {"a": 1}}, "riv-port": None}
    path.write_text(json.dumps(contents))
    found = report(river_book, tmp_path)
    assert found.students().loc["ant", "answered"] == 3
    assert found.problems()["why"].tolist() == ["Answers left out because they cannot be read: 2."]


def test_half_characters_and_strange_names_can_be_written_to_files(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    hand_in("owl\ud800", {"riv-months": "\udfff"}, name="a.json")
    (tmp_path / os.fsdecode(b"h\xe9ron.txt")).write_text("x")
    found = report(river_book, tmp_path)
    for table in (found.students(), found.distractors(), found.problems()):
        table.to_csv(tmp_path.parent / "out.csv")
    assert found.codes == ["owl?"]
    assert "h?ron.txt" in found.problems()["file"].tolist()


def test_of_thirty_files_five_are_broken_and_twenty_five_count(
    river_book: Book, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    kinds = list(CLASS.values())
    for number in range(25):
        hand_in(f"student {number}", kinds[number % 6], name=f"{number:02}.json")
    for number, kind in enumerate(("empty", "cut off", "deep", "newer", "another program's"), 25):
        (tmp_path / f"{number}.json").write_bytes(BAD[kind][0])
    found = report(river_book, tmp_path)
    assert found.responses == 25
    assert found.problems()["file"].tolist() == [f"{number}.json" for number in range(25, 30)]
    assert "25 response files read" in found.summary()
    assert "Left out: 5." in found.summary()
    assert found.advice().sentences


def test_a_long_reading_says_how_far_it_is(river_book: Book, tmp_path: Path) -> None:
    for number in range(201):
        (tmp_path / f"{number:03}.json").write_text(json.dumps(response(river_book, f"s{number}", {"riv-town": 0})))
    messages: list[str] = []
    assert report(river_book, tmp_path, messages.append).responses == 201
    assert messages == ["100 of 201 files read ...", "200 of 201 files read ..."]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
KEYS = st.sampled_from(["riv-town", "riv-port", "riv-dry", "riv-gives", "riv-months", "other"])
ANSWERS = ANY | st.integers(-2, 5) | st.lists(st.integers(-2, 5), max_size=5) | st.text(max_size=5)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    whole=st.fixed_dictionaries(
        {},
        optional={
            "schema": st.just("our-river-responses/1") | ANY,
            "code": st.text(max_size=9) | ANY,
            "created": ANY,
            "answers": ANY,
        },
    )
    | ANY,
    answers=st.dictionaries(KEYS, ANSWERS, max_size=6),
    cut=st.integers(0, 400),
)
def test_whatever_a_file_holds_the_report_goes_on(
    river_book: Book, tmp_path: Path, whole: Any, answers: dict[str, Any], cut: int
) -> None:
    (tmp_path / "sound.json").write_text(json.dumps(response(river_book, "owl", {"riv-town": 0})))
    (tmp_path / "any.json").write_text(json.dumps(whole))
    hashes = {q: bank.content_hash(asked, FACTS) for q, asked in bank.every(river_book).items()}
    entries = {q: {"hash": hashes.get(q, ""), "answer": a} for q, a in answers.items()}
    odd = json.dumps(response(river_book, "cat", {}) | {"answers": entries})
    (tmp_path / "odd.json").write_text(odd)
    (tmp_path / "cut.json").write_bytes(odd.encode()[:cut])
    read, problems = responses.read(river_book, tmp_path)
    assert {r.file for r in read} | {p.file for p in problems} >= {"sound.json", "any.json", "odd.json", "cut.json"}
    found = report(river_book, tmp_path)
    assert "owl" in found.codes
    for table in (found.questions(), found.distractors(), found.objectives(), found.students(), found.problems()):
        table.to_csv(tmp_path / "out.csv.txt")
    assert found._repr_html_()
    assert str(found.advice())
    (tmp_path / "out.csv.txt").unlink()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_a_response_or_a_reason(river_book: Book, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    found, problems = responses.read(river_book, tmp_path)
    assert len(found) + len(problems) == 1


def test_files_of_an_earlier_version_are_read(tmp_path: Path) -> None:
    identity = made_up_book.IDENTITY + "former: {responses: [brook-responses/1]}\n"
    book = made_up_book.make(tmp_path / "book", IDENTITY=identity)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "owl.json").write_bytes(b"\xef\xbb\xbf" + text(schema="brook-responses/1"))
    found, problems = responses.read(book, tmp_path / "in")
    assert ([r.code for r in found], problems) == (["owl"], [])
