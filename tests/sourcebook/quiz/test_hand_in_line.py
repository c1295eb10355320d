"""The hand-in line: what goes in comes out, whatever a mail program or a form did; what was cut or changed is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sourcebook.book import Book
from sourcebook.classroom import responses
from sourcebook.classroom.class_report import report
from sourcebook.quiz import grade, hand_in_line, response_file
from sourcebook.quiz.hand_in_line import MOST, find, read, write
from sourcebook.quiz.response_file import Asked
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import CLASS, QUESTIONS, response

VECTORS = json.loads(Path(hand_in_line.__file__).with_suffix(".json").read_text(encoding="utf-8"))
CASES = VECTORS["cases"]
ASKED = {name: Asked(**one) for name, one in VECTORS["asked"].items()}
Line = Callable[..., str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return made_up_book.make(tmp_path_factory.mktemp("river"), QUESTIONS=QUESTIONS)


@pytest.fixture(scope="module")
def line(book: Book) -> Line:
    """The line of one of the class."""

    def made(code: str, **more: Any) -> str:
        content = {"checks": {}, "id": f"id-{code}"} | response(book, code, CLASS.get(code, CLASS["ant"])) | more
        return write(book.identity.slug, content, response_file.asked(book))

    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["content"]["code"])
def test_a_line_holds_what_the_file_holds(book: Book, case: dict[str, Any]) -> None:
    content = case["content"]
    assert write(VECTORS["slug"], content, ASKED) == case["line"]
    given = dict(content["answers"])
    for check in content["checks"].values():
        given |= check["answers"]
    asked = {name: ASKED.get(name, Asked(entry["hash"], {"t": "single", "a": -9})) for name, entry in given.items()}
    asked = {name: replace(one, hash=given[name]["hash"]) for name, one in asked.items()}
    (found,) = find(f"Dear teacher,\n{case['line']}\nBye", VECTORS["slug"])
    held = read(found, book.identity, asked, content["checks"])
    assert (held.code, held.id, held.created, held.file) == (
        content["code"],
        content["id"],
        content["created"],
        "line 2",
    )

    def same(ours: dict[str, Any], theirs: dict[str, Any], name: str) -> bool:
        key = asked[name].key
        right = key["t"] != "single" or key["a"] >= 0
        alike = ours["answer"] == theirs["answer"] or (right and grade.grade(key, ours["answer"]) == 1)
        return alike and ours.get("sure") == theirs.get("sure")

    assert len(held.answers) + held.not_carried == len(content["answers"])
    assert all(same(entry, content["answers"][name], name) for name, entry in held.answers.items())
    for quiz, check in content["checks"].items():
        own = held.checks[quiz]
        assert (own["handed_in"], own["time"], set(own["answers"])) == (
            check["handed_in"],
            check["time"],
            set(check["answers"]),
        )
        assert all(same(entry, check["answers"][name], name) for name, entry in own["answers"].items())


def test_a_right_answer_is_carried_as_right() -> None:
    case = next(case for case in CASES if case["content"]["code"] == "all right")
    (found,) = find(case["line"], VECTORS["slug"])
    held = hand_in_line._response(found, ASKED, [])
    assert {
        name: grade.grade(ASKED[name].key, entry["answer"]) for name, entry in held.answers.items()
    } == dict.fromkeys(case["content"]["answers"], 1)
    # Of a question that has changed since, nobody knows any more what was right.
    changed = {name: replace(one, hash="changed") for name, one in ASKED.items()}
    assert {tuple(entry.values())[:2] for entry in hand_in_line._response(found, changed, []).answers.values()} == {
        ("", "right")
    }


def test_a_text_that_reads_like_a_mark_is_a_text() -> None:
    said = {"a": {"hash": "1", "answer": "right"}, "b": {"hash": "2", "answer": "not carried"}}
    content = {"code": "fox", "id": "abcd", "created": "", "answers": said, "checks": {}}
    asked = {name: Asked(entry["hash"], {"t": "text", "a": ["no"]}) for name, entry in said.items()}
    (found,) = find(write("our-river", content, asked), "our-river")
    assert {n: e["answer"] for n, e in hand_in_line._response(found, asked, []).answers.items()} == {
        "a": "right",
        "b": "not carried",
    }


def test_what_a_line_cannot_carry_is_counted() -> None:
    odd, talkative = CASES[-1], CASES[-2]
    lost = []
    for case in (odd, talkative):
        said = case["content"]["answers"]
        asked = {name: Asked(entry["hash"], {"t": "single", "a": -9}) for name, entry in said.items()}
        (found,) = find(case["line"], VECTORS["slug"])
        held = hand_in_line._response(found, asked, [])
        lost.append([entry["answer"] for name, entry in said.items() if name not in held.answers])
        assert held.not_carried == len(lost[-1])
    assert lost[0] == [70000, -1, "x" * 61, [300], 2.5]
    # The longest texts go first, as many as it takes; choices stay.
    texts = sorted((e["answer"] for n, e in said.items() if n.startswith("say")), key=len, reverse=True)
    assert sorted(lost[1], key=len, reverse=True) == texts[: len(lost[1])]
    assert 0 < len(lost[1]) < len(texts)
    assert len(talkative["line"]) <= MOST


def test_what_mail_programs_do_to_a_line(book: Book, line: Line) -> None:
    one, two = line("ant"), line("bee")
    wrapped = "\n".join(one[n : n + 50] for n in range(0, len(one), 50))
    quoted = "\n".join(f"> {part}" for part in wrapped.split("\n"))
    soft = "=\r\n".join(one[n : n + 50] for n in range(0, len(one), 50))
    for text in (one, wrapped, quoted, soft, f"“{one}”.", f"<p>{one}</p>", f"my line:{one};", f"\ufeff{one}\r\n"):
        (found,), problems = responses.pasted(book, text)
        assert (found.code, problems) == ("ant", []), text
    found, problems = responses.pasted(book, f"{wrapped}\n\n{two}")
    assert ([r.code for r in found], problems) == (["ant", "bee"], [])
    # The rest of a line that was read is no piece of another; the same rest without a beginning is one.
    long = line("ant" * 15)
    halves = long[:60], long[60:]
    assert len(halves[1]) >= 40
    found, problems = responses.pasted(book, "\n> ".join((*halves, two)))
    assert ([r.code for r in found], problems) == (["ant" * 15, "bee"], [])
    found, problems = responses.pasted(book, f"{halves[1]}\n{two}")
    assert ([r.code for r in found], [p.file for p in problems]) == (["bee"], ["line 1"])


def test_a_line_that_was_cut_or_changed_is_named(book: Book, line: Line) -> None:
    whole = line("night owl")
    last = "a" if whole[-1] != "a" else "b"
    newer = whole.replace(".1.", ".2.", 1)
    text = "\n".join((whole[:-7], f"{whole[:-1]}{last}", newer, whole[20:], "Hello!", line("bee")))
    found, problems = responses.pasted(book, text)
    assert [r.code for r in found] == ["bee"]
    said = {p.file: p.reason for p in problems}
    assert set(said) == {"line 1", "line 2", "line 3", "line 4"}
    assert "was cut: " in said["line 1"]
    assert "the code name in it is “night owl”" in said["line 1"]
    assert "was changed on its way" in said["line 2"]
    assert "newer version of the book (2; this one reads 1)" in said["line 3"]
    assert "its beginning is missing" in said["line 4"]


@pytest.mark.parametrize("line", VECTORS["refused"])
def test_a_line_that_nobody_wrote_is_refused_at_once(book: Book, line: str) -> None:
    found, (problem,) = responses.pasted(book, line)
    assert found == []
    assert VECTORS["refused"][line] in problem.reason


def test_no_letter_can_be_changed_or_left_out_without_a_word(book: Book, line: Line) -> None:
    whole = line("fox")
    start = whole.rindex(".") + 1
    for n in range(start, len(whole)):
        other = "0" if whole[n] != "0" else "1"
        for text in (whole[:n] + other + whole[n + 1 :], whole[:n] + whole[n + 1 :]):
            found, problems = responses.pasted(book, text)
            assert (found, len(problems)) == ([], 1)


def test_a_line_is_read_after_the_bank_has_grown_and_changed(book: Book, line: Line) -> None:
    asked = response_file.asked(book)
    (found,) = find(line("bee"), book.identity.slug)
    grown = {f"new-{n}": Asked(f"{n:08x}", {}) for n in range(300)} | asked
    assert read(found, book.identity, grown, ["other"]).answers == read(found, book.identity, asked, []).answers
    changed = {name: Asked("changed", one.key) if name == "riv-town" else one for name, one in asked.items()}
    held = read(found, book.identity, changed, [])
    assert "riv-town" not in held.answers
    assert [e["hash"] for e in held.answers.values()].count("") == 1


def test_the_report_reads_lines_files_and_tables_alike(book: Book, line: Line, tmp_path: Path) -> None:
    lines = {code: line(code) for code in CLASS}
    for folder in ("files", "mail", "table"):
        (tmp_path / folder).mkdir()
    for code, answers in CLASS.items():
        text = json.dumps(response(book, code, answers, id=f"id-{code}"))
        (tmp_path / "files" / f"{code}.json").write_text(text, encoding="utf-8")
    (tmp_path / "mail" / "all.txt").write_text("\n\n".join(lines.values()), encoding="utf-16")
    rows = "\n".join(f"4 May,Student {n},{text}" for n, text in enumerate(lines.values()))
    (tmp_path / "table" / "form.csv").write_text(f"time,name,line\n{rows}\n5 May,Student 9,I forgot\n")
    reports = [report(book, tmp_path / name) for name in ("files", "mail", "table")]
    reports.append(report(book, "\n".join(lines.values())))
    for found in reports:
        assert found.questions().equals(reports[0].questions())
        assert found.students().equals(reports[0].students())
        assert found.advice().sentences == reports[0].advice().sentences
    (problem,) = reports[2].problems().to_dict("records")
    assert (problem["file"], problem["why"]) == (
        "form.csv, row 8",
        "has no hand-in line in it. It begins: 5 May",
    )
    # A quotation mark that is never closed takes no row below it along, however long the rest is.
    for more in ("", "x" * 140_000):
        odd = f'5 May,Student 9,"I forgot\n6 May,Student 8,{more}\n'
        (tmp_path / "table" / "form.csv").write_text(f"time,name,line\n{rows}\n{odd}")
        found = report(book, tmp_path / "table")
        assert found.students().equals(reports[0].students())
        assert found.problems()["file"].tolist() == ["form.csv, row 8", "form.csv, row 9"]
    # A file and a line of one student are one; the same line twice is a copy.
    (tmp_path / "files" / "again.txt").write_text(f"{lines['ant']}\n{lines['ant']}")
    both = report(book, tmp_path / "files")
    assert (both.responses, len(both.problems())) == (len(CLASS), 2)
