"""The response file: made of what is kept, read in every version and encoding, written
again with all that stood in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sourcebook import notebook
from sourcebook.book import Book
from sourcebook.classroom import responses
from sourcebook.errors import ReaderError
from sourcebook.quiz import bank, response_file, saving, show
from sourcebook.quiz.response_file import Asked
from sourcebook.quiz.values import lookup
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import QUESTIONS

VECTORS = json.loads(Path(response_file.__file__).with_suffix(".json").read_text(encoding="utf-8"))
ENTRY = {"hash": "0", "answer": 0}
FILE: dict[str, Any] = {
    "schema": "our-river-responses/2",
    "book": "2.0",
    "code": "owl",
    "id": "abcd2345ef",
    "created": "2026-05-04T08:00:00.000Z",
    "answers": {"riv-town": {**ENTRY, "sure": "certain", "colour": "red"}, "riv-odd": {"hash": 1, "kept": "too"}},
    "checks": {
        "check-a": {"handed_in": True, "time": "t", "form": "A", "answers": {"checka-1": ENTRY}, "seconds": 300}
    },
    "tasks": {"riv-t1": {"tries": 2, "verdict": "slip", "slip": "heads for feet", "value": 3, "stars": 2}},
    "mood": {"deep": [{"er": None}]},
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return made_up_book.make(tmp_path_factory.mktemp("river"), QUESTIONS=QUESTIONS)


@pytest.fixture
def kept() -> Iterator[dict[str, Any]]:
    """What this kernel keeps, empty before and after."""
    show._KEPT.clear()
    yield show._KEPT
    show._KEPT.clear()


@pytest.mark.parametrize("case", VECTORS["cases"])
def test_what_is_kept_becomes_answers_and_checks(case: dict[str, Any]) -> None:
    asked = {name: Asked(**a) for name, a in VECTORS["asked"].items()}
    found = response_file.contents(case["entries"], asked, VECTORS["forms"])
    assert found == {"answers": case["answers"], "checks": case["checks"]}


@pytest.mark.parametrize("code", VECTORS["names"])
def test_the_name_of_a_file_keeps_letters_of_any_script(code: str) -> None:
    assert response_file.file_name(code) == VECTORS["names"][code]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_a_file_is_read_in_any_encoding_of_unicode(book: Book, encoding: str) -> None:
    content = json.dumps(FILE | {"code": "chouette é 🦉"}, ensure_ascii=False).encode(encoding)
    assert response_file.read(content, book.identity).code == "chouette é 🦉"


@pytest.mark.parametrize("code", VECTORS["folded"])
def test_code_names_are_one_whatever_their_capitals(code: str) -> None:
    assert response_file.folded(code) == VECTORS["folded"][code]


def test_what_is_not_known_stays_when_a_file_is_read_and_written(book: Book) -> None:
    found = response_file.read(json.dumps(FILE).encode(), book.identity)
    assert (found.unread, found.id, list(found.answers), list(found.tasks)) == (
        1,
        "abcd2345ef",
        ["riv-town"],
        ["riv-t1"],
    )
    assert response_file.sure(found.answers["riv-town"]) == 3
    assert json.loads(response_file.write(found, book.identity)) == FILE


def test_a_file_of_version_1_is_written_as_version_2(book: Book) -> None:
    old = {key: FILE[key] for key in ("book", "code", "created", "answers")} | {"schema": "our-river-responses/1"}
    found = response_file.read(json.dumps(old).encode(), book.identity)
    assert (found.id, found.checks, found.tasks) == ("", {}, {})
    assert json.loads(response_file.write(found, book.identity)) == old | {"schema": "our-river-responses/2"}


@pytest.mark.parametrize(
    ("changes", "unread"),
    [
        ({"checks": {"a": 3}}, 1),
        ({"checks": {"a": {"handed_in": True}}}, 1),
        ({"checks": {"a": {"handed_in": True, "answers": {"riv-town": 0, "riv-port": ENTRY}}}}, 1),
        ({"tasks": {"t": {"tries": 1}}}, 1),
        ({"tasks": {"t": {"tries": 1, "verdict": "splendid"}}}, 1),
        ({"tasks": {"t": {"tries": "1", "verdict": "right"}, "u": {"verdict": "open"}}}, 1),
        ({"checks": {}, "tasks": {}}, 0),
    ],
)
def test_checks_and_tasks_that_cannot_be_read_are_counted(book: Book, changes: dict[str, Any], unread: int) -> None:
    content = json.dumps({**FILE, "answers": {"riv-town": ENTRY}, **changes}).encode()
    assert response_file.read(content, book.identity).unread == unread


@pytest.mark.parametrize("wrong", [{"checks": []}, {"tasks": "none"}, {"answers": None}])
def test_parts_of_a_wrong_type_are_refused(book: Book, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="answers that cannot be read"):
        response_file.read(json.dumps(FILE | wrong).encode(), book.identity)


def test_drafts_alone_are_a_file_and_a_check_is_handed_in_only_where_it_says_so(book: Book) -> None:
    checks = {
        name: {"handed_in": said, "answers": {"riv-town": ENTRY}}
        for name, said in (("a", True), ("b", False), ("c", 1))
    }
    found = response_file.read(
        json.dumps(FILE | {"answers": {}, "checks": checks, "tasks": {}}).encode(), book.identity
    )
    assert {name: check["handed_in"] for name, check in found.checks.items()} == {"a": True, "b": False, "c": False}


@pytest.mark.parametrize("id", [7, "", "abc", "x" * 41, "a b c d", "<b>bold</b>", None])
def test_an_id_of_another_kind_is_none(book: Book, id: Any) -> None:
    assert response_file.read(json.dumps(FILE | {"id": id}).encode(), book.identity).id == ""


def test_two_students_with_one_code_name_stay_two(book: Book, tmp_path: Path) -> None:
    for name, changes in {
        "a": {}, "b": {"id": "zzzz2345ef", "code": "Owl"}, "c": {"created": "2026-06-01"},
        "d": {"code": "owl (2)", "id": "qqqq"},
    }.items():  # fmt: skip
        (tmp_path / f"{name}.json").write_text(json.dumps(FILE | {"answers": {"riv-town": ENTRY}} | changes))
    found, problems = responses.read(book, tmp_path)
    assert {(r.file, r.code) for r in found} == {("c.json", "owl"), ("b.json", "Owl (3)"), ("d.json", "owl (2)")}
    assert [(p.file, p.what) for p in problems] == [("a.json", "left out"), ("b.json", "counted, but see why")]
    assert "has the code name of c.json, and comes from another browser or notebook" in problems[1].reason
    assert "this one as “Owl (3)”" in problems[1].reason


# --- from a live notebook ---------------------------------------------------------------------------------------------


def entry(book: Book, question: str, answer: Any, **more: Any) -> dict[str, Any]:
    hash = bank.content_hash(bank.find(book, question), lookup(book))
    return {"hash": hash, "answer": answer, "tries": 1, "score": 0, "time": "t", "shown": False} | more


def test_a_notebook_saves_the_file_that_the_report_reads(book: Book, kept: dict[str, Any], tmp_path: Path) -> None:
    kept["riv-town"] = entry(book, "riv-town", 1, sure=3)
    kept["riv-months"] = entry(book, "riv-months", "six or so")
    kept["check-river"] = {"hash": "check", "answer": {"riv-port": ["0", 1]}, "tries": 0, "score": 0, "time": "t"}
    saved = saving.save(book, " Night\u200b Owl ", tmp_path)
    assert saved.path == tmp_path / "responses-night-owl.json"
    assert repr(saved).startswith("Saved as responses-night-owl.json beside this notebook, with 1 answer. 1 of a check")
    (found,), problems = responses.read(book, tmp_path)
    assert (problems, found.code, found.whole["schema"]) == ([], "Night Owl", "our-river-responses/2")
    assert {q: (e["answer"], e["sure"]) for q, e in found.answers.items()} == {"riv-town": (1, "certain")}
    assert found.checks["river"]["handed_in"] is False

    # The kernel was restarted, and a newer version wrote something of its own.
    content = json.loads(saved.path.read_text(encoding="utf-8")) | {"mood": "good", "id": "of-before"}
    saved.path.write_bytes(json.dumps(content).encode("utf-16"))
    kept.clear()
    kept["riv-port"] = entry(book, "riv-port", 0)
    assert saving.save(book, "night owl", tmp_path).answers == 2
    again = json.loads(saved.path.read_text(encoding="utf-8"))
    assert (again["mood"], again["id"], set(again["answers"])) == ("good", "of-before", {"riv-town", "riv-port"})


@pytest.mark.parametrize("code", ["", "  ", "\u200b", None, 7, "x" * 61])
def test_no_file_without_a_code_name(book: Book, kept: dict[str, Any], tmp_path: Path, code: Any) -> None:
    kept["riv-town"] = entry(book, "riv-town", 0)
    with pytest.raises(ReaderError, match="Choose a code name"):
        saving.save(book, code, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_file_without_answers_and_none_over_another_one(book: Book, kept: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="no answers in this notebook yet"):
        saving.save(book, "owl", tmp_path)
    kept["riv-town"] = entry(book, "riv-town", 0)
    path = tmp_path / "responses-owl.json"
    for content, reason in (("{", "is damaged"), (json.dumps(FILE | {"code": "OWL!"}), "has the code name “OWL!”")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ReaderError, match=reason):
            saving.save(book, "owl", tmp_path)
        assert path.read_text(encoding="utf-8") == content
    (tmp_path / "file").write_text("")
    with pytest.raises(ReaderError, match="cannot be written here"):
        saving.save(book, "owl", tmp_path / "file")


def test_notebooks_save_by_the_name_of_their_book() -> None:
    assert "save" in dir(notebook.quiz)
    assert str(notebook.inspect.signature(notebook.quiz.save)) == "(code: 'str', folder: 'Path | str' = '.') -> 'Saved'"
