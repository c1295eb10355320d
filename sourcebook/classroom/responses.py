"""Read a folder of response files: what students handed in, and what could not be read and why.

A response file is JSON: ``{"schema": "our-river-responses/1", "book": …, "code": …, "created": …, "answers": {id: {"hash", "answer", …}}}``.
The schema carries the book's short name (``Identity.schema``); names of earlier versions are read for ever. Nothing in the file is trusted:
scores are computed anew from the question bank.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sourcebook.book import Book

if TYPE_CHECKING:
    from sourcebook.identity import Identity

VERSION = 1
MOST_BYTES = 2_000_000
LONGEST_CODE = 60
LONGEST_ANSWER = 500
# As many same answers at the same second are one student's work under two names.
COPIED = 5
LEFT_OUT, REMARK, NO_FOLDER = "left out", "counted, but see why", "not read"
OURS = {"README.txt", "desktop.ini", "Thumbs.db"}

_AGAIN = "Ask for the file again."
_VERSIONED = re.compile(r"([a-z0-9-]+-responses)/([0-9]{1,4})", re.ASCII)


@dataclass(frozen=True)
class Response:
    """One student's file: the code name, when it was made, and the answers by question id."""

    file: str
    code: str
    created: str
    answers: dict[str, dict[str, Any]] = field(repr=False)
    unread: int = 0


@dataclass(frozen=True)
class Problem:
    """A file that the report leaves out, or one that counts though something in it is left out or in doubt, and why."""

    file: str
    reason: str
    what: str = LEFT_OUT


def printable(text: str) -> str:
    """Text that every file can hold: what is no character, and what a screen does not show, is taken out or marked."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in whole).split())


def _plain(answer: Any) -> bool:
    """Whether this can be an answer to any question: a number, a short text, or a short list of numbers."""
    if isinstance(answer, str):
        return len(answer) <= LONGEST_ANSWER
    if isinstance(answer, list):
        return len(answer) <= LONGEST_ANSWER and all(isinstance(n, int) and not isinstance(n, bool) for n in answer)
    return isinstance(answer, int | float) and not isinstance(answer, bool)


def _entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict) and isinstance(entry.get("hash"), str) and "answer" in entry and _plain(entry["answer"])
    )


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
    reads = f"{schema}; this one reads {identity.schema_name('responses')}"
    if int(found[2]) > VERSION:
        raise ValueError(f"was made by a newer version of the book ({reads}). Get the newest class kit.")
    raise ValueError(f"was made by an older version of the book ({reads}). Ask the student to save it again.")


def _parse(path: Path, name: str, identity: Identity) -> Response:
    """One file as a response; ``ValueError`` in words a teacher understands where it is none."""
    size = path.stat().st_size
    if size == 0:
        raise ValueError(f"is empty. {_AGAIN}")
    if size > MOST_BYTES:
        raise ValueError(f"is too large for a response file ({size / 1e6:.1f} MB). It was not opened.")
    try:
        # An editor may have put a mark at the beginning.
        held = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError(f"is damaged, or not a response file. {_AGAIN}") from None
    _check_schema(held, identity)
    code, answers = held.get("code"), held.get("answers")
    code = printable(unicodedata.normalize("NFC", code)) if isinstance(code, str) else ""
    if not code or len(code) > LONGEST_CODE:
        raise ValueError("has no code name. Ask the student to choose one and save the file again.")
    if not isinstance(answers, dict):
        raise ValueError(f"has answers that cannot be read. {_AGAIN}")
    if not answers:
        raise ValueError("has no answers in it.")
    sound = {question: entry for question, entry in answers.items() if _entry(entry)}
    if not sound:
        raise ValueError(f"has answers that cannot be read. {_AGAIN}")
    created = held.get("created")
    return Response(name, code, created if isinstance(created, str) else "", sound, len(answers) - len(sound))


def _copies(found: list[Response]) -> list[Problem]:
    """Responses under different code names that were given at the same seconds."""
    first: dict[str, Response] = {}
    problems = []
    for response in found:
        timed = {q: (e.get("time"), e["answer"]) for q, e in response.answers.items() if isinstance(e.get("time"), str)}
        if len(timed) < COPIED:
            continue
        other = first.setdefault(json.dumps(timed, sort_keys=True), response)
        if other is not response:
            reason = f"holds the same answers, given at the same seconds, as {other.file}. Both are counted; ask who handed in what."
            problems.append(Problem(response.file, reason, REMARK))
    return problems


def read(
    book: Book, folder: Path | str, say: Callable[[str], None] = lambda _: None
) -> tuple[list[Response], list[Problem]]:
    """Every response of the folder, one a code name, and every file left out or in doubt, with the reason.

    Of two files with the same code name the newer one counts. A missing folder is one problem, not an error. ``say`` hears how far it is.
    """
    folder = Path(folder)
    here = printable(str(folder))
    if not folder.is_dir():
        return [], [
            Problem(here, "There is no such folder. Make it beside the notebook and put the files into it.", NO_FOLDER)
        ]
    try:
        paths = sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.name not in OURS)
    except OSError as error:
        return [], [Problem(here, f"This folder cannot be opened ({error.strerror}).", NO_FOLDER)]
    found: dict[str, Response] = {}
    problems: list[Problem] = []
    for number, path in enumerate(paths, 1):
        if number % 100 == 0:
            say(f"{number} of {len(paths)} files read ...")
        name = printable(path.name)
        try:
            if path.is_dir():
                raise ValueError("is a folder. Put the files directly into the folder of responses.")
            if path.suffix.lower() != ".json":
                raise ValueError("is not a response file: their names end in .json.")
            if not path.is_file():
                raise ValueError("leads to no file.")
            response = _parse(path, name, book.identity)
        except ValueError as reason:
            problems.append(Problem(name, str(reason)))
            continue
        except OSError as error:
            problems.append(Problem(name, f"cannot be opened ({error.strerror})."))
            continue
        person = response.code.casefold()
        other = found.setdefault(person, response)
        if other is not response:
            found[person], old = sorted((response, other), key=lambda r: (r.created, r.file), reverse=True)
            why = "is a copy of" if old.answers == found[person].answers else "has the same code name as the newer"
            problems.append(Problem(old.file, f"{why} {found[person].file}; only that one counts."))
    kept = list(found.values())
    for response in kept:
        if response.unread:
            problems.append(
                Problem(response.file, f"Answers left out because they cannot be read: {response.unread}.", REMARK)
            )
    return kept, problems + _copies(kept)
