"""The response file: what a student hands in, defined here once for the page, the live notebook and the class report.

A JSON object in UTF-8; CONTRIBUTING.md ("The response file") has an example. Version 2::

    schema   "our-river-responses/2": the book's short name, or what ``book.yml`` says, and the version
    book     the book's version, for people
    code     the code name that the student chose
    id       random letters and digits of this browser or notebook: two students with one code name stay two
    created  when the file was saved (ISO 8601, UTC)
    answers  {question id: {hash, answer, tries, score, time, sure, form}}, each answer that was checked or handed in
    checks   {name of the quiz: {handed_in, time, form, answers: {question id: {hash, answer, sure}}}}, each check as it
    was handed in;
             with ``"handed_in": false`` its answers are drafts, which nobody counts
    tasks    {task id: {tries, verdict, slip, value, text, hash, time}}; a verdict is one of ``VERDICTS``

``hash`` is the content hash of what was asked, ``sure`` one of ``SURE``, ``form`` the letter
of a form of a check, ``slip`` the name of the slip that a value shows, ``text`` what was
written. ``sure``, ``form``, ``slip``, ``value``, ``text``, ``checks`` and ``tasks`` stand only
where there is something to say. A score in a file is for the student; a report grades again.

Version 1 has no ``id``, ``checks``, ``tasks``, ``sure`` and ``form``; it is read for ever.
What this version does not know stays in the file when it is read and written again.
``quiz/static/responses.js`` makes the same file in a page; both pass ``response_file.json``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sourcebook.quiz import bank, grade, render
from sourcebook.quiz.values import lookup

if TYPE_CHECKING:
    from sourcebook.book import Book
    from sourcebook.identity import Identity

SURE = ("guess", "fairly sure", "certain")
#: Of a task: not tried yet, right, wrong with a slip that has a name, wrong, something was written that nobody grades.
VERDICTS = ("open", "right", "slip", "wrong", "written")
LONGEST_CODE = 60
LONGEST_ANSWER = 500
#: What a check that is kept is called, before the name of its quiz.
CHECK = "check-"

_AGAIN = "Ask for the file again."
_VERSIONED = re.compile(r"([a-z0-9-]+-responses)/([0-9]{1,4})", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9-]{4,40}", re.ASCII)


@dataclass(frozen=True)
class Response:
    """One student's file.

    ``whole`` is all that stood in it, ``unread`` how many answers, checks and tasks of it were left out,
    ``not_carried`` how many answers a hand-in line says there are and does not hold.
    """

    file: str
    code: str
    created: str
    answers: dict[str, dict[str, Any]] = field(repr=False)
    id: str = ""
    checks: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    whole: dict[str, Any] = field(default_factory=dict, repr=False)
    unread: int = 0
    not_carried: int = 0


@dataclass(frozen=True)
class Asked:
    """What an answer in a file is held against: the question's hash of today, its grading
    key, the letter of its form.
    """

    hash: str
    key: dict[str, Any]
    form: str = ""


def asked(book: Book) -> dict[str, Asked]:
    """Every question of today."""
    resolve = lookup(book)
    return {
        q.id: Asked(bank.content_hash(q, resolve), render.key(q, resolve), chapter_bank.form)
        for chapter_bank in (bank.load(book, name) for name in bank.names(book))
        for q in chapter_bank.questions
    }


def printable(text: str) -> str:
    """Text that every file can hold: what is no character, and what a screen does not show, is taken out or marked."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in whole).split())


def folded(code: str) -> str:
    """By which two code names are one: capitals and small letters are the same, and ß is ss.

    ``casefold`` would say more, and no script has it.
    """
    return code.upper().lower()


def now() -> str:
    """The time as files and browsers write it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sure(entry: Mapping[str, Any]) -> int:
    """How sure of an answer: 1 a guess, 2 fairly sure, 3 certain; 0 where that was not said."""
    word = entry.get("sure")
    return SURE.index(word) + 1 if word in SURE else 0


# --- reading ----------------------------------------------------------------------------------------------------------


def _plain(answer: Any) -> bool:
    """Whether this can be an answer to any question: a number, a short text, or a short list of numbers."""
    if isinstance(answer, str):
        return len(answer) <= LONGEST_ANSWER
    if isinstance(answer, list):
        return len(answer) <= LONGEST_ANSWER and all(isinstance(n, int) and not isinstance(n, bool) for n in answer)
    return isinstance(answer, int | float) and not isinstance(answer, bool)


def _is_answer(entry: Any) -> bool:
    return (
        isinstance(entry, dict) and isinstance(entry.get("hash"), str) and "answer" in entry and _plain(entry["answer"])
    )


def _is_task(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("verdict") in VERDICTS and isinstance(entry.get("tries", 0), int)


def _check_schema(content: Any, identity: Identity) -> None:
    """Raise ``ValueError`` with the reason where this is no response file that can be read."""
    schema = content.get("schema") if isinstance(content, dict) else None
    readable = identity.reads("responses")
    if not isinstance(schema, str):
        raise ValueError("is not a response file of this book.")
    if schema in readable:
        return
    if schema in identity.reads("answers"):
        raise ValueError(
            "is a student's own copy of all answers. Ask for the file that “Response file for the teacher” saves."
        )
    found = _VERSIONED.fullmatch(schema)
    if not found:
        raise ValueError("is not a response file of this book.")
    if found[1] not in {name.partition("/")[0] for name in readable}:
        raise ValueError(f"is a response file of another book ({schema}). Ask for the file that this book saves.")
    reads = f"{schema}; this one reads up to {identity.schema_name('responses')}"
    if int(found[2]) > 1:
        raise ValueError(f"was made by a newer version of the book ({reads}). Get the newest class kit.")
    raise ValueError(f"was made by an older version of the book ({reads}). Ask the student to save it again.")


def read(content: bytes, identity: Identity, file: str = "") -> Response:
    """A response file, in any encoding of Unicode; ``ValueError`` in words a teacher understands where it is none."""
    if not content:
        raise ValueError(f"is empty. {_AGAIN}")
    try:
        # Knows the encodings of Unicode by the first bytes, with or without a mark at the beginning.
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError(f"is damaged, or not a response file. {_AGAIN}") from None
    _check_schema(found, identity)
    code = found.get("code")
    code = printable(unicodedata.normalize("NFC", code)) if isinstance(code, str) else ""
    if not code or len(code) > LONGEST_CODE:
        raise ValueError("has no code name. Ask the student to choose one and save the file again.")
    parts = [found.get("answers"), found.get("checks", {}), found.get("tasks", {})]
    if not all(isinstance(part, dict) for part in parts):
        raise ValueError(f"has answers that cannot be read. {_AGAIN}")
    if not any(parts):
        raise ValueError("has no answers in it.")
    answers, unread = _sound(parts[0], _is_answer)
    checks: dict[str, dict[str, Any]] = {}
    for name, check in parts[1].items():
        if not isinstance(check, dict) or not isinstance(check.get("answers"), dict):
            unread += 1
            continue
        own, left = _sound(check["answers"], _is_answer)
        checks[name] = {**check, "answers": own, "handed_in": check.get("handed_in") is True}
        unread += left
    tasks, left = _sound(parts[2], _is_task)
    unread += left
    if not (answers or checks or tasks):
        raise ValueError(f"has answers that cannot be read. {_AGAIN}")
    created, random = found.get("created"), found.get("id")
    return Response(
        file,
        code,
        created if isinstance(created, str) else "",
        answers,
        id=random if isinstance(random, str) and _ID.fullmatch(random) else "",
        checks=checks,
        tasks=tasks,
        whole=found,
        unread=unread,
    )


def _sound(entries: dict[str, Any], is_sound: Any) -> tuple[dict[str, Any], int]:
    found = {name: entry for name, entry in entries.items() if is_sound(entry)}
    return found, len(entries) - len(found)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(response: Response, identity: Identity) -> str:
    """The text of a response file in today's version.

    What stood in the file that was read and is not known here stays.
    """
    parts = {"answers": response.answers, "checks": response.checks, "tasks": response.tasks}
    joined = {name: {**response.whole.get(name, {}), **part} for name, part in parts.items()}
    content = {
        **response.whole,
        "schema": identity.schema_name("responses"),
        "code": response.code,
        **({"id": response.id} if response.id else {}),
        "created": response.created,
        **{name: part for name, part in joined.items() if part or name == "answers"},
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def contents(
    entries: Mapping[str, Any], asked: Mapping[str, Asked], forms: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """``answers`` and ``checks`` of a file from what a browser or a kernel keeps: an entry
    a question, and ``check-…`` a check.

    ``asked`` are the questions of today, ``forms`` the letters of the quizzes that are
    forms. What is no answer at all stays out.
    """

    def is_answer(name: str, hash: Any, answer: Any) -> bool:
        if not isinstance(hash, str) or not _plain(answer):
            return False
        return name not in asked or asked[name].hash != hash or grade.readable(asked[name].key, answer)

    answers: dict[str, Any] = {}
    checks: dict[str, Any] = {}
    for name in sorted(entries):
        entry = entries[name]
        if not isinstance(entry, dict) or not isinstance(entry.get("tries"), int):
            continue
        given = entry.get("answer")
        if name.startswith(CHECK) and isinstance(given, dict):
            own = {
                question: {"hash": draft[0], "answer": draft[1]} | _certainty(draft[2] if len(draft) > 2 else 0)
                for question, draft in sorted(given.items())
                if isinstance(draft, list) and len(draft) > 1 and is_answer(question, draft[0], draft[1])
            }
            quiz = name.removeprefix(CHECK)
            if own or entry["tries"]:
                check = {"handed_in": entry["tries"] > 0, "time": entry.get("time", "")}
                checks[quiz] = {**check, **_form(forms.get(quiz, "")), "answers": own}
        elif not name.startswith(CHECK) and entry["tries"] > 0 and is_answer(name, entry.get("hash"), given):
            known = {key: entry.get(key) for key in ("hash", "answer", "tries", "score", "time")}
            form = asked[name].form if name in asked else ""
            answers[name] = known | _certainty(entry.get("sure")) | _form(form)
    return {"answers": answers, "checks": checks}


def _certainty(place: Any) -> dict[str, str]:
    return {"sure": SURE[place - 1]} if place in (1, 2, 3) else {}


def _form(letter: str) -> dict[str, str]:
    return {"form": letter} if letter else {}


def file_name(code: str) -> str:
    """The name of a student's file: letters and digits of any script; of a code name
    without any, the numbers of its signs.
    """
    normal = unicodedata.normalize("NFC", code).lower()
    letters = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in normal).split()
    return f"responses-{'-'.join(letters) or '-'.join(str(ord(c)) for c in code)}.json"
