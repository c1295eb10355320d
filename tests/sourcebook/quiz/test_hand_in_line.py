"""The hand-in line: what goes in comes out, whatever a mail program or a form did; what was cut or changed is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.book import Book
from sourcebook.classroom import responses
from sourcebook.classroom.class_report import report
from sourcebook.quiz import hand_in_line, response_file
from sourcebook.quiz.hand_in_line import NOT_CARRIED, find, read, write
from sourcebook.quiz.response_file import Asked
from tests.sourcebook import made_up_book
from tests.sourcebook.classroom.example import CLASS, QUESTIONS, response

VECTORS = json.loads(Path(hand_in_line.__file__).with_suffix(".json").read_text(encoding="utf-8"))
CASES = VECTORS["cases"]
Line = Callable[..., str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return made_up_book.make(tmp_path_factory.mktemp("river"), QUESTIONS=QUESTIONS)


@pytest.fixture(scope="module")
def line(book: Book) -> Line:
    """The line of one of the class."""

    def made(code: str, **more: Any) -> str:
        content = {"checks": {}, "id": f"id-{code}"} | response(book, code, CLASS.get(code, CLASS["ant"])) | more
        return write(book.identity.slug, content)

    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["content"]["code"])
def test_a_line_holds_what_the_file_holds(book: Book, case: dict[str, Any]) -> None:
    content = case["content"]
    assert write(VECTORS["slug"], content) == case["line"]
    asked = {name: Asked(entry["hash"], {}) for name, entry in content["answers"].items()}
    for check in content["checks"].values():
        asked |= {name: Asked(entry["hash"], {}) for name, entry in check["answers"].items()}
    (found,) = find(f"Dear teacher,\n{case['line']}\nBye", VECTORS["slug"])
    held = read(found, book.identity, asked, content["checks"])
    assert (held.code, held.id, held.created, held.file) == (
        content["code"],
        content["id"],
        content["created"],
        "line 2",
    )
    carried = {name: entry["answer"] for name, entry in held.answers.items()}
    assert len(carried) + held.not_carried == len(content["answers"])
    assert carried.items() <= {name: entry["answer"] for name, entry in content["answers"].items()}.items()
    for name, entry in held.answers.items():
        assert entry.get("sure") == content["answers"][name].get("sure")
    for quiz, check in content["checks"].items():
        assert held.checks[quiz]["handed_in"] == check["handed_in"]
        assert held.checks[quiz]["answers"] == check["answers"]
        assert held.checks[quiz]["time"] == check["time"]


def test_what_a_line_cannot_carry_is_counted() -> None:
    odd = CASES[-1]["content"]["answers"]
    asked = {name: Asked(entry["hash"], {}) for name, entry in odd.items()}
    (found,) = find(CASES[-1]["line"], VECTORS["slug"])
    held = hand_in_line._response(found, asked, [])
    lost = [entry["answer"] for name, entry in odd.items() if name not in held.answers]
    assert (lost, held.not_carried) == ([70000, -1, "x" * 61, [300], 2.5], 5)
    assert NOT_CARRIED not in held.answers.values()


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
    # A file and a line of one student are one; the same line twice is a copy.
    (tmp_path / "files" / "again.txt").write_text(f"{lines['ant']}\n{lines['ant']}")
    both = report(book, tmp_path / "files")
    assert (both.responses, len(both.problems())) == (len(CLASS), 2)
